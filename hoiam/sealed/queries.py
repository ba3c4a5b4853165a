"""What can be asked about protected identities: who opened them. Never what is in them."""

import dataclasses
from datetime import datetime

from hoiam.sealed.models import Opening


@dataclasses.dataclass(frozen=True)
class OpeningCard:
    """One line of the access record; `by_name` is empty when the machine sent a notice."""

    at: datetime
    by_id: int | None
    by_name: str
    purpose: str
    purpose_label: str
    reason: str


def openings(identity_id: int, *, limit: int = 200) -> tuple[OpeningCard, ...]:
    """The newest openings first (one SQL statement)."""
    rows = Opening.objects.filter(identity_id=identity_id).select_related("by").order_by("-id")[:limit]
    return tuple(
        OpeningCard(
            at=row.at,
            by_id=row.by_id,
            by_name=row.by.name if row.by else "",
            purpose=row.purpose,
            purpose_label=row.get_purpose_display(),
            reason=row.reason,
        )
        for row in rows
    )
