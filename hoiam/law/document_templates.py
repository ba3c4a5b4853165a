"""Templates of a procedure's documents: to whom each may go, when it may be made, what it says, how it is composed.

A template's body is written line by line in the jurisdiction's data; what people typed only ever becomes text.

    ~ Căn cứ …          a legal basis                # QUYẾT ĐỊNH:       in capitals: a heading in the middle
    @ Điều 1. …         an article                   # I. …, # 1. …      the heading of a section
    - …                 an item
    ? field | line      the line only if the field says something
    | field | A | B     a table: a row for each line of the field, cells between bars
    {field}             what was typed; alone on its line, a paragraph for each line of it
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hoiam.law import numbering
from hoiam.law.refusal import Refused

BLANK = "………………"
_SLOT = re.compile(r"\{(\w+)\}")
_MARKS = {"~": "basis", "#": "heading", "@": "article", "-": "item"}
_NAME = re.compile(r"[^\W\d]+(?:[ .'\-]+[^\W\d]+)*")
_NAME_ENDS = re.compile(r"[,;:|(]")
_SECTION = re.compile(r"(?:[IVX]+|\d+)\. ")
_LEAD = re.compile(r"(Điều \d+\.)\s*(.*)", re.DOTALL)
_SPACE = "\t\n\r \u00a0\u2028\u2029\x85\x0b\x0c"


class Addressee(StrEnum):
    """Who a template is for. What one of them gets, another may not."""

    COMPLAINANT = "complainant"  # who complains or petitions, and who acts for them
    COMPLAINED = "complained"  # the person or body complained of
    BODY = "body"  # a body that a matter is passed to, or that passed it here
    HOLDER = "holder"  # who holds information, or gave papers
    EXPERT = "expert"
    VERIFIER = "verifier"
    INSPECTORATE = "inspectorate"
    SUPERIOR = "superior"
    HEAD = "head"
    DENOUNCER = "denouncer"
    DENOUNCED = "denounced"
    ARCHIVE = "archive"


class Layout(StrEnum):
    DOCUMENT = "document"  # named kind under the line of number and date
    LETTER = "letter"  # an official letter: V/v under the number
    CITIZEN = "citizen"  # what a citizen writes: no issuer, no number
    MINUTES = "minutes"  # signed by those present
    REGISTER = "register"  # a printed table, A4 across


class SlotKind(StrEnum):
    LINE = "line"
    TEXT = "text"
    DAY = "day"
    ROWS = "rows"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something that is filled in. `identity`: it names somebody; `indexed`: a search finds what was typed there."""

    name: str
    vi: str
    en: str
    kind: SlotKind
    required: bool = True
    identity: bool = False
    indexed: bool = False
    options: tuple[str, ...] = ()  # of a choice, as they are printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decides:
    """A step of the procedure that stands on the document; `slot` and `says`: only when that was chosen there."""

    event: str
    slot: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTemplate:
    """A form with its addressee. `when`: `procedure.state` in which it may be made."""

    form: str
    layout: Layout
    series: str  # abbreviation in the number (Annex III); empty: not numbered
    heading: str  # name of the kind of document, as it is printed
    subject: str  # what it is about, with slots
    to: Addressee
    copies: tuple[Addressee, ...]
    when: frozenset[str]
    slots: tuple[Slot, ...]
    body: tuple[str, ...]
    signers: tuple[
        tuple[str, str], ...
    ] = ()  # captions under minutes and receipts, each with how it is signed
    closing: str = ""  # stands below the signers
    same: str = ""  # "Như Điều 3": who is named there is not named again among the recipients
    stays: str = "VT, hồ sơ"  # where a copy is kept
    dated: bool = True  # place and day at the top
    greets: bool = False  # begins with "Kính gửi:"
    returns: str = ""  # the slot that lists originals given back
    personal: bool = False  # signed by the head in their own competence, not on behalf of the committee
    reports: bool = False  # laid before the head: signed by whoever reports or proposes, in their own office
    decides: tuple[Decides, ...] = ()

    @property
    def numbered(self) -> bool:
        return bool(self.series)

    def made_in(self, procedure: str, state: str) -> bool:
        return bool({f"{procedure}.{state}", f"{procedure}.*"} & self.when)

    @property
    def may_go_to(self) -> frozenset[Addressee]:
        return frozenset({self.to, *self.copies, Addressee.ARCHIVE})


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body: basis, heading, section, article, item, table or paragraph.

    `lead` stands in bold before the text; `rows` are a table's, its header first.
    """

    kind: str
    text: str = ""
    lead: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One line of the list of recipients."""

    kind: Addressee
    name: str


