"""Words for what a complaint is brought against, and for the days in which it could be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, ngettext

from hoiam.desk.cases.actions.challenging import Against
from hoiam.desk.cases.forms.staff_deeds import OBSTACLES
from hoiam.desk.cases.queries import CaseCard
from hoiam.desk.cases.queries.challenged import ChallengedCard, ObstacleCard
from hoiam.kit import days
from hoiam.law import limitation


def shown(card: CaseCard) -> dict[str, Any]:
    """For cases/staff/challenged.html: nothing of what is no complaint."""
    if not card.may_challenge:
        return {"challenged": None}
    found = card.challenged
    return {
        "challenged": {
            "facts": facts(found) if found else [],
            "asked": found is not None and found.learned_on is not None,
            "counts": card.kind in limitation.KINDS,
            "count": found.count if found else None,
            "obstacles": [obstacle(one) for one in found.obstacles] if found else [],
        }
    }


def facts(card: ChallengedCard | Against) -> list[tuple[str, str]]:
    """Number, day, issuer, and since when it was known, as far as they are."""
    rows = [
        (_("Number of the decision"), card.number),
        (_("Day of the decision or act"), _day(card.issued_on)),
        (_("Issued or done by"), card.issuer),
        (_("Received or known of on"), _day(card.learned_on)),
    ]
    return [(label, value) for label, value in rows if value]


def obstacle(card: ObstacleCard) -> str:
    """From when until when, on which ground, and what shows it."""
    span = _("from %(first)s to the end of %(last)s") % {"first": _day(card.first), "last": _day(card.last)}
    return ": ".join(filter(None, (f"{span} · {dict(OBSTACLES).get(card.ground, card.ground)}", card.note)))


def typed(card: CaseCard) -> dict[str, Any]:
    """What stands in the form at first."""
    found = card.challenged
    if found is None:
        return {}
    return {
        "challenged_number": found.number,
        "challenged_on": found.issued_on,
        "challenged_by": found.issuer,
        "learned_on": found.learned_on,
    }


def recorded(facts: Mapping[str, str]) -> str:
    """Of the step: since when it was known."""
    learned, since = facts.get("learned"), _("Received or known of on")
    return f"{since}: {_day(date.fromisoformat(learned))}" if learned else ""


def hindered(facts: Mapping[str, str]) -> str:
    """Of the step: how many days."""
    count = int(facts.get("days", "0"))
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def _day(day: date | None) -> str:
    return days.day_text(day) if day else ""
