"""Work changes hands: many cases to one handler, a colleague's work to another, a substitute while somebody is away.

Each case is a transaction of its own: what cannot be done is reported with its code, and the others are done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hoiam.desk.cases.actions import handling, record
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import OPEN_STATES, Case, StaffChoice, Substitution, UnitChoice
from hoiam.desk.cases.queries import cards, choices
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import staffing
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices import sms
from hoiam.office import actions as office_actions, queries as office

DESK = frozenset({Role.CLERK, Role.HEAD})
WORK = DESK | {Role.HANDLER}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: done when `refused` is None. `number` is empty for a row that is none of theirs."""

    case_id: int
    number: str
    refused: Refused | None = None


def assign_many(*, case_ids: Sequence[int], to: int, by: office.Actor, at: datetime) -> list[Outcome]:
    """Give many cases to one handler. Refused: nothing_chosen, too_many_cases(most)."""

    def one(case_id: int, version: int) -> None:
        handling.assign(case_id=case_id, version=version, to=to, by=by, at=at)

    return _each(case_ids, by, one)


def hand_over(
    *, case_ids: Sequence[int], person: int, to: int, reason: str, by: office.Actor, at: datetime
) -> list[Outcome]:
    """A colleague's cases to another handler, with the reason. Refused: nothing_chosen, too_many_cases(most)."""

    def one(case_id: int, version: int) -> None:
        hand_over_one(case_id=case_id, version=version, person=person, to=to, reason=reason, by=by, at=at)

    return _each(case_ids, by, one)


def hand_over_one(
    *, case_id: int, version: int, person: int, to: int, reason: str, by: office.Actor | None, at: datetime
) -> None:
    """One case; `by` is None for the worker, who follows a substitution. Refused: as `law.staffing.hand_over`."""
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        on = local_day(at)
        names = {one.id: one.name for one in office.staff(unit_id=case.unit_id, role=Role.HANDLER, on=on)}
        roles = kinds.acting(case.kind, by.roles_in(case.unit_id)) if by else DESK
        step = staffing.hand_over(
            staffing.HandOver(
                state=case.state,
                open=case.state in OPEN_STATES,
                by_desk=bool(roles & DESK),
                own=by is not None and by.person_id == case.handler_id,
                theirs=case.handler_id == person,
                same=person == to,
                handles=to in names,
                reason=reason,
            )
        )
        handling.require_free(case, to, on)
        case.handler_id = to
        case.version += 1
        case.save(update_fields=("handler", "version"))
        facts = {"handler": str(to), "from": str(person)}
        mark = Mark(at=at, by=by.person_id if by else None, note=f"{names[to]}: {reason}", facts=facts)
        record.write_step(case, step, mark=mark, entry=Entry(kind="case.assigned"), unit_code=case.unit.code)
        record.tell_staff(case, to, "assigned", at=at)


def name_substitute(
    *,
    unit_id: int,
    person: int,
    substitute: int,
    from_on: date,
    until_on: date,
    reason: str,
    with_cases: bool,
    by: office.Actor,
    at: datetime,
    capacity: str = "",
    title: str = "",
    document: str = "",
) -> int:
    """Say who works in whose place; gives its id. What the substitute may do by that ends by itself with the last day.

    `capacity`, `title`, `document`: the absent person is the head, and the substitute signs for them.
    Refused: as `law.staffing.absence`.
    """
    on = local_day(at)
    with db.writing():
        absence = _absence(unit_id, person, substitute, from_on, until_on, by, on)
        if capacity:
            absence = replace(absence, signing=_signing(unit_id, person, by, capacity, title, document, on))
        staffing.absence(absence)
        row = Substitution.objects.create(
            unit_id=unit_id,
            person_id=person,
            substitute_id=substitute,
            from_on=from_on,
            until_on=until_on,
            reason=reason,
            with_cases=with_cases,
            capacity=capacity,
            title=title.strip() if capacity else "",
            document=document.strip() if capacity else "",
            named_by_id=by.person_id,
            named_at=at,
        )
        roles = (Role.PROXY,) if capacity else (Role.HANDLER,)
        for role in roles:
            _lend_role(unit_id, substitute, role, max(from_on, on), until_on)
    return row.pk


def end_substitution(*, substitution_id: int, by: office.Actor, at: datetime) -> None:
    """The absent person is back earlier, or it was a mistake. Refused: no_such_substitution, not_yours."""
    with db.writing():
        row = Substitution.objects.select_for_update().filter(pk=substitution_id, ended_at=None).first()
        if row is None:
            raise Refused("no_such_substitution")
        if not (by.roles_in(row.unit_id) & DESK or by.person_id == row.person_id):
            raise Refused("not_yours")
        row.ended_at = at
        row.save(update_fields=("ended_at",))
        if row.capacity:
            office_actions.take_role_back(
                person_id=row.substitute_id, unit_id=row.unit_id, role=Role.PROXY, on=local_day(at)
            )
    _give_back(row, at)


def keep_up(*, at: datetime) -> int:
    """What begins today takes the cases over, what ended gives them back; gives how many cases moved. Idempotent."""
    on = local_day(at)
    waiting = Substitution.objects.filter(with_cases=True, ended_at=None, from_on__lte=on)
    moved = 0
    for row in list(waiting.filter(begun_at=None, until_on__gte=on)):
        moved += _take_over(row, at)
    for row in list(waiting.filter(until_on__lt=on)):
        moved += _give_back(row, at)
        Substitution.objects.filter(pk=row.pk).update(ended_at=at)
    return moved


