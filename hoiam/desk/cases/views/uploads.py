"""Files that come with a form: taken in at once, carried on by their tokens until the form holds."""

from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from hoiam.files import actions as files, queries as file_queries
from hoiam.files.queries import FileCard
from hoiam.kit import throttle
from hoiam.law.refusal import Refused


def taken(request: HttpRequest, *, throttled: bool) -> tuple[tuple[FileCard, ...], list[Refused]]:
    """Files of earlier attempts that still wait, and those sent now; what cannot be taken is named with its reason."""
    tokens, refused = request.POST.getlist("kept"), []
    for upload in cast("list[UploadedFile[bytes]]", request.FILES.getlist("uploads")):
        try:
            tokens.append(_staged(request, upload, throttled=throttled))
        except Refused as reason:
            refused.append(Refused(reason.code, **{**reason.facts, "name": upload.name}))
    return file_queries.staged(tokens=tokens), refused


def _staged(request: HttpRequest, upload: "UploadedFile[bytes]", *, throttled: bool) -> str:
    if throttled and throttle.spent("upload", request):
        raise Refused("too_many_uploads")
    if throttled:
        throttle.count("upload", request)
    return files.stage(upload=upload, at=timezone.now()).token
