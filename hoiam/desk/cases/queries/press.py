"""Matters that the press or the public raised, as everybody sees them: where it stood, who owes an answer, the answer.

Title and answer are shown of what nobody is named in: no sender, and no conduct of a person. Of the rest the
register shows what its office cleared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hoiam.desk.cases.models import Case, Kind
from hoiam.kit import keyset
from hoiam.kit.moments import local_day
from hoiam.office.cards import page_language
from hoiam.office.models import Post

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """One matter. `answer`: decision, ground and next step of each point."""

    id: int
    unit_id: int
    owner: str
    owner_en: str
    title: str
    source: str
    published_on: date
    address: str
    received_on: date
    due_on: date | None
    answered_at: datetime | None
    how: str
    answer: tuple[str, ...]

    @property
    def owned_by(self) -> str:
        """The post that owes the answer, in the page's language."""
        return self.owner_en if page_language() == "en" else self.owner


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and after what the next begins."""

    rows: tuple[Raised, ...]
    next: tuple[date, int] | None


def raised(*, unit_id: int | None, after: tuple[date, int] | None, on: date) -> Listed:
    """The newest first. One statement."""
    rows: QuerySet[Case] = Case.objects.filter(kind=Kind.PRESS, press__isnull=False)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if after:
        day, last = after
        rows = rows.filter(Q(received_on__lt=day) | Q(received_on=day, id__lt=last), received_on__lte=day)
    head = Post.objects.filter(unit_id=OuterRef("unit_id"), is_head=True)
    owned = rows.annotate(
        owner=Subquery(head.values("title")[:1]), owner_en=Subquery(head.values("title_en")[:1])
    )
    known = owned.select_related("press", "reply").defer("body", "reply__comment")
    found = list(known.order_by("-received_on", "-id")[: PAGE + 1])
    page = tuple(_raised(case, case.owner or "", case.owner_en or "", on) for case in found[:PAGE])
    return Listed(page, (page[-1].received_on, page[-1].id) if len(found) > PAGE else None)


def table(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Number, unit, source, published, address, received, last day, answered, how it stands, title, answer."""
    rows: QuerySet[Case] = Case.objects.filter(kind=Kind.PRESS, press__isnull=False)
    known = rows.select_related("press", "reply", "unit").defer("body", "reply__comment")
    for case in keyset.objects(known):
        one = _raised(case, "", "", on)
        answered_on = local_day(one.answered_at) if one.answered_at else None
        yield (
            *(one.id, case.unit.code, one.source, one.published_on, one.address),
            *(one.received_on, one.due_on, answered_on, one.how, one.title, "\n".join(one.answer)),
        )


def _raised(case: Case, owner: str, owner_en: str, on: date) -> Raised:
    open_to_all = case.identity_id is None and not case.guarded
    return Raised(
        id=case.pk,
        unit_id=case.unit_id,
        owner=owner,
        owner_en=owner_en,
        title=case.title if open_to_all else case.public_title,
        source=case.press.source,
        published_on=case.press.published_on,
        address=case.press.address,
        received_on=case.received_on,
        due_on=case.answer_due_on,
        answered_at=case.answered_at,
        how=_how(case, on),
        answer=_answer(case) if open_to_all else (),
    )


def _how(case: Case, on: date) -> str:
    """running, overdue, in_time or late; ended when it was closed without an answer."""
    if case.answered_at is None and case.closed_at is not None:
        return "ended"
    until = local_day(case.answered_at) if case.answered_at else on
    late = case.answer_due_on is not None and until > case.answer_due_on
    if case.answered_at is None:
        return "overdue" if late else "running"
    return "late" if late else "in_time"


def _answer(case: Case) -> tuple[str, ...]:
    points = case.reply.points if case.reply else []
    return tuple(" ".join(filter(None, (one["ground"], one["next_step"]))) for one in points)
