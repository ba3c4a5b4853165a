"""What stands on the cards of a drawing: one card for each state, with all that may be done there; how tall each is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hoiam.law import svg
from hoiam.law.citation import HOUSE_RULE
from hoiam.law.procedures.reading import SIGNS, Mark, Sign, Telling, Told

CARD = 440.0
PAD = 12.0
TITLE, WORDS, SMALL = 15.0, 13.5, 12.0
TITLE_LINE, WORDS_LINE, SMALL_LINE = 20.0, 18.0, 16.0
SIGN_ROOM, GAP = 16.0, 14.0
OFTEN = 3  # from so many states on, a step that leaves none of them is told once, not on each card
START, ANYWHERE = "·start", "·often"
HEADINGS = {
    START: {"vi": "Bắt đầu", "en": "Start"},
    ANYWHERE: {"vi": "Làm được ở nhiều bước", "en": "In several states"},
}
AT = {"vi": "Ở: ", "en": "In: "}


@dataclass(frozen=True, slots=True)
class Placed:
    """What is said of some clocks, on a line of such; only the first of several lines has the sign."""

    sign: Sign
    said: str
    x: float
    first: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One step on a card; `after` is None if it leads nowhere else."""

    after: str | None
    words: list[str]
    small: list[str]
    marks: list[list[Placed]]

    @property
    def height(self) -> float:
        lines = len(self.small) * SMALL_LINE + len(self.marks) * (SMALL_LINE + 1)
        return len(self.words) * WORDS_LINE + lines + PAD


@dataclass(frozen=True, slots=True)
class Card:
    state: str
    title: list[str]
    rows: list[Row]
    end: bool

    @property
    def head(self) -> float:
        return len(self.title) * TITLE_LINE + PAD

    @property
    def height(self) -> float:
        return self.head + sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class Deck:
    cards: list[Card]
    documents: list[str]  # cited by their number, from 1


def deal(telling: Telling, lang: str) -> Deck:
    """A card to begin with, then the states in their order, then what may be done in many of them."""
    documents = list(dict.fromkeys(document for row in telling.rows for document, _ in row.cited))
    on: dict[str, list[Row]] = defaultdict(list)
    for row in telling.rows:
        for card, at in _cards_of(row, telling):
            on[card].append(_row(row, documents, lang, at))
    titles = {START: HEADINGS[START][lang], **telling.states, ANYWHERE: HEADINGS[ANYWHERE][lang]}
    cards = [
        Card(state, svg.fold(title, TITLE, CARD - 2 * PAD, bold=True), on[state], state in telling.ends)
        for state, title in titles.items()
        if state in telling.states or on[state]
    ]
    return Deck(cards, documents)


def _cards_of(row: Told, telling: Telling) -> list[tuple[str, str]]:
    if row.after is None and len(row.befores) >= OFTEN:
        return [(ANYWHERE, "; ".join(telling.states[str(before)] for before in row.befores))]
    return [(START if before is None else before, "") for before in row.befores]


def _row(row: Told, documents: list[str], lang: str, at: str) -> Row:
    room = CARD - 2 * PAD
    places = [f"[{documents.index(document) + 1}]\u00a0{article}" for document, article in row.cited]
    where = "; ".join(places) or HOUSE_RULE[lang]
    said = [f"{row.who} · {where}" + (f" ({row.remark})" if row.remark else "")]
    if at:
        said.append(AT[lang] + at)
    return Row(
        row.after,
        svg.fold(row.words, WORDS, room, bold=True),
        [line for part in said for line in svg.fold(part, SMALL, room)],
        _in_lines(row.marks, room, lang),
    )


def _in_lines(marks: Iterable[Mark], room: float, lang: str) -> list[list[Placed]]:
    """Clocks to which the same is done are named together."""
    lines: list[list[Placed]] = []
    x = room
    named: dict[Sign, list[str]] = defaultdict(list)
    for mark in marks:
        named[mark.sign].append(mark.clock)
    for sign, clocks in named.items():
        said = f"{', '.join(clocks)}: {SIGNS[sign][lang]}"
        takes = SIGN_ROOM + svg.width(said, SMALL) + GAP
        if x + takes > room + GAP:
            pieces = svg.fold(said, SMALL, room - SIGN_ROOM)
            lines += [[Placed(sign, piece, 0.0, number == 0)] for number, piece in enumerate(pieces)]
            x = takes if len(pieces) == 1 else room
        else:
            lines[-1].append(Placed(sign, said, x))
            x += takes
    return lines
