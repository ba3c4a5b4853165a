"""A step that stands on a document issued here: the document's number and day are the step's, whatever was typed."""

from dataclasses import replace

from hoiam.desk.cases.actions import documents
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.models import Case, Decision, Document, DocumentState, Verification
from hoiam.files import queries as files
from hoiam.law import document_templates
from hoiam.law.refusal import Refused


def tied(event: str, case: Case, said: Said) -> Said:
    """What is said with the step, number and day taken from the document if one is named.

    Refused: no_such_document for one of another case, not_issued, document_tied, document_decides_other(form, event),
    document_differs(number, on) when other ones were typed beside it.
    """
    if said.document is None:
        return said
    row = Document.objects.select_related("outgoing").filter(pk=said.document, case=case).first()
    if row is None:
        raise Refused("no_such_document")
    if row.state != DocumentState.ISSUED or row.outgoing is None:
        raise Refused("not_issued")
    document_templates.decide_tie(documents.template_of(row.form), row.values, event=event)
    if any(model.objects.filter(document=row).exists() for model in (Decision, Verification)):
        raise Refused("document_tied", number=row.outgoing.code)
    if said.number.strip() not in {"", row.outgoing.code} or said.on not in {None, row.issued_on}:
        raise Refused("document_differs", number=row.outgoing.code, on=row.issued_on)
    return replace(said, number=row.outgoing.code, on=row.issued_on)


def digests(said: Said) -> dict[str, bytes]:
    """SHA-256 of the issued file, for the log entry of the step."""
    if said.document is None:
        return {}
    pdf_id = Document.objects.filter(pk=said.document).values_list("pdf_id", flat=True).get()
    return {"document": files.about(file_id=pdf_id).sha256} if pdf_id else {}
