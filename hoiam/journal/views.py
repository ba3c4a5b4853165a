"""The public log over HTTP, in tlog-tiles layout; the same files that lie on disk, mirrored freely.

`log` is the number of a log that ended, None the one that runs.
"""

import errno
import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hoiam.journal import ended, queries, trust
from hoiam.law.refusal import Refused

MOST_LISTED = 1000
_TILE = re.compile(
    r"(?:\d|[1-5]\d|entries)(?:/x\d{3})*/\d{3}(?:\.p/(?:[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?",
    re.ASCII,
)
_ARCHIVED = re.compile(r"(?:0|[1-9]\d{0,18})(?:\.last)?", re.ASCII)
_SIZE = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)
_TEXT = "text/plain; charset=utf-8"
_FOR_EVER = "public, max-age=31536000, immutable"
_NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


@require_safe
def checkpoint(request: HttpRequest, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The newest signed checkpoint."""
    return _answer(log, "checkpoint", _TEXT, "no-cache")


@require_safe
def witnessed(request: HttpRequest, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The newest checkpoint that meets the policy."""
    return _answer(log, "witnessed", _TEXT, "no-cache")


@require_safe
def policy(request: HttpRequest, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The policy in force. Trust in it must come from elsewhere, as in the key."""
    return _answer(log, "policy", _TEXT, "no-cache")


@require_safe
def archive(request: HttpRequest, log: int | None = None) -> HttpResponse:
    """Names of older checkpoints, one a line, rising by size; `?after=SIZE` for the next thousand sizes."""
    after = request.GET.get("after", "")
    if after and not _SIZE.fullmatch(after):
        raise Http404
    names, last = trust.archive_at(_home(log)).names(after=int(after) if after else -1, most=MOST_LISTED)
    if not names and not after:
        raise Http404
    answer = HttpResponse("".join(f"{name}\n" for name in names), content_type=_TEXT)
    answer.headers["Cache-Control"] = "no-cache"
    if last is not None:
        answer.headers["Link"] = f'<?after={last}>; rel="next"'
    return answer


@require_safe
def archived(request: HttpRequest, name: str, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """An older checkpoint by its size, with `.last` as it was last cosigned."""
    if not _ARCHIVED.fullmatch(name):
        raise Http404
    return _answer(log, f"checkpoints/{name}", _TEXT, "no-cache")


@require_safe
def timestamp(request: HttpRequest, size: int, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The RFC 3161 answer over a checkpoint."""
    return _answer(log, f"timestamps/{size}.tsr", "application/timestamp-reply", _FOR_EVER)


@require_safe
def stamped(request: HttpRequest, size: int, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The checkpoint that was stamped, byte for byte."""
    return _answer(log, f"timestamps/{size}", _TEXT, _FOR_EVER)


@require_safe
def tile(request: HttpRequest, name: str, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A tile or an entry bundle, whole or partial; its bytes never change."""
    if not _TILE.fullmatch(name):
        raise Http404
    return _answer(log, f"tile/{name}", "application/octet-stream", _FOR_EVER)


@require_safe
def vkey(request: HttpRequest, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The log's public key, of one that ended all it had. Trust in it must come from elsewhere: the gazette, a slip."""
    found = [queries.vkey()] if log is None else ended.vkeys(log)
    if not found:
        raise Http404
    return HttpResponse("".join(f"{one}\n" for one in found), content_type=_TEXT)


@require_safe
def opening(request: HttpRequest, index: int, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What a public entry opens to."""
    if log is not None:
        return _answer(log, f"openings/{index}", _TEXT, "no-cache")
    try:
        return HttpResponse(queries.public_opening(index=index), content_type=_TEXT)
    except Refused as refused:
        raise Http404 from refused


@require_safe
def beside(request: HttpRequest, index: int, log: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What a public entry names by its SHA-256."""
    return _answer(log, f"openings/{index}.json", "application/json", "no-cache")


def _answer(log: int | None, name: str, kind: str, cache: str) -> HttpResponse:
    try:
        data = (_home(log) / name).read_bytes()
    except OSError as error:
        if error.errno not in _NO_FILE:
            raise
        raise Http404 from error
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": cache})


def _home(log: int | None) -> Path:
    if log is None:
        return Path(settings.HOIAM_LOG_DIR)
    if not ended.has_ended(log):
        raise Http404
    return ended.folder(log)
