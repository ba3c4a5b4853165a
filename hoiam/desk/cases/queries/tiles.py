"""How many cases wait for somebody, for the tiles above the queue."""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection

from hoiam.desk.cases.models import Kind
from hoiam.desk.cases.queries import firewall
from hoiam.desk.cases.queries.desk import DESK
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

COUNT_LIMIT = 100
_OPEN_HERE = (
    f"SELECT 1 FROM cases_case WHERE unit_id = %s AND due_on IS NOT NULL AND kind <> '{Kind.DENUNCIATION}' "  # noqa: S608
    "AND (NOT guarded OR id NOT IN ({hidden}))"
)
_IN_STATE = f"(SELECT COUNT(*) FROM ({_OPEN_HERE} AND state = %s LIMIT %s) s)"  # noqa: S608 - all of it stands here
_LATE = f"(SELECT COUNT(*) FROM ({_OPEN_HERE} AND due_on < %s LIMIT %s) l)"  # noqa: S608 - all of it stands here


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many wait, up to COUNT_LIMIT: the cost does not grow with the queue."""

    received: int
    proposed: int
    contested: int
    late: int


def counts(*, unit_id: int, by: office.Actor, on: date) -> QueueCounts:
    """Open cases of a unit that wait for somebody. One statement. Refused: not_yours."""
    if not by.roles_in(unit_id) & DESK:
        raise Refused("not_yours")
    sql, given = firewall.hidden_within(person_id=by.person_id, unit_id=unit_id, on=on)
    asked = f"SELECT {', '.join([_IN_STATE] * 3)}, {_LATE}".format(hidden=sql)
    with connection.cursor() as cursor:
        cursor.execute(asked, _count_of((unit_id, *given), on))
        return QueueCounts(*cursor.fetchone())


def _count_of(here: tuple[Any, ...], on: date) -> list[Any]:
    states = [(*here, state, COUNT_LIMIT) for state in ("received", "proposed", "contested")]
    return [*chain.from_iterable(states), *here, on, COUNT_LIMIT]
