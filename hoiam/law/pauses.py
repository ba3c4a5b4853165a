"""A clock that decisions stop, resume and extend: what is allowed, and each with the decision's number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule, TimeUnit


@dataclass(frozen=True, slots=True)
class Pause:
    """From the decision that stops the clock to the one that resumes it; None: it stands still."""

    stopped_on: date
    resumed_on: date | None
    decision: str

    def covers(self, on: date) -> bool:
        """Whether this day is not counted: after the one decision, before the other."""
        return self.stopped_on < on and (self.resumed_on is None or on < self.resumed_on)

    @property
    def length(self) -> int:
        """Days not counted. Only of a pause that is over."""
        return 0 if self.resumed_on is None else max((self.resumed_on - self.stopped_on).days - 1, 0)


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension that was signed; `on` is the day of the decision.

    `found` is what the case was found to be, in writing; None where that was looked at before.
    """

    amount: int
    unit: TimeUnit
    on: date
    decision: str
    found: frozenset[str] | None = None


class Sign(StrEnum):
    STOP = "stop"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision on a clock, as it is recorded."""

    sign: Sign
    on: date
    decision: str


def read(decisions: Iterable[Signed]) -> tuple[Pause, ...]:
    """The pauses these decisions made, in their order.

    Refused: decision_needed, already_stopped, resume_without_stop.
    """
    pauses: list[Pause] = []
    for signed in decisions:
        if not signed.decision.strip():
            raise Refused("decision_needed", on=signed.on)
        running = not pauses or pauses[-1].resumed_on is not None
        if signed.sign is Sign.STOP and running:
            pauses.append(Pause(signed.on, None, signed.decision))
        elif signed.sign is Sign.STOP:
            raise Refused("already_stopped", since=pauses[-1].stopped_on)
        elif running:
            raise Refused("resume_without_stop", on=signed.on)
        else:
            pauses[-1] = Pause(pauses[-1].stopped_on, signed.on, pauses[-1].decision)
    return tuple(pauses)


def check(rule: Rule, event: date, pauses: Sequence[Pause]) -> None:
    """Refused: clock_cannot_stop, stop_before_event, resume_before_stop, pauses_overlap."""
    for pause in pauses:
        _check_one(rule, event, pause)
    for before, after in pairwise(pauses):
        if before.resumed_on is None or after.stopped_on < before.resumed_on:
            raise Refused("pauses_overlap", on=after.stopped_on)


def _check_one(rule: Rule, event: date, pause: Pause) -> None:
    allowed = rule.stops
    first = (allowed and allowed.in_force_from) or date.min
    if allowed is None or pause.stopped_on < first:
        raise Refused("clock_cannot_stop", rule=rule.id, on=pause.stopped_on)
    if pause.stopped_on < event:
        raise Refused("stop_before_event", on=pause.stopped_on, event=event)
    if pause.resumed_on is not None and pause.resumed_on < pause.stopped_on:
        raise Refused("resume_before_stop", stopped=pause.stopped_on, resumed=pause.resumed_on)


def check_extension(rule: Rule, number: int, granted: Granted, *, limit: date) -> None:
    """Whether the law knows this further period, the `number`th from 0, and it was granted in time.

    Refused: no_more_extensions, finding_needed, extension_too_long, extension_too_late.
    """
    if number >= len(rule.extend):
        raise Refused("no_more_extensions", rule=rule.id, allowed=len(rule.extend))
    allowed = rule.extend[number]
    if granted.found is not None and allowed.when and allowed.when not in granted.found:
        raise Refused("finding_needed", rule=rule.id, finding=allowed.when)
    if granted.unit is not allowed.unit or not 0 < granted.amount <= allowed.amount:
        raise Refused(
            "extension_too_long",
            rule=rule.id,
            amount=granted.amount,
            unit=granted.unit,
            allowed=allowed.amount,
            allowed_unit=allowed.unit,
        )
    if granted.on > limit:
        raise Refused("extension_too_late", on=granted.on, limit=limit)
