"""A due date and its reason, from whichever card a room has at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hoiam.kit import days, weeks
from hoiam.law import citation


@dataclass(frozen=True)
class Other:
    """What another text gives for the same clock."""

    cite: str
    legal_due: date


@dataclass(frozen=True)
class Explained:
    """What `{% due %}` shows; without `days` the count can no longer be shown, but the date stands."""

    legal_due: date
    safe_due: date
    rule_id: str
    cite: str
    days: Sequence[weeks.Counted] = field(hash=False)
    confirmed: bool = True
    others: tuple[Other, ...] = ()


def due(card: Any) -> Explained:
    """From a Due of hoiam.law.clocks, a card of a recorded date, or one that has all in words."""
    clock = getattr(card, "due", card)
    legal = card.due_on if hasattr(card, "due_on") else clock.legal_due
    safe = card.safe_on if hasattr(card, "safe_on") else clock.safe_due
    rule = getattr(card, "rule", None)
    return Explained(
        legal_due=legal,
        safe_due=safe,
        rule_id=card.rule_id if rule is None else rule.id,
        cite=card.cite if rule is None else citation.cite(rule, days.language()),
        days=() if clock is None else tuple(clock.days),
        confirmed=bool(getattr(clock, "confirmed", True)),
        others=tuple(
            Other(citation.cite(other.rule, days.language()), other.legal_due)
            for other in getattr(card, "others", ())
        ),
    )
