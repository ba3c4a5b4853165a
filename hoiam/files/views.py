"""How a file leaves the house: as a download that can do nothing in our name."""

from collections.abc import Collection, Mapping

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from hoiam.files import queries
from hoiam.files.queries import FileContent
from hoiam.law.refusal import Refused

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def download(token: str, owners: Mapping[str, Collection[int]]) -> HttpResponse:
    """A file of one of these owners, as its reading copy where it has one; any other is no page. Two statements."""
    try:
        held = queries.about(token=token)
        if held.owner_id not in owners.get(held.owner, ()):
            raise Http404
        return download_response(queries.read(token=token, clean=held.has_clean_copy))
    except Refused as refused:
        raise Http404 from refused


def download_response(content: FileContent) -> HttpResponse:
    """Never inline; the name as RFC 6266 and RFC 5987 write it."""
    response = HttpResponse(content.data, content_type=content.media_type, headers=_HEADERS)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=content.name) or "attachment"
    )
    response["Content-Length"] = str(len(content.data))
    return response
