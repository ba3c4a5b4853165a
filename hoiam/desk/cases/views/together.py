"""The scanned appointment of representatives that comes with a form, carried on by its token until the form holds."""

from django.http import HttpRequest
from django.utils import timezone

from hoiam.files import actions as files, queries as file_queries
from hoiam.files.queries import FileCard
from hoiam.kit import throttle
from hoiam.law.refusal import Refused

FIELD, KEPT = "appointment_file", "appointment"


def appointment(request: HttpRequest, *, throttled: bool) -> tuple[str, list[Refused]]:
    """The token of what is sent now, else of what still waits from an earlier attempt; none for none."""
    upload = request.FILES.get(FIELD)
    if upload is None:
        found = kept(request.POST.get(KEPT, ""))
        return (found.token if found else ""), []
    if throttled and throttle.spent("upload", request):
        return "", [Refused("too_many_uploads")]
    throttle.count("upload", request)
    try:
        return files.stage(upload=upload, at=timezone.now()).token, []
    except Refused as reason:
        return "", [Refused(reason.code, **{**reason.facts, "name": upload.name})]


def kept(token: str) -> FileCard | None:
    """What waits under this token."""
    return next(iter(file_queries.staged(tokens=[token])), None)
