"""The public register as a whole, and its newest answers: what its pages show, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hoiam.desk.cases.models import Case, Kind, RedactedCopy
from hoiam.desk.cases.queries import cards, procedures
from hoiam.desk.cases.queries.register import row_of
from hoiam.kit import keyset
from hoiam.kit.moments import local_day

COMPLAINTS = (Kind.COMPLAINT, Kind.COMPLAINT_AGAIN)
_NEEDED = (
    *("id", "received_on", "received_at", "kind", "field", "state", "answer_due_on", "answered_at"),
    *(
        "closed_at",
        "due_on",
        "public_title",
        "cleared_at",
        "unit__code",
        "unit__name",
        "unit__name_en",
        "unit__kind",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """One answer that was given: of which case, by which office, in time or late."""

    case_id: int
    number: str
    unit_code: str
    kind: str
    field: str
    title: str
    received_on: date
    due_on: date | None
    answered_at: datetime

    @property
    def late(self) -> bool:
        """After the last day."""
        return self.due_on is not None and local_day(self.answered_at) > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """A paper of a complaint that everybody may read."""

    id: int
    case_id: int
    number: str
    unit_code: str
    published_at: datetime


def cases(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Every row of the register, oldest first; titles only where the office cleared them.

    Id, number, unit, kind, field, state, received, last day, answered, closed, whether late, title.
    """
    found = Case.objects.exclude(kind=Kind.DENUNCIATION).select_related("unit").only(*_NEEDED)
    for case in keyset.objects(found):
        row = row_of(case, on)
        yield (
            *(row.id, row.number, case.unit.code, row.kind, row.field, row.state),
            *(row.received_on, row.answer_due_on),
            local_day(row.answered_at) if row.answered_at else None,
            local_day(row.closed_at) if row.closed_at else None,
            *(row.late, row.title),
        )


def answered(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[AnswerCard, ...]:
    """The newest answers, of these units or of all. One statement."""
    rows = Case.objects.filter(answered_at__isnull=False).exclude(kind=Kind.DENUNCIATION)
    if unit_ids:
        rows = rows.filter(unit_id__in=unit_ids)
    found = rows.select_related("unit").only(*_NEEDED).order_by("-answered_at", "-id")[:limit]
    return tuple(_answer(case) for case in found)


def papers(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[PaperCard, ...]:
    """Papers of complaints that the office blacked out and published, the newest first. One statement."""
    rows = RedactedCopy.objects.filter(published_at__isnull=False, case__kind__in=COMPLAINTS)
    if unit_ids:
        rows = rows.filter(case__unit_id__in=unit_ids)
    columns = ("id", "case_id", "case__received_on", "case__unit__code", "published_at")
    found = rows.order_by("-published_at", "-id").values_list(*columns)[:limit]
    return tuple(
        PaperCard(
            id=paper, case_id=case, number=cards.number_of(received, case), unit_code=unit, published_at=at
        )
        for paper, case, received, unit, at in found
        if at is not None
    )


def _answer(case: Case) -> AnswerCard:
    assert case.answered_at is not None  # noqa: S101 - only those are asked for
    return AnswerCard(
        case_id=case.pk,
        number=cards.number(case),
        unit_code=case.unit.code,
        kind=case.kind,
        field=case.field,
        title=case.public_title if procedures.is_petition(case.kind) else "",
        received_on=case.received_on,
        due_on=case.answer_due_on,
        answered_at=case.answered_at,
    )