def allowed(
    templates: Mapping[str, DocumentTemplate], *, procedure: str, state: str
) -> tuple[DocumentTemplate, ...]:
    """What may be made of a case that stands there, in the order of the jurisdiction."""
    return tuple(template for template in templates.values() if template.made_in(procedure, state))


def decide_start(template: DocumentTemplate, *, procedure: str, state: str) -> None:
    """Refused: form_not_now(form, state)."""
    if not template.made_in(procedure, state):
        raise Refused("form_not_now", form=template.form, state=state)


def decide_recipients(template: DocumentTemplate, recipients: Iterable[Recipient]) -> None:
    """Refused: wrong_addressee(form, kind, allowed)."""
    for one in recipients:
        if one.kind not in template.may_go_to:
            expected = tuple(sorted(kind.value for kind in template.may_go_to))
            raise Refused("wrong_addressee", form=template.form, kind=one.kind.value, allowed=expected)


def decide_issue(
    template: DocumentTemplate, values: Mapping[str, str], recipients: tuple[Recipient, ...]
) -> None:
    """Refused: wrong_addressee(form, kind, allowed), document_incomplete(missing), no_addressee(form, to)."""
    decide_recipients(template, recipients)
    if missing := lacking(template, values):
        raise Refused("document_incomplete", missing=missing)
    named = any(one.kind is template.to and plain(one.name) for one in recipients)
    if template.to is not Addressee.ARCHIVE and not named:
        raise Refused("no_addressee", form=template.form, to=template.to.value)


def lacking(template: DocumentTemplate, values: Mapping[str, str]) -> tuple[str, ...]:
    """Names of what must be filled in and is not, or is none of what can be chosen."""
    return tuple(slot.name for slot in template.slots if _lacks(slot, plain(values.get(slot.name, ""))))


def _lacks(slot: Slot, text: str) -> bool:
    if not text:
        return slot.required
    return slot.kind is SlotKind.CHOICE and text not in slot.options


def decided_by(template: DocumentTemplate, values: Mapping[str, str]) -> tuple[str, ...]:
    """Events that the document, filled in like this, decides."""
    return tuple(
        one.event for one in template.decides if not one.slot or values.get(one.slot, "") == one.says
    )


def decide_tie(template: DocumentTemplate, values: Mapping[str, str], *, event: str) -> None:
    """Whether a step may be recorded on this document. Refused: document_decides_other(form, event)."""
    if event not in decided_by(template, values):
        raise Refused("document_decides_other", form=template.form, event=event)


def searchable(template: DocumentTemplate, values: Mapping[str, str]) -> tuple[str, ...]:
    """What a search may find: the texts of the slots that are indexed, in the order of the form."""
    texts = (plain(values.get(slot.name, "")) for slot in template.slots if slot.indexed)
    return tuple(filter(None, texts))


def identities(template: DocumentTemplate, values: Mapping[str, str]) -> tuple[str, ...]:
    """Whom the form names, line by line, and what stands before the first comma: no search may find them."""
    lines = [
        line
        for slot in template.slots
        if slot.identity
        for line in plain(values.get(slot.name, "")).split("\n")
        if line
    ]
    heads = (_NAME_ENDS.split(line)[0].strip() for line in lines)
    return tuple(dict.fromkeys([*lines, *(head for head in heads if _NAME.fullmatch(head))]))


