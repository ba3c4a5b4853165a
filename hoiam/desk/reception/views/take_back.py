"""A reception day that was noted by mistake: what it says, why it is wrong, and taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.forms.staff import TakeBackForm
from hoiam.desk.reception.views.here import Here, here
from hoiam.desk.reception.views.index import address
from hoiam.duties import recurring_cards, taking_back, words as recurring_words
from hoiam.duties.recurring_cards import HeldCard
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def take_back(request: HttpRequest, actor: office.Actor, post_id: int, note_id: int) -> HttpResponse:
    """Ask why, then take it back; the note stays on the page of reception days."""
    at = here(request, actor, post_id)
    card = recurring_cards.note(post_id=post_id, note_id=note_id)
    if card is None:
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, actor, at, card, form)
    try:
        reception.take_back(
            post_id=post_id, note_id=note_id, reason=form.cleaned_data["reason"], by=actor, at=timezone.now()
        )
    except Refused as refused:
        return _page(request, actor, at, card, form, refused)
    messages.success(request, _("The note is taken back. It stays in the list and counts no more."))
    return redirect(address(at))


def _page(
    request: HttpRequest,
    actor: office.Actor,
    at: Here,
    card: HeldCard,
    form: TakeBackForm,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        **at.context(),
        "form": form,
        "card": card,
        "what": recurring_words.KINDS.get(card.key, card.key),
        "until": taking_back.until(at.owing, key=card.key, day=card.on),
        "refused": refused,
        "back_url": address(at),
    }
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "reception/staff/take_back.html", context, status=status)
