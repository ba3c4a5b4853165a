"""Promises of a conference, with the question each answers."""

from django.db.models import QuerySet

from hoiam.desk.dialogues.models import Promise
from hoiam.desk.dialogues.queries.cards import PromiseCard
from hoiam.law.refusal import Refused

_COLUMNS = {
    **{name: name for name in ("id", "conference_id", "question_id", "what", "text", "due_on", "kept_on")},
    **{name: name for name in ("evidence", "link", "said_kept", "said_partly", "said_not_kept")},
    "unit_id": "conference__unit_id",
    "number": "question__number",
    "post": "post__title",
    "post_en": "post__title_en",
    "owner": "owner__title",
    "owner_en": "owner__title_en",
}


def of_conference(conference_id: int) -> tuple[PromiseCard, ...]:
    """By their day. One statement."""
    return _cards(Promise.objects.filter(conference_id=conference_id).order_by("due_on", "id"))


def one(promise_id: int) -> PromiseCard:
    """One statement. Refused: no_such_promise."""
    found = _cards(Promise.objects.filter(pk=promise_id))
    if not found:
        raise Refused("no_such_promise")
    return found[0]


def of_questions(question_ids: list[int]) -> tuple[PromiseCard, ...]:
    """Made in answer to one of these. One statement."""
    return _cards(Promise.objects.filter(question_id__in=question_ids).order_by("due_on", "id"))


def _cards(rows: "QuerySet[Promise]") -> tuple[PromiseCard, ...]:
    names = tuple(_COLUMNS)
    return tuple(
        PromiseCard(**dict(zip(names, row, strict=True))) for row in rows.values_list(*_COLUMNS.values())
    )
