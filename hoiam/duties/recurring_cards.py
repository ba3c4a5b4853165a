"""What can be asked about what recurs: periods of a post with their verdict, days held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q

from hoiam.duties import recurring
from hoiam.duties.models import Duty, Occurrence
from hoiam.law import frequencies
from hoiam.law.frequencies import Answerable, Period, Verdict
from hoiam.office import calendars, owing
from hoiam.office.owing import OwingPost


@dataclass(frozen=True, slots=True)
class PeriodCard:
    """One period of one duty: days held in person so far, what the post made of it, and who answers for it."""

    key: str
    period: Period
    held: int
    verdict: Verdict
    answerable: Answerable

    @property
    def of_person(self) -> Verdict:
        """Of whoever holds the post: never missed where the period is not one person's."""
        return self.verdict if self.answerable.holder is not None else Verdict.NOT_ASSESSABLE


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That a note was wrong: when, by whom and why it was taken back."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A day that was noted; where it was noted by mistake it stays, and counts no more."""

    id: int
    on: date
    key: str
    by_post_holder: bool
    taken_back: TakenBack | None


def periods(post: OwingPost, *, first: date, on: date) -> tuple[PeriodCard, ...]:
    """All since `first` that were followed here, the latest first. Three statements.

    What lies before the first period that was followed is not shown: nothing is known of it.
    """
    known = dict(
        Duty.objects.filter(subject=recurring.SUBJECT, subject_id=post.id)
        .values_list("key")
        .annotate(since=Min("event_on"))
    )
    found = [
        (key, period)
        for key in recurring.families(post.kind)
        for period in recurring.periods(post, key, first, on)
        if period.last >= on or period.first >= known.get(key, on)
    ]
    if not found:
        return ()
    span = min(period.first for _, period in found), max(period.last for _, period in found)
    rows = Occurrence.objects.filter(post_id=post.id, by_post_holder=True, taken_back_at=None, on__range=span)
    days = list(rows.values_list("frequency_id", "on"))
    holdings = owing.holdings(post_id=post.id, first=span[0], last=span[1])
    calendar = calendars.of(post.path)
    cards = (
        _card(key, period, days, frequencies.answerable(period, holdings, calendar), on)
        for key, period in found
    )
    return tuple(sorted(cards, key=lambda card: (card.period.first, card.key), reverse=True))


def held(*, post_id: int, limit: int, after: tuple[date, int] | None = None) -> tuple[HeldCard, ...]:
    """Days that were noted, the latest first; `after` is the (on, id) of the last card already shown."""
    rows = Occurrence.objects.filter(post_id=post_id).order_by("-on", "-id")
    if after:
        on, last = after
        rows = rows.filter(Q(on__lt=on) | Q(on=on, id__lt=last), on__lte=on)
    return tuple(_held(row) for row in rows.select_related("taken_back_by")[:limit])


def note(*, post_id: int, note_id: int) -> HeldCard | None:
    """One of them. One statement."""
    row = Occurrence.objects.select_related("taken_back_by").filter(pk=note_id, post_id=post_id).first()
    return _held(row) if row else None


def _card(
    key: str, period: Period, days: Sequence[tuple[str, date]], answerable: Answerable, on: date
) -> PeriodCard:
    own = {day for frequency, day in days if frequency == period.frequency.id and period.holds(day)}
    return PeriodCard(key, period, len(own), period.verdict(own, on=on), answerable)


def _held(row: Occurrence) -> HeldCard:
    back = None
    if row.taken_back_at is not None and row.taken_back_by is not None:
        back = TakenBack(row.taken_back_at, row.taken_back_by.name, row.taken_back_reason)
    return HeldCard(row.pk, row.on, recurring.key_of_id(row.frequency_id), row.by_post_holder, back)


def noted(*, post_id: int, key: str, day: date) -> bool:
    """Whether a day is noted for this post under that key, and stands. One statement."""
    rows = Occurrence.objects.filter(post_id=post_id, on=day, taken_back_at=None)
    return key in {
        recurring.key_of_id(frequency_id) for frequency_id in rows.values_list("frequency_id", flat=True)
    }
