"""The statutory auditor opens any entry of the log, covers included; each opening is recorded before it is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from hoiam.journal import openings, store, trust
from hoiam.journal.models import Event, Inspected, LogState
from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import receipt as receipts
from hoiam.ledger.errors import LedgerError
from hoiam.office.cards import Actor

LONGEST = 300
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry. `statement` is empty when its key is gone: erased, or an orphan. `proven`: the published tree
    and the log's signature hold what it opens to; None when there is nothing to prove.
    """

    index: int
    kind: str
    visibility: str
    at: datetime
    entry: str
    statement: str
    proven: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """One recorded opening."""

    id: int
    index: int
    by: str
    at: datetime
    why: str


def open_leaf(*, index: int, why: str, by: Actor, at: datetime) -> Leaf:
    """Record the opening, durably, then open. Refused: not_allowed, no_reason, no_such_entry(size)."""
    _may(by)
    why = why.strip()[:LONGEST]
    if not why:
        raise Refused("no_reason")
    size = LogState.objects.filter(origin=settings.HOIAM_ORIGIN).values_list("size", flat=True).first() or 0
    event = Event.objects.select_related("vault", "supplement").filter(index=index).first()
    if event is None:
        raise Refused("no_such_entry", size=size)
    with db.writing():
        Inspected.objects.create(index=index, by_id=by.person_id, at=at, why=why)
    return _leaf(event, index)


def looks(*, by: Actor, before: int | None = None) -> tuple[Look, ...]:
    """Recorded openings, newest first, from below the id `before`. Refused: not_allowed."""
    _may(by)
    rows = Inspected.objects.select_related("by").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return tuple(Look(row.pk, row.index, row.by.name, row.at, row.why) for row in rows[:SHOWN])


def _may(by: Actor) -> None:
    if not by.holds(Role.INSPECTOR):
        raise Refused("not_allowed")


def _leaf(event: Event, index: int) -> Leaf:
    try:
        opening = openings.text_of(event)
    except Refused:
        opening = ""
    statement = opening.partition("\n\n")[2]
    proven = _proven(opening, index) if opening else None
    entry = bytes(event.entry).hex()
    return Leaf(index, event.kind, event.visibility, event.at, entry, statement, proven)


def _proven(opening: str, index: int) -> bool:
    publisher = store.publisher()
    try:
        text = receipts.build(
            publisher.reader, publisher.signed(), index, receipts.parse_opening(opening.encode())
        )
        receipts.check(text, trust.believed().without_quorum())
    except LedgerError:
        return False
    return True
