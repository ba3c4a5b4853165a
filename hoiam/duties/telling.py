"""Duties that the log has not been told of as they stand now: found by row, never counted past, and marked as told.

Whoever tells marks in the transaction of the entry: killed anywhere or run twice, nothing doubles and nothing is lost.
What is held, and what lapses, is never told.
"""

import secrets
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from hoiam.duties.models import HELD, Duty
from hoiam.kit.moments import local_day
from hoiam.law.told import Line

ChainOf = Callable[[int], str]
_COLUMNS = (
    *("token", "unit__code", "post_id", "key", "rule_id", "event_on", "due_on", "received_on"),
    *("opened_at", "closed_at", "outcome", "opened_by", "ended_by", "field", "unit__valid_from"),
)
_SHOWN = Duty.objects.filter(lapses=False).exclude(subject=HELD)


def waiting() -> bool:
    """Whether there is any. One statement."""
    return _SHOWN.filter(told=False).exists()


def take(*, limit: int, chain_of: ChainOf) -> list[Line]:
    """Up to so many of them, locked, named and marked; the caller tells them in the same transaction."""
    rows = _SHOWN.filter(told=False).select_for_update(of=("self",), skip_locked=_skips()).order_by("id")
    found = list(rows.values_list("id", "token")[:limit])
    with connection.cursor() as cursor:
        fresh = [(secrets.token_hex(8), pk) for pk, token in found if not token]
        if fresh:
            cursor.executemany("UPDATE duties_duty SET token = %s WHERE id = %s", fresh)
    ids = [pk for pk, _token in found]
    Duty.objects.filter(pk__in=ids).update(told=True)
    return list(_lines(Duty.objects.filter(pk__in=ids), chain_of))


def told(*, chain_of: ChainOf) -> Iterator[Line]:
    """Every duty that is marked as told, as it stands in the database."""
    return _lines(_SHOWN.filter(told=True), chain_of)


def changed() -> set[str]:
    """Names of those that changed since they were told, and wait to be told again. One statement."""
    return set(_SHOWN.filter(told=False).exclude(token="").values_list("token", flat=True))


def numbers(tokens: Collection[str]) -> dict[str, int]:
    """The rows of these names, for whoever looks into the database; for few."""
    return dict(Duty.objects.filter(token__in=list(tokens)).values_list("token", "id"))


def hold_still() -> None:
    """Until this transaction ends nobody else writes duties; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE duties_duty IN SHARE ROW EXCLUSIVE MODE")


def _skips() -> bool:
    return connection.vendor == "postgresql"


def _lines(rows: "QuerySet[Duty]", chain_of: ChainOf) -> Iterator[Line]:
    chain = cache(chain_of)
    for row in rows.values_list(*_COLUMNS).iterator(chunk_size=5000):
        token, unit, post, kind, rule, event, due, received, opened, closed, *rest, began = row
        days = (_day(event), _day(due), _day(received), _local(opened), _local(closed))
        outcome, opened_by, ended_by, field = rest
        ends = (outcome, opened_by, ended_by, field, _day(began))
        yield Line(token, unit, chain(post), kind, rule, *days, *ends)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _local(at: datetime | None) -> str:
    return local_day(at).isoformat() if at else ""
