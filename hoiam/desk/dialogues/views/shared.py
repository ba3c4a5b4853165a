"""What the pages of staff share: whose conference it is, posts to choose from, the page after a deed."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hoiam.desk.dialogues import queries
from hoiam.desk.dialogues.queries import ConferenceCard
from hoiam.kit import deeds
from hoiam.law.refusal import Refused
from hoiam.office import in_hand, queries as office

CHANGED = frozenset(
    {"question_changed", "question_decided", "kept_already", "conference_over", "wrong_state"}
)


def conference_of(actor: office.Actor, conference_id: int) -> ConferenceCard:
    """One at whose unit they receive people; any other is no page. Three statements."""
    try:
        card = queries.one(conference_id)
    except Refused as refused:
        raise Http404 from refused
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    return card


def posts(unit_id: int) -> list[tuple[int, str]]:
    """The posts of a unit, its head first. One statement."""
    return [(post.id, post.shown) for post in office.posts(unit_id=unit_id, on=timezone.localdate())]


def done(
    request: HttpRequest, form: Form, act: deeds.Act, said: str, to: str, page: deeds.Page
) -> HttpResponse:
    """As in every counter."""
    return deeds.done(request, form, act, said, to, page, changed=CHANGED)
