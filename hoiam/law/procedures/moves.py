"""The engine of every procedure: a table of moves over states, held against roles, running clocks and facts.

It knows no jurisdiction: which rule runs a clock, where a step is written and what states and events are called
stands in the pack, under the procedure's name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from hoiam.law.citation import cite
from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import CloseSpec, Outcome, Step

Check = Callable[[Any, Pack], None]
Paths = Mapping[str | None, str]  # state before: state after

CITIZEN = frozenset({Role.CITIZEN})
CLERK = frozenset({Role.CLERK})
HEAD = frozenset({Role.HEAD})
INSPECTOR = frozenset({Role.INSPECTOR})
OFFICE = frozenset({Role.CLERK, Role.HEAD})
AUTHORS = frozenset({Role.HANDLER, Role.HEAD})
STAFF = OFFICE | AUTHORS
ANYONE = OFFICE | CITIZEN


@dataclass(frozen=True, slots=True)
class Running:
    """A clock of the case as it stands today."""

    rule_id: str
    due: date | None = None  # the legal day; None where the law gives no number
    stopped: bool = False
    extended: int = 0  # decisions that extended it so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every decision may hang on; a procedure adds its own."""

    on: date  # the local day it happens
    is_assignee: bool = False
    clocks: Mapping[str, Running] = field(default_factory=dict)  # by key; only those that have not ended


@dataclass(frozen=True, slots=True)
class Move:
    """One row. An event may have several: then the state says which of them it is."""

    event: str
    paths: Paths
    who: frozenset[Role]
    opens: tuple[str, ...] = ()  # clocks by their name in the pack
    closes: tuple[CloseSpec, ...] = ()
    moves: tuple[str, ...] = ()  # clocks by their key, as in all that follows
    checks: tuple[Check, ...] = ()
    stops: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()


def to(after: str, *before: str | None) -> Paths:
    return dict.fromkeys(before, after)


def stay(*states: str) -> Paths:
    return {state: state for state in states}


def closing(outcome: Outcome, *keys: str) -> tuple[CloseSpec, ...]:
    return tuple(CloseSpec(key, outcome) for key in keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """`ends` are states in which nothing more is owed but what `carries` names: clocks, by key, that outlive it.

    A carried clock is a duty of its own, met by an event that the last state still allows, or it lapses by its date.
    """

    name: str  # as its file in the pack
    states: type[StrEnum]
    ends: frozenset[str]
    moves: tuple[Move, ...]
    carries: frozenset[str] = frozenset()

    @property
    def events(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.event for move in self.moves))

    @property
    def first(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.paths[None] for move in self.moves if None in move.paths))

    @property
    def clocks(self) -> tuple[str, ...]:
        """Names of the clocks that some move opens."""
        return tuple(dict.fromkeys(chain.from_iterable(move.opens for move in self.moves)))

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(chain.from_iterable(move.who for move in self.moves))

    def decide(
        self, event: str, *, state: str | None, roles: frozenset[Role], facts: Facts, pack: Pack
    ) -> Step:
        """The step this event takes.

        Refused: unknown_event, not_yours, wrong_state; already_stopped, resume_without_stop, clock_not_running,
        clock_cannot_stop; or what a check of the move says.
        """
        rows = [move for move in self.moves if move.event == event]
        if not rows:
            raise Refused("unknown_event", event=event)
        if not any(_may(move, roles, is_assignee=facts.is_assignee) for move in rows):
            raise Refused("not_yours", allowed=tuple(sorted(rows[0].who)))
        move = _row(rows, state, facts)
        for key in move.stops:
            _stoppable(key, facts, pack)
        for check in move.checks:
            check(facts, pack)
        return self._step(move, state, pack)

    def available(self, state: str, roles: frozenset[Role], *, is_assignee: bool) -> tuple[str, ...]:
        """What these people may try in this state, in the order of the table."""
        return tuple(
            move.event
            for move in self.moves
            if state in move.paths and _may(move, roles, is_assignee=is_assignee)
        )

    def _step(self, move: Move, state: str | None, pack: Pack) -> Step:
        return Step(
            move.event,
            state,
            move.paths[state],
            opens=tuple(pack.clock(self.name, name) for name in move.opens),
            closes=move.closes,
            source=cite(pack.source(self.name, move.event)),
            moves=move.moves,
            stops=move.stops,
            resumes=move.resumes,
            extends=move.extends,
        )


def _may(move: Move, roles: frozenset[Role], *, is_assignee: bool) -> bool:
    """A handler acts only on what is assigned to them."""
    acting = roles if is_assignee else roles - {Role.HANDLER}
    return bool(acting & move.who)


def _row(rows: list[Move], state: str | None, facts: Facts) -> Move:
    """That a clock stands still already, or does not, says more than that the state is a wrong one."""
    _check_standing(rows[0], facts)
    for row in rows:
        if state in row.paths:
            return row
    raise Refused("wrong_state", state=state, allowed=tuple(chain.from_iterable(row.paths for row in rows)))


def _check_standing(move: Move, facts: Facts) -> None:
    if again := [key for key in move.stops if key in _standing(facts)]:
        raise Refused("already_stopped", clock=again[0])
    if moving := [key for key in move.resumes if key not in _standing(facts)]:
        raise Refused("resume_without_stop", clock=moving[0], on=facts.on)


def _standing(facts: Facts) -> Iterable[str]:
    return [key for key, clock in facts.clocks.items() if clock.stopped]


def _stoppable(key: str, facts: Facts, pack: Pack) -> None:
    """Only where a text allows it, and from the day that text came into force."""
    if key not in facts.clocks:
        raise Refused("clock_not_running", clock=key)
    rule = pack.rules[facts.clocks[key].rule_id]
    if rule.stops is None or facts.on < (rule.stops.in_force_from or date.min):
        raise Refused("clock_cannot_stop", rule=rule.id, on=facts.on)
