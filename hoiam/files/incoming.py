"""Files that come with a form of staff: taken in at once, carried on by their tokens until the form holds."""

from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from hoiam.files import actions, queries
from hoiam.files.queries import FileCard
from hoiam.law.refusal import Refused


def taken(request: HttpRequest) -> tuple[tuple[FileCard, ...], list[Refused]]:
    """Files of earlier attempts that still wait, and those sent now; what cannot be taken is named with its reason."""
    tokens, refused = request.POST.getlist("kept"), []
    for upload in cast("list[UploadedFile[bytes]]", request.FILES.getlist("uploads")):
        try:
            tokens.append(actions.stage(upload=upload, at=timezone.now()).token)
        except Refused as reason:
            refused.append(Refused(reason.code, **{**reason.facts, "name": upload.name}))
    return queries.staged(tokens=tokens), refused
