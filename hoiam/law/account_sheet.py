"""The account of a head as a paper: what was signed, and after the signature what can be asked and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hoiam.law import document_templates, issuers, numbering
from hoiam.law.document_templates import Block, Layout
from hoiam.law.issuers import Issuer
from hoiam.law.sheet import Sheet, Signature

HEAD = ("Nội dung", "Kết quả")
NOBODY = "Không có người giữ chức vụ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures of the days under one holder; `holder` is empty while nobody held the post."""

    holder: str
    first: date
    last: date
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the head says of one field, and the figures of it."""

    title: str
    text: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A public question; of one that is hidden `text` says so and on which ground."""

    number: int
    on: date
    text: str
    answer: str = ""
    by: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """All that the paper says, in Vietnamese whatever the reader's language."""

    kind: str
    title: str
    issuer: Issuer
    place: str
    first: date
    last: date
    counted_on: date | None
    summary: str
    parts: tuple[Part, ...]
    asked: tuple[Asked, ...]
    signer: str
    signed_on: date
    strongly: bool
    address: str
    digest: str
    entry: int | None


def compose(given: Given) -> Sheet:
    """In the layout of the body that the head stands at the head of."""
    return Sheet(
        form=given.kind,
        layout=Layout.DOCUMENT.value,
        parent=given.issuer.parent,
        issuer=given.issuer.name,
        number=given.issuer.symbol("BC"),
        place_and_day=numbering.dated(given.signed_on, place=given.place),
        heading="BÁO CÁO",
        subject=f"{_about(given.kind)} của {given.title} {_days(given.first, given.last)}",
        greeting=(),
        blocks=tuple(_signed(given)),
        signers=(),
        closing="",
        signature=Signature(over="", title=issuers.bare(given.title), name=given.signer),
        recipients=("Công khai theo quy định;", "Lưu: VT."),
        party=given.issuer.party,
        after=tuple(_after(given)),
        code=given.address,
    )


def _signed(given: Given) -> Iterator[Block]:
    yield from _paragraphs(given.summary)
    if given.counted_on is not None:
        day = numbering.dated(given.counted_on)
        yield Block("paragraph", f"Số liệu do hệ thống đếm từ các việc có hạn đã ghi nhận, tính đến {day}.")
    for number, part in enumerate(given.parts, start=1):
        yield Block("section", f"{number}. {document_templates.plain(part.title)}")
        yield from _paragraphs(part.text)
        for table in part.tables:
            yield Block("paragraph", f"{table.holder or NOBODY}, {_days(table.first, table.last)}:")
            yield Block("table", rows=(HEAD, *table.rows))


def _after(given: Given) -> Iterator[Block]:
    if given.asked:
        yield Block("section", "Câu hỏi và trả lời công khai")
    for one in given.asked:
        yield Block("article", document_templates.plain(one.text), f"Câu hỏi {one.number} ({_day(one.on)}).")
        yield from _answer(one)
    yield Block("section", "Kiểm tra trong nhật ký công khai")
    how = "có xác thực hai lớp" if given.strongly else "không có xác thực hai lớp"
    yield Block("item", f"Ký trên hệ thống ngày {_day(given.signed_on)}: {given.signer}, {how}.")
    yield Block("item", f"Mã băm SHA-256 của số liệu, như nhật ký đã ghi: {given.digest}")
    if given.entry is not None:
        yield Block("item", f"Mục nhật ký ghi việc ký: số {given.entry}.")
    yield Block("item", f"Địa chỉ: {given.address}")


def _answer(one: Asked) -> Iterator[Block]:
    if one.answered_on is None:
        return
    yield Block("paragraph", f"{one.by} trả lời ngày {_day(one.answered_on)}:")
    yield from _paragraphs(one.answer)


def _paragraphs(text: str) -> Iterator[Block]:
    lines = document_templates.plain(text).split("\n")
    return (Block("paragraph", line) for line in lines if line)


def _days(first: date, last: date) -> str:
    return f"từ ngày {_day(first)} đến ngày {_day(last)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _about(kind: str) -> str:
    """`Giải trình …`: the heading says already that it is an account."""
    text = kind.removeprefix("Báo cáo ").strip()
    return text[:1].upper() + text[1:]
