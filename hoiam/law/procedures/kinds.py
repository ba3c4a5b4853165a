"""Which procedure decides a matter, by its kind.

The kind follows from content, purpose and request, never from the title (Circular 05/2021/TT-TTCP, article 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hoiam.law.pack import Pack
from hoiam.law.procedures import (
    accountability_report,
    complaint_first,
    complaint_second,
    denunciation,
    moves,
    petition,
)
from hoiam.law.procedures.moves import Procedure
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.rules import Direction, Kind, Rule
from hoiam.law.step import Step

RECEIVED = "received"
HELD = frozenset({"denunciation"})
"""Kinds that only the post designated for them may open or list (Law 25/2018/QH14, article 8.3)."""
WINDOWS = frozenset({Kind.WINDOW, Kind.LIMITATION})


@dataclass(frozen=True, slots=True)
class Ruled:
    """The procedure of a kind, the facts it reads, and the event that begins it for the office and for a citizen."""

    procedure: Procedure
    facts: type[moves.Facts]
    registered: str = "receive"
    submitted: str = "receive"
    handled: frozenset[str] | None = None  # the events in use so far; None: all of the table

    def available(self, state: str, roles: frozenset[Role], *, is_assignee: bool) -> tuple[str, ...]:
        """What these people may try in this state, of what is in use."""
        events = self.procedure.available(state, roles, is_assignee=is_assignee)
        return tuple(event for event in events if self.handled is None or event in self.handled)

    def decide(
        self, event: str, *, state: str | None, roles: frozenset[Role], facts: moves.Facts, pack: Pack
    ) -> Step:
        """The step this event takes. Refused: unknown_event, also for facts of another procedure; as the table says."""
        if not isinstance(facts, self.facts) or not (self.handled is None or event in self.handled):
            raise Refused("unknown_event", event=event)
        return self.procedure.decide(event, state=state, roles=roles, facts=facts, pack=pack)


_PETITION = Ruled(petition.PROCEDURE, petition.Facts, "register", "submit")
BY_KIND: Mapping[str, Ruled] = MappingProxyType(
    {
        "petition": _PETITION,
        "report": _PETITION,
        "complaint": Ruled(complaint_first.PROCEDURE, complaint_first.Facts),
        "complaint_again": Ruled(complaint_second.PROCEDURE, complaint_second.Facts),
        "explanation": Ruled(accountability_report.PROCEDURE, accountability_report.Facts),
        "press": _PETITION,
        "denunciation": Ruled(
            denunciation.PROCEDURE, denunciation.Facts, handled=frozenset({"receive", "classify"})
        ),
    }
)


def ruled(kind: str) -> Ruled:
    """Refused: unknown_kind."""
    if kind not in BY_KIND:
        raise Refused("unknown_kind", kind=kind)
    return BY_KIND[kind]


def of(pack: Pack) -> tuple[str, ...]:
    """Kinds whose procedure the pack has words for."""
    return tuple(kind for kind, one in BY_KIND.items() if one.procedure.name in pack.words)


def may_become(before: str, after: str, *, state: str) -> bool:
    """Whether the clocks begin anew: another procedure decides from now on.

    Only a matter just received can change it. Refused: unknown_kind, wrong_state.
    """
    anew = ruled(before).procedure is not ruled(after).procedure
    if anew and state != RECEIVED:
        raise Refused("wrong_state", state=state, allowed=(RECEIVED,))
    return anew


def acting(kind: str, roles: frozenset[Role]) -> frozenset[Role]:
    """The capacities in which somebody acts on a matter of this kind: what is held, only its keeper touches."""
    if kind not in HELD:
        return roles - {Role.KEEPER}
    return frozenset({Role.CLERK}) if Role.KEEPER in roles else frozenset()


def lapses(rule: Rule) -> bool:
    """Whether its last day passes without anybody being late: a right ends, or a shortest period is kept."""
    shortest = rule.kind is Kind.MIN and rule.direction is Direction.AFTER
    return shortest or rule.kind in WINDOWS
