"""Days of reception as a table: those that everybody may know of, and who received."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hoiam.desk.reception.models import Session
from hoiam.desk.reception.queries import sessions
from hoiam.kit import keyset
from hoiam.law.procedures.reception_session import COUNTS_FOR_HEAD, State

_COLUMNS = ("id", "unit__code", "post_id", "on", "nominal_on", "kind", "state", "posted_on", "online")


def receptions(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Number, unit, post, day, day first planned, kind, state, held by (head, deputy, nobody), posted, online."""
    rows = Session.objects.filter(sessions.announced(on), taken_back_at=None)
    for number, unit, post, day, nominal, kind, stored, posted, online in keyset.rows(rows, *_COLUMNS):
        state = sessions.standing(stored, day, on=on)
        yield (number, unit, post, day, nominal, kind, state.value, _by(state), posted, online)


def _by(state: State) -> str:
    if state in COUNTS_FOR_HEAD:
        return "head"
    return "deputy" if state in sessions.BY_DEPUTY else ""
