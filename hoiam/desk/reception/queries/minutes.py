"""What came of receptions: contents of a booking and of a session, what is still owed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from hoiam.desk.reception.models import Content
from hoiam.office.cards import full_name, page_language
from hoiam.office.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCard:
    """One content: its case, the direction, who sees to it, the promised day and when that was kept.

    `new`: its case came in with it.
    """

    id: int
    number: int
    case_id: int
    case_received_on: date
    direction: str
    unit: str
    promised_on: date | None
    answered_on: date | None
    new: bool

    def overdue(self, on: date) -> bool:
        """Whether the promised day has passed without an answer."""
        return self.promised_on is not None and self.answered_on is None and self.promised_on < on


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one session."""

    contents: int
    promised: int
    answered: int


def of_booking(booking_id: int) -> tuple[ContentCard, ...]:
    """In the order they were written down. One statement."""
    return _cards(Q(booking_id=booking_id))


def of_session(session_id: int) -> tuple[ContentCard, ...]:
    """By number of the day. One statement."""
    return _cards(Q(booking__session_id=session_id))


def of_cases(case_ids: list[int]) -> tuple[ContentCard, ...]:
    """What was promised in these cases and is still owed. One statement."""
    return _cards(Q(case_id__in=case_ids, promised_on__isnull=False, answered_on=None))


def counted(session_id: int) -> Counted:
    """One statement."""
    rows = Content.objects.filter(booking__session_id=session_id)
    found = rows.aggregate(contents=Count("id"), promised=Count("promised_on"), answered=Count("answered_on"))
    return Counted(**found)


def last_promise(session_id: int) -> date | None:
    """The last day that was promised at a session. One statement."""
    rows = Content.objects.filter(booking__session_id=session_id)
    found: date | None = rows.aggregate(last=Max("promised_on"))["last"]
    return found


def _unit(unit: Unit | None) -> str:
    """With its kind, in the page's language."""
    return full_name(unit.kind, unit.name, unit.name_en, page_language()) if unit else ""


def _cards(wanted: Q) -> tuple[ContentCard, ...]:
    rows = Content.objects.filter(wanted).select_related("booking", "case", "unit")
    return tuple(
        ContentCard(
            id=row.pk,
            number=row.booking.number,
            case_id=row.case_id,
            case_received_on=row.case.received_on,
            direction=row.direction,
            unit=_unit(row.unit),
            promised_on=row.promised_on,
            answered_on=row.answered_on,
            new=row.case.submit_key == row.form_key,
        )
        for row in rows.order_by("booking__number", "id")
    )
