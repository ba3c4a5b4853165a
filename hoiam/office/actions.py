"""What can happen in the office: units are loaded and served, people appointed, roles given and ended."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib import resources

from django.db import IntegrityError

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries
from hoiam.office.models import Holder, Person, Post, Unit
from hoiam.office.models import Role as RoleRow

Row = Mapping[str, str]


def unit_rows(pack: str = "vn") -> list[Row]:
    """The dated list of units of a jurisdiction, as it lies in `data/`."""
    text = resources.files("hoiam.office").joinpath("data", f"units-{pack}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def load_units(*, rows: list[Row]) -> int:
    """Add units that are not there yet and close those whose end is new; gives how many rows changed. Idempotent."""
    with db.writing():
        known = {(unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
        closed = [unit for row in rows if (unit := _to_close(row, known))]
        Unit.objects.bulk_update(closed, ("valid_until",))
        added = 0
        parents = {unit.code: unit for unit in known.values() if unit.parent_id is None and unit.valid_until is None}
        for level in (_tops(rows), _parts(rows)):
            fresh = [_unit(row, parents) for row in level if _key(row) not in known]
            Unit.objects.bulk_create(fresh)
            added += len(fresh)
            parents |= {unit.code: unit for unit in fresh if unit.parent_id is None and unit.valid_until is None}
    queries.forget_served()
    return added + len(closed)


def serve(*, unit_path: str) -> int:
    """This installation works for a unit and those under it; gives how many. Refused: no_such_unit."""
    with db.writing():
        served = Unit.objects.filter(path__startswith=unit_path, valid_until=None).update(served=True)
    queries.forget_served()
    if not served:
        raise Refused("no_such_unit")
    return served


def create_person(*, username: str, name: str, password: str, email: str = "") -> int:
    """Somebody who signs in. Refused: username_taken."""
    with db.writing():
        if Person.objects.filter(username__iexact=username).exists():
            raise Refused("username_taken")
        return Person.objects.create_user(username, name, password, email).pk


def create_post(*, unit_id: int, title: str, title_en: str, is_head: bool) -> int:
    """A named office. Refused: post_exists (its title, or the unit's one head)."""
    try:
        with db.writing():
            return Post.objects.create(unit_id=unit_id, title=title, title_en=title_en, is_head=is_head).pk
    except IntegrityError as error:
        raise Refused("post_exists") from error


def appoint(*, post_id: int, person_id: int, from_on: date) -> None:
    """Give a post to a person; who held it until then held it until the day before. Refused: dates_overlap."""
    with db.writing():
        current = Holder.objects.select_for_update().filter(post_id=post_id, until_on=None).first()
        if current is not None and current.from_on >= from_on:
            raise Refused("dates_overlap", since=current.from_on)
        if Holder.objects.filter(post_id=post_id, until_on__gte=from_on).exists():
            raise Refused("dates_overlap")
        if current is not None:
            current.until_on = from_on - timedelta(days=1)
            current.save(update_fields=("until_on",))
        Holder.objects.create(post_id=post_id, person_id=person_id, from_on=from_on)


def end_holding(*, post_id: int, until_on: date) -> None:
    """The post stands vacant after this day. Refused: nobody_holds_it, dates_overlap."""
    with db.writing():
        current = Holder.objects.select_for_update().filter(post_id=post_id, until_on=None).first()
        if current is None:
            raise Refused("nobody_holds_it")
        if until_on < current.from_on:
            raise Refused("dates_overlap", since=current.from_on)
        current.until_on = until_on
        current.save(update_fields=("until_on",))


def assign_role(*, person_id: int, unit_id: int, role: Role, from_on: date) -> None:
    """Let a person do something in a unit. Refused: dates_overlap when they already may on that day."""
    with db.writing():
        held = RoleRow.objects.filter(person_id=person_id, unit_id=unit_id, role=role.value)
        if any(row.until_on is None or row.until_on >= from_on for row in held):
            raise Refused("dates_overlap")
        RoleRow.objects.create(person_id=person_id, unit_id=unit_id, role=role.value, from_on=from_on)


def end_role(*, person_id: int, unit_id: int, role: Role, until_on: date) -> None:
    """From the next day on they may not. Refused: no_such_role, dates_overlap."""
    with db.writing():
        row = (
            RoleRow.objects.select_for_update()
            .filter(person_id=person_id, unit_id=unit_id, role=role.value, until_on=None)
            .first()
        )
        if row is None:
            raise Refused("no_such_role")
        if until_on < row.from_on:
            raise Refused("dates_overlap", since=row.from_on)
        row.until_on = until_on
        row.save(update_fields=("until_on",))


def _tops(rows: list[Row]) -> Iterator[Row]:
    return (row for row in rows if not row["parent_code"])


def _parts(rows: list[Row]) -> Iterator[Row]:
    return (row for row in rows if row["parent_code"])


def _key(row: Row) -> tuple[str, date]:
    return row["code"], date.fromisoformat(row["valid_from"])


def _to_close(row: Row, known: Mapping[tuple[str, date], Unit]) -> Unit | None:
    unit = known.get(_key(row))
    until = date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
    if unit is None or unit.valid_until == until:
        return None
    unit.valid_until = until
    return unit


def _unit(row: Row, parents: Mapping[str, Unit]) -> Unit:
    above = parents[row["parent_code"]] if row["parent_code"] else None
    return Unit(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        kind=row["kind"],
        parent=above,
        path=f"{above.path if above else '/'}{row['code']}/",
        legal_basis=row["legal_basis"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
    )
