"""How one office, or one post, keeps each kind of its duties, beside others of its level: sums in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.desk.cases.views.words import Words
from hoiam.duties import figures as counted
from hoiam.kit.charts import Line, LineChart
from hoiam.law import scores
from hoiam.law.scores import Indicators
from hoiam.office.cards import UnitCard
from hoiam.office.models import UnitKind
from hoiam.public import figures
from hoiam.public.figures import Period

PROVINCE, COMMUNE = "province", "commune"
LEVELS: Mapping[str, str] = {
    **dict.fromkeys((UnitKind.PROVINCE.value, UnitKind.CITY.value), PROVINCE),
    **dict.fromkeys((UnitKind.COMMUNE.value, UnitKind.WARD.value, UnitKind.SPECIAL_ZONE.value), COMMUNE),
}
"""By the kind of a unit; units of the time before July 2025 are of none that others are compared with."""
MEDIAN, MOST = Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of duty: counts, the days within which half and nine tenths of it were done."""

    key: str
    name: Words
    counts: Indicators
    half: int | None
    most: int | None

    @property
    def share(self) -> str:
        return figures.percent(self.counts)

    @property
    def last_day(self) -> str:
        return "" if self.counts.small else figures.rate(self.counts.share_last_day)


@dataclass(frozen=True, slots=True)
class Peers:
    """Units of the same level: how many there are, the middle one of their shares, and the unit's own."""

    count: int
    median: str
    own: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it, of one unit or one of its posts."""

    kinds: tuple[KindLine, ...]
    total: Indicators
    peers: Peers | None

    @property
    def otherwise(self) -> list[KindLine]:
        """Kinds of which some were refused, passed on, left undone, opened again or not assessed."""
        return [one for one in self.kinds if one.counts.otherwise]


def level_of(unit: UnitCard) -> str:
    return LEVELS.get(unit.kind, "")


def standing(*, unit: UnitCard, period: Period, on: date, post_id: int | None = None) -> Standing:
    """Three statements."""
    span = period.first, period.last
    sums = counted.by_kind(unit_id=unit.id, span=span, on=on, post_id=post_id)
    spent = counted.spent(unit_id=unit.id, span=span, post_id=post_id)
    kinds = tuple(_line(key, sums[key], spent.get(key, {})) for key in KINDS if key in sums)
    total = figures.total(one.counts for one in kinds)
    return Standing(kinds, total, _peers(unit, period, on, total))


def trend(*, unit_id: int, period: Period, post_id: int | None = None) -> LineChart:
    """In time and late, month by month. One statement."""
    found = counted.by_month(unit_id=unit_id, span=(period.first, period.last), post_id=post_id)
    months = list(figures.months_of(period))
    of = [found.get(month, Indicators()) for month in months]
    return LineChart(
        title=_("Duties ended, by month"),
        desc=_("One line for those ended in time, one for those ended late."),
        labels=tuple(f"{month.month}/{month.year % 100:02d}" for month in months),
        lines=(
            Line(_("in time"), tuple(float(one.in_time) for one in of), "good"),
            Line(_("late"), tuple(float(one.late) for one in of), "bad"),
        ),
    )


def within(spent: Mapping[int, int]) -> tuple[int | None, int | None]:
    """Days within which half, and nine tenths, were done; none where too few were."""
    if sum(spent.values()) < scores.SMALL:
        return None, None
    return scores.within(spent, MEDIAN), scores.within(spent, MOST)


def of_key(lines: Iterable[KindLine], key: str) -> KindLine | None:
    """The line of one kind."""
    return next((one for one in lines if one.key == key), None)


def tiles(total: Indicators) -> list[dict[str, Any]]:
    """For kit/tiles.html."""
    return [
        {"value": total.due, "label": _("duties due"), "color": "info"},
        {"value": figures.percent(total) or "–", "label": _("kept in time"), "color": "success"},
        {"value": total.running, "label": _("running"), "color": "accent"},
        {"value": total.running_late, "label": _("of these overdue"), "color": "danger"},
    ]


def _line(key: str, counts: Indicators, spent: Mapping[int, int]) -> KindLine:
    return KindLine(key, KINDS[key], counts, *within(spent))


def _peers(unit: UnitCard, period: Period, on: date, own: Indicators) -> Peers | None:
    level = level_of(unit)
    found = counted.standing(keys=tuple(KINDS), span=(period.first, period.last), on=on)
    shares = [
        counts.share_in_time
        for code, (kind, counts) in found.items()
        if code != unit.code and LEVELS.get(kind, "") == level and not counts.small
    ]
    middle = scores.median(share for share in shares if share is not None)
    if not level or middle is None:
        return None
    return Peers(len(shares), figures.rate(middle), figures.percent(own))
