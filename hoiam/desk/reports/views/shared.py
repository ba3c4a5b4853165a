"""What the pages share: whose account it is, cursors, the page after a deed."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse

from hoiam.desk.reports import queries
from hoiam.desk.reports.queries import AccountCard
from hoiam.kit import deeds
from hoiam.law.refusal import Refused
from hoiam.office import in_hand, owing, queries as office
from hoiam.office.cards import page_language

CHANGED = frozenset({"changed_meanwhile", "account_signed", "wrong_state", "recommendation_answered"})
METHODS = ["GET", "HEAD", "POST"]


def account_of(actor: office.Actor, account_id: int) -> AccountCard:
    """One of a unit whose desk they are at; any other is no page. One statement."""
    try:
        card = queries.one(account_id)
    except Refused as refused:
        raise Http404 from refused
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    return card


def posts(unit_id: int) -> list[tuple[int, str]]:
    """The posts of a unit that owe something, its head first. Two statements."""
    found = [post.id for post in owing.of_unit(unit_id)]
    named = owing.named(found)
    english = page_language() == "en"
    return [(pk, named[pk].title_en if english else named[pk].title) for pk in found]


def done(
    request: HttpRequest, form: Form, act: deeds.Act, said: str, to: str, page: deeds.Page
) -> HttpResponse:
    """As in every counter."""
    return deeds.done(request, form, act, said, to, page, changed=CHANGED)
