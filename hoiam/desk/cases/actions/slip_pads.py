"""Pads of paper slips at this counter: who may have one issued, print it, void slips of it."""

from collections.abc import Collection
from datetime import datetime

from hoiam.journal import pads
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

MAY = frozenset({Role.CLERK, Role.HEAD})


def issue(*, unit_id: int, by: office.Actor, at: datetime) -> int:
    """A hundred slips; the pad's number. Refused: not_yours."""
    return pads.issue(unit_id=unit_id, unit_code=_code(unit_id, by, at), by=by.person_id, at=at)


def sheet(*, pad_id: int, by: office.Actor, at: datetime) -> tuple[pads.StubCard, ...]:
    """The slips that are left, to be printed. Refused: no_such_pad, not_yours."""
    _code(pads.card(pad_id=pad_id).unit_id, by, at)
    return pads.printed(pad_id=pad_id, at=at)


def void(*, pad_id: int, numbers: Collection[int], by: office.Actor, at: datetime) -> None:
    """Spoilt or lost slips. Refused: no_such_pad, not_yours, no_numbers, stub_not_left(number)."""
    unit_code = _code(pads.card(pad_id=pad_id).unit_id, by, at)
    pads.void(pad_id=pad_id, numbers=numbers, unit_code=unit_code, at=at)


def _code(unit_id: int, by: office.Actor, at: datetime) -> str:
    if not by.roles_in(unit_id) & MAY:
        raise Refused("not_yours")
    return office.units([unit_id], on=local_day(at))[unit_id].code
