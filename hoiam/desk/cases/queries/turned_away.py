"""Refusals of reception as the desk shows them; who it was stands on no card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from hoiam.desk.cases.models import TurnedAway
from hoiam.duties import queries as duties
from hoiam.duties.queries import DutyCard
from hoiam.law.procedures.reception_refusal import PROCEDURE, State
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

SUBJECT = "refusal"
"""Of the duty to issue form 01/TCD."""
PAGE = 25
_COLUMNS = (
    *("id", "unit_id", "on", "state", "ground", "kind", "people", "matter", "reason", "number", "signed_on"),
    *("changed_mind", "made_at", "ended_at", "identity_id", "version", "made_by__name", "ended_by__name"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedCard:
    """One refusal; `known`: somebody wrote down who it was."""

    id: int
    unit_id: int
    on: date
    state: State
    ground: str
    kind: str
    people: int
    matter: str
    reason: str
    number: str
    signed_on: date | None
    changed_mind: str
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    ended_by: str
    known: bool
    version: int

    @property
    def owes_notice(self) -> bool:
        """Form 01/TCD is still to be issued."""
        return self.state is State.ESTABLISHED

    def may(self, roles: Collection[Role]) -> tuple[str, ...]:
        """What these people can do with it now."""
        return PROCEDURE.available(self.state, frozenset(roles), is_assignee=False)


def listed(*, unit_id: int, before: int | None = None) -> tuple[TurnedCard, ...]:
    """The newest first, one more than a page; `before`: the last one shown. One statement."""
    rows = TurnedAway.objects.filter(unit_id=unit_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _cards(rows[: PAGE + 1])


def one(turned_id: int) -> TurnedCard:
    """One statement. Refused: no_such_refusal."""
    for card in _cards(TurnedAway.objects.filter(pk=turned_id)):
        return card
    raise Refused("no_such_refusal")


def dues(turned_ids: Collection[int]) -> dict[int, DutyCard]:
    """The notices that are owed, or were, by refusal. One statement."""
    found = duties.of_subjects(SUBJECT, turned_ids)
    return {duty.subject_id: duty for duty in found}


def _cards(rows: "QuerySet[TurnedAway]") -> tuple[TurnedCard, ...]:
    return tuple(map(_card, rows.values(*_COLUMNS)))


def _card(row: dict[str, Any]) -> TurnedCard:
    return TurnedCard(
        state=State(row.pop("state")),
        known=row.pop("identity_id") is not None,
        made_by=row.pop("made_by__name"),
        ended_by=row.pop("ended_by__name") or "",
        **row,
    )