def plain(text: str) -> str:
    """What can stand in a document: no control characters, lines kept."""
    kept = "".join(_harmless(character) for character in text.replace("\r\n", "\n"))
    return "\n".join(line.strip() for line in kept.split("\n")).strip()


def _harmless(character: str) -> str:
    if character in _SPACE:
        return "\n" if character in "\n\r\x0b\x0c\x85\u2028\u2029" else " "
    printable = ord(character) >= 0x20 and not 0x7F <= ord(character) < 0xA0  # noqa: PLR2004 - C0, DEL and C1
    return character if printable and not _outside_xml(character) else ""


def _outside_xml(character: str) -> bool:
    """Surrogates and non-characters have no place in XML 1.0 (production 2); direction marks reorder what is read."""
    code = ord(character)
    marks = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069  # noqa: PLR2004 - embeddings, overrides, isolates
    return marks or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE  # noqa: PLR2004 - as the standard says


def filled(template: str, values: Mapping[str, str]) -> str:
    """The line with its slots filled, each by one line of text; what nobody filled in is dotted."""
    return _SLOT.sub(lambda slot: " ".join(values.get(slot[1], "").split("\n")) or BLANK, template)


def said(template: DocumentTemplate, values: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Every slot as it is printed: plain text, days in words; `known` is what the office says of itself."""
    found = dict(known)
    for slot in template.slots:
        text = plain(values.get(slot.name, ""))
        found[slot.name] = _day(text) if slot.kind is SlotKind.DAY else text
    return found


def _day(text: str) -> str:
    try:
        return numbering.dated(date.fromisoformat(text))
    except ValueError:
        return ""


def blocks(template: DocumentTemplate, values: Mapping[str, str]) -> tuple[Block, ...]:
    """The body, composed of `said` values."""
    found = [block for line in template.body for block in _line(line, values)]
    return tuple(_ended(found))


def _ended(blocks: list[Block]) -> Iterable[Block]:
    """Each legal basis ends with a semicolon, the last with a full stop (Decree 30/2020/NĐ-CP, Annex I)."""
    last = max((at for at, block in enumerate(blocks) if block.kind == "basis"), default=-1)
    for at, block in enumerate(blocks):
        if block.kind == "basis" and block.text[-1:] != ":":
            yield replace(block, text=block.text.rstrip(" ;.") + ("." if at == last else ";"))
        else:
            yield block


def _line(line: str, values: Mapping[str, str]) -> Iterable[Block]:
    mark, rest = line[:1], line[1:].strip()
    if mark == "?":
        name, _bar, then = rest.partition("|")
        return _line(then.strip(), values) if values.get(name.strip()) else ()
    if mark == "|":
        return (_table(rest, values),)
    if mark in _MARKS:
        return (_marked(_MARKS[mark], filled(rest, values)),)
    alone = _SLOT.fullmatch(line)
    if alone is None:
        return (Block("paragraph", filled(line, values)),)
    return [Block("paragraph", part) for part in (values.get(alone[1], "") or BLANK).split("\n") if part]


def _marked(kind: str, text: str) -> Block:
    if kind == "heading" and (_SECTION.match(text) or text != text.upper()):
        return Block("section", text)
    lead = _LEAD.fullmatch(text) if kind == "article" else None
    return Block(kind, lead[2], lead[1]) if lead else Block(kind, text)


def _table(rest: str, values: Mapping[str, str]) -> Block:
    """Its rows are as wide as its header: cells too many are joined into the last, missing ones stay empty."""
    name, *header = (part.strip() for part in rest.split("|"))
    lines = [line for line in values.get(name, "").split("\n") if line.strip()]
    cells = [[cell.strip() for cell in line.split("|", len(header) - 1)] for line in lines]
    rows = [tuple(row + [""] * (len(header) - len(row))) for row in cells]
    return Block("table", rows=(tuple(header), *(rows or [("",) * len(header)])))
