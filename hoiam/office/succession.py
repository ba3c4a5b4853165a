"""What can happen to units: merged, split, dissolved, raised or lowered, renamed; one function handed over.

Law 72/2025/QH15, article 54. Every action names its legal basis and the day from which it holds, joins the
transaction of its caller, and done twice is done once. Running cases are not touched here: the counters let
them follow (hoiam.desk.cases.actions.succession).

Refused by all: no_such_unit, unit_not_begun, unit_ended_already, successor_missing, successor_ended,
successor_itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.office import queries
from hoiam.office.models import Holder, Post, Role, Succession, Unit, UnitKind

ALL, PART, PETITIONS = "all", "part", "petitions"
FUNCTIONS = frozenset({PETITIONS})
"""What one unit can hand to another alone: what the counters of this installation do."""
_DAY = timedelta(days=1)
_HELD = ("from_on", "until_on")


@dataclass(frozen=True, slots=True)
class Gap:
    """A successor that nobody heads on the day: a warning. `post_id` is None when there is no such post either."""

    unit_code: str
    on: date
    post_id: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether anything was new, and who is missing."""

    changed: bool
    gaps: tuple[Gap, ...]


def merge(*, unit_codes: Sequence[str], into: str, on: date, legal_basis: str) -> Outcome:
    """These end, and one unit has all their functions; it may be a new one or one that goes on."""
    with db.writing():
        after = successor(into, on)
        gone = [predecessor(code, on) for code in unit_codes]
        changed = [_passes(unit, {after: ALL}, on, legal_basis) for unit in gone]
        return _outcome(any(changed), [after], on)


def dissolve(*, unit_code: str, to: str, on: date, legal_basis: str) -> Outcome:
    """It ends; what it did is another's."""
    return merge(unit_codes=(unit_code,), into=to, on=on, legal_basis=legal_basis)


def split(*, unit_code: str, into: Sequence[str], lead: str, on: date, legal_basis: str) -> Outcome:
    """It ends, and several follow it: the leading one where nothing says otherwise. Refused: lead_not_among."""
    if lead not in into:
        raise Refused("lead_not_among", unit_code=lead)
    with db.writing():
        gone = predecessor(unit_code, on)
        after = {successor(code, on): ALL if code == lead else PART for code in into}
        return _outcome(_passes(gone, after, on, legal_basis), after, on)


def rename(
    *,
    unit_code: str,
    name: str,
    name_en: str,
    on: date,
    legal_basis: str,
    title: str = "",
    title_en: str = "",
) -> Outcome:
    """The same unit under another name; posts, holders and roles go on, the head's post with its new title."""
    with db.writing():
        before = predecessor(unit_code, on)
        later = _later(before, on, legal_basis, name=name, name_en=name_en)
        return _goes_on(before, later, (title, title_en))


def change_level(
    *, unit_code: str, kind: str, on: date, legal_basis: str, title: str = "", title_en: str = ""
) -> Outcome:
    """A province becomes a city, a commune a ward; otherwise as `rename`. Refused: unit_kind_unknown."""
    if kind not in UnitKind.values:
        raise Refused("unit_kind_unknown", unit_code=unit_code)
    with db.writing():
        before = predecessor(unit_code, on)
        later = _later(before, on, legal_basis, kind=kind)
        return _goes_on(before, later, (title, title_en))


def hand_over(*, unit_code: str, to: str, function: str, on: date, legal_basis: str) -> Outcome:
    """One function goes to another unit; both go on. Refused: function_not_held."""
    with db.writing():
        before, after = predecessor(unit_code, on, stays=True), successor(to, on)
        earlier = Succession.objects.filter(predecessor=before, function=function)
        if function not in FUNCTIONS or earlier.exclude(successor=after, on=on).exists():
            raise Refused("function_not_held", unit_code=unit_code, function=function)
        return _outcome(_add(before, {after: function}, on, legal_basis), [after], on)


# Which rows


def predecessor(code: str, on: date, *, stays: bool = False) -> Unit:
    """The row that is in force the day before, and ends on this day unless it stays."""
    rows = list(Unit.objects.select_for_update().filter(code=code).order_by("valid_from"))
    if not rows:
        raise Refused("no_such_unit", unit_code=code)
    begun = [row for row in rows if row.valid_from < on]
    if not begun:
        raise Refused("unit_not_begun", unit_code=code, began=rows[0].valid_from, on=on)
    ends = begun[-1].valid_until
    if ends is not None and (ends < on or (ends == on and stays)):
        raise Refused("unit_ended_already", unit_code=code, ended=ends)
    if ends is not None and ends > on and not stays:
        raise Refused("unit_ends_later", unit_code=code, ended=ends)
    return begun[-1]


