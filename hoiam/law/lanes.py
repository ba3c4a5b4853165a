"""Where the cards of a drawing lie, and in which lane each arrow runs.

All arrows in one gutter that lead to one card share a lane: lines join there and never lie on one another.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from hoiam.law.cards import CARD, WORDS_LINE, Card

MARGIN, SPACE, LANE, CLEAR, APART = 20.0, 18.0, 12.0, 18.0, 4.0
TALL = 1150.0  # beyond it two columns
"""About the height of a printed page for a drawing as wide as one column."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a card lies."""

    card: Card
    column: int
    x: float
    y: float


@dataclass(slots=True)
class Lane:
    """All arrows in one gutter that lead to one card; `left` and `right` are heights at which they leave."""

    gutter: int
    target: str
    leaves: list[tuple[float, int]] = field(default_factory=list)  # height, column it comes from
    arrives: float = 0.0
    number: int = 0

    @property
    def span(self) -> tuple[float, float]:
        heights = [self.arrives, *(height for height, _ in self.leaves)]
        return min(heights) - LANE, max(heights) + LANE


def columns(cards: list[Card]) -> list[list[Card]]:
    """One, or two that are about as tall; the order stays."""
    if sum(card.height + SPACE for card in cards) <= TALL:
        return [cards]
    cuts = range(1, len(cards))
    best = min(cuts, key=lambda cut: max(_tall(cards[:cut]), _tall(cards[cut:])))
    return [cards[:best], cards[best:]]


def _tall(cards: list[Card]) -> float:
    return sum(card.height + SPACE for card in cards)


def laid(columns: list[list[Card]]) -> list[Spot]:
    spots = []
    for column, cards in enumerate(columns):
        y = 0.0
        for card in cards:
            spots.append(Spot(card, column, 0.0, y))
            y += card.height + SPACE
    return spots


def lanes(columns: list[list[Card]]) -> list[Lane]:
    """Between two columns in the middle; within one on its outer side; within a single one, back on the left."""
    spots = {spot.card.state: spot for spot in laid(columns)}
    lanes: dict[tuple[int, str], Lane] = {}
    taken: dict[int, list[float]] = defaultdict(list)
    for spot in spots.values():
        y = spot.y + spot.card.head
        for row in spot.card.rows:
            if row.after is not None:
                gutter = _gutter(spot, spots[row.after], len(columns))
                lane = lanes.setdefault((gutter, row.after), Lane(gutter, row.after))
                lane.leaves.append((_free(y + WORDS_LINE - 4, taken[gutter]), spot.column))
            y += row.height
    for lane in lanes.values():
        target = spots[lane.target]
        lane.arrives = _free(target.y + target.card.head / 2, taken[lane.gutter])
    return _numbered(list(lanes.values()))


def _gutter(here: Spot, there: Spot, columns: int) -> int:
    """Gutter n lies left of column n, the last one right of all."""
    if columns == 1:
        return int(there.y > here.y)
    return 1 if here.column != there.column else 2 * here.column


def _free(height: float, taken: list[float]) -> float:
    """The nearest height at which no other line runs yet."""
    steps = sorted((step * APART for step in range(-3, 4)), key=abs)
    free = next(
        (height + step for step in steps if all(abs(height + step - one) >= APART for one in taken)), height
    )
    taken.append(free)
    return free


def _numbered(lanes: list[Lane]) -> list[Lane]:
    """Short ways nearest to the cards; two share a place if they never meet."""
    placed: dict[tuple[int, int], list[Lane]] = defaultdict(list)
    for lane in sorted(lanes, key=lambda one: one.span[1] - one.span[0]):
        while any(_meet(lane, other) for other in placed[lane.gutter, lane.number]):
            lane.number += 1
        placed[lane.gutter, lane.number].append(lane)
    return lanes


def _meet(one: Lane, other: Lane) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def gutters(lanes: list[Lane], columns: int) -> list[float]:
    """How wide the spaces beside the columns are."""
    used = [
        max((lane.number + 1 for lane in lanes if lane.gutter == gutter), default=0)
        for gutter in range(columns + 1)
    ]
    middle = [float(0 < gutter < columns) for gutter in range(columns + 1)]
    return [
        number * LANE + CLEAR * (1 + inner) if number else CLEAR * inner
        for number, inner in zip(used, middle, strict=True)
    ]


def lefts(gutters: list[float], columns: int) -> list[float]:
    return [MARGIN + sum(gutters[: column + 1]) + column * CARD for column in range(columns)]
