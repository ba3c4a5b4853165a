"""Secret addresses of calendars: given once, kept as a hash, ended by their owner or by the next one."""

import hashlib
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.office.cards import Actor
from hoiam.office.models import CalendarFeed, Person

_TOKEN_BYTES = 24  # 192 bits: nobody guesses it


def make(*, by: Actor, at: datetime) -> str:
    """A new address of this person; the one before ends. What is given back is kept nowhere.

    Refused: changed_meanwhile, when two pages make one at the same moment.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    try:
        with db.writing(), transaction.atomic():
            _end(by.person_id, at)
            CalendarFeed.objects.create(person_id=by.person_id, digest=digest(token), made_at=at)
    except IntegrityError:
        raise Refused("changed_meanwhile") from None
    return token


def revoke(*, by: Actor, at: datetime) -> None:
    """Nobody reads this person's calendar from now on. Idempotent."""
    with db.writing():
        _end(by.person_id, at)


def made_at(*, person_id: int) -> datetime | None:
    """Since when the person has one. One statement."""
    return (
        CalendarFeed.objects.filter(person_id=person_id, revoked_at=None)
        .values_list("made_at", flat=True)
        .first()
    )


def owner(token: str) -> Person | None:
    """Whose it is, while it holds and they may sign in. One statement."""
    rows = CalendarFeed.objects.select_related("person")
    feed = rows.filter(digest=digest(token), revoked_at=None, person__is_active=True).first()
    return feed.person if feed else None


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _end(person_id: int, at: datetime) -> None:
    CalendarFeed.objects.filter(person_id=person_id, revoked_at=None).update(revoked_at=at)
