"""Which posts and units a plan may give tasks to; who a dissolved unit's tasks belong to now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hoiam.law import plan_table
from hoiam.law.refusal import Refused
from hoiam.office import owing, passing, queries as office
from hoiam.office.cards import UnitCard, full_name, page_language
from hoiam.office.models import Holder, Post, Unit


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post with its unit; `until`: the first day on which that unit is no more."""

    id: int
    title: str
    unit_id: int
    path: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that a table may name, by its folded names; `posts`: id, title, whether it heads the unit.

    Of one that is no more: since when, and who has its tasks now.
    """

    unit_id: int
    names: frozenset[str]
    posts: Sequence[tuple[int, str, bool]]
    until: date | None = None
    heir_id: int | None = None


def places(unit_id: int, *, on: date, function: str) -> tuple[Place, ...]:
    """The unit and all that are or were below it. Three statements, and some for each that is no more."""
    above = office.units([unit_id], on=on)[unit_id]
    rows = Unit.objects.filter(path__startswith=above.path, valid_from__lte=on).order_by(
        "path", "-valid_from"
    )
    units: list[Any] = list(rows.values("id", "code", "name", "kind", "path", "valid_until"))
    posts: dict[int, list[tuple[int, str, bool]]] = {}
    for row in Post.objects.filter(unit_id__in=[one["id"] for one in units]).order_by("-is_head", "title"):
        posts.setdefault(row.unit_id, []).append((row.pk, row.title, row.is_head))
    return tuple(_place(one, posts.get(one["id"], ()), function, on) for one in units)


def _place(row: dict[str, Any], posts: Sequence[tuple[int, str, bool]], function: str, on: date) -> Place:
    gone = row["valid_until"] is not None and row["valid_until"] <= on
    whole = full_name(row["kind"], row["name"], "", "vi")
    names = frozenset(plan_table.fold(text) for text in (row["code"], row["name"], whole))
    until = row["valid_until"] if gone else None
    one = PostChoice(0, "", row["id"], row["path"], until)
    return Place(row["id"], names, posts, until, heir(one, function=function, on=on) if gone else None)


def post(post_id: int) -> PostChoice:
    """One statement. Refused: no_such_post."""
    columns = ("id", "title", "unit_id", "unit__path", "unit__valid_until")
    row = Post.objects.filter(pk=post_id).values_list(*columns).first()
    if row is None:
        raise Refused("no_such_post")
    return PostChoice(*row)


def heir(found: PostChoice, *, function: str, on: date) -> int | None:
    """Which unit has the tasks of a unit that is no more; None while it stands, or when several have them."""
    if found.until is None or found.until > on:
        return None
    try:
        heir_id = office.successor(unit_id=found.unit_id, function=function, on=on)
    except Refused:
        heirs = passing.heirs(found.unit_id, on=on)
        return heirs[0] if len(heirs) == 1 else None
    return heir_id if heir_id != found.unit_id else None


def head_post(unit_id: int) -> int | None:
    """The post that heads a unit. One statement."""
    found = owing.head_of(unit_id)
    return found.id if found else None


def holders(post_id: int, *, on: date) -> frozenset[int]:
    """Who holds a post on a day. One statement."""
    return frozenset(owing.holders([post_id], on=on).values())


def below(unit_id: int, *, on: date) -> tuple[UnitCard, ...]:
    """The unit itself and those below it on that day. Two statements."""
    own = office.units([unit_id], on=on)
    return (*own.values(), *office.children(unit_id=unit_id, on=on))


def grouped(units: Sequence[UnitCard]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Their posts for a form, by unit, in the page's language; heads first. One statement."""
    rows = Post.objects.filter(unit_id__in=[unit.id for unit in units]).order_by("-is_head", "title")
    title = "title_en" if page_language() == "en" else "title"
    found: dict[int, list[tuple[int, str]]] = {}
    for unit_id, post_id, words in rows.values_list("unit_id", "id", title):
        found.setdefault(unit_id, []).append((post_id, words))
    return [(unit.shown, found[unit.id]) for unit in units if unit.id in found]


def posts_held(person_id: int, *, on: date) -> frozenset[int]:
    """Posts that a person holds on a day. One statement."""
    rows = Holder.objects.filter(office.in_force(on), person_id=person_id)
    return frozenset(rows.values_list("post_id", flat=True))
