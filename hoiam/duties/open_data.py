"""Duties and their tallies as everybody may have them: every row but those that are held for a keeper alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum

from hoiam.duties.models import HELD, STANDS_STILL, Duty, Measure, Outcome, Tally
from hoiam.duties.tallies import Changes, Clock
from hoiam.kit import keyset, opaque
from hoiam.kit.moments import local_day

_DUTY = (
    *("id", "unit__code", "post_id", "subject", "key", "rule_id", "event_on", "due_on"),
    *("opened_at", "closed_at", "outcome", "lapses"),
)
_CLOCK = (
    *("key", "unit_id", "post_id", "event_on", "due_on", "received_on"),
    *("closed_at", "outcome"),
)
_COUNTED = ("unit_id", "unit__code", "post_id", "key", "day")
_SUMS = {
    "received": Sum("n", filter=Q(measure=Measure.RECEIVED), default=0),
    "met": Sum("n", filter=Q(measure=Measure.MET), default=0),
    "late": Sum("n", filter=Q(measure=Measure.LATE), default=0),
    "used_days": Sum("used", default=0),
    "allowed_days": Sum("allowed", default=0),
}


@dataclass(frozen=True, slots=True)
class DatedCard:
    """A duty as calendars tell it, by the name it has in files."""

    name: str
    unit_id: int
    due_on: date
    ended: bool
    changed: datetime


def duties() -> Iterator[tuple[Any, ...]]:
    """Name, unit, post, subject, key, rule, event, last day, opened, closed, outcome, whether it only lapses.

    The last day is None while a decision has stopped the clock.
    """
    for row in keyset.rows(Duty.objects.exclude(subject=HELD), *_DUTY):
        number, unit, post, subject, key, rule, event_on, due_on, opened, closed, outcome, lapses = row
        yield (
            opaque.name("duty", number),
            *(unit, post, subject, key, rule, event_on),
            None if due_on == STANDS_STILL else due_on,
            local_day(opened),
            local_day(closed) if closed else None,
            outcome or "running",
            lapses,
        )


def dated(
    *, keys: tuple[str, ...], unit_ids: tuple[int, ...], first: date, last: date, limit: int
) -> tuple[DatedCard, ...]:
    """Duties of these kinds with their last day between these, by that day. One statement."""
    rows = Duty.objects.filter(key__in=keys, unit_id__in=unit_ids, due_on__range=(first, last))
    shown = rows.exclude(subject=HELD).exclude(outcome__in=(Outcome.HANDED_OVER, Outcome.VOID))
    found = shown.order_by("due_on", "id").values_list("id", "unit_id", "due_on", "closed_at", "opened_at")
    return tuple(
        DatedCard(opaque.name("duty", number), unit, due_on, closed is not None, closed or opened)
        for number, unit, due_on, closed, opened in found[:limit]
    )


def tallies() -> Iterator[tuple[Any, ...]]:
    """Unit, post, key, month; received, met, late, sums of days used and allowed: what scoreboards add up.

    What a duty that is held added is taken off again.
    """
    hidden = _held()
    rows = Tally.objects.exclude(measure=Measure.OPEN).values_list(*_COUNTED).annotate(**_SUMS)
    for unit_id, code, post, key, day, *counts in rows.order_by(
        "unit__path", "unit_id", "post_id", "key", "day"
    ).iterator(keyset.BATCH):
        left = [n - m for n, m in zip(counts, hidden.get((unit_id, post, key, day), (0,) * 5), strict=True)]
        if any(left):
            yield (code, post, key, day, *left)


def _held() -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The share of duties that are held, by unit, post, key and month. One statement, two for each unit."""
    changes = Changes()
    for *clock, closed, outcome in Duty.objects.filter(subject=HELD).values_list(*_CLOCK):
        one = Clock(*clock)
        changes.received(one)
        if closed:
            changes.ended(one, outcome, local_day(closed))
    places = {Measure.RECEIVED.value: 0, Measure.MET.value: 1, Measure.LATE.value: 2}
    found: dict[tuple[Any, ...], list[int]] = {}
    for cell, (n, used, allowed) in changes.cells.items():
        sums = found.setdefault((cell.unit_id, cell.post_id, cell.key, cell.day), [0] * 5)
        sums[places[cell.measure]] += n
        sums[3] += used
        sums[4] += allowed
    return {key: tuple(sums) for key, sums in found.items()}
