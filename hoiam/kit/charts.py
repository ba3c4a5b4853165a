"""Small charts as accessible SVG: pure functions from figures to markup; no style, no script, no dependency.

Colours come from a part's class, `chart-` and its role; gaps in a bar and dashes of a line tell parts
apart without colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 400
"""The view box is as wide as a small phone: letters keep their size there."""
ROLES = ("good", "warn", "bad", "calm", "plain")


@dataclass(frozen=True)
class Part:
    """One piece of a bar: how many, of what; `role` is one of ROLES."""

    name: str
    value: float
    role: str = "calm"


@dataclass(frozen=True)
class Bar:
    """One bar: one part, or several laid end to end."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class BarChart:
    """`title` says what is counted, `desc` what it shows, in one sentence each."""

    title: str
    desc: str
    bars: tuple[Bar, ...]
    unit: str = ""

    @property
    def columns(self) -> tuple[Part, ...]:
        """The kinds of parts, in order of first appearance."""
        return tuple({part.name: part for bar in self.bars for part in bar.parts}.values())


@dataclass(frozen=True)
class Line:
    """One line: a value, or None where there is none, for each of the chart's labels."""

    name: str
    values: tuple[float | None, ...]
    role: str = "calm"


@dataclass(frozen=True)
class LineChart:
    """Lines over shared labels, such as months."""

    title: str
    desc: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str = ""


def grouped(value: float, language: str = "vi") -> str:
    """Write a number as readers of the language do: 1.234,5 or 1,234.5; at most one decimal."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def bar_svg(chart: BarChart, *, key: str, language: str = "vi") -> str:
    """Draw horizontal bars, the label above each; `key` makes the ids unique on the page."""
    step = 44
    scale = (WIDTH - 64) / (max((bar.total for bar in chart.bars), default=0) or 1)
    rows = "".join(bar_row(bar, row * step, scale, language) for row, bar in enumerate(chart.bars))
    return frame("bars", chart.title, chart.desc, key, len(chart.bars) * step, rows)


def bar_row(bar: Bar, top: float, scale: float, language: str) -> str:
    """One label, its parts and the total at the end."""
    pieces, x = [], 0.0
    for part in (part for part in bar.parts if part.value > 0):
        width = max(part.value * scale, 2)
        pieces.append(rect(x, top + 19, width, 16, f"chart-{part.role}"))
        x += width
    label = text(0, top + 13, bar.label, "chart-label")
    return label + "".join(pieces) + text(x + 6, top + 32, grouped(bar.total, language), "chart-value")


def line_svg(chart: LineChart, *, key: str, language: str = "vi") -> str:
    """Draw lines over an even axis with a few guide lines."""
    top, left, height = 12, 40, 150
    most = ceiling(max((v for line in chart.lines for v in line.values if v is not None), default=0))
    step = (WIDTH - left - 14) / max(len(chart.labels) - 1, 1)
    guides = "".join(
        guide(left, top + height - height * part / 4, most * part / 4, language) for part in (0, 2, 4)
    )
    shown = max(1, -(-len(chart.labels) // 6))
    names = "".join(
        text(left + n * step, top + height + 18, label, "chart-axis chart-middle")
        for n, label in enumerate(chart.labels)
        if n % shown == 0
    )
    drawn = "".join(
        line_path(
            [
                (left + n * step, top + height * (1 - v / most))
                for n, v in enumerate(line.values)
                if v is not None
            ],
            line.role,
        )
        for line in chart.lines
    )
    return frame("lines", chart.title, chart.desc, key, top + height + 26, guides + names + drawn)


def ceiling(most: float) -> float:
    """The next round number that divides by four without a fraction: 4, 8, 20, 40, 80, 200 and so on."""
    size = 1
    while True:
        for first in (4, 8, 20):
            if first * size >= most:
                return first * size
        size *= 10


def guide(left: float, y: float, value: float, language: str) -> str:
    """One horizontal guide line and its number."""
    line = f'<path class="chart-guide" d="M{left} {number(y)}H{WIDTH}"/>'
    return line + text(left - 6, y + 4, grouped(value, language), "chart-axis chart-end")


def line_path(points: Sequence[tuple[float, float]], role: str) -> str:
    """A line with a dot at each point."""
    path = "".join(f"{'L' if n else 'M'}{number(x)} {number(y)}" for n, (x, y) in enumerate(points))
    dots = "".join(
        f'<circle class="chart-dot chart-{role}" cx="{number(x)}" cy="{number(y)}" r="3.5"/>'
        for x, y in points
    )
    return f'<path class="chart-line chart-{role}" d="{path}"/>{dots}'


def frame(kind: str, title: str, desc: str, key: str, height: float, inner: str) -> str:
    """The SVG itself, named and described for those who cannot see it."""
    return (
        f'<svg class="chart chart--{kind}" viewBox="0 0 {WIDTH} {number(height)}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(desc)}</desc>'
        f"{inner}</svg>"
    )


def rect(x: float, y: float, width: float, height: float, name: str) -> str:
    """One piece of a bar."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect class="{name}" {place}/>'


def text(x: float, y: float, words: str, name: str) -> str:
    """Words at a place."""
    return f'<text class="{name}" x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
