"""A template ready to be set: every text in its place in the layout of Decree 30/2020/NĐ-CP, Annex I."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law import document_templates, numbering
from hoiam.law.document_templates import Addressee, Block, DocumentTemplate, Layout, Recipient
from hoiam.law.refusal import Refused

COMMITTEE = "Ủy ban nhân dân"
SAME = "Như trên"
NOBODY = "………………"
"""In the place of a name while the post stands vacant."""
_NAMED = frozenset({Addressee.COMPLAINANT, Addressee.COMPLAINED, Addressee.VERIFIER, Addressee.EXPERT})
"""Whom the last article of a decision names."""


class Capacity(StrEnum):
    """In whose place somebody signs (Decree 30/2020/NĐ-CP, article 13)."""

    HEAD = "head"
    ACTING = "acting"  # Q.: quyền
    DEPUTY = "deputy"  # KT.: ký thay
    BY_ORDER = "by_order"  # TL.: thừa lệnh
    AUTHORISED = "authorised"  # TUQ.: thừa ủy quyền
    OWN = "own"  # who reports to the head, in their own office


LENT = (Capacity.DEPUTY, Capacity.BY_ORDER, Capacity.AUTHORISED)
"""In which a head can let somebody sign; who is acting head holds the post."""
PREFIX = {Capacity.DEPUTY: "KT.", Capacity.BY_ORDER: "TL.", Capacity.AUTHORISED: "TUQ."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The lines above the name, in capitals once set: perhaps for whom, and the office held."""

    over: str
    title: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the office says of itself: committee, the one above, its head, the place."""

    issuer: str
    parent: str
    place: str
    head_title: str

    @property
    def bare_title(self) -> str:
        """`Chủ tịch`, without the committee it is of."""
        return self.head_title.partition(COMMITTEE)[0].strip() or self.head_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that is printed; nothing in it is markup. `party`: with the head of a Party paper; `after`: what stands below
    the signature; `code`: an address as a QR code at the end.
    """

    form: str
    layout: str
    parent: str
    issuer: str
    number: str
    place_and_day: str
    heading: str
    subject: str
    greeting: tuple[str, ...]
    blocks: tuple[Block, ...]
    signers: tuple[tuple[str, str], ...]
    closing: str
    signature: Signature | None
    recipients: tuple[str, ...]
    party: bool = False
    after: tuple[Block, ...] = ()
    code: str = ""

    @property
    def title(self) -> str:
        """Of the file: what a reader's window shows."""
        return " – ".join(filter(None, (self.heading, self.subject))) or self.form


def sign(
    template: DocumentTemplate, office: Office, *, capacity: Capacity, name: str, title: str = ""
) -> Signature:
    """Who signs and for whom.

    Refused: signer_needed, title_needed(capacity) for whoever is not the head, wrong_capacity(form) where the head
    would report to themselves or somebody sign alone what the office decides.
    """
    if template.reports != (capacity is Capacity.OWN):
        raise Refused("wrong_capacity", form=template.form)
    return signed(office, capacity=capacity, name=name, title=title, personal=template.personal)


def signed(
    office: Office, *, capacity: Capacity, name: str, title: str = "", personal: bool = False
) -> Signature:
    """The same for any letter; `personal`: the head signs for nobody but themselves."""
    if not name.strip():
        raise Refused("signer_needed")
    if capacity is Capacity.HEAD:
        collective = COMMITTEE in office.head_title and not personal
        return Signature(over=f"TM. {COMMITTEE}" if collective else "", title=office.bare_title, name=name)
    if capacity is Capacity.ACTING:
        return Signature(over="", title=f"Q. {office.bare_title}", name=name)
    if not title.strip():
        raise Refused("title_needed", capacity=capacity.value)
    over = "" if capacity is Capacity.OWN else f"{PREFIX[capacity]} {office.bare_title}"
    return Signature(over=over, title=title.strip(), name=name)


def compose(
    template: DocumentTemplate,
    *,
    office: Office,
    values: Mapping[str, str],
    known: Mapping[str, str],
    recipients: tuple[Recipient, ...] = (),
    signature: Signature | None = None,
    number: str = "",
    on: date | None = None,
) -> Sheet:
    """A draft when there is neither number nor day."""
    said = document_templates.said(template, values, {**_of(office), **known})
    greeted = tuple(
        document_templates.plain(one.name)
        for one in recipients
        if template.greets and one.kind is template.to
    )
    return Sheet(
        form=template.form,
        layout=template.layout.value,
        parent=office.parent,
        issuer=office.issuer,
        number=_number(template, number),
        place_and_day=_place_and_day(template, office.place, on),
        heading=template.heading,
        subject=document_templates.filled(template.subject, said),
        greeting=greeted or ((document_templates.BLANK,) if template.greets else ()),
        blocks=document_templates.blocks(template, said),
        signers=template.signers,
        closing=template.closing,
        signature=signature,
        recipients=_listed(template, recipients),
    )


def _of(office: Office) -> dict[str, str]:
    head = office.head_title
    return {"issuer": office.issuer, "head": head, "HEAD": head.upper(), "blank": document_templates.BLANK}


def _number(template: DocumentTemplate, number: str) -> str:
    if not template.numbered:
        return ""
    return number or numbering.unnumbered(kind=template.series, issuer=numbering.ISSUER)


def _place_and_day(template: DocumentTemplate, place: str, on: date | None) -> str:
    """What a citizen writes has the place and day of the citizen."""
    if not template.dated:
        return ""
    if template.layout is Layout.CITIZEN:
        return f"{document_templates.BLANK}, ngày …… tháng …… năm ………"
    return numbering.dated(on, place=place) if on else f"{place}, ngày       tháng       năm"


def _listed(template: DocumentTemplate, recipients: tuple[Recipient, ...]) -> tuple[str, ...]:
    """The list at the foot: those greeted or named above in one line, the archive last (Annex I)."""
    if template.layout not in {Layout.DOCUMENT, Layout.LETTER}:
        return ()
    above = template.same or (SAME if template.greets else "")
    named = {template.to} if template.greets else _NAMED if template.same else frozenset[Addressee]()
    others = [
        document_templates.plain(one.name)
        for one in recipients
        if one.kind is not Addressee.ARCHIVE and one.kind not in named
    ]
    return (*(f"{one};" for one in filter(None, (above, *others))), f"Lưu: {template.stays}.")
