"""Slots and bookings as pages word them, and a booking made from a form."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from hoiam.desk.reception.actions import bookings
from hoiam.desk.reception.actions.bookings import Booked, Wanted
from hoiam.desk.reception.models import Channel
from hoiam.desk.reception.queries.places import NEEDS, ZONE, BookingCard, Free
from hoiam.kit import cursors
from hoiam.law.booking import State
from hoiam.office import queries as office
from hoiam.sealed.actions import Personal

Words = Mapping[State, tuple[Any, str]]


def states() -> Words:
    """What a state is called, and its colour."""
    return {
        State.WAITING: (_("On the waiting list"), "warning"),
        State.BOOKED: (_("Booked"), "info"),
        State.ARRIVED: (_("Is there"), "info"),
        State.CALLED: (_("Called"), "warning"),
        State.WITH_HEAD: (_("Being received"), "success"),
        State.DONE: (_("Was received"), "success"),
        State.NO_SHOW: (_("Did not come"), "neutral"),
        State.CANCELLED: (_("Given up"), "neutral"),
        State.DROPPED: (_("The session was not held then"), "danger"),
    }


def shown(card: BookingCard) -> dict[str, Any]:
    """One line of a list."""
    label, color = states()[card.state]
    return {
        "card": card,
        "time": clock(card.slot_at) if card.slot_at else "",
        "label": label,
        "color": color,
        "needs": [NEEDS[one] for one in card.needs if one in NEEDS],
        "channel": Channel(card.channel).label,
    }


def clock(at: datetime) -> str:
    """The hour there."""
    return f"{at.astimezone(ZONE):%H:%M}"


def choices(free: Sequence[Free]) -> list[tuple[str, str]]:
    """Hours to choose from, each with what is left."""
    return [(one.slot.starts.isoformat(), _left(one)) for one in free]


def _left(one: Free) -> str:
    hours = f"{clock(one.slot.starts)}–{clock(one.slot.ends)}"
    if not one.left:
        return _("%(hours)s: full, you would be on the waiting list") % {"hours": hours}
    return _("%(hours)s: %(left)s free") % {"hours": hours, "left": one.left}


def book(session_id: int, said: Mapping[str, Any], *, by: office.Actor | None) -> Booked:
    """Refused: as bookings.book."""
    person = Personal(name=said["name"], phone=said["phone"], email=said["email"])
    wanted = Wanted(
        session_id=session_id,
        slot_at=datetime.fromisoformat(said["slot"]),
        person=person,
        matter=said["matter"],
        channel=said.get("channel", Channel.WEB),
        submit_key=said["submit_key"],
        secret=secrets.token_bytes(8),
        people=said["people"],
        representatives=said["representatives"],
        needs=said["needs"],
        codes=said["earlier"],
        language="en" if get_language() == "en" else "vi",
    )
    return bookings.book(wanted=wanted, by=by, at=timezone.now())


def number_of(request: HttpRequest, name: str) -> int | None:
    """A number that a button sends."""
    return number(request.POST.get(name, ""))


def number(text: str) -> int | None:
    """What is none is None."""
    return cursors.number(text)
