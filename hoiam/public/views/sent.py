"""A finished file over HTTP: with its hash as ETag, when it was made, and a part of it where that is asked for."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

BLOCK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
OPEN = {
    "Cache-Control": "no-cache",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Accept-Ranges": "bytes",
}


def answer(
    request: HttpRequest, path: Path, *, kind: str, sha256: str, at: datetime, size: int
) -> HttpResponseBase:
    """All of it, one part (206), that there is no such part (416), or that nothing is new (304).

    RFC 9110: If-None-Match goes before If-Modified-Since; Range counts only while If-Range still fits.
    """
    at = at.replace(microsecond=0)
    tag = f'"{sha256[:32]}"'
    headers = {**OPEN, "ETag": tag, "Last-Modified": format_datetime(at, usegmt=True)}
    if _known(request, tag, at):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    part = _part(request, size) if request.headers.get("If-Range", tag) == tag else None
    first, last = part or (0, size - 1)
    if part and first > last:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    body = () if request.method == "HEAD" else _piece(path, first, last + 1)
    return StreamingHttpResponse(body, status=206 if part else 200, content_type=kind, headers=headers)


def _known(request: HttpRequest, tag: str, at: datetime) -> bool:
    wanted = request.headers.get("If-None-Match")
    if wanted is not None:
        return wanted.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in wanted.split(","))
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return at <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _part(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """First and last byte; None for all of it: several parts, and what is no range, are answered so."""
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        return 1, 0
    return int(first), min(int(last), size - 1) if last else size - 1


def _piece(path: Path, begin: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(begin)
        while begin < end and (data := file.read(min(BLOCK, end - begin))):
            begin += len(data)
            yield data
