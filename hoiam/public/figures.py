"""Figures for people: sums of the tallies in words, shares and charts. Anyone can do the sums again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoiam.duties import figures as counted, queries as duties
from hoiam.duties.queries import MonthRow, ScoreRow
from hoiam.kit.charts import Bar, BarChart, Line, LineChart, Part
from hoiam.kit.days import language
from hoiam.law.scores import Indicators
from hoiam.office import passing

YEARS = 3
MONTHS = 12
MOST_BARS = 10


@dataclass(frozen=True, slots=True)
class Period:
    """Months, both included. `code` is what stands in the address: nothing, or a year."""

    code: str
    words: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office and its head."""

    row: ScoreRow
    name: str
    post: str
    counts: Indicators


@dataclass(frozen=True, slots=True)
class Board:
    """All offices of a period, what they sum up to, and the months."""

    lines: tuple[OfficeLine, ...]
    total: Indicators
    months: tuple[MonthRow, ...]
    period: Period


def periods(*, on: date) -> list[Period]:
    """The last twelve months, this year and those before."""
    years = range(on.year, on.year - YEARS, -1)
    return [
        _recent(on),
        *(Period(str(year), str(year), date(year, 1, 1), _until(year, on)) for year in years),
    ]


def period(code: str, *, on: date) -> Period:
    """The one asked for; anything unknown is the last twelve months."""
    known = periods(on=on)
    return next((one for one in known if one.code == code), known[0])


def months_of(period: Period) -> Iterator[date]:
    """The first day of each."""
    month = period.first
    while month <= period.last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def last_day(period: Period) -> date:
    """Of its last month."""
    return (period.last + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _recent(on: date) -> Period:
    month = on.year * 12 + on.month - MONTHS
    return Period("", _("last 12 months"), date(month // 12, month % 12 + 1, 1), on.replace(day=1))


def _until(year: int, on: date) -> date:
    return date(year, on.month if year == on.year else 12, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which duties: of these kinds, of matters of this field or of any."""

    keys: tuple[str, ...] = ("answer",)
    field: str | None = None


ANSWERED = Asked()


def board(
    *, period: Period, on: date, unit_ids: Sequence[int] | None = None, asked: Asked = ANSWERED
) -> Board:
    """Figures of these offices. Two statements."""
    found = duties.scoreboard(
        from_month=period.first,
        until_month=period.last,
        on=on,
        unit_ids=unit_ids,
        key=asked.keys,
        field=asked.field,
        due_by=counted.due_by((period.first, period.last), on),
    )
    lines = tuple(_line(row) for row in found.rows)
    return Board(lines, total(line.counts for line in lines), found.months, period)


def earlier(*, period: Period, on: date, unit_id: int) -> tuple[OfficeLine, ...]:
    """Units that this one followed, with their own figures: never added to its own, so that like is with like.

    One statement; three where there are any.
    """
    found = {one.id: one for one in passing.predecessors(unit_id=unit_id, on=on)}
    if not found:
        return ()
    lines = board(period=period, on=on, unit_ids=list(found)).lines
    return tuple(replace(line, name=found[line.row.unit_id].name) for line in lines)


def total(counts: Iterable[Indicators]) -> Indicators:
    """All together."""
    return sum(counts, Indicators())


def _line(row: ScoreRow) -> OfficeLine:
    english = language() == "en"
    counts = Indicators(
        received=row.received,
        in_time=row.met,
        late=row.late,
        running=row.running,
        running_late=row.running_late,
        used_days=row.used,
        allowed_days=row.allowed,
    )
    name = row.unit_name_en if english else row.unit_name
    return OfficeLine(row, name, (row.post_title_en if english else row.post_title), counts)


def percent(counts: Indicators) -> str:
    """In time, of all whose day has come; nothing when there are too few."""
    return "" if counts.small else rate(counts.share_in_time)


def rate(share: Fraction | None) -> str:
    """In per cent."""
    return "" if share is None else f"{round(float(share) * 100)} %"


def used(counts: Indicators) -> str:
    """Days used for a hundred allowed."""
    return "" if counts.small else rate(counts.share_of_days)


def tiles(counts: Indicators) -> list[dict[str, Any]]:
    """For kit/tiles.html."""
    return [
        {"value": counts.received, "label": _("received"), "color": "info"},
        {"value": percent(counts) or "–", "label": _("answered in time"), "color": "success"},
        {"value": counts.running, "label": _("running"), "color": "accent"},
        {"value": counts.running_late, "label": _("of these overdue"), "color": "danger"},
    ]


def months_chart(found: Board) -> LineChart:
    """What came in and what was answered, month by month."""
    months = found.months
    return LineChart(
        title=_("Received and ended, by month"),
        desc=_("One line for matters received, one for duties ended in time, one for those ended late."),
        labels=tuple(f"{month.month.month}/{month.month.year % 100:02d}" for month in months),
        lines=(
            Line(_("received"), tuple(float(month.received) for month in months), "calm"),
            Line(_("in time"), tuple(float(month.met) for month in months), "good"),
            Line(_("late"), tuple(float(month.late) for month in months), "bad"),
        ),
    )


def offices_chart(lines: Sequence[OfficeLine]) -> BarChart:
    """The offices with the most matters whose day has come."""
    most = sorted(lines, key=lambda line: -line.counts.due)[:MOST_BARS]
    return BarChart(
        title=_("In time, late, or overdue"),
        desc=_("The offices with the most duties whose last day has come."),
        bars=tuple(
            Bar(
                line.name,
                (
                    Part(_("in time"), line.counts.in_time, "good"),
                    Part(_("late"), line.counts.late, "warn"),
                    Part(_("overdue and open"), line.counts.running_late, "bad"),
                ),
            )
            for line in most
            if line.counts.due
        ),
    )
