"""What can be asked about the outbox: never an address, never a word of a message."""

import dataclasses
from datetime import datetime

from hoiam.notices.models import Notice, State


@dataclasses.dataclass(frozen=True)
class Counts:
    """How the outbox stands; what is done is not counted. `oldest_due_at`: since when the first one waits."""

    waiting: int
    sending: int
    unsure: int
    failed: int
    oldest_due_at: datetime | None


@dataclasses.dataclass(frozen=True)
class StuckCard:
    """A notice that waits for the operator's decision."""

    id: int
    event: str
    channel: str
    template: str
    state: str
    attempts: int
    tried_at: datetime  # when the last attempt was due
    error: str


def due(*, at: datetime, channel: str, limit: int) -> tuple[int, ...]:
    """Ids of what should go out now, the longest waiting first (one SQL statement)."""
    rows = Notice.objects.filter(state=State.WAITING, next_at__lte=at, channel=channel)
    return tuple(rows.order_by("next_at", "id").values_list("pk", flat=True)[:limit])


def counts() -> Counts:
    """For the doctor; each figure comes from an index of its own."""

    def number(state: State) -> int:
        return Notice.objects.filter(state=state).count()

    waiting = Notice.objects.filter(state=State.WAITING).order_by("next_at")
    return Counts(
        waiting=number(State.WAITING),
        sending=number(State.SENDING),
        unsure=number(State.UNSURE),
        failed=number(State.FAILED),
        oldest_due_at=waiting.values_list("next_at", flat=True).first(),
    )


def stuck(*, limit: int = 100) -> tuple[StuckCard, ...]:
    """Unsure and failed notices, the oldest first."""
    cards: list[StuckCard] = []
    for state in (State.UNSURE, State.FAILED):
        rows = Notice.objects.filter(state=state).order_by("id")[:limit]
        cards += [
            StuckCard(
                id=row.pk,
                event=row.event,
                channel=row.channel,
                template=row.template,
                state=row.state,
                attempts=row.attempts,
                tried_at=row.next_at,
                error=row.error,
            )
            for row in rows
        ]
    return tuple(sorted(cards, key=lambda card: card.id)[:limit])
