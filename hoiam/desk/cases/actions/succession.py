"""Cases follow their unit's function to whoever has it now: clocks untouched, the citizen told once.

A case moves in a transaction of its own and is then no longer at the unit that ended: killed anywhere or run
twice, nothing is doubled. What is finished stays where it was finished.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hoiam.desk.cases.actions import conflict, index, record
from hoiam.desk.cases.models import OPEN_STATES, Case
from hoiam.desk.cases.queries import procedures
from hoiam.duties import succession as duties
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import passing, queries as office
from hoiam.office.passing import Passing

log = logging.getLogger("hoiam.succession")
FUNCTION = "petitions"
FOLLOWING = (*OPEN_STATES, "answered")
BATCH = 100


@dataclass(frozen=True, slots=True)
class Followed:
    """How many cases moved; numbers of those that a split's list does not name; units that wait, with the code why."""

    moved: int = 0
    by_default: tuple[str, ...] = ()
    waiting: Mapping[str, str] | None = None


def follow(*, at: datetime, limit: int = BATCH, chosen: Mapping[str, str] | None = None) -> Followed:
    """Let up to so many open cases follow. A unit that was split waits until `chosen` is given.

    `chosen`: for a split, the code of the successor by the case's number; all others go to the leading one.
    Who followed a unit complained of keeps out of such cases (hoiam.desk.cases.actions.conflict).
    """
    db.stand_alone()
    on = local_day(at)
    moved, by_default, waiting = 0, list[str](), dict[str, str]()
    for one in passing.begun(function=FUNCTION, on=on):
        if one.several and chosen is None:
            waiting[one.unit_code] = "split_waits"
            continue
        try:
            targets = _targets(one, on)
        except Refused as refused:
            waiting[one.unit_code] = refused.code
            continue
        for case_id in list(_open(one).values_list("pk", flat=True)[: limit - moved]):
            try:
                named = _move(case_id, one, targets, chosen or {}, at)
            except Refused as refused:
                waiting[one.unit_code] = refused.code
                continue
            moved += named is not None
            by_default += [named] if named else []
    conflict.follow(at=at)
    if waiting:
        log.warning("succession: units that wait: %s", ", ".join(f"{k} ({v})" for k, v in waiting.items()))
    return Followed(moved, tuple(by_default), waiting)


def pending(*, on: date) -> Mapping[str, int]:
    """How many cases would follow on that day, by the code of the unit they are at."""
    found = ((one.unit_code, _open(one).count()) for one in passing.begun(function=FUNCTION, on=on))
    return {code: count for code, count in found if count}


def _open(one: Passing) -> "QuerySet[Case]":
    return Case.objects.filter(unit_id=one.unit_id, state__in=FOLLOWING).order_by("id")


def _targets(one: Passing, on: date) -> Mapping[str, office.Desk]:
    """The desks a case can go to, by code; the first one where nothing is said. Refused: no_recipient and as desk."""
    ends = [office.successor(unit_id=unit_id, function=FUNCTION, on=on) for unit_id in one.successors]
    desks = [office.desk(unit_id=unit_id, on=on) for unit_id in ends]
    return {
        code: desk
        for code, desk in zip(one.successor_codes, desks, strict=True)
        if desk.unit.id != one.unit_id
    }


def _move(
    case_id: int, one: Passing, targets: Mapping[str, office.Desk], chosen: Mapping[str, str], at: datetime
) -> str | None:
    """None when somebody else was faster; the number of a case of a split that no list names, else nothing."""
    with journal.recording():
        case = Case.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=case_id).first()
        if case is None or case.unit_id != one.unit_id or case.state not in FOLLOWING:
            return None
        number = record.number(case)
        wanted = chosen.get(number, "")
        desk = targets.get(wanted) or next(iter(targets.values()))
        _hand(case, one, desk, at)
    return number if one.several and wanted not in targets else ""


def _hand(case: Case, one: Passing, desk: office.Desk, at: datetime) -> None:
    """Row, duties, index, history, log entry, notice."""
    before, since = case.unit, one.on
    duties.follow(
        subject=procedures.subject(case.kind),
        subject_id=case.pk,
        post_id=desk.head_post_id,
        unit_id=desk.unit.id,
        since=since,
        at=at,
    )
    case.unit_id = desk.unit.id
    case.came_from_id = None
    case.handler_id = _still_handles(case.handler_id, desk.unit.id, local_day(at))
    case.version += 1
    case.save()
    index.label(case)
    facts = {"from": before.code, "to": desk.unit.code, "since": since.isoformat()}
    appended = journal.append(ref=case.ref, kind="case.transferred", unit=before.code, at=at, extra=facts)
    said = {"to": str(desk.unit.id), "since": since.isoformat(), "basis": one.legal_basis}
    record.note(case, "succeed", at=at, unit_id=before.pk, facts=said, entry=appended.event_id)
    record.tell_citizen(case, "succeeded", at=at, since=since.isoformat())
    conflict.arrived(case, at=at)


def _still_handles(handler_id: int | None, unit_id: int, on: date) -> int | None:
    """Somebody who works for the later unit as well keeps the case."""
    if handler_id is None:
        return None
    staff = office.staff(unit_id=unit_id, role=Role.HANDLER, on=on)
    return handler_id if any(person.id == handler_id for person in staff) else None
