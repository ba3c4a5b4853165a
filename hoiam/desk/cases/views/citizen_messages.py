"""The thread of a case for its citizen: read what the office asks, answer, add documents."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.actions import messages
from hoiam.desk.cases.forms.messages import CitizenMessageForm, initial
from hoiam.desk.cases.models import OPEN_STATES
from hoiam.desk.cases.queries import StatusCard, messages as threads
from hoiam.desk.cases.views import message_words, uploads
from hoiam.desk.cases.views.citizen import acting, base, case_view
from hoiam.files import queries as files
from hoiam.files.queries import FileCard
from hoiam.files.views import download_response
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@case_view
@acting
def thread(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """Read, and while the case is open write; what cannot be sent comes back as it was typed. Five statements."""
    if request.method != "POST":
        return _page(request, card, CitizenMessageForm(initial=initial(new_key())))
    form = CitizenMessageForm(request.POST, request.FILES)
    kept, refused = uploads.taken(request, throttled=True)
    if not form.is_valid() or refused:
        return _page(request, card, form, kept=kept, refused=refused, status=422)
    said = messages.Said(
        text=form.cleaned_data["text"],
        form_key=form.cleaned_data["form_key"],
        files=[one.token for one in kept],
    )
    try:
        messages.from_citizen(case_id=card.id, said=said, at=timezone.now(), signer=card.signer)
    except Refused as reason:
        status = 409 if reason.code == "wrong_state" else 422
        return _page(request, card, form, kept=kept, refused=[reason], status=status)
    there = reverse("cases:messages", args=(base(request, card)["code"],))
    response = redirect(f"{there}?done=said")
    response.status_code = 303
    return response


@require_safe
@case_view
@acting
def file(request: HttpRequest, card: StatusCard, file_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """A file of the thread: the cleaned copy; where none could be made, the original."""
    try:
        found = threads.file_of_thread(case_id=card.id, file_id=file_id)
        return download_response(files.read(token=found.token, clean=found.has_clean_copy))
    except Refused as refused:
        raise Http404 from refused


def _page(
    request: HttpRequest,
    card: StatusCard,
    form: CitizenMessageForm,
    *,
    kept: Sequence[FileCard] = (),
    refused: Sequence[Refused] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **base(request, card),
        "thread": message_words.for_citizen(threads.of_case(card.id, inside=False)),
        "open": card.state in OPEN_STATES,
        "form": form,
        "kept": kept,
        "refused": refused,
        "done": request.GET.get("done") == "said",
    }
    return render(request, "cases/citizen/messages.html", context, status=status)
