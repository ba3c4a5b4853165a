"""A session row as it begins, not yet saved."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.reception.models import Regulation, Session, SessionKind
from hoiam.law.refusal import Refused
from hoiam.office.owing import OwingPost

NO_SLOT_MINUTES, NO_SLOT_PLACES = 30, 2
"""Of a session that follows no regulation: rules of the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """When and where a session is: hours as hoiam.law.schedules spells them, place, room for visits."""

    sittings: str
    place: str
    slot_minutes: int = NO_SLOT_MINUTES
    slot_places: int = NO_SLOT_PLACES
    regulation_id: int | None = None


def fresh(
    *, post: OwingPost, on: date, kind: SessionKind, state: str, where: Where, by: int, at: datetime
) -> Session:
    """A new one, its day the one it was first planned for."""
    return Session(
        uid=secrets.token_hex(16),
        post_id=post.id,
        unit_id=post.unit_id,
        on=on,
        nominal_on=on,
        kind=kind,
        state=state,
        sittings=where.sittings,
        place=where.place,
        slot_minutes=where.slot_minutes,
        slot_places=where.slot_places,
        regulation_id=where.regulation_id,
        made_at=at,
        made_by_id=by,
        changed_at=at,
    )


def of_regulation(row: Regulation) -> Where:
    """As the regulation says."""
    return Where(
        sittings=row.sittings,
        place=row.place,
        slot_minutes=row.slot_minutes,
        slot_places=row.slot_places,
        regulation_id=row.pk,
    )


def ruled(post_id: int, day: date) -> Where:
    """As the regulation of that day says. One statement. Refused: no_regulation."""
    rows = Regulation.objects.filter(post_id=post_id, from_on__lte=day).order_by("-from_on")
    row = rows.first()
    if row is None or (row.until_on is not None and row.until_on < day):
        raise Refused("no_regulation")
    return of_regulation(row)
