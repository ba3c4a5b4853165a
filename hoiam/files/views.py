"""How a file leaves the house: as a download that can do nothing in our name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hoiam.files.queries import FileContent

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def download_response(content: FileContent) -> HttpResponse:
    """Never inline; the name as RFC 6266 and RFC 5987 write it."""
    response = HttpResponse(content.data, content_type=content.media_type, headers=_HEADERS)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=content.name) or "attachment"
    )
    response["Content-Length"] = str(len(content.data))
    return response
