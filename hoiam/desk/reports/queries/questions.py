"""Public questions about an account."""

from typing import Any

from django.db.models import QuerySet

from hoiam.desk.reports.models import Question
from hoiam.desk.reports.queries.cards import QuestionCard
from hoiam.law.refusal import Refused

PAGE = 50
_COLUMNS = (
    *("id", "account_id", "number", "text", "asked_at", "state", "ground", "version", "answer"),
    *("answered_at", "answered_by__title", "answered_by__title_en", "entry", "identity_id"),
)


def of_account(account_id: int, *, after: int = 0, limit: int = PAGE) -> tuple[QuestionCard, ...]:
    """By number. One statement."""
    rows = Question.objects.filter(account_id=account_id, number__gt=after).order_by("number")
    return _cards(rows, limit)


def question(question_id: int) -> QuestionCard:
    """One statement. Refused: no_such_question."""
    found = _cards(Question.objects.filter(pk=question_id), 1)
    if not found:
        raise Refused("no_such_question")
    return found[0]


def _cards(rows: "QuerySet[Question]", limit: int) -> tuple[QuestionCard, ...]:
    return tuple(_card(*row) for row in rows.values_list(*_COLUMNS)[:limit])


def _card(*row: object) -> QuestionCard:
    said: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    if said["state"] == "hidden":
        said["text"] = said["answer"] = ""
    return QuestionCard(
        post=said.pop("answered_by__title"),
        post_en=said.pop("answered_by__title_en"),
        contact=said.pop("identity_id") is not None,
        **said,
    )
