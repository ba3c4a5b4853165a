"""Receptions for everybody: a month as a grid, figures with their chart, and a map that tells more than colours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hoiam.desk.reception.queries.figures import PostYear
from hoiam.duties.kept import Kept
from hoiam.kit.charts import Bar, BarChart, Part
from hoiam.office.cards import UnitCard, page_language
from hoiam.office.owing import NamedPost
from hoiam.public.maps import Outlines

WELL, HALF = 90, 50
"""Of a hundred sessions whose day has come, how many the head held: from which share a unit is drawn how."""
MOST_BARS = 12
WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the grid; `count` sessions, none of another month."""

    on: date
    inside: bool
    count: int
    today: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A unit or post with its sums; `share` in percent, None where no day has come."""

    unit: UnitCard
    title: str
    in_person: int
    by_deputy: int
    missed: int

    @property
    def due(self) -> int:
        return self.in_person + self.by_deputy + self.missed

    @property
    def share(self) -> int | None:
        return round(100 * self.in_person / self.due) if self.due else None

    @property
    def role(self) -> str:
        """One of kit.charts.ROLES; drawn with a pattern of its own."""
        if self.share is None:
            return "plain"
        return "good" if self.share >= WELL else "warn" if self.share >= HALF else "bad"


def grid(first: date, counts: Mapping[date, int], *, today: date, chosen: date | None) -> list[list[Square]]:
    """The weeks of a month, Monday first."""
    day = first - _DAY * first.weekday()
    weeks = []
    while day.replace(day=1) <= first:
        row = [day + _DAY * n for n in range(WEEK)]
        weeks.append([_square(one, first, counts, today, chosen) for one in row])
        day += _DAY * WEEK
    return weeks


def lines(rows: Iterable[PostYear], units: Mapping[int, UnitCard]) -> list[Line]:
    """One for each post."""
    english = page_language() == "en"
    return [
        Line(
            units[row.unit_id],
            row.title_en if english else row.title,
            row.in_person,
            row.by_deputy,
            row.missed,
        )
        for row in rows
        if row.unit_id in units
    ]


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What a post promised at its receptions for days of a year, and what became of it."""

    unit: UnitCard
    title: str
    kept: Kept


def promise_lines(
    rows: Iterable[Kept], posts: Mapping[int, NamedPost], units: Mapping[int, UnitCard]
) -> list[PromiseLine]:
    """One for each post of these units."""
    english = page_language() == "en"
    known = ((row, posts[row.post_id]) for row in rows)
    return [
        PromiseLine(units[post.unit_id], post.title_en if english else post.title, row)
        for row, post in known
        if post.unit_id in units
    ]


def by_unit(found: Sequence[Line]) -> dict[str, Line]:
    """All posts of a unit together, by its code."""
    sums: dict[str, Line] = {}
    for one in found:
        before = sums.get(one.unit.code, Line(one.unit, "", 0, 0, 0))
        sums[one.unit.code] = Line(
            one.unit,
            "",
            before.in_person + one.in_person,
            before.by_deputy + one.by_deputy,
            before.missed + one.missed,
        )
    return sums


def chart(bars: Iterable[tuple[str, Line]], *, title: str) -> BarChart:
    """In person, by a deputy, missed."""
    return BarChart(
        title=title,
        desc=_("Sessions held by the head in person, by a deputy, and missed."),
        bars=tuple(
            Bar(
                name,
                (
                    Part(_("in person"), one.in_person, "good"),
                    Part(_("by a deputy"), one.by_deputy, "warn"),
                    Part(_("missed"), one.missed, "bad"),
                ),
            )
            for name, one in bars
            if one.due
        ),
    )


def drawn(
    outlines: Outlines, units: Iterable[UnitCard], sums: Mapping[str, Line], *, address: str
) -> SafeString:
    """Each unit with its share in words, a link to its page, and a pattern beside its colour."""
    shapes = "".join(
        _shape(one, outlines.paths[one.code], sums.get(one.code), address)
        for one in units
        if one.code in outlines.paths
    )
    title = escape(_("Map: how many of the sessions due the heads held in person"))
    return mark_safe(  # noqa: S308 - names are escaped, paths are our own data
        f'<svg class="map" viewBox="0 0 {outlines.width} {outlines.height}" role="group" aria-label="{title}">'
        f"{PATTERNS}{shapes}</svg>"
    )


PATTERNS = (
    '<defs><pattern id="map-warn" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="map-hatch" d="M0 8L8 0"/></pattern>'
    '<pattern id="map-bad" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="map-hatch" d="M0 8L8 0M0 0L8 8"/></pattern></defs>'
)


def _shape(unit: UnitCard, path: str, line: Line | None, address: str) -> str:
    role = line.role if line else "plain"
    said = share_words(line)
    pattern = f'<path d="{path}" fill="url(#map-{role})"/>' if role in {"warn", "bad"} else ""
    named = f"{unit.shown}: {said}"
    return (
        f'<a href="{escape(address)}?unit={unit.code}" aria-label="{escape(named)}">'
        f'<path class="chart-{role} map-unit" d="{path}"/>{pattern}<title>{escape(named)}</title></a>'
    )


def share_words(line: Line | None) -> str:
    """How many of those due."""
    if line is None or not line.due:
        return _("no session yet")
    return _("%(held)s of %(due)s in person") % {"held": line.in_person, "due": line.due}


def _square(on: date, first: date, counts: Mapping[date, int], today: date, chosen: date | None) -> Square:
    inside = (on.year, on.month) == (first.year, first.month)
    return Square(on, inside, counts.get(on, 0) if inside else 0, on == today, on == chosen)
