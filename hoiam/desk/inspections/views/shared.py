"""What the pages of staff share: whose inspection it is, units and people to choose from, the page after a deed."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.queries import InspectionCard
from hoiam.files import incoming
from hoiam.files.queries import FileCard
from hoiam.kit import deeds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, passing, queries as office, ties
from hoiam.office.cards import page_language

INSPECTING = frozenset({Role.INSPECTOR, Role.HEAD})
DESK = frozenset({Role.CLERK, Role.HEAD})
ALL = INSPECTING | DESK
CHANGED = frozenset(
    {"wrong_state", "remedy_decided", "published_already", "explained_already", "mended_already"}
    | {"programme_approved", "in_programme", "entry_begun"}
)
METHODS = ["GET", "HEAD", "POST"]


def inspection_of(actor: office.Actor, inspection_id: int) -> tuple[InspectionCard, bool]:
    """One that their office makes, or that is made of their unit; and whether they are of the office that makes it.

    Three statements, four or five for the inspected unit. Any other is no page.
    """
    try:
        card = queries.one(inspection_id)
    except Refused as refused:
        raise Http404 from refused
    if actor.roles_in(card.unit_id) & INSPECTING:
        return card, True
    if card.announced_on is None or not is_theirs(actor, card.target.id):
        raise Http404
    return card, False


def is_theirs(actor: office.Actor, unit_id: int) -> bool:
    """Whether they are at the desk of this unit, or of one that followed it, or hold a post there."""
    if actor.roles_in(unit_id) & DESK:
        return True
    on = timezone.localdate()
    if any(actor.roles_in(one) & DESK for one in passing.heirs(unit_id, on=on)):
        return True
    return unit_id in owing.units_of(actor.person_id, on=on)


def inspecting_unit(actor: office.Actor) -> int:
    """Where they inspect: a unit with others below it. Any other has no such page."""
    units = [unit_id for unit_id, _name in actor.units() if actor.roles_in(unit_id) & INSPECTING]
    found = next((unit_id for unit_id in units if is_inspecting(actor, unit_id)), None)
    if found is None:
        raise Http404
    return found


def is_inspecting(actor: office.Actor, unit_id: int) -> bool:
    """An inspector there, or the head of a unit that has units below it."""
    roles = actor.roles_in(unit_id)
    return Role.INSPECTOR in roles or (Role.HEAD in roles and bool(below(unit_id)))


def below(unit_id: int) -> list[tuple[int, str]]:
    """Units that may be inspected, for a form. One statement."""
    return [(one.id, one.shown) for one in office.children(unit_id=unit_id, on=timezone.localdate())]


def inspectors(unit_id: int) -> list[tuple[int, str]]:
    """For a form. One statement."""
    people = office.staff(unit_id=unit_id, role=Role.INSPECTOR, on=timezone.localdate())
    return [(one.id, one.name) for one in people]


def posts(unit_id: int) -> list[tuple[int, str]]:
    """The posts of a unit, its head first. One statement."""
    return [(post.id, post.shown) for post in office.posts(unit_id=unit_id, on=timezone.localdate())]


def posts_by_unit(units: list[tuple[int, str]]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Their posts for a form, each unit's together, its head first. One statement."""
    found = ties.posts([pk for pk, _name in units])
    english = page_language() == "en"
    grouped = ((name, found.get(pk, ())) for pk, name in units)
    return [
        (name, [(pk, title_en if english else title) for pk, title, title_en in posts])
        for name, posts in grouped
        if posts
    ]


def done(
    request: HttpRequest, form: Form, act: deeds.Act, said: str, to: str, page: deeds.Page
) -> HttpResponse:
    """As in every counter, with the files that come with it; a refusal about an inspector names them."""
    staged, wrong = incoming.taken(request) if "uploads" in form.fields else ((), [])
    again = {"files": staged} if staged else {}

    def told(**shown: Any) -> HttpResponse:
        refused = shown.pop("refused", None)
        return page(**shown, **again, refused=named(refused)) if refused else page(**shown, **again)

    def do(_typed: dict[str, Any]) -> object:
        return act(_with_tokens(form, staged))

    if wrong:
        return told(form=form, refused=wrong[0], status=422)
    return deeds.done(request, form, do, said, to, told, changed=CHANGED)


def _with_tokens(form: Form, staged: tuple[FileCard, ...]) -> dict[str, Any]:
    """What was typed; uploads by the tokens under which they wait."""
    said = dict(form.cleaned_data)
    if "uploads" in said:
        del said["uploads"]
        said["tokens"] = [one.token for one in staged]
    return said


def named(refused: Refused) -> Refused:
    """With the name of the inspector whom it is about, for their colleagues to read."""
    person = refused.facts.get("person")
    if not isinstance(person, int):
        return refused
    return Refused(refused.code, **{**refused.facts, "name": ties.names([person]).get(person, "")})
