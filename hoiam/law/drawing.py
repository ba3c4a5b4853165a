"""A procedure as a drawing: cards in one or two columns, and between them arrows that run in lanes of their own.

Every arrow begins at the words of its step and ends at the head of a card. Arrows to one card share a lane, so that
lines join and never lie on one another; text stands on cards only, so that no line crosses it.
"""

from hoiam.law import lanes, svg
from hoiam.law.cards import (
    ANYWHERE,
    CARD,
    PAD,
    SIGN_ROOM,
    SMALL,
    SMALL_LINE,
    START,
    TITLE,
    TITLE_LINE,
    WORDS,
    WORDS_LINE,
    Deck,
    Placed,
    Row,
    deal,
)
from hoiam.law.lanes import CLEAR, LANE, MARGIN, SPACE, Lane, Spot
from hoiam.law.pack import Pack
from hoiam.law.procedures import reading
from hoiam.law.procedures.moves import Procedure
from hoiam.law.procedures.reading import SIGNS, Sign

TOP = MARGIN + 40
INK, SOFT, LINE, PAPER = "#1b2733", "#4a5763", "#33516e", "#ffffff"
HEADS = {"plain": "#dfeaf4", "end": "#e7e7e4", "edge": "#f6efdc"}
"""Fill of a card's head: a state, a last state, a card that is no state."""
SIGN_INK = {
    Sign.OPEN: "#1d6b40",
    Sign.MET: "#33516e",
    Sign.LATE: "#a0282c",
    Sign.VOID: "#5d6670",
    Sign.STOP: "#8a5200",
    Sign.RESUME: "#1d6b40",
    Sign.EXTEND: "#5f3c94",
    Sign.MOVE: "#5f3c94",
}
SIGN_PATH = {
    Sign.OPEN: "M1 1L9 5L1 9Z",
    Sign.MET: "M1 5L4 8.5L9.5 1.5",
    Sign.LATE: "M5 0.5V6M5 8V9.5",
    Sign.VOID: "M1.5 1.5L8.5 8.5M8.5 1.5L1.5 8.5",
    Sign.STOP: "M2.5 1V9M7.5 1V9",
    Sign.RESUME: "M1.5 1V9M4.5 1L9.5 5L4.5 9Z",
    Sign.EXTEND: "M5 1V9M1 5H9",
    Sign.MOVE: "M0.5 5H9M6 2L9 5L6 8",
}
SOLID = {Sign.OPEN}
FOOT = {
    "vi": (
        "Thời hạn: ",
        "Văn bản",
        "Khung xám: kết thúc thủ tục. Mũi tên đi từ việc làm đến bước tiếp theo.",
    ),
    "en": (
        "Clocks: ",
        "Documents",
        "Grey: the procedure ends. Arrows lead from what is done to the next state.",
    ),
}


def draw(procedure: Procedure, pack: Pack, lang: str) -> str:
    """The whole SVG file."""
    telling = reading.tell(procedure, pack, lang)
    deck = deal(telling, lang)
    columns = lanes.columns(deck.cards)
    ways = lanes.lanes(columns)
    gutters = lanes.gutters(ways, len(columns))
    lefts = lanes.lefts(gutters, len(columns))
    spots = [Spot(spot.card, spot.column, lefts[spot.column], spot.y + TOP) for spot in lanes.laid(columns)]
    bottom = max(spot.y + spot.card.height for spot in spots) + SPACE
    wide = lefts[-1] + CARD + gutters[-1] + MARGIN
    foot, tall = _foot(deck, telling, lang, bottom, wide)
    parts = [
        svg.text(telling.title, MARGIN, MARGIN + 20, 22.0, font_weight="bold"),
        *map(_card, spots),
        *(_arrow(lane, lefts) for lane in ways),
        foot,
    ]
    return _file(telling.title, _told(telling), "\n".join(parts), wide, tall)


def _foot(deck: Deck, telling: reading.Telling, lang: str, y: float, wide: float) -> tuple[str, float]:
    """What the signs mean, the documents by number; and how far down that goes."""
    clocks, documents, explained = FOOT[lang]
    parts, y = _signs(clocks, telling, lang, y, wide)
    cited = [f"[{number}] {document}" for number, document in enumerate(deck.documents, start=1)]
    y += 16
    for line in (explained, f"{documents}:" if cited else "", *cited):
        for piece in svg.fold(line, SMALL, wide - 2 * MARGIN):
            y += SMALL_LINE
            parts.append(svg.text(piece, MARGIN, y, SMALL, fill=SOFT))
    return "\n".join(parts), y + MARGIN


def _signs(
    heading: str, telling: reading.Telling, lang: str, y: float, wide: float
) -> tuple[list[str], float]:
    parts = [svg.text(heading, MARGIN, y + 12, SMALL)]
    x = MARGIN + svg.width(heading, SMALL) + 12
    used = {mark.sign for row in telling.rows for mark in row.marks}
    for sign in (sign for sign in Sign if sign in used):
        takes = SIGN_ROOM + svg.width(SIGNS[sign][lang], SMALL) + 16
        if x + takes > wide:
            x, y = MARGIN, y + SMALL_LINE
        parts.append(_sign(sign, x, y + 3))
        parts.append(svg.text(SIGNS[sign][lang], x + SIGN_ROOM, y + 12, SMALL, fill=SIGN_INK[sign]))
        x += takes
    return parts, y


def _told(telling: reading.Telling) -> str:
    """The arrows in words, for those who do not see them."""
    names = {str(None): "·", **telling.states}
    return "; ".join(
        f"{names[str(before)]} → {names[row.after]}: {row.words}"
        for row in telling.rows
        for before in row.befores
        if row.after is not None
    )


