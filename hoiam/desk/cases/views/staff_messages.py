"""The thread of a case at the desk: ask the citizen, tell something, read the answers."""

from collections.abc import Sequence

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.cases.actions import messages
from hoiam.desk.cases.forms.messages import StaffMessageForm, initial
from hoiam.desk.cases.queries import messages as threads
from hoiam.desk.cases.views import message_words, staff_desk, uploads
from hoiam.files.queries import FileCard
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
@staff_desk.loses_nothing
def thread(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Read, and while the case is open write; what cannot be sent comes back as it was typed."""
    if request.method != "POST":
        return _page(request, actor, case_id, StaffMessageForm(initial=initial(new_key())))
    _visible(case_id, actor)
    form = StaffMessageForm(request.POST, request.FILES)
    kept, refused = uploads.taken(request, throttled=False)
    if not form.is_valid() or refused:
        return _page(request, actor, case_id, form, kept=kept, refused=refused, status=422)
    typed = {name: form.cleaned_data[name] for name in ("text", "form_key", "kind", "hoped_on")}
    said = messages.Said(**typed, files=[one.token for one in kept])
    try:
        messages.from_office(case_id=case_id, said=said, by=actor, at=timezone.now())
    except Refused as reason:
        status = 409 if reason.code == "wrong_state" else 422
        return _page(request, actor, case_id, form, kept=kept, refused=[reason], status=status)
    flash.success(request, _("Sent. The citizen is being told."))
    return redirect("desk:messages", case_id=case_id)


def _visible(case_id: int, actor: office.Actor) -> threads.ThreadCard:
    """The thread, or no page at all for those it is none of their business."""
    try:
        return threads.for_staff(case_id=case_id, by=actor)
    except Refused as refused:
        raise Http404 from refused


def _page(
    request: HttpRequest,
    actor: office.Actor,
    case_id: int,
    form: StaffMessageForm,
    *,
    kept: Sequence[FileCard] = (),
    refused: Sequence[Refused] = (),
    status: int = 200,
) -> HttpResponse:
    card = _visible(case_id, actor)
    context = {
        "case": card,
        "thread": message_words.for_staff(card.messages),
        "waiting": len(card.waiting),
        "form": form,
        "kept": kept,
        "refused": refused,
    }
    return frame.page(request, actor, "cases/staff/messages.html", context, status=status)
