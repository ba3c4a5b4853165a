"""Open duties counted anew when an announcement changes the calendar.

Duties that share post, rule, event and dates are counted once; what does not change costs no write. A date that was
told is never moved earlier: then only the day to work to comes forward, and what the rule gives now is noted beside
it. A change is noted once per duty and announcement, in the transaction that makes it: whoever is stopped anywhere
begins again and does nothing twice. Promised days are not counted, so they never move.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hoiam.duties import standing
from hoiam.duties.days import as_day, overdue_at
from hoiam.duties.models import STANDS_STILL, DateChange, Duty, Recount
from hoiam.duties.tallies import Changes, Clock
from hoiam.kit import db, prepared
from hoiam.law import clocks, explain, packs
from hoiam.law.calendar import Calendar
from hoiam.law.refusal import Refused
from hoiam.office import calendars
from hoiam.office.models import CalendarAnnouncement

GRACE = timedelta(seconds=2 * calendars.KEEP_SECONDS)
"""After this, no clock starts any more on the calendar from before an announcement: the second look is then due."""

Pair = Callable[[str], tuple[Calendar, Calendar]]
"""From a unit's path to its calendar before and after."""
_GROUP = ("post_id", "unit_id", "unit__path", "rule_id", "event_on", "due_on", "safe_on")
_NAMED = ("post_id", "unit_id", "path", "rule_id", "event_on", "due_on", "safe_on", "count")


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to the open duties that have all this in common; `count` of them when it was asked."""

    post_id: int
    unit_id: int
    path: str
    rule_id: str
    event_on: date
    due_on: date
    safe_on: date
    count: int
    computed: date
    due_after: date
    safe_after: date
    duty_id: int | None = None  # of a clock that decisions stopped or extended: it counts its own days

    @property
    def stands(self) -> bool:
        """Whether the day told is kept although the rule now gives an earlier one."""
        return self.computed < self.due_on


@dataclass(frozen=True, slots=True)
class Touched:
    """One duty of an effect."""

    id: int
    subject: str
    subject_id: int
    key: str
    received_on: date | None
    field: str
    lapses: bool
    effect: Effect


def pending(*, at: datetime) -> int | None:
    """The first announcement for which the open duties are still to be counted, or to be looked at again."""
    waiting = Q(recount=None) | Q(recount__done_at=None, entered_at__lte=at - GRACE)
    rows = CalendarAnnouncement.objects.filter(waiting).order_by("id")
    return rows.values_list("pk", flat=True).first()


def plan(*, announcement_id: int) -> list[Effect]:
    """What an announcement still has to do. Two statements, however many duties are open."""
    calendars.forget()
    said = calendars.announcement(announcement_id)

    def pair(path: str) -> tuple[Calendar, Calendar]:
        return calendars.of(path, without=announcement_id), calendars.of(path)

    return effects(path=said.path, pair=pair, but=announcement_id)


def effects(*, path: str, pair: Pair, but: int | None = None) -> list[Effect]:
    """What another calendar would do to the open duties of a unit and all under it, the nearest dates first."""
    dates, pairs = _Dates(), cache(pair)
    rows = _open(but).filter(unit__path__startswith=path) if path else _open(but)
    groups = rows.values_list(*_GROUP).annotate(Count("pk")).order_by(*reversed(_GROUP))
    found = (_effect(row, pairs(row[2]), dates) for row in groups.iterator(chunk_size=5000))
    single = (_single_effect(duty, pairs(duty.unit.path)) for duty in _signed(path, but))
    return sorted(
        (effect for effect in chain(found, single) if effect),
        key=lambda one: (one.due_on, one.rule_id, one.post_id, one.duty_id or 0),
    )


def batches(
    effects: Iterable[Effect], *, announcement_id: int, size: int
) -> Iterator[tuple[tuple[Touched, ...], bool]]:
    """The duties of these effects, `size` at a time, as they are now; and whether they are the last."""
    waiting: list[Touched] = []
    for effect in effects:
        waiting += _touched(effect, announcement_id)
        while len(waiting) > size:
            yield tuple(waiting[:size]), False
            del waiting[:size]
    yield tuple(waiting), True


def first(effects: Sequence[Effect], *, most: int) -> list[Touched]:
    """The duties of the nearest dates: for looking only."""
    found: list[Touched] = []
    for effect in effects:
        found += _touched(effect, None, most - len(found))
        if len(found) >= most:
            break
    return found


def move(touched: Sequence[Touched], *, announcement_id: int, at: datetime) -> list[Touched]:
    """Change what is still open and as it was; gives just that. Tallies move along."""
    with db.writing():
        by_effect: dict[Effect, list[Touched]] = {}
        for one in touched:
            by_effect.setdefault(one.effect, []).append(one)
        moved = [
            one
            for effect, ones in by_effect.items()
            for one in _moved(effect, ones, announcement_id=announcement_id, at=at)
        ]
        prepared.insert_once([_change(one, announcement_id, at) for one in moved])
        changes = Changes()
        for one in moved:
            clock = _clock(one)
            changes.opened(clock, by=-1)
            changes.opened(clock._replace(due_on=one.effect.due_after))
        changes.save()
    return moved


def looked(*, announcement_id: int, at: datetime) -> None:
    """Every open duty was looked at; for the last time when clocks can no longer have started on the old calendar."""
    with db.writing():
        row, _fresh = Recount.objects.get_or_create(
            announcement_id=announcement_id, defaults={"looked_at": at}
        )
        entered_at = CalendarAnnouncement.objects.values_list("entered_at", flat=True).get(pk=announcement_id)
        if at >= entered_at + GRACE:
            row.looked_at = row.done_at = at
            row.save(update_fields=("looked_at", "done_at"))


def open_days(subject: str, subject_ids: Iterable[int]) -> dict[int, list[tuple[str, date, date]]]:
    """Key, last day and safe day of what is open, by subject. One statement."""
    found: dict[int, list[tuple[str, date, date]]] = {}
    rows = Duty.objects.filter(subject=subject, subject_id__in=set(subject_ids), closed_at=None)
    for row in rows.order_by("pk"):
        found.setdefault(row.subject_id, []).append((row.key, row.due_on, row.safe_on))
    return found


class _Dates:
    """Each date of a rule once: by rule, event and calendar. None where the rule gives no date."""

    def __init__(self) -> None:
        self._rules = packs.load(settings.HOIAM_PACK).rules
        self._known: dict[tuple[str, date, Calendar], clocks.Dates | None] = {}

    def of(self, rule_id: str, event_on: date, calendar: Calendar) -> clocks.Dates | None:
        key = (rule_id, event_on, calendar)
        if key not in self._known:
            self._known[key] = self._computed(*key)
        return self._known[key]

    def _computed(self, rule_id: str, event_on: date, calendar: Calendar) -> clocks.Dates | None:
        rule = self._rules.get(rule_id)
        if rule is None or rule.amount == 0:
            return None
        try:
            return explain.dates(self._rules, rule, event_on, calendar)
        except Refused:
            return None


def _open(but: int | None) -> "QuerySet[Duty]":
    """Open duties, without those that this announcement has changed already, and those that decisions changed."""
    return _but(Duty.objects.filter(closed_at=None, signs__isnull=True), but)


def _signed(path: str, but: int | None) -> "QuerySet[Duty]":
    """Those that decisions stopped and resumed or extended; one that stands still has no date to move."""
    rows = Duty.objects.filter(closed_at=None, signs__isnull=False).exclude(due_on=STANDS_STILL)
    rows = rows.filter(unit__path__startswith=path) if path else rows
    return _but(rows, but).select_related("unit").order_by("pk")


def _but(rows: "QuerySet[Duty]", announcement_id: int | None) -> "QuerySet[Duty]":
    if announcement_id is None:
        return rows
    changed = DateChange.objects.filter(duty=OuterRef("pk"), announcement_id=announcement_id)
    return rows.exclude(Exists(changed))


def _effect(row: Sequence[Any], pair: tuple[Calendar, Calendar], dates: _Dates) -> Effect | None:
    """What the announcement itself changes: a date that is another for other reasons is left alone."""
    rule_id, event_on = row[3:5]
    before, now = (dates.of(rule_id, event_on, calendar) for calendar in pair)
    return _between(row, before, now)


def _single_effect(duty: Duty, pair: tuple[Calendar, Calendar]) -> Effect | None:
    """The same for one duty that counts its own days."""
    before, now = (standing.dates(duty, calendar) for calendar in pair)
    path, days = duty.unit.path, (duty.event_on, duty.due_on, duty.safe_on)
    row = (duty.post_id, duty.unit_id, path, duty.rule_id, *days, 1)
    effect = _between(row, before, now)
    return replace(effect, duty_id=duty.pk) if effect else None


def _between(row: Sequence[Any], before: clocks.Dates | None, now: clocks.Dates | None) -> Effect | None:
    due_on, safe_on = row[5:7]
    if now is None or before == now:
        return None
    computed = now.legal_due
    due_after = max(due_on, computed)
    safe_after = min(safe_on, now.safe_due) if computed < due_on else now.safe_due
    if (due_after, safe_after) == (due_on, safe_on) and computed == due_on:
        return None
    named = dict(zip(_NAMED, row, strict=True))
    return Effect(**named, computed=computed, due_after=due_after, safe_after=safe_after)


def _touched(effect: Effect, but: int | None, most: int | None = None) -> list[Touched]:
    base = _open(but) if effect.duty_id is None else _signed("", but).filter(pk=effect.duty_id)
    rows = base.filter(
        post_id=effect.post_id,
        unit_id=effect.unit_id,
        rule_id=effect.rule_id,
        event_on=effect.event_on,
        due_on=effect.due_on,
        safe_on=effect.safe_on,
    )
    columns = ("id", "subject", "subject_id", "key", "received_on", "field", "lapses")
    return [Touched(**row, effect=effect) for row in rows.order_by("pk").values(*columns)[:most]]


def _moved(
    effect: Effect, touched: Sequence[Touched], *, announcement_id: int, at: datetime
) -> list[Touched]:
    """Compare and swap: only rows still open and with the dates that were read. Who is late no more may be so again."""
    adapted = connection.ops.adapt_datetimefield_value
    later = overdue_at(effect.due_after)
    fresh = effect.due_after != effect.due_on and later > at
    marks = ", ".join(["%s"] * len(touched))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duties_duty SET due_on = %s, safe_on = %s, overdue_at = %s, told = %s"  # noqa: S608 - as it stands
            f"{', noticed_at = NULL' if fresh else ''} WHERE id IN ({marks}) AND closed_at IS NULL "
            "AND due_on = %s AND safe_on = %s AND NOT EXISTS (SELECT 1 FROM duties_datechange c "
            "WHERE c.duty_id = duties_duty.id AND c.announcement_id = %s) RETURNING id",
            [
                effect.due_after,
                effect.safe_after,
                adapted(later),
                False,
                *(one.id for one in touched),
                effect.due_on,
                effect.safe_on,
                announcement_id,
            ],
        )
        ids = {row[0] for row in cursor.fetchall()}
    return [one for one in touched if one.id in ids]


def _change(one: Touched, announcement_id: int, at: datetime) -> DateChange:
    return DateChange(
        duty_id=one.id,
        announcement_id=announcement_id,
        at=at,
        due_before=one.effect.due_on,
        safe_before=one.effect.safe_on,
        due_computed=one.effect.computed,
        due_after=one.effect.due_after,
        safe_after=one.effect.safe_after,
    )


def _clock(one: Touched) -> Clock:
    effect = one.effect
    return Clock(
        one.key,
        effect.unit_id,
        effect.post_id,
        effect.event_on,
        effect.due_on,
        as_day(one.received_on),
        one.subject,
        one.field,
        one.lapses,
    )
