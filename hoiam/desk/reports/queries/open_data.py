"""Accounts with their figures, and recommendations of supervision, as tables, as news and as dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from hoiam.desk.reports.models import Account, Recommendation
from hoiam.kit import keyset
from hoiam.kit.moments import local_day
from hoiam.law import accounts as law, remedies

LONG = 100
"""Rows that are read at once where each holds all figures of an account."""
_ACCOUNT = (
    *(
        "id",
        "post__unit__code",
        "post_id",
        "kind",
        "first",
        "last",
        "counted_on",
        "digest",
        "signed_strongly",
    ),
    *("signed_at", "published_at", "asked", "told"),
)
_RECOMMENDATION = (
    *("id", "programme_id", "number", "programme__by", "programme__body", "programme__unit__code"),
    *("post_id", "owner_id", "text", "received_on", "rule_id", "due_on", "answered_on", "answer"),
    *("done_by", "done_on"),
)
_DATED = (
    "id",
    "programme_id",
    "number",
    "owner__unit_id",
    "received_on",
    "due_on",
    "answered_on",
    "done_by",
    "done_on",
)


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """An account as news."""

    id: int
    unit_code: str
    title: str
    title_en: str
    kind: str
    first: date
    last: date
    at: datetime


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """An answer to a recommendation, as news: `on` the day that it bears, and the number in its programme."""

    id: int
    programme_id: int
    number: int
    unit_code: str
    body: str
    text: str
    late: bool
    on: date


@dataclass(frozen=True, slots=True)
class DatedCard:
    """A recommendation as calendars tell it; `unit_id` owes the answer, and what it promised by `done_by`."""

    id: int
    programme_id: int
    number: int
    unit_id: int
    received_on: date
    due_on: date
    answered_on: date | None
    done_by: date | None
    done_on: date | None


def accounts() -> Iterator[tuple[Any, ...]]:
    """Of those that are published.

    Number, unit, post, kind, first and last day, counted, SHA-256, second factor, signed, published, asked, answered.
    """
    rows = _published().annotate(
        asked=Count("questions"), told=Count("questions", filter=Q(questions__state="answered"))
    )
    for *row, signed_at, published_at, asked, told in keyset.rows(rows, *_ACCOUNT):
        yield (*row, local_day(signed_at), local_day(published_at), asked, told)


def figures() -> Iterator[tuple[Any, ...]]:
    """Account, first and last day, whether nobody held the post, part, line, what is counted, how many."""
    for number, text in keyset.rows(_published(), "id", "figures", batch=LONG):
        for period in law.read(text):
            vacant = period.holder is None
            for line in period.lines:
                for name, n in sorted(line.counts.items()):
                    yield (number, period.first, period.last, vacant, line.section.value, line.key, name, n)


def recommendations(*, on: date) -> Iterator[tuple[Any, ...]]:
    """As `_RECOMMENDATION`, then how the answer stands, and what it promised."""
    for row in keyset.rows(Recommendation.objects.all(), *_RECOMMENDATION):
        *_head, due_on, answered_on, _answer, done_by, done_on = row
        deed = remedies.standing(due=done_by, done=done_on, on=on) if done_by else ""
        yield (*row, remedies.standing(due=due_on, done=answered_on, on=on), deed)


def published(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[PublishedCard, ...]:
    """The latest first, of these units or of all. One statement."""
    rows = _published()
    if unit_ids:
        rows = rows.filter(post__unit_id__in=unit_ids)
    columns = ("id", "unit__code", "post__title", "post__title_en", "kind", "first", "last", "published_at")
    found: Any = rows.order_by("-published_at", "-id").values_list(*columns)[:limit]
    return tuple(PublishedCard(*row) for row in found)


def answered(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[AnsweredCard, ...]:
    """Recommendations that were answered, the latest first, of these units or of all. One statement."""
    rows = Recommendation.objects.filter(answered_on__isnull=False)
    if unit_ids:
        rows = rows.filter(owner__unit_id__in=unit_ids)
    columns = (
        *("id", "programme_id", "number", "owner__unit__code", "programme__body", "text"),
        *("due_on", "answered_on"),
    )
    found = rows.order_by("-answered_on", "-id").values_list(*columns)[:limit]
    return tuple(
        AnsweredCard(number, programme, place, unit, body, text, on > due_on, on)
        for number, programme, place, unit, body, text, due_on, on in found
        if on is not None
    )


def dated(*, unit_ids: tuple[int, ...], first: date, last: date, limit: int) -> tuple[DatedCard, ...]:
    """Recommendations that these units owe an answer to, or what it promised, between these days. One statement."""
    days = Q(due_on__range=(first, last)) | Q(done_by__range=(first, last))
    rows = Recommendation.objects.filter(days, owner__unit_id__in=unit_ids)
    return tuple(DatedCard(*row) for row in rows.order_by("due_on", "id").values_list(*_DATED)[:limit])


def _published() -> "QuerySet[Account]":
    return Account.objects.filter(state=law.State.PUBLISHED)