def _file(title: str, said: str, parts: str, wide: float, tall: float) -> str:
    content = "\n".join(
        [
            "",
            svg.element("title", svg.plain(title), id="title"),
            svg.element("desc", svg.plain(said), id="desc"),
            svg.element("rect", width=wide, height=tall, fill=PAPER),
            parts,
            "",
        ]
    )
    return (
        svg.element(
            "svg",
            content,
            xmlns="http://www.w3.org/2000/svg",
            width=wide,
            height=tall,
            viewBox=f"0 0 {wide:.0f} {tall:.0f}",
            role="img",
            aria_labelledby="title desc",
            font_family=svg.FONT,
            fill=INK,
        )
        + "\n"
    )


def _arrow(lane: Lane, lefts: list[float]) -> str:
    """The ways into the lane, and the one out of it with the head."""
    to_right = lane.gutter < len(lefts) and (lane.gutter == 0 or _arrives_right(lane))
    x = _lane_x(lane, lefts)
    ways = []
    for height, column in lane.leaves:
        edge = lefts[column] + (CARD if lane.gutter > column else 0)
        goal = lefts[lane.gutter] if to_right else lefts[lane.gutter - 1] + CARD
        points = [
            (edge, height + TOP),
            (x, height + TOP),
            (x, lane.arrives + TOP),
            (goal, lane.arrives + TOP),
        ]
        ways.append(svg.path(points, radius=6.0, stroke=LINE, stroke_width=1.4))
        ways.append(svg.element("circle", cx=edge, cy=height + TOP, r=3.0, fill=LINE))
    goal, back = (lefts[lane.gutter], -8.0) if to_right else (lefts[lane.gutter - 1] + CARD, 8.0)
    y = lane.arrives + TOP
    head = f"M{goal:.1f} {y:.1f}L{goal + back:.1f} {y - 4.5:.1f}L{goal + back:.1f} {y + 4.5:.1f}Z"
    return "\n".join([*ways, svg.element("path", d=head, fill=LINE)])


def _arrives_right(lane: Lane) -> bool:
    """In a gutter between two columns: whether the card lies right of it, as it does not lie where the arrow begins."""
    return lane.leaves[0][1] < lane.gutter


def _lane_x(lane: Lane, lefts: list[float]) -> float:
    if lane.gutter == 0:
        return lefts[0] - CLEAR - lane.number * LANE
    return lefts[lane.gutter - 1] + CARD + CLEAR + lane.number * LANE


def _card(spot: Spot) -> str:
    card, x = spot.card, spot.x
    fill = HEADS["edge" if card.state in {START, ANYWHERE} else "end" if card.end else "plain"]
    stroke = 1.8 if card.end else 1.1
    outer = {"x": x, "y": spot.y, "width": CARD, "rx": 9.0}
    parts = [
        svg.element("rect", **outer, height=card.height, fill=PAPER),
        svg.element("path", d=_head(spot, flat=bool(card.rows)), fill=fill),
        svg.element("rect", **outer, height=card.height, fill="none", stroke=INK, stroke_width=stroke),
    ]
    y = spot.y + PAD / 2
    for line in card.title:
        y += TITLE_LINE
        parts.append(svg.text(line, x + PAD, y - 5, TITLE, font_weight="bold"))
    y = spot.y + card.head
    for row in card.rows:
        parts.append(
            svg.element("path", d=f"M{x:.1f} {y:.1f}h{CARD:.0f}", stroke="#c3ccd4", stroke_width=0.8)
        )
        parts += _row(row, x + PAD, y + PAD / 2)
        y += row.height
    return "\n".join(parts)


def _head(spot: Spot, *, flat: bool) -> str:
    """Round above, and below only if nothing follows."""
    below = f"v{spot.card.head - 9:.1f}h-{CARD:.0f}v-{spot.card.head - 9:.1f}"
    alone = f"v{spot.card.head - 18:.1f}q0 9 -9 9h-{CARD - 18:.0f}q-9 0 -9 -9v-{spot.card.head - 18:.1f}"
    return f"M{spot.x:.1f} {spot.y + 9:.1f}q0 -9 9 -9h{CARD - 18:.0f}q9 0 9 9{below if flat else alone}Z"


def _row(row: Row, x: float, y: float) -> list[str]:
    parts = []
    weight = "normal" if row.after is None else "bold"
    for line in row.words:
        y += WORDS_LINE
        parts.append(svg.text(line, x, y - 5, WORDS, font_weight=weight))
    for line in row.small:
        y += SMALL_LINE
        parts.append(svg.text(line, x, y - 4, SMALL, fill=SOFT))
    for marks in row.marks:
        y += SMALL_LINE + 1
        parts += [_mark(placed, x + placed.x, y) for placed in marks]
    return parts


def _mark(placed: Placed, x: float, y: float) -> str:
    said = svg.text(placed.said, x + SIGN_ROOM, y - 4, SMALL, fill=SIGN_INK[placed.sign])
    return (_sign(placed.sign, x, y - 13) if placed.first else "") + said


def _sign(sign: Sign, x: float, y: float) -> str:
    ink = SIGN_INK[sign]
    return svg.element(
        "path",
        d=SIGN_PATH[sign],
        transform=f"translate({x:.1f} {y:.1f})",
        fill=ink if sign in SOLID else "none",
        stroke=ink,
        stroke_width=1.8,
        stroke_linejoin="round",
        stroke_linecap="round",
    )
