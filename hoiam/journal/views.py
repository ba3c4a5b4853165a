"""The public log over HTTP, in tlog-tiles layout; the same files that lie on disk, mirrored freely."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hoiam.journal import queries
from hoiam.law.refusal import Refused

_TILE = re.compile(
    r"(?:\d|[1-5]\d|entries)(?:/x\d{3})*/\d{3}(?:\.p/(?:[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?",
    re.ASCII,
)
_ARCHIVED = re.compile(r"(?:0|[1-9]\d{0,18})(?:\.last)?", re.ASCII)
_TEXT = "text/plain; charset=utf-8"
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The newest signed checkpoint."""
    return _answer("checkpoint", "text/plain; charset=utf-8", "no-cache")


@require_safe
def witnessed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The newest checkpoint that meets the policy."""
    return _answer("witnessed", _TEXT, "no-cache")


@require_safe
def policy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The policy in force. Trust in it must come from elsewhere, as in the key."""
    return _answer("policy", _TEXT, "no-cache")


@require_safe
def archived(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """An older checkpoint by its size, with `.last` as it was last cosigned."""
    if not _ARCHIVED.fullmatch(name):
        raise Http404
    return _answer(f"checkpoints/{name}", _TEXT, "no-cache")


@require_safe
def timestamp(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The RFC 3161 answer over a checkpoint."""
    return _answer(f"timestamps/{size}.tsr", "application/timestamp-reply", _FOR_EVER)


@require_safe
def stamped(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The checkpoint that was stamped, byte for byte."""
    return _answer(f"timestamps/{size}", _TEXT, _FOR_EVER)


@require_safe
def tile(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A tile or an entry bundle, whole or partial; its bytes never change."""
    if not _TILE.fullmatch(name):
        raise Http404
    return _answer(f"tile/{name}", "application/octet-stream", _FOR_EVER)


@require_safe
def vkey(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The log's public key. Trust in it must come from elsewhere: the gazette, a printed slip."""
    return HttpResponse(f"{queries.vkey()}\n", content_type="text/plain; charset=utf-8")


@require_safe
def opening(request: HttpRequest, index: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What a public entry opens to."""
    try:
        return HttpResponse(queries.public_opening(index=index), content_type="text/plain; charset=utf-8")
    except Refused as refused:
        raise Http404 from refused


@require_safe
def beside(request: HttpRequest, index: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What a public entry names by its SHA-256."""
    return _answer(f"openings/{index}.json", "application/json", "no-cache")


def _answer(name: str, kind: str, cache: str) -> HttpResponse:
    try:
        data = (Path(settings.HOIAM_LOG_DIR) / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Http404 from error
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": cache})
