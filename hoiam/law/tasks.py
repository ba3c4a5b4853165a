"""Directives, plans and their tasks: what a task needs, how its days lie within one another, who may close a gap.

The steps of a task itself are in hoiam.law.procedures.directive_task. No text sets these limits: they are what a plan
means. A contradiction is refused where it is typed, not found on the last day.
"""

import re
from collections.abc import Iterable
from datetime import date

from hoiam.law.procedures.directive_task import ENDED, State
from hoiam.law.refusal import Refused

MOST_STEPS = 20
NUMBER = re.compile(r"\d{1,6}(?:[A-Za-z]?)(?:[-/][0-9A-Za-zĐđƯưƠơÂâÊêÔôĂă.&]{1,20}){1,4}")
"""The number of a document with its kind and issuer: 21-KL/TW, 83-KH/TU, 12/QĐ-UBND."""
OPEN = frozenset(State) - ENDED


def require_number(text: str) -> str:
    """Without spaces. Refused: document_number_wrong."""
    plain = "".join(text.split())
    if not NUMBER.fullmatch(plain):
        raise Refused("document_number_wrong")
    return plain


def require_words(*texts: str) -> None:
    """Refused: words_needed."""
    if not all(text.strip() for text in texts):
        raise Refused("words_needed")


def require_not_ahead(day: date, *, on: date) -> None:
    """What is registered was issued, or held, already. Refused: day_ahead(named, on)."""
    if day > on:
        raise Refused("day_ahead", named=day, on=on)


def require_post(post_id: int | None) -> int:
    """Somebody is responsible. Refused: post_needed."""
    if post_id is None:
        raise Refused("post_needed")
    return post_id


def require_below(path: str, *, plan_path: str) -> None:
    """A plan gives tasks to its own unit and to those below. Refused: unit_not_below."""
    if not path.startswith(plan_path):
        raise Refused("unit_not_below")


def require_standing(*, unit_id: int, until: date | None, successor_id: int | None, on: date) -> None:
    """Nothing is given to a unit that is no more. Refused: unit_dissolved(unit_id, since, successor_id)."""
    if until is not None and until <= on:
        raise Refused("unit_dissolved", unit_id=unit_id, since=until, successor_id=successor_id)


def require_days(*, given_on: date, due_on: date, limit: date | None) -> None:
    """Ahead of the day it is given, and not after the task of which it is a part.

    Refused: day_in_past(named, on), after_task_above(named, limit).
    """
    if due_on <= given_on:
        raise Refused("day_in_past", named=due_on, on=given_on)
    if limit is not None and due_on > limit:
        raise Refused("after_task_above", named=due_on, limit=limit)


def require_steps(days: Iterable[date], *, given_on: date, due_on: date) -> None:
    """Dated steps on the way lie within the days of the task.

    Refused: step_outside(named, first, last), too_many_steps(most).
    """
    found = tuple(days)
    if len(found) > MOST_STEPS:
        raise Refused("too_many_steps", most=MOST_STEPS)
    for day in found:
        if not given_on <= day <= due_on:
            raise Refused("step_outside", named=day, first=given_on, last=due_on)


def late(
    *, state: str, due_on: date, on: date, reported_on: date | None = None, done_on: date | None = None
) -> bool:
    """Done after its last day; or that day is past and it is not reported, or was reported after it.

    A report in time that nobody has looked at yet is not the fault of whoever reported.
    """
    if state == State.DONE:
        return done_on is not None and done_on > due_on
    if state == State.REPORTED:
        return reported_on is not None and reported_on > due_on
    return state in OPEN and on > due_on


def require_acknowledging(*, briefed: bool, acknowledged: bool) -> None:
    """Only who was briefed says so, once. Refused: not_briefed, acknowledged_already."""
    if not briefed:
        raise Refused("not_briefed")
    if acknowledged:
        raise Refused("acknowledged_already")


def require_reminding(*, reminded_on: date | None, on: date) -> None:
    """Nobody is reminded twice in one day. Refused: reminded_today."""
    if reminded_on is not None and reminded_on >= on:
        raise Refused("reminded_today")
