"""Remote areas are entered from a file: codes of units, days, and the document that declares it. All or nothing."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.office import announcing, remote
from hoiam.office.cards import Actor
from hoiam.office.models import Remoteness, Unit

LONGEST = 200
_FIELDS = {"units": list, "from": date, "document": str}


@dataclass(frozen=True, slots=True)
class Saying:
    """From a day on this unit is remote, or no longer."""

    unit_code: str
    from_on: date
    remote: bool
    document: str


def read(text: str) -> tuple[Saying, ...]:
    """Tables `[[remote]]` with `units`, `from`, `document` and perhaps `until`, the last day.

    Refused: remote_unreadable, remote_row_wrong(row).
    """
    try:
        rows = tomllib.loads(text).get("remote", [])
    except tomllib.TOMLDecodeError as error:
        raise Refused("remote_unreadable") from error
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Refused("remote_unreadable")
    return tuple(said for number, row in enumerate(rows, start=1) for said in _row(row, number))


def declare(*, said: Sequence[Saying], by: Actor, at: datetime) -> tuple[int, ...]:
    """Enter what is new; gives the ids. What stands there already is left alone.

    Refused: no_such_unit(unit_code), not_yours(unit_code).
    """
    with db.writing():
        units = {one.unit_code: _unit(one.unit_code) for one in said}
        for code, unit in units.items():
            if not announcing.may_announce(by, unit.path):
                raise Refused("not_yours", unit_code=code)
        made = tuple(_entered(one, units[one.unit_code], by, at) for one in said)
    remote.forget()
    return tuple(pk for pk in made if pk is not None)


def _row(row: Mapping[str, Any], number: int) -> Iterator[Saying]:
    """A last day is a row of its own: from the day after, it no longer is so."""
    if set(row) - {*_FIELDS, "until"}:
        raise Refused("remote_row_wrong", row=number)
    if any(not row.get(name) or type(row[name]) is not kind for name, kind in _FIELDS.items()):
        raise Refused("remote_row_wrong", row=number)
    codes, first, document = row["units"], row["from"], row["document"].strip()
    last = row.get("until") or None
    if not _sound(codes, first, last, document):
        raise Refused("remote_row_wrong", row=number)
    for code in codes:
        yield Saying(code, first, remote=True, document=document)
        if last is not None:
            yield Saying(code, last + timedelta(days=1), remote=False, document=document)


def _sound(codes: Iterable[object], first: date, last: object, document: str) -> bool:
    """Codes are texts; the last day, if any, is a day and not before the first."""
    days = last is None or (type(last) is date and first <= last < date.max)
    return days and 0 < len(document) <= LONGEST and all(isinstance(code, str) and code for code in codes)


def _unit(code: str) -> Unit:
    """The row of this code that began last."""
    unit = Unit.objects.filter(code=code).order_by("-valid_from").first()
    if unit is None:
        raise Refused("no_such_unit", unit_code=code)
    return unit


def _entered(said: Saying, unit: Unit, by: Actor, at: datetime) -> int | None:
    same = Remoteness.objects.filter(unit__path=unit.path, from_on=said.from_on).order_by("-pk").first()
    if same is not None and (same.remote, same.document) == (said.remote, said.document):
        return None
    row = Remoteness.objects.create(
        unit=unit,
        from_on=said.from_on,
        remote=said.remote,
        document=said.document,
        entered_at=at,
        entered_by_id=by.person_id,
    )
    return row.pk
