"""A place is declared a remote area, or no longer one, when complaints there already run: dates are counted anew.

The place of a complaint is the unit where it was first made: of a second one, the unit of the first instance.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db.models import Q

from hoiam.desk.cases.actions import index, record
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import dues, procedures
from hoiam.duties import places
from hoiam.duties.models import STANDS_STILL
from hoiam.duties.places import Replaced
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.office import queries as office, remote
from hoiam.office.remote import Declared

EVENT = "place"


def recount(*, at: datetime) -> int:
    """For every entry not looked at for the last time; gives how many dates moved, or stand though counted earlier.

    Each case is a transaction of its own. Stopped anywhere, it is simply called again.
    """
    moved = 0
    for one in remote.waiting(at=at):
        moved += sum(_case(case_id, one, at) for case_id in _there(one))
        remote.looked(one.id, at=at)
    return moved


def _there(one: Declared) -> Iterable[int]:
    """Open cases of this place, of kinds with a clock that is longer in a remote area."""
    kinds = [kind for kind in procedures.known() if dues.longer_where(remote.REMOTE, procedures.name(kind))]
    place = Q(earlier=None, unit__path=one.path) | Q(earlier__unit__path=one.path)
    rows = Case.objects.filter(place, kind__in=kinds, due_on__isnull=False).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _case(case_id: int, one: Declared, at: datetime) -> int:
    with record.opened(case_id=case_id) as case:
        if record.place_of(case, case.unit.path) != one.path:
            return 0
        moved = places.recount(
            subject=procedures.subject(case.kind),
            subject_id=case.pk,
            holding=partial(remote.holding, one.path),
            because=one,
            at=at,
        )
        if moved:
            _settle(case)
        for clock in moved:
            _note(case, clock, one, at)
            _tell(case, clock, one, at)
    return len(moved)


def _settle(case: Case) -> None:
    record.nearest_of(case)
    case.version += 1
    case.save()
    index.label(case)


def _note(case: Case, clock: Replaced, one: Declared, at: datetime) -> None:
    """History row and log entry: the log says which document, by its hash."""
    days = {"due": clock.after, "was": clock.before, "computed": clock.computed}
    told = {name: day.isoformat() for name, day in days.items() if day != STANDS_STILL}
    facts = {"clock": clock.key, "rule": clock.rule_id, **told}
    appended = journal.append(
        ref=case.ref,
        kind="case.deadline-extended" if clock.after > clock.before else "case.deadline-set",
        unit=case.unit.code,
        at=at,
        extra={**facts, "why": EVENT},
        docs={"declaration": hashlib.sha256(one.document.encode()).digest()},
    )
    record.note(case, EVENT, at=at, facts={**facts, "document": one.document}, entry=appended.event_id)


def _tell(case: Case, clock: Replaced, one: Declared, at: datetime) -> None:
    """The citizen, the handler and the head; of a clock that stands still there is no day to tell."""
    if clock.after == STANDS_STILL:
        return
    template = "place-stands" if clock.computed < clock.before else "place-moved"
    told = {
        "what": procedures.clock_word(case.kind, clock.key, case.language),
        "was": clock.before.isoformat(),
        "due": clock.after.isoformat(),
        "computed": clock.computed.isoformat(),
        "document": one.document,
    }
    key = f"{clock.duty_id}:{one.id}"
    if clock.computed != clock.before:
        record.tell_citizen(case, template, at=at, key=key, **told)
    desk = office.desk(unit_id=case.unit_id, on=local_day(at))
    inside = {
        **told,
        "what": procedures.clock_word(case.kind, clock.key, "vi"),
        "work": clock.safe_after.isoformat(),
    }
    for person_id in {desk.head_person_id, case.handler_id}:
        record.tell_staff(case, person_id, "place-recounted", at=at, key=key, **inside)
