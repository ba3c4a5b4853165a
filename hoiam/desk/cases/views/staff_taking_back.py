"""A reception day that was noted by mistake: what it says, why it is wrong, and taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.cases.actions import reception
from hoiam.desk.cases.forms.staff_recurring import TakeBackForm
from hoiam.desk.cases.views import board_words
from hoiam.duties import recurring_cards, taking_back
from hoiam.duties.recurring_cards import HeldCard
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, owing, queries as office
from hoiam.office.access import desk_view
from hoiam.office.owing import OwingPost


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def take_back(request: HttpRequest, actor: office.Actor, note_id: int) -> HttpResponse:
    """Ask why, then take it back; the note stays on the page of reception days."""
    post, card = _found(request, actor, note_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, actor, post, card, form)
    try:
        reception.take_back(
            unit_id=post.unit_id,
            note_id=note_id,
            reason=form.cleaned_data["reason"],
            by=actor,
            at=timezone.now(),
        )
    except Refused as refused:
        return _page(request, actor, post, card, form, refused)
    messages.success(request, _("The note is taken back. It stays in the list and counts no more."))
    return redirect("desk:recurring")


def _found(request: HttpRequest, actor: office.Actor, note_id: int) -> tuple[OwingPost, HeldCard]:
    """A note of the unit in hand; others have no such page."""
    unit_id = in_hand.unit_in_hand(request, in_hand.units_with(actor, in_hand.DESK))
    post = owing.head_of(unit_id) if unit_id is not None else None
    card = recurring_cards.note(post_id=post.id, note_id=note_id) if post is not None else None
    if post is None or card is None:
        raise Http404
    return post, card


def _page(
    request: HttpRequest,
    actor: office.Actor,
    post: OwingPost,
    card: HeldCard,
    form: TakeBackForm,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "card": card,
        "what": board_words.KINDS.get(card.key, card.key),
        "until": taking_back.until(post, key=card.key, day=card.on),
        "unit_name": actor.unit_names[post.unit_id],
        "refused": refused,
    }
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "cases/staff/recurring_take_back.html", context, status=status)
