"""Papers of a case made fit for the public: looked at, blacked out, flattened, checked by others, published."""

from collections.abc import Sequence
from datetime import datetime

from hoiam.desk.cases.actions import logbook, privacy, record
from hoiam.desk.cases.models import Case, RedactedCopy
from hoiam.files import actions as files, queries as file_queries, redaction
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

PURPOSE = "redacted"
MOST_COPIES = 100


def look(*, case_id: int, file_id: int, number: int, by: office.Actor) -> tuple[bytes, int]:
    """A page as PNG and how many there are. Refused: no_such_case, not_yours, no_such_file; as `redaction.page`."""
    return redaction.page(_source(case_id, file_id, by), number)


def found(*, case_id: int, file_id: int, by: office.Actor) -> tuple[str, ...]:
    """What is hidden in the original. Refused: as `look`."""
    _case(case_id, by)
    return redaction.hidden(_read(case_id, file_id, clean=False))


def redact(
    *, case_id: int, file_id: int, boxes: Sequence[Sequence[int]], by: office.Actor, at: datetime
) -> int:
    """A flattened copy, kept apart; the original stays sealed as it is.

    Refused: as `look`; box_wrong, not_flat(found), too_many_documents(most).
    """
    made = redaction.flattened(_source(case_id, file_id, by), boxes)
    redaction.check(made)
    _first, pages = redaction.page(made, 1)
    with record.opened(case_id=case_id) as case:
        if not privacy.works_on(case, by):
            raise Refused("not_yours")
        if case.redacted.count() >= MOST_COPIES:
            raise Refused("too_many_documents", most=MOST_COPIES)
        kept = files.store(
            data=made,
            name=f"ban-cong-khai-{record.number(case)}.pdf",
            media_type="application/pdf",
            owner=record.SUBJECT,
            owner_id=case.pk,
            purpose=PURPOSE,
            at=at,
        )
        row = RedactedCopy.objects.create(
            case=case,
            source_id=file_id,
            copy_id=kept.id,
            boxes=[list(box) for box in boxes],
            pages=pages,
            made_by_id=by.person_id,
            made_at=at,
        )
        return row.pk


def publish(*, copy_id: int, by: office.Actor, at: datetime) -> None:
    """Put a copy on the public register, once the very bytes were read by others; the log says so.

    Refused: no_such_document, not_yours, published_already, not_flat(found).
    """
    case_id, file_id = _copy(copy_id)
    _case(case_id, by)
    redaction.check(_read(case_id, file_id, clean=True))
    with record.opened(case_id=case_id) as case:
        row = RedactedCopy.objects.select_for_update(of=("self",)).select_related("copy").get(pk=copy_id)
        if not privacy.works_on(case, by) or case.kind in kinds.HELD:
            raise Refused("not_yours")
        if row.published_at is not None or row.copy is None:
            raise Refused("published_already")
        row.checked_at = row.published_at = at
        row.published_by_id = by.person_id
        row.save(update_fields=("checked_at", "published_at", "published_by"))
        journal.append(
            ref=logbook.unit_ref(case.unit_id),
            kind="publication.made",
            unit=case.unit.code,
            at=at,
            visibility=Visibility.PUBLIC,
            extra={"what": "document", "sha256": bytes(row.copy.sha256).hex()},
        )


def _copy(copy_id: int) -> tuple[int, int]:
    row = RedactedCopy.objects.filter(pk=copy_id).values_list("case_id", "copy_id").first()
    if row is None or row[1] is None:
        raise Refused("no_such_document")
    return row[0], row[1]


def _case(case_id: int, by: office.Actor) -> Case:
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    if not privacy.works_on(case, by):
        raise Refused("not_yours")
    return case


def _source(case_id: int, file_id: int, by: office.Actor) -> bytes:
    _case(case_id, by)
    return _read(case_id, file_id, clean=True)


def _read(case_id: int, file_id: int, *, clean: bool) -> bytes:
    """Only of this case: a number of another's file opens nothing."""
    card = file_queries.about(file_id=file_id)
    if (card.owner, card.owner_id) != (record.SUBJECT, case_id):
        raise Refused("no_such_file")
    return file_queries.read(file_id=file_id, clean=clean and card.has_clean_copy).data
