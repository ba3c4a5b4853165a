"""The book of outgoing documents: numbers without gaps, one series for each unit, year and kind; days are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.models import Case, LetterNumber, Outgoing, OutgoingBook
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import numbering
from hoiam.law.document_templates import Recipient
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

KEEPERS = frozenset({Role.CLERK, Role.HEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """What gets a number: its kind, its form, what the book says of it."""

    kind: str
    form: str
    subject: str
    signer: str
    recipients: Sequence[Recipient] = ()


def take(*, case: Case, what: Numbered, on: date, by: office.Actor, at: datetime) -> Outgoing:
    """The next number, in the caller's transaction: what is rolled back leaves no gap.

    Refused: day_ahead, day_closed, later_number_given.
    """
    book = _locked(case.unit_id, on.year)
    series, _made = LetterNumber.objects.select_for_update().get_or_create(
        unit_id=case.unit_id, year=on.year, kind=what.kind
    )
    stands = numbering.Series(last=series.last, last_on=series.last_on, closed_on=book.closed_on)
    number = numbering.following(stands, on=on, today=local_day(at))
    series.last, series.last_on = number, max(on, series.last_on or on)
    series.save(update_fields=("last", "last_on"))
    return Outgoing.objects.create(
        unit_id=case.unit_id,
        case=case,
        year=on.year,
        kind=what.kind,
        number=number,
        code=numbering.written(number, kind=what.kind, issuer=numbering.ISSUER),
        on=on,
        form=what.form,
        subject=what.subject,
        recipients=[[one.kind.value, one.name] for one in what.recipients],
        signer=what.signer,
        by_id=by.person_id,
        at=at,
    )


def close_day(*, unit_id: int, day: date, by: office.Actor, at: datetime) -> None:
    """Close a day and all before it. Refused: not_yours, day_not_over, day_closed."""
    if not by.roles_in(unit_id) & KEEPERS:
        raise Refused("not_yours")
    with db.writing():
        book = _locked(unit_id, day.year)
        book.closed_on = numbering.close(book.closed_on, day=day, today=local_day(at))
        book.closed_by_id = by.person_id
        book.save(update_fields=("closed_on", "closed_by"))


def _locked(unit_id: int, year: int) -> OutgoingBook:
    """Two who want a number at once wait for each other here."""
    book, _made = OutgoingBook.objects.select_for_update().get_or_create(unit_id=unit_id, year=year)
    return book
