"""What an operator asks of the outbox."""

from dataclasses import dataclass

from django.db.models import Count, Q

from hoiam.notices.models import Notice, State


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait, how many need a person."""

    waiting: int
    unsure: int
    failed: int


def counts() -> Counts:
    """One statement over what has not been sent."""
    found = Notice.objects.exclude(state=State.SENT).aggregate(
        waiting=Count("pk", filter=Q(state__in=(State.WAITING, State.SENDING))),
        unsure=Count("pk", filter=Q(state=State.UNSURE)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    return Counts(**found)
