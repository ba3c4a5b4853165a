"""Documents of a case: started on a form, filled in, looked at, issued with a number, signed."""

import hashlib
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from hoiam.desk.cases.actions import challenging, index, numbers, privacy, record, setting, wording
from hoiam.desk.cases.models import Case, Document, DocumentState, Outgoing, SignedAs
from hoiam.desk.cases.queries import challenged as challenges, document_texts
from hoiam.files import actions as files, queries as file_queries
from hoiam.files.queries import FileCard
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import document_templates, numbering, on_paper, sheet
from hoiam.law.document_templates import Addressee, DocumentTemplate, Layout, Recipient
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity, Sheet
from hoiam.office import queries as office

if TYPE_CHECKING:
    from hoiam.files.cms import Signed

COMMITTEE = sheet.COMMITTEE
PURPOSE = "document"
PDF = "application/pdf"
CONTESTED = "contested"
"""The slot that names the decision or act complained of."""
LONGEST = 20_000
MOST_RECIPIENTS = 30
MOST_DOCUMENTS = 200
KINDS = {"report": "phản ánh", "press": "phản ánh", "complaint": "khiếu nại", "complaint_again": "khiếu nại"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs, in whose place; `title` for anybody but the head. `on`: the day of the document."""

    capacity: Capacity
    name: str
    title: str = ""
    on: date


def start(*, case_id: int, form: str, by: office.Actor, at: datetime) -> int:
    """A new draft; its id. Refused: no_such_case, not_yours, no_such_form, form_not_now, too_many_documents."""
    with journal.recording():
        case = _case(case_id, by)
        template = template_of(form)
        document_templates.decide_start(template, procedure=procedure(case), state=case.state)
        if case.documents.count() >= MOST_DOCUMENTS:
            raise Refused("too_many_documents", most=MOST_DOCUMENTS)
        known = [[kind.value, name] for kind, name in _expected(template, case, at)]
        row = Document.objects.create(
            case=case,
            form=form,
            values={**_returned(template, case), **_against(template, case)},
            recipients=known,
            made_by_id=by.person_id,
            made_at=at,
        )
        return row.pk


def _returned(template: DocumentTemplate, case: Case) -> dict[str, str]:
    """Originals that were given back, for the forms that list them."""
    if not template.returns:
        return {}
    last = case.steps.filter(event=on_paper.GIVEN_BACK).order_by("-id").first()
    return {template.returns: on_paper.listed(last.note)} if last and last.note else {}


def _against(template: DocumentTemplate, case: Case) -> dict[str, str]:
    """The decision complained of, for the forms that name it."""
    if not any(slot.name == CONTESTED for slot in template.slots):
        return {}
    known = challenging.against_of(case)
    said = challenges.named(number=known.number, issuer=known.issuer, issued_on=known.issued_on)
    return {CONTESTED: said} if said else {}


def save(
    *,
    document_id: int,
    version: int,
    values: Mapping[str, str],
    recipients: Sequence[Recipient],
    by: office.Actor,
    at: datetime,  # noqa: ARG001 - every action is told the moment
) -> int:
    """Keep the draft, unfinished or not; gives the new version.

    Refused: no_such_document, not_yours, changed_meanwhile, document_issued, text_too_long(slot, most),
    too_many_recipients(most), wrong_addressee.
    """
    with journal.recording():
        row = _draft(document_id, by, version)
        template = template_of(row.form)
        document_templates.decide_recipients(template, recipients)
        if len(recipients) > MOST_RECIPIENTS:
            raise Refused("too_many_recipients", most=MOST_RECIPIENTS)
        row.values = _kept(template, values)
        row.recipients = [[one.kind.value, document_templates.plain(one.name)] for one in recipients]
        row.version += 1
        row.save(update_fields=("values", "recipients", "version"))
        return row.version


def discard(*, document_id: int, version: int, by: office.Actor) -> None:
    """Throw a draft away. Refused as `save`."""
    with journal.recording():
        _draft(document_id, by, version).delete()


def issue(*, document_id: int, version: int, signing: Signing, by: office.Actor, at: datetime) -> str:
    """Number it, set it, keep it; gives what it is called: its number, or nothing for an unnumbered one.

    Refused: as `save`; form_not_now, document_incomplete(missing), wrong_addressee, no_addressee, signer_needed,
    title_needed, day_ahead, day_closed, later_number_given.
    """
    with journal.recording():
        row = _draft(document_id, by, version)
        template = template_of(row.form)
        document_templates.decide_start(template, procedure=procedure(row.case), state=row.case.state)
        document_templates.decide_issue(template, row.values, recipients_of(row))
        _not_ahead(signing.on, at)
        line = _outgoing(row, template, signing, by, at) if template.numbered else None
        code = line.code if line else ""
        made = setting.pdf(_sheet(row, template, signing=signing, number=code, at=at))
        row.outgoing, row.state, row.issued_on, row.issued_at = line, DocumentState.ISSUED, signing.on, at
        row.pdf_id = _keep(row, made, f"{_stem(row)}.pdf", PDF, at).id
        row.entry = _note(row, made, code, by, at)
        row.version += 1
        row.save()
        if row.case.kind not in kinds.HELD:
            index.add(
                case_id=row.case_id,
                text=document_texts.text_of(form=row.form, code=code, values=row.values),
            )
        return code


def sign_with(*, document_id: int, signature: bytes, by: office.Actor, at: datetime) -> str:
    """Keep a detached signature over the issued file; gives the name in the certificate.

    Refused: no_such_document, not_yours, not_issued, signed_already, file_unreadable, or as `cms.verify`.
    """
    with journal.recording():
        row = _unsigned(document_id, by)
        content = file_queries.read(file_id=row.pdf_id, clean=True).data
        cms = importlib.import_module("hoiam.files.cms")  # X.509 is large, and seldom needed
        signed: Signed = cms.verify(signature, content=content, at=at)
        row.signed_by = signed.name
        name = f"{_stem(row)}.p7s"
        kept = _keep(row, signature, name, "application/pkcs7-signature", at)
        _mark(row, kept.id, SignedAs.CMS, at)
        return signed.name


def sign_by_copy(*, document_id: int, token: str, by: office.Actor, at: datetime) -> None:
    """Keep a scan of the signed paper, staged before. Refused: as `sign_with`; copy_not_scan, file_gone."""
    with journal.recording():
        row = _unsigned(document_id, by)
        [found] = file_queries.staged(tokens=[token]) or [None]
        if found is None:
            raise Refused("file_gone")
        if not found.media_type.startswith("image/") and found.media_type != PDF:
            raise Refused("copy_not_scan")
        files.attach(tokens=[token], owner=record.SUBJECT, owner_id=row.case_id, at=at, purpose=PURPOSE)
        _mark(row, found.id, SignedAs.COPY, at)


def preview(*, document_id: int, by: office.Actor, at: datetime) -> bytes:
    """The draft as PDF, without number and day. Refused: no_such_document, not_yours."""
    row = _document(document_id, by)
    return setting.pdf(_sheet(row, template_of(row.form), at=at))


def draft_docx(*, document_id: int, by: office.Actor, at: datetime) -> bytes:
    """The same as .docx. Refused: no_such_document, not_yours."""
    row = _document(document_id, by)
    return wording.docx(_sheet(row, template_of(row.form), at=at))


def template_of(form: str) -> DocumentTemplate:
    """Refused: no_such_form."""
    template = record.pack().document_templates.get(form)
    if template is None or template.layout is Layout.REGISTER:
        raise Refused("no_such_form", form=form)
    return template


def procedure(case: Case) -> str:
    """The procedure that the case's states are of."""
    return kinds.ruled(case.kind).procedure.name


def recipients_of(row: Document) -> tuple[Recipient, ...]:
    return tuple(Recipient(kind=Addressee(kind), name=name) for kind, name in row.recipients)


def _kept(template: DocumentTemplate, values: Mapping[str, str]) -> dict[str, str]:
    kept = {slot.name: document_templates.plain(values.get(slot.name, "")) for slot in template.slots}
    if long := next((name for name, text in kept.items() if len(text) > LONGEST), ""):
        raise Refused("text_too_long", slot=long, most=LONGEST)
    return kept


def _case(case_id: int, by: office.Actor) -> Case:
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    if not privacy.works_on(case, by):
        raise Refused("not_yours")
    return case


def _document(document_id: int, by: office.Actor) -> Document:
    row = Document.objects.select_related("case__unit").filter(pk=document_id).first()
    if row is None:
        raise Refused("no_such_document")
    if not privacy.works_on(row.case, by):
        raise Refused("not_yours")
    return row


def _locked(document_id: int, by: office.Actor) -> Document:
    """The case first, as everybody who changes one does."""
    case_id = Document.objects.filter(pk=document_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refused("no_such_document")
    case = _case(case_id, by)
    row = Document.objects.select_for_update().filter(pk=document_id).first()
    if row is None:
        raise Refused("no_such_document")
    row.case = case
    return row


def _draft(document_id: int, by: office.Actor, version: int) -> Document:
    row = _locked(document_id, by)
    if row.state != DocumentState.DRAFT:
        raise Refused("document_issued")
    if row.version != version:
        raise Refused("changed_meanwhile", version=row.version)
    return row


def _expected(template: DocumentTemplate, case: Case, at: datetime) -> list[tuple[Addressee, str]]:
    """Whom the form goes to, as far as the office knows without opening an identity."""
    if template.to is Addressee.ARCHIVE:
        return []
    if template.to is Addressee.HEAD:
        return [(template.to, record.desk_of(case, on=local_day(at)).head_title)]
    return [(template.to, "")]


def _outgoing(
    row: Document, template: DocumentTemplate, signing: Signing, by: office.Actor, at: datetime
) -> Outgoing:
    said = document_templates.said(template, row.values, _known(row.case))
    what = numbers.Numbered(
        kind=template.series,
        form=template.form,
        subject=document_templates.filled(template.subject, said),
        signer=signing.name,
        recipients=recipients_of(row),
    )
    return numbers.take(case=row.case, what=what, on=signing.on, by=by, at=at)


def _not_ahead(on: date, at: datetime) -> None:
    if on > local_day(at):
        raise Refused("day_ahead", on=on, today=local_day(at))


def _sheet(
    row: Document,
    template: DocumentTemplate,
    *,
    at: datetime,
    signing: Signing | None = None,
    number: str = "",
) -> Sheet:
    desk = record.desk_of(row.case, on=local_day(at))
    here = office_of(desk)
    signature = None
    if signing is not None:
        signature = sheet.sign(
            template, here, capacity=signing.capacity, name=signing.name, title=signing.title
        )
    return sheet.compose(
        template,
        office=here,
        values=row.values,
        known=_known(row.case),
        recipients=recipients_of(row),
        signature=signature,
        number=number,
        on=signing.on if signing else None,
    )


def office_of(desk: office.Desk) -> sheet.Office:
    """How the unit of a desk is named on paper."""
    unit = desk.unit
    above = f"{COMMITTEE} {unit.parent_full_name}" if unit.parent_full_name else ""
    return sheet.Office(
        issuer=f"{COMMITTEE} {unit.full_name}", parent=above, place=unit.name, head_title=desk.head_title
    )


def _known(case: Case) -> dict[str, str]:
    return {
        "case": record.number(case),
        "received": numbering.dated(case.received_on).removeprefix("ngày "),
        "kind": KINDS.get(case.kind, "kiến nghị"),
    }


def _note(row: Document, made: bytes, code: str, by: office.Actor, at: datetime) -> int:
    """In the history, and in the log by form, day and the commitment to the very file; the event."""
    on = row.issued_on.isoformat() if row.issued_on else ""
    appended = journal.append(
        ref=row.case.ref,
        kind="document.issued",
        unit=row.case.unit.code,
        at=at,
        extra={"form": row.form, "on": on},
        docs={"document": hashlib.sha256(made).digest()},
    )
    facts = {"form": row.form, "on": on, **({"number": code} if code else {})}
    record.note(row.case, "issue_document", by=by.person_id, at=at, facts=facts, entry=appended.event_id)
    return appended.event_id


def _unsigned(document_id: int, by: office.Actor) -> Document:
    row = _locked(document_id, by)
    if row.state != DocumentState.ISSUED or row.pdf_id is None:
        raise Refused("not_issued")
    if row.signed_as:
        raise Refused("signed_already")
    return row


def _mark(row: Document, file_id: int, how: SignedAs, at: datetime) -> None:
    row.signed_id, row.signed_as, row.signed_at = file_id, how, at
    row.version += 1
    row.save(update_fields=("signed", "signed_as", "signed_at", "signed_by", "version"))


def _stem(row: Document) -> str:
    return f"{row.form.replace('.', '-')}-{record.number(row.case)}-{row.pk}"


def _keep(row: Document, data: bytes, name: str, media_type: str, at: datetime) -> FileCard:
    return files.store(
        data=data,
        name=name,
        media_type=media_type,
        owner=record.SUBJECT,
        owner_id=row.case_id,
        purpose=PURPOSE,
        at=at,
    )
