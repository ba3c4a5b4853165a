"""One text for many cases, each answered for itself: what a list needs before it goes on, and who may send it on."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import petition
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

MOST = 1_000
AUTHORS = frozenset({Role.HANDLER, Role.HEAD})


class State(StrEnum):
    """Where a list is."""

    DRAFTING = "drafting"  # the worker writes each case's draft and lays it before the head
    PROPOSED = "proposed"  # the head reads the list
    SENDING = "sending"  # approved: the worker signs each for itself
    DONE = "done"
    STOPPED = (
        "stopped"  # the head does not want it so; what was laid before them is theirs to decide one by one
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What every point of every case is answered with, where nothing else stands there."""

    decision: str
    ground: str
    next_step: str


def begin(text: Text, *, count: int, roles: Collection[Role], pack: Pack) -> State:
    """Refused: not_yours, nothing_chosen, too_many_cases(most), points_incomplete(missing): the text is whole."""
    if not AUTHORS & set(roles):
        raise Refused("not_yours")
    if not count:
        raise Refused("nothing_chosen")
    if count > MOST:
        raise Refused("too_many_cases", most=MOST)
    point = petition.PointFacts(1, text.decision, text.ground, text.next_step)
    if gaps := petition.missing([point], pack):
        raise Refused("points_incomplete", missing=gaps)
    return State.DRAFTING


def decide(event: str, *, state: str, roles: Collection[Role]) -> State:
    """`approve` or `stop` a list. Refused: not_yours, wrong_state."""
    if Role.HEAD not in roles:
        raise Refused("not_yours")
    if state != State.PROPOSED:
        raise Refused("wrong_state", state=state)
    return {"approve": State.SENDING, "stop": State.STOPPED}[event]


def after(state: str) -> State:
    """When no row of a list waits any more."""
    return {State.DRAFTING: State.PROPOSED, State.SENDING: State.DONE}[State(state)]
