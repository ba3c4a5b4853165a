"""Documents of a case and the book of outgoing documents, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hoiam.desk.cases.models import Case, Document, Outgoing, OutgoingBook, RedactedCopy
from hoiam.desk.cases.queries import cards, firewall
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

PAGE = 25
PRINTED = 2_000
WORKING = frozenset({Role.CLERK, Role.HANDLER, Role.HEAD})
KEEPERS = frozenset({Role.CLERK, Role.HEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCase:
    """The case that documents belong to."""

    id: int
    number: str
    title: str
    state: str
    kind: str
    procedure: str
    unit_id: int
    has_identity: bool
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """One document; `values` and `recipients` as they were typed. `stood_on`: a step of the procedure stands on it."""

    id: int
    form: str
    issued: bool
    version: int
    values: Mapping[str, str]
    recipients: tuple[tuple[str, str], ...]
    code: str
    made_by: str
    made_at: datetime
    issued_on: date | None
    pdf_id: int | None
    signed_id: int | None
    signed_as: str
    signed_at: datetime | None
    signed_by: str
    entry: int | None
    stood_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingRow:
    """One line of the book."""

    id: int
    code: str
    on: date
    form: str
    subject: str
    recipients: tuple[str, ...]
    signer: str
    case_id: int | None
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCard:
    """A flattened copy of one of the case's papers."""

    id: int
    file_id: int | None
    pages: int
    boxes: int
    made_by: str
    made_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """A page of the book, the cursor of the next, and the last day that is closed."""

    rows: tuple[OutgoingRow, ...]
    next: int | None
    closed_on: date | None


def filed(*, case_id: int, by: office.Actor) -> FiledCase:
    """For those who work on it. One statement. Refused: no_such_case, also when it is none of their business."""
    row = Case.objects.filter(pk=case_id).first()
    if row is None or not works_on(row, by):
        raise Refused("no_such_case")
    ruled = kinds.ruled(row.kind)
    roles = kinds.acting(row.kind, by.roles_in(row.unit_id))
    return FiledCase(
        id=row.pk,
        number=cards.number(row),
        title=row.title,
        state=row.state,
        kind=row.kind,
        procedure=ruled.procedure.name,
        unit_id=row.unit_id,
        has_identity=row.identity_id is not None,
        may=ruled.available(row.state, roles, is_assignee=row.handler_id == by.person_id),
    )


def works_on(case: Case, by: office.Actor) -> bool:
    """Clerk and head of its unit, and the handler it is assigned to; of what is held, only its keeper.

    Nobody who keeps out of it.
    """
    if firewall.bars_actor(case, by):
        return False
    roles = kinds.acting(case.kind, by.roles_in(case.unit_id))
    own = case.handler_id == by.person_id
    return bool((roles if own else roles - {Role.HANDLER}) & WORKING)


def documents(*, case_id: int, after: int | None = None) -> tuple[DocumentCard, ...]:
    """Of a case that may be seen, newest first: a page and one more. One statement."""
    rows = _documents().filter(case_id=case_id).order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return tuple(map(_card, rows[: PAGE + 1]))


def document(*, case_id: int, document_id: int) -> DocumentCard:
    """Of a case that may be seen. One statement. Refused: no_such_document."""
    row = _documents().filter(pk=document_id, case_id=case_id).first()
    if row is None:
        raise Refused("no_such_document")
    return _card(row)


def copies(*, case_id: int) -> tuple[CopyCard, ...]:
    """Flattened copies of a case that may be seen, newest first; there are few. One statement."""
    rows = RedactedCopy.objects.filter(case_id=case_id).select_related("made_by").order_by("-id")
    return tuple(
        CopyCard(
            id=row.pk,
            file_id=row.copy_id,
            pages=row.pages,
            boxes=len(row.boxes),
            made_by=row.made_by.name,
            made_at=row.made_at,
            published_at=row.published_at,
        )
        for row in rows
    )


def outgoing(
    *, unit_id: int, year: int, by: office.Actor, on: date, after: int | None = None, most: int = 0
) -> OutgoingPage:
    """The book of a unit and year, newest first, a page or so many. Three statements. Refused: not_yours.

    Of a matter that is held, or that this person keeps out of, the number alone.
    """
    most = most or PAGE
    if not by.roles_in(unit_id) & KEEPERS:
        raise Refused("not_yours")
    rows = Outgoing.objects.filter(unit_id=unit_id, year=year).select_related("case").order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: most + 1])
    closed = (
        OutgoingBook.objects.filter(unit_id=unit_id, year=year).values_list("closed_on", flat=True).first()
    )
    following = found[most - 1].pk if len(found) > most else None
    hidden = firewall.hidden_ids(person_id=by.person_id, unit_id=unit_id, on=on)
    rows_shown = tuple(_line(row, hides=row.case_id in hidden or _held(row.case, by)) for row in found[:most])
    return OutgoingPage(rows_shown, following, closed)


def _held(case: Case, by: office.Actor) -> bool:
    return not kinds.acting(case.kind, by.roles_in(case.unit_id)) & WORKING


def _documents() -> "QuerySet[Document]":
    return Document.objects.select_related("outgoing", "made_by", "decision", "verification")


def _card(row: Document) -> DocumentCard:
    return DocumentCard(
        id=row.pk,
        form=row.form,
        issued=row.state == "issued",
        version=row.version,
        values=row.values,
        recipients=tuple((kind, name) for kind, name in row.recipients),
        code=row.outgoing.code if row.outgoing else "",
        made_by=row.made_by.name,
        made_at=row.made_at,
        issued_on=row.issued_on,
        pdf_id=row.pdf_id,
        signed_id=row.signed_id,
        signed_as=row.signed_as,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        entry=row.entry,
        stood_on=hasattr(row, "decision") or hasattr(row, "verification"),
    )


def _line(row: Outgoing, *, hides: bool) -> OutgoingRow:
    return OutgoingRow(
        id=row.pk,
        code=row.code,
        on=row.on,
        form="" if hides else row.form,
        subject="" if hides else row.subject,
        recipients=() if hides else tuple(name for _kind, name in row.recipients),
        signer="" if hides else row.signer,
        case_id=None if hides else row.case_id,
        case_number="" if hides else cards.number(row.case),
    )
