"""Small checks that several procedures share, and the plain facts they read."""

from dataclasses import dataclass
from datetime import date

from hoiam.law import clocks
from hoiam.law.pack import Pack
from hoiam.law.procedures import moves
from hoiam.law.procedures.moves import Check, Running
from hoiam.law.refusal import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(moves.Facts):
    """What the decision hangs on, and nothing else; each event reads the few it needs."""

    reason: str = ""
    number: str = ""  # of the decision or document that takes the step
    attributes: frozenset[str] = frozenset()  # what the case was found to be, in writing
    held_on: date | None = None  # the day of the dialogue, session or conference
    announced_on: date | None = None
    until: date | None = None  # a day that somebody sets or promises
    posted_always: bool = False  # to be posted without end
    recipient: bool = True  # somebody at the unit takes in what is received
    redacted: bool = False  # nothing in it tells who the denouncer is


def recipient(facts: Facts, _pack: Pack) -> None:
    """A channel without a recipient cannot be opened."""
    if not facts.recipient:
        raise Refused("no_recipient")


def reason(facts: Facts, _pack: Pack) -> None:
    if not facts.reason.strip():
        raise Refused("reason_needed")


def number(facts: Facts, _pack: Pack) -> None:
    if not facts.number.strip():
        raise Refused("decision_needed", on=facts.on)


def running(facts: Facts, key: str) -> Running:
    if key not in facts.clocks:
        raise Refused("clock_not_running", clock=key)
    return facts.clocks[key]


def within(key: str, code: str) -> Check:
    """Not after the last day of a clock. A clock without a number never refuses."""

    def check(facts: Facts, _pack: Pack) -> None:
        limit = running(facts, key).due
        if limit is not None and facts.on > limit:
            raise Refused(code, clock=key, on=facts.on, limit=limit)

    return check


def still_open(key: str, code: str) -> Check:
    """As within, for what people may do: a clock that nobody recorded takes no right away."""
    in_time = within(key, code)

    def check(facts: Facts, pack: Pack) -> None:
        if key in facts.clocks:
            in_time(facts, pack)

    return check


def moving(key: str) -> Check:
    """Not while the clock stands still."""

    def check(facts: Facts, _pack: Pack) -> None:
        if running(facts, key).stopped:
            raise Refused("clock_stopped", clock=key)

    return check


def over(key: str, code: str) -> Check:
    """Not before a clock has run out: a window to close, a minimum period to be kept."""

    def check(facts: Facts, _pack: Pack) -> None:
        until = running(facts, key).due
        if until is not None and facts.on <= until:
            raise Refused(code, clock=key, on=facts.on, until=until)

    return check


def over_if_open(key: str, code: str) -> Check:
    """As over, for a clock that need not have begun."""
    has_passed = over(key, code)

    def check(facts: Facts, pack: Pack) -> None:
        if key in facts.clocks:
            has_passed(facts, pack)

    return check


def extension(key: str) -> Check:
    """A signed decision, in time, one of those the law knows, for a case found to be what that one asks for."""
    in_time = within(key, "extension_too_late")

    def check(facts: Facts, pack: Pack) -> None:
        number(facts, pack)
        reason(facts, pack)
        in_time(facts, pack)
        clock = running(facts, key)
        allowed = pack.rules[clock.rule_id].extend
        if clock.extended >= len(allowed):
            raise Refused("no_more_extensions", rule=clock.rule_id, allowed=len(allowed))
        needed = allowed[clock.extended].when
        if needed and needed not in facts.attributes:
            raise Refused("finding_needed", attribute=needed)

    return check


def finding(key: str, attribute: str) -> Check:
    """What makes a limit longer is written and filed before the shorter one has passed, or the case is late."""
    in_time = within(key, "finding_too_late")

    def check(facts: Facts, pack: Pack) -> None:
        if attribute not in facts.attributes:
            raise Refused("finding_needed", attribute=attribute)
        reason(facts, pack)
        in_time(facts, pack)

    return check


def day_set(facts: Facts, _pack: Pack) -> None:
    """A day is named, and it is still to come."""
    if facts.until is None:
        raise Refused("day_missing")
    if facts.until <= facts.on:
        raise Refused("day_in_past", named=facts.until, on=facts.on)


def event_ahead(facts: Facts, _pack: Pack) -> None:
    """What is planned lies ahead."""
    if facts.held_on is None:
        raise Refused("day_missing")
    if facts.held_on <= facts.on:
        raise Refused("day_in_past", named=facts.held_on, on=facts.on)


def day_come(facts: Facts, _pack: Pack) -> None:
    if facts.held_on is None:
        raise Refused("day_missing")
    if facts.on < facts.held_on:
        raise Refused("day_not_come", named=facts.held_on, on=facts.on)


def notice(procedure: str, clock: str) -> Check:
    """Announced as long before the day as the rule of this clock wants."""

    def check(facts: Facts, pack: Pack) -> None:
        if facts.held_on is None:
            raise Refused("day_missing")
        rule = pack.rules.pick(pack.clock(procedure, clock).rule_id, facts.held_on).rule
        latest = clocks.compute(rule, facts.held_on, pack.calendar).legal_due
        if facts.on > latest:
            raise Refused("notice_too_short", clock=clock, on=facts.on, latest=latest, held=facts.held_on)

    return check


def redacted(facts: Facts, _pack: Pack) -> None:
    if not facts.redacted:
        raise Refused("denouncer_recognisable")
