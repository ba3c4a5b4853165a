"""What can happen in the office: units are loaded and served, people appointed, roles given and ended."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import Q

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries, register
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, RoleKind, Succession, Unit
from hoiam.office.register import UnitRow

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_ASSIGNABLE = frozenset(RoleKind.values)
_FROM_LIST = ("name", "name_en", "kind", "legal_basis", "valid_until")

Known = dict[tuple[str, date], Unit]


# Units


def unit_rows(pack: str = "vn") -> Sequence[UnitRow]:
    """The dated list of units of a jurisdiction, as it lies in `data/`."""
    return register.of_pack(pack)


def load_units(*, rows: Iterable[UnitRow]) -> int:
    """Bring the table to what the list says; gives how many rows changed. Idempotent; never deletes.

    A unit's later row inherits that it is served, and succeeds the earlier one in everything.
    """
    rows = sorted(rows, key=lambda row: (row.path.count("/"), row.valid_from))
    with db.writing():
        known: Known = {(unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
        succeeded = set(Succession.objects.values_list("predecessor_id", "on"))
        changed = [unit for row in rows if (unit := _corrected(row, known, succeeded))]
        Unit.objects.bulk_update(changed, _FROM_LIST)
        added = 0
        for top in (True, False):
            added += _add([row for row in rows if bool(row.parent_code) is not top], known)
        if added:
            _inherit(known)
    queries.forget_served()
    return added + len(changed)


def serve(*, unit_path: str) -> int:
    """This installation works for a unit and those under it; gives how many. Refused: no_such_unit."""
    with db.writing():
        found = (
            Unit.objects.filter(path__startswith=unit_path)
            if unit_path.endswith("/")
            else Unit.objects.none()
        )
        count = found.filter(valid_until=None).count()
        if not count:
            raise Refused("no_such_unit")
        found.filter(served=False).update(served=True)
    queries.forget_served()
    return count


# Posts and people


def create_person(*, username: str, name: str, password: str, email: str = "") -> int:
    """Somebody who signs in, by a name of small letters. Refused: username_wrong, username_taken, password_weak."""
    username = Person.normalize_username(username)
    if not _USERNAME.fullmatch(username):
        raise Refused("username_wrong")
    _check_password(password, Person(username=username, name=name, email=email))
    with db.writing():
        if Person.objects.filter(username=username).exists():
            raise Refused("username_taken")
        return Person.objects.create_user(username, name, password, email).pk


def create_post(*, unit_id: int, title: str, title_en: str, is_head: bool, kind: str = "") -> int:
    """A named office; `kind`: of a post that owes days of its own beside the head.

    Refused: no_such_unit, unit_has_a_head, post_exists (the title).
    """
    with db.writing():
        if not Unit.objects.filter(pk=unit_id).exists():
            raise Refused("no_such_unit")
        if is_head and Post.objects.filter(unit_id=unit_id, is_head=True).exists():
            raise Refused("unit_has_a_head")
        if Post.objects.filter(unit_id=unit_id, title=title).exists():
            raise Refused("post_exists")
        row = Post(unit_id=unit_id, title=title, title_en=title_en, is_head=is_head, kind=kind)
        row.save()
        return row.pk


def appoint(*, post_id: int, person_id: int, from_on: date) -> None:
    """Give a post to a person; who held it until then held it until the day before.

    Refused: no_such_post, no_such_person, dates_overlap.
    """
    with db.writing():
        _lock_post(post_id)
        _require_person(person_id)
        held = Holder.objects.filter(Q(until_on=None) | Q(until_on__gte=from_on), post_id=post_id)
        for row in held:
            if row.until_on is not None or row.from_on >= from_on:
                raise Refused("dates_overlap", since=row.from_on)
            row.until_on = from_on - timedelta(days=1)
            row.save(update_fields=("until_on",))
        Holder.objects.create(post_id=post_id, person_id=person_id, from_on=from_on)


def end_holding(*, post_id: int, until_on: date) -> None:
    """The post stands vacant after this day. Refused: no_such_post, nobody_holds_it, dates_overlap."""
    with db.writing():
        _lock_post(post_id)
        row = Holder.objects.filter(post_id=post_id, until_on=None).first()
        if row is None:
            raise Refused("nobody_holds_it")
        _end(row, until_on)


def assign_role(*, person_id: int, unit_id: int, role: Role, from_on: date) -> None:
    """Let a person do something in a unit.

    Refused: no_such_person, no_such_unit, role_not_assignable, dates_overlap (they already may on that day).
    """
    if role.value not in _ASSIGNABLE:
        raise Refused("role_not_assignable", role=role.value)
    with db.writing():
        _require_person(person_id)
        if not Unit.objects.filter(pk=unit_id).exists():
            raise Refused("no_such_unit")
        held = RoleRow.objects.filter(person_id=person_id, unit_id=unit_id, role=role.value)
        clash = held.filter(Q(until_on=None) | Q(until_on__gte=from_on)).first()
        if clash is not None:
            raise Refused("dates_overlap", since=clash.from_on)
        RoleRow.objects.create(person_id=person_id, unit_id=unit_id, role=role.value, from_on=from_on)


def end_role(*, person_id: int, unit_id: int, role: Role, until_on: date) -> None:
    """From the next day on they may not. Refused: no_such_role, dates_overlap."""
    with db.writing():
        held = RoleRow.objects.filter(person_id=person_id, unit_id=unit_id, role=role.value, until_on=None)
        row = held.select_for_update().first()
        if row is None:
            raise Refused("no_such_role")
        _end(row, until_on)


def lend_role(*, person_id: int, unit_id: int, role: Role, from_on: date, until_on: date) -> None:
    """Let a person do something in a unit for some days, both included. Refused: as assign_role."""
    assign_role(person_id=person_id, unit_id=unit_id, role=role, from_on=from_on)
    end_role(person_id=person_id, unit_id=unit_id, role=role, until_on=until_on)


def take_role_back(*, person_id: int, unit_id: int, role: Role, on: date) -> None:
    """From this day on they may not, whatever day was named; days that have not come are not kept."""
    with db.writing():
        held = RoleRow.objects.filter(person_id=person_id, unit_id=unit_id, role=role.value, until_on__gte=on)
        held.filter(from_on__gte=on).delete()
        held.update(until_on=on - timedelta(days=1))


# How


def _corrected(row: UnitRow, known: Known, succeeded: set[tuple[int, date]]) -> Unit | None:
    """The stored unit with what the list now says, when that differs.

    The list never brings a unit back that ended by a succession which it does not know of.
    """
    unit = known.get((row.code, row.valid_from))
    if unit is None:
        return None
    said = {column: getattr(row, column) for column in _FROM_LIST}
    if row.valid_until is None and unit.valid_until and (unit.pk, unit.valid_until) in succeeded:
        said["valid_until"] = unit.valid_until
    if all(getattr(unit, column) == value for column, value in said.items()):
        return None
    for column, value in said.items():
        setattr(unit, column, value)
    return unit


def _add(rows: Iterable[UnitRow], known: Known) -> int:
    """Insert what is missing on one level; `known` grows by it."""
    tops: dict[str, list[Unit]] = {}
    for unit in known.values():
        if unit.parent_id is None:
            tops.setdefault(unit.code, []).append(unit)
    fresh = [_unit(row, tops) for row in rows if (row.code, row.valid_from) not in known]
    Unit.objects.bulk_create(fresh)
    known.update({(unit.code, unit.valid_from): unit for unit in fresh})
    return len(fresh)


def _unit(row: UnitRow, tops: Mapping[str, list[Unit]]) -> Unit:
    """A new row under what was above it when it began."""
    above = [top for top in tops.get(row.parent_code, ()) if _spans(top, row.valid_from)]
    return Unit(
        code=row.code,
        parent=above[0] if above else None,
        path=row.path,
        valid_from=row.valid_from,
        **{column: getattr(row, column) for column in _FROM_LIST},
    )


def _spans(unit: Unit, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_until is None or on < unit.valid_until)


def _inherit(known: Known) -> None:
    """What follows a unit under its code: served as it was, and its successor in every function."""
    following = list(_following(known.values()))
    new = [
        Succession(predecessor=a, successor=b, on=b.valid_from, legal_basis=b.legal_basis)
        for a, b in following
    ]
    Succession.objects.bulk_create(new, ignore_conflicts=True)
    served = []
    for before, after in following:
        if before.served and not after.served:
            after.served = True
            served.append(after.pk)
    Unit.objects.filter(pk__in=served).update(served=True)


def _following(units: Iterable[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """Rows of one code that follow each other without a gap."""
    ordered = sorted(units, key=lambda unit: (unit.code, unit.valid_from))
    return ((a, b) for a, b in pairwise(ordered) if a.code == b.code and a.valid_until == b.valid_from)


def _check_password(password: str, person: Person) -> None:
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise Refused("password_weak", why=[one.code for one in error.error_list]) from error


def _lock_post(post_id: int) -> None:
    """Two appointments to one post wait for each other. Refused: no_such_post."""
    if not Post.objects.select_for_update().filter(pk=post_id).exists():
        raise Refused("no_such_post")


def _require_person(person_id: int) -> None:
    """Lock and look. Refused: no_such_person."""
    if not Person.objects.select_for_update().filter(pk=person_id, is_active=True).exists():
        raise Refused("no_such_person")


def _end(row: Holder | RoleRow, until_on: date) -> None:
    if until_on < row.from_on:
        raise Refused("dates_overlap", since=row.from_on)
    row.until_on = until_on
    row.save(update_fields=("until_on",))
