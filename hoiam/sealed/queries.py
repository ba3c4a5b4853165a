"""What can be asked about protected identities: who opened them. Never what is in them."""

import dataclasses
from datetime import datetime

from django.db.models import QuerySet

from hoiam.kit import prepared
from hoiam.sealed.models import Download, Opening


@dataclasses.dataclass(frozen=True)
class OpeningCard:
    """One line of the access record; `by_name` is empty when the machine sent a notice."""

    at: datetime
    by_id: int | None
    by_name: str
    purpose: str
    purpose_label: str
    reason: str


SHOWN = 200


def openings(identity_id: int) -> tuple[OpeningCard, ...]:
    """The newest openings first, up to SHOWN (one SQL statement)."""
    return tuple(
        OpeningCard(
            at=row.at,
            by_id=row.by_id,
            by_name=row.by.name if row.by else "",
            purpose=row.purpose,
            purpose_label=row.get_purpose_display(),
            reason=row.reason,
        )
        for row in _OPENINGS.all(identity_id=identity_id)
    )


def _openings(identity_id: int) -> "QuerySet[Opening]":
    return Opening.objects.filter(identity_id=identity_id).select_related("by").order_by("-id")[:SHOWN]


_OPENINGS = prepared.Rows(_openings, identity_id=-1_000_001)


@dataclasses.dataclass(frozen=True)
class DownloadCard:
    """One handing out of a file with identities."""

    at: datetime
    by_name: str


def downloads(*, what: str, number: int) -> tuple[DownloadCard, ...]:
    """The newest first, up to SHOWN (one SQL statement)."""
    rows = Download.objects.filter(what=what, number=number).select_related("by").order_by("-id")[:SHOWN]
    return tuple(DownloadCard(row.at, row.by.name) for row in rows)
