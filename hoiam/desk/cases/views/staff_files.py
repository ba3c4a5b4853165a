"""What staff download: attachments, letters sent, and the letter as it would go out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.views.staff_case import visible
from hoiam.files import queries as files
from hoiam.files.views import download_response
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.office.access import desk_view


@desk_view
def letter(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """The letter of the saved draft, without a number; nothing is kept."""
    card = visible(case_id, actor)
    try:
        pdf = cases.preview(case_id=case_id, by=actor, at=timezone.now())
    except Refused:
        messages.info(request, _("There is no letter to preview: save at least one point first."))
        return redirect("desk:reply", case_id=case_id)
    return download_response(files.FileContent(f"du-thao-{card.number}.pdf", "application/pdf", pdf))


@desk_view
def attachment(request: HttpRequest, actor: office.Actor, case_id: int, file_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """The cleaned copy; where none could be made, the original."""
    card = next((file for file in visible(case_id, actor).files if file.id == file_id), None)
    if card is None:
        raise Http404
    try:
        return download_response(files.read(token=card.token, clean=card.has_clean_copy))
    except Refused as refused:
        raise Http404 from refused
