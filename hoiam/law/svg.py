"""The little of SVG that a drawing needs: text that is measured and folded, boxes, lines. Pure strings."""

import functools
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

FONT = "Arial, Helvetica, 'Liberation Sans', 'Noto Sans', sans-serif"
NARROW, WIDE = set("iljtfrI.,:;'|()[]/ -1"), set("mwMWOQGĐ—→")
WIDTHS = {
    "narrow": 0.34,
    "wide": 0.86,
    "capital": 0.7,
    "other": 0.57,
}  # of the size of the letters, on the safe side


def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide this text is set, never too little."""
    return sum(map(_width_of, text)) * size * (1.06 if bold else 1)


@functools.cache
def _width_of(letter: str) -> float:
    if letter in NARROW:
        return WIDTHS["narrow"]
    if letter in WIDE:
        return WIDTHS["wide"]
    return WIDTHS["capital" if letter.isupper() else "other"]


def fold(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than the room, broken between words; a word wider than that stands alone.

    A number stays with the word before it.
    """
    lines: list[str] = []
    for word in re.split(r" +(?![\d(])", text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Underscores in names of attributes stand for hyphens; numbers are rounded to a tenth."""
    said = " ".join(
        f"{key.rstrip('_').replace('_', '-')}={_value(value)}" for key, value in attributes.items()
    )
    opening = f"<{name} {said}".rstrip()
    return f"{opening}>{content}</{name}>" if content else f"{opening}/>"


def _value(value: object) -> str:
    return quoteattr(f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value))


def plain(content: str) -> str:
    """As it may stand between tags."""
    return escape(content)


def text(content: str, x: float, y: float, size: float, **attributes: object) -> str:
    return element("text", escape(content), x=x, y=y, font_size=size, **attributes)


def path(points: Iterable[tuple[float, float]], *, radius: float, **attributes: object) -> str:
    """A line along right angles, with round corners."""
    corners = list(points)
    drawn = [f"M{_at(corners[0])}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        bend = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        drawn.append(
            f"L{_at(_toward(corner, before, bend))}Q{_at(corner)} {_at(_toward(corner, after, bend))}"
        )
    drawn.append(f"L{_at(corners[-1])}")
    return element("path", d="".join(drawn), fill="none", **attributes)


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _length(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(point: tuple[float, float], goal: tuple[float, float], step: float) -> tuple[float, float]:
    whole = _length(point, goal) or 1
    share = step / whole
    return point[0] + (goal[0] - point[0]) * share, point[1] + (goal[1] - point[1]) * share