def successor(code: str, on: date) -> Unit:
    """The row that is in force on this day."""
    rows = list(Unit.objects.filter(code=code).order_by("valid_from"))
    begun = [row for row in rows if row.valid_from <= on]
    if not begun:
        raise Refused("successor_missing", unit_code=code, on=on)
    ends = begun[-1].valid_until
    if ends is not None and ends <= on:
        raise Refused("successor_ended", unit_code=code, ended=ends)
    return begun[-1]


# How


def _passes(before: Unit, after: dict[Unit, str], on: date, legal_basis: str) -> bool:
    """It ends the day before, with all that is held in it, and the others have its functions."""
    if any(unit.pk == before.pk for unit in after):
        raise Refused("successor_itself", unit_code=before.code)
    ended = _end(before, on)
    return _add(before, after, on, legal_basis) or ended


def _end(unit: Unit, on: date) -> bool:
    ended = unit.valid_until is None
    if ended:
        unit.valid_until = on
        unit.save(update_fields=("valid_until",))
    late = Q(until_on=None) | Q(until_on__gte=on)
    last = on - _DAY
    Holder.objects.filter(late, post__unit=unit, from_on__lt=on).update(until_on=last)
    Role.objects.filter(late, unit=unit, from_on__lt=on).update(until_on=last)
    return ended


def _add(before: Unit, after: dict[Unit, str], on: date, legal_basis: str) -> bool:
    """Who has what from now on; a later unit is served as the earlier one was."""
    added = False
    for unit, function in after.items():
        _row, new = Succession.objects.get_or_create(
            predecessor=before,
            successor=unit,
            function=function,
            defaults={"on": on, "legal_basis": legal_basis},
        )
        added = added or new
        if before.served and not unit.served:
            unit.served = True
            unit.save(update_fields=("served",))
    return added


def _later(before: Unit, on: date, legal_basis: str, **changed: str) -> Unit:
    """The same code from this day: as the list of units has it, or as it was but for what changes."""
    known = Unit.objects.filter(code=before.code, valid_from=on).first()
    if known is not None:
        return known
    if before.valid_until is None:
        before.valid_until = on
        before.save(update_fields=("valid_until",))
    same = {name: getattr(before, name) for name in ("code", "name", "name_en", "kind", "path", "served")}
    return Unit.objects.create(
        **{**same, **changed}, parent_id=before.parent_id, legal_basis=legal_basis, valid_from=on
    )


def _goes_on(before: Unit, later: Unit, titles: tuple[str, str]) -> Outcome:
    """Posts with who holds them, and roles, continue under the later row."""
    on = later.valid_from
    new_posts = not Post.objects.filter(unit=later).exists()
    posts = list(Post.objects.filter(unit=before)) if new_posts else []
    held = {post.pk: list(_held(Holder.objects.filter(post=post), on)) for post in posts}
    roles = list(_held(Role.objects.filter(unit=before), on)) if new_posts else []
    changed = _passes(before, {later: ALL}, on, later.legal_basis)
    for post in posts:
        title, title_en = titles if post.is_head and all(titles) else (post.title, post.title_en)
        copy = Post.objects.create(
            unit=later, title=title, title_en=title_en, is_head=post.is_head, kind=post.kind
        )
        _continue(held[post.pk], on, post_id=copy.pk)
    _continue(roles, on, unit_id=later.pk)
    return _outcome(changed, [later], on)


def _held(rows: "Iterable[Holder | Role]", on: date) -> "list[Holder | Role]":
    return [row for row in rows if row.until_on is None or row.until_on >= on]


def _continue(rows: "Iterable[Holder | Role]", on: date, **under: object) -> None:
    """The same again from this day, as long as it was to last."""
    for row in rows:
        again = type(row)(**{**_values(row), "from_on": max(row.from_on, on), **under})
        again.save(force_insert=True)


def _values(row: Holder | Role) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name != "id"
    }


def _outcome(changed: bool, after: Iterable[Unit], on: date) -> Outcome:  # noqa: FBT001 - the first of two facts
    queries.forget_served()
    return Outcome(changed, tuple(gap for unit in after if (gap := _gap(unit, on))))


def _gap(unit: Unit, on: date) -> Gap | None:
    post = Post.objects.filter(unit=unit, is_head=True).first()
    if post is not None and Holder.objects.filter(queries.in_force(on), post=post).exists():
        return None
    return Gap(unit.code, on, post.pk if post else None)
