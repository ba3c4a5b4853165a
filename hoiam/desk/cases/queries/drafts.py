"""Forms of the counter that a clerk has under way: their own, never another's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from hoiam.desk.cases.models import Case, CounterDraft
from hoiam.law.refusal import Refused


@dataclass(frozen=True, slots=True)
class DraftCard:
    """One of them: what stands in its fields, when it was saved, until when it is kept."""

    id: int
    form_key: str
    said: Mapping[str, Sequence[str]]
    saved_at: datetime
    expires_at: datetime

    @property
    def title(self) -> str:
        """The subject, or how the text begins."""
        told = (self._first("title"), " ".join(self._first("body").split())[:80])
        return next(filter(None, told), "")

    @property
    def name(self) -> str:
        """Of the person who was speaking."""
        return self._first("name")

    def _first(self, field: str) -> str:
        return next(iter(self.said.get(field, ())), "").strip()


def under_way(*, person_id: int, at: datetime) -> tuple[DraftCard, ...]:
    """The newest first. One statement."""
    return tuple(map(_card, _of(person_id, at).order_by("-saved_at", "-id")))


def one(*, person_id: int, draft_id: int, at: datetime) -> DraftCard:
    """One statement. Refused: no_such_draft."""
    row = _of(person_id, at).filter(pk=draft_id).first()
    if row is None:
        raise Refused("no_such_draft")
    return _card(row)


def _of(person_id: int, at: datetime) -> "QuerySet[CounterDraft]":
    """Without those that came to be cases: what was saved in that very moment says nothing new."""
    rows = CounterDraft.objects.filter(person_id=person_id, expires_at__gt=at)
    return rows.filter(~Exists(Case.objects.filter(submit_key=OuterRef("form_key"))))


def _card(row: CounterDraft) -> DraftCard:
    return DraftCard(row.pk, row.form_key, row.said, row.saved_at, row.expires_at)
