"""An announcement of days off meets the cases: what it would move, and each open date moved, noted and told."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain

from django.db import connection

from hoiam.desk.cases.actions import logbook, record, recounted, telling
from hoiam.desk.cases.models import OPEN_STATES, Case
from hoiam.desk.cases.queries import cards, procedures
from hoiam.duties import recompute
from hoiam.duties.models import STANDS_STILL
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.calendar import Calendar
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices
from hoiam.office import announcing, calendars, queries as office

BATCH = 200
"""Duties changed in one transaction: the counter waits no longer than for these."""
AT_ONCE = 200
"""So many are moved while whoever announced it waits; more are the worker's."""
A_TICK = 5_000
SHOWN = 25
EVENT = "recalculated"


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Open duties of one rule: how many would move later, and how many keep a day that is now earlier."""

    rule_id: str
    later: int
    stands: int
    safe_only: int

    @property
    def count(self) -> int:
        return self.later + self.stands + self.safe_only


@dataclass(frozen=True, slots=True)
class Preview:
    """What an announcement would do: counts by rule, and the duties of the nearest dates."""

    rules: tuple[RuleCount, ...]
    first: tuple[recompute.Touched, ...]
    numbers: dict[int, str]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.rules)


def preview(*, said: announcing.NewAnnouncement, by: office.Actor, on: date) -> Preview:
    """Nothing is written. Refused: as hoiam.office.announcing.check."""
    announcing.check(said, by=by, on=on)

    amended = cache(lambda calendar: calendar.amended(said.days))

    def pair(path: str) -> tuple[Calendar, Calendar]:
        before = calendars.of(path)
        return before, amended(before)

    return _preview(recompute.effects(path=said.path, pair=pair))


def preview_withdrawal(*, announcement_id: int, by: office.Actor) -> Preview:
    """What taking it back would do. Refused: no_such_announcement, already_withdrawn, not_yours."""
    wrong = {one.id: one for one in calendars.announcements()}.get(announcement_id)
    if wrong is None or wrong.withdraws is not None:
        raise Refused("no_such_announcement")
    if wrong not in calendars.standing():
        raise Refused("already_withdrawn")
    if not announcing.may_announce(by, wrong.path):
        raise Refused("not_yours")

    def pair(path: str) -> tuple[Calendar, Calendar]:
        return calendars.of(path), calendars.of(path, without=announcement_id)

    return _preview(recompute.effects(path=wrong.path, pair=pair))


def announce(*, said: announcing.NewAnnouncement, confirmed: bool, by: office.Actor, at: datetime) -> int:
    """Enter it. Dates that people were told hang on a day of it: then it needs a confirmation and a reason.

    Refused: dates_told, and as hoiam.office.announcing.announce.
    """
    told = preview(said=said, by=by, on=local_day(at)).count
    if told and not (confirmed and said.reason.strip()):
        raise Refused("dates_told", count=told)
    announcement_id = announcing.announce(said=said, by=by, at=at)
    logbook.keep_up(at=at)
    if told <= AT_ONCE:
        recount(at=at, most=AT_ONCE)
    return announcement_id


def withdraw(*, announcement_id: int, document: str, reason: str, by: office.Actor, at: datetime) -> int:
    """Take back what was entered wrongly. Refused: as hoiam.office.announcing.withdraw."""
    entered = announcing.withdraw(
        announcement_id=announcement_id, document=document, reason=reason, by=by, at=at
    )
    logbook.keep_up(at=at)
    recount(at=at, most=AT_ONCE)
    return entered


def recount(*, at: datetime, most: int = A_TICK) -> int:
    """Move what announcements still have to move, at most so many duties; gives how many were.

    Each batch is a transaction of its own. Stopped anywhere, it is simply called again.
    """
    done = 0
    while done < most and (announcement_id := recompute.pending(at=at)) is not None:
        moved, whole = _for(announcement_id, at=at, most=most - done)
        done += moved
        if not whole:
            break
        _looked(announcement_id, at=at)
    return done


def _looked(announcement_id: int, *, at: datetime) -> None:
    """Staff are told when nothing is left to move, in the transaction that says so."""
    told = recounted.letters(calendars.announcement(announcement_id), at=at)
    with db.writing():
        recounted.put(told, at=at)
        recompute.looked(announcement_id=announcement_id, at=at)


def _for(announcement_id: int, *, at: datetime, most: int) -> tuple[int, bool]:
    """How many were moved for one announcement, and whether nothing is left to move."""
    said = calendars.announcement(announcement_id)
    effects = recompute.plan(announcement_id=announcement_id)
    done = 0
    for batch, last in recompute.batches(effects, announcement_id=announcement_id, size=min(BATCH, most)):
        done += _batch(batch, said, at=at)
        if last:
            break
        if done >= most:
            return done, False
    return done, True


def _batch(batch: Sequence[recompute.Touched], said: calendars.Announcement, *, at: datetime) -> int:
    """Cases are locked before their duties, as everywhere at this counter."""
    if not batch:
        return 0
    with journal.recording():
        cases = _locked(one.subject_id for one in batch if one.subject in procedures.SUBJECTS)
        moved = recompute.move(batch, announcement_id=said.id, at=at)
        ours = [(cases[one.subject_id], one) for one in moved if one.subject in procedures.SUBJECTS]
        _settle({case.pk: case for case, _ in ours})
        for case, one in ours:
            _note(case, one, said, at=at)
        told = [
            _notice(pk, case, one, said) for case, one in ours if _to_tell(one) for pk in telling.people(case)
        ]
        if told:
            notices.put_many(notices=told, at=at)
    return len(moved)


def _locked(case_ids: Iterable[int]) -> dict[int, Case]:
    columns = (
        "ref",
        "state",
        "version",
        "language",
        "received_on",
        "identity_id",
        "unit_id",
        "unit__code",
        "kind",
        "representatives",
    )
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk__in=set(case_ids)).order_by("pk").only(*columns, "due_on", "answer_due_on")
    return {case.pk: case for case in found}


def _settle(cases: dict[int, Case]) -> None:
    """The columns of the case that follow from its open duties."""
    if not cases:
        return
    found = (recompute.open_days(subject, cases) for subject in procedures.SUBJECTS)
    for case_id, days in chain.from_iterable(each.items() for each in found):
        case = cases[case_id]
        if case.state not in OPEN_STATES:
            continue
        answer = procedures.answer_key(case.kind)
        case.due_on = min(safe for _, _, safe in days)
        case.answer_due_on = max(
            (due for key, due, _ in days if key == answer and due != STANDS_STILL), default=case.answer_due_on
        )
        case.version += 1
    with connection.cursor() as cursor:  # bulk_update takes longer than everything else that is written here
        cursor.executemany(
            "UPDATE cases_case SET due_on = %s, answer_due_on = %s, version = %s WHERE id = %s",
            [(case.due_on, case.answer_due_on, case.version, case.pk) for case in cases.values()],
        )


def _note(case: Case, one: recompute.Touched, said: calendars.Announcement, *, at: datetime) -> None:
    """History row and log entry: the log says which document, by its hash."""
    days = {
        "due": one.effect.due_after.isoformat(),
        "was": one.effect.due_on.isoformat(),
        "computed": one.effect.computed.isoformat(),
    }
    facts = {"clock": one.key, "rule": one.effect.rule_id, **days}
    appended = journal.append(
        ref=case.ref,
        kind="case.deadline-extended" if one.effect.due_after > one.effect.due_on else "case.deadline-set",
        unit=case.unit.code,
        at=at,
        extra={**facts, "why": "calendar", "announcement": str(said.id)},
        docs={"announcement": hashlib.sha256(said.document.encode()).digest()},
    )
    record.note(case, EVENT, at=at, facts={**facts, "document": said.document}, entry=appended.event_id)


def _to_tell(one: recompute.Touched) -> bool:
    """Not when only the day to work to is another: that was told to nobody."""
    return one.effect.computed != one.effect.due_on


def _notice(
    identity_id: int, case: Case, one: recompute.Touched, said: calendars.Announcement
) -> notices.NewNotice:
    """Its event names duty and announcement, so it is there once, however often this is tried."""
    effect = one.effect
    return notices.NewNotice(
        person=f"identity:{identity_id}",
        event=f"case:{case.pk}:recalculated:{one.id}:{said.id}",
        channel="email",
        template="cases/date-stands" if effect.stands else "cases/date-moved",
        context={
            "case": cards.number(case),
            "clock": one.key,
            "what": procedures.clock_word(case.kind, one.key, case.language),
            "was": effect.due_on.isoformat(),
            "due": effect.due_after.isoformat(),
            "computed": effect.computed.isoformat(),
            "document": said.document,
        },
        language=case.language,
    )


def _preview(effects: Sequence[recompute.Effect]) -> Preview:
    rules: dict[str, list[int]] = {}
    effects = [effect for effect in effects if effect.rule_id not in _held_rules()]
    for effect in effects:
        counts = rules.setdefault(effect.rule_id, [0, 0, 0])
        kind = 1 if effect.stands else 0 if effect.due_after > effect.due_on else 2
        counts[kind] += effect.count
    first = tuple(recompute.first(effects, most=SHOWN))
    return Preview(
        rules=tuple(RuleCount(rule_id, *counts) for rule_id, counts in sorted(rules.items())),
        first=first,
        numbers=_numbers(first),
    )


def _held_rules() -> frozenset[str]:
    """Rules that run only for what nobody but its keeper knows of."""
    clocks = record.pack().clocks
    names = {procedures.name(kind) for kind in kinds.HELD}
    return frozenset(spec.rule_id for clock, spec in clocks.items() if clock.partition(".")[0] in names)


def _numbers(touched: Iterable[recompute.Touched]) -> dict[int, str]:
    """Of cases, by id."""
    ids = {one.subject_id for one in touched if one.subject == record.SUBJECT}
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "received_on")
    return {pk: cards.number_of(received_on, pk) for pk, received_on in rows}