def choose_digest(*, wanted: bool, by: office.Actor) -> None:
    """Whether the daily letter comes."""
    with db.writing():
        StaffChoice.objects.update_or_create(person_id=by.person_id, defaults={"digest": wanted})


def choose_sms(*, unit_id: int, wanted: bool, by: office.Actor) -> None:
    """Whether citizens of a unit are told by text message as well. Refused: not_yours, sms_not_configured."""
    if Role.HEAD not in by.in_person(unit_id):
        raise Refused("not_yours")
    if wanted and sms.configured() is None:
        raise Refused("sms_not_configured")
    with db.writing():
        UnitChoice.objects.update_or_create(unit_id=unit_id, defaults={"sms": wanted})
    choices.forget()


def _each(case_ids: Sequence[int], by: office.Actor, act: Callable[[int, int], None]) -> list[Outcome]:
    wanted = list(dict.fromkeys(case_ids))
    if not wanted:
        raise Refused("nothing_chosen")
    if len(wanted) > staffing.MOST_AT_ONCE:
        raise Refused("too_many_cases", most=staffing.MOST_AT_ONCE)
    columns = ("pk", "version", "received_on", "unit_id")
    known = {row[0]: row[1:] for row in Case.objects.filter(pk__in=wanted).values_list(*columns)}
    return [_outcome(case_id, known.get(case_id), by, act) for case_id in wanted]


def _outcome(
    case_id: int,
    known: tuple[int, date, int] | None,
    by: office.Actor,
    act: Callable[[int, int], None],
) -> Outcome:
    if known is None or not by.roles_in(known[2]) & WORK:
        return Outcome(case_id, "", Refused("no_such_case"))
    number = cards.number_of(known[1], case_id)
    try:
        act(case_id, known[0])
    except (
        Refused
    ) as refused:  # whoever keeps out of a case is told what they are told of one that is not there
        return Outcome(case_id, "" if refused.code == "no_such_case" else number, refused)
    return Outcome(case_id, number)


def _absence(
    unit_id: int, person: int, substitute: int, from_on: date, until_on: date, by: office.Actor, on: date
) -> staffing.Absence:
    begins = max(from_on, on)
    staff = {role: _ids(unit_id, role, begins) for role in WORK}
    during = Substitution.objects.filter(ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
    return staffing.Absence(
        on=on,
        from_on=from_on,
        until_on=until_on,
        by_desk=bool(by.roles_in(unit_id) & DESK),
        own=by.person_id == person,
        same=person == substitute,
        handles=person in staff[Role.HANDLER] | staff[Role.CLERK],
        works_here=any(substitute in ids for ids in staff.values()),
        overlaps=during.filter(person_id=person).exists(),
        substitute_absent=during.filter(person_id=substitute).exists(),
    )


def _ids(unit_id: int, role: Role, on: date) -> set[int]:
    return {person.id for person in office.staff(unit_id=unit_id, role=role, on=on)}


def _signing(
    unit_id: int, person: int, by: office.Actor, capacity: str, title: str, document: str, on: date
) -> staffing.Signing:
    """Said by the head in person, of themselves."""
    heads = (
        by.person_id == person
        and Role.HEAD in by.in_person(unit_id)
        and person in _ids(unit_id, Role.HEAD, on)
    )
    return staffing.Signing(heads=heads, capacity=capacity, title=title, document=document)


def _lend_role(unit_id: int, substitute: int, role: Role, from_on: date, until_on: date) -> None:
    """Who may not do so here yet may for these days; whoever may already keeps the role as it is."""
    if substitute not in _ids(unit_id, role, from_on):
        office_actions.lend_role(
            person_id=substitute, unit_id=unit_id, role=role, from_on=from_on, until_on=until_on
        )


def _take_over(row: Substitution, at: datetime) -> int:
    """Noted first what is to move: killed in between, the next round goes on with the rest."""
    rows = Case.objects.filter(unit_id=row.unit_id, handler_id=row.person_id, due_on__isnull=False)
    ids = list(rows.exclude(kind__in=kinds.HELD).order_by("pk").values_list("pk", flat=True))
    noted = sorted({*row.moved, *ids})
    Substitution.objects.filter(pk=row.pk).update(moved=noted)
    moved = sum(_moved(case_id, row.person_id, row.substitute_id, row.reason, at) for case_id in ids)
    Substitution.objects.filter(pk=row.pk).update(begun_at=at)
    return moved


def _give_back(row: Substitution, at: datetime) -> int:
    return sum(_moved(case_id, row.substitute_id, row.person_id, row.reason, at) for case_id in row.moved)


def _moved(case_id: int, person: int, to: int, reason: str, at: datetime) -> bool:
    """False for what was finished, passed on or given to somebody else meanwhile."""
    version = Case.objects.filter(pk=case_id).values_list("version", flat=True).first()
    if version is None:
        return False
    try:
        hand_over_one(
            case_id=case_id, version=version, person=person, to=to, reason=reason or "—", by=None, at=at
        )
    except Refused:
        return False
    return True
