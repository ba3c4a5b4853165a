"""One visit or letter with several contents becomes several matters (Decree 154/2026/NĐ-CP, article 14.4).

Which kind a part is follows from its content, purpose and request (Circular 05/2021/TT-TTCP, article 6).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

FEWEST, MOST = 2, 9
RECEIVED, SPLIT = "received", "split"
WHO = frozenset({Role.CLERK, Role.HEAD})
NEVER = frozenset({"complaint_again"})
"""A second instance begins with the first one's decision, never with a part of a letter."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one part: its kind, and how long title and text are."""

    kind: str
    title: int
    text: int


def available(state: str, roles: frozenset[Role]) -> bool:
    """Whether these people may split a matter in this state: before anybody has taken it into work."""
    return state == RECEIVED and bool(roles & WHO)


def decide(
    parts: Sequence[Part], *, state: str, roles: frozenset[Role], kinds: Collection[str], is_part: bool
) -> None:
    """Refused: not_yours, wrong_state, part_of_another, parts_number, part_incomplete(number), unknown_kind."""
    if not roles & WHO:
        raise Refused("not_yours", allowed=tuple(sorted(WHO)))
    if state != RECEIVED:
        raise Refused("wrong_state", state=state, allowed=(RECEIVED,))
    if is_part:
        raise Refused("part_of_another")
    if not FEWEST <= len(parts) <= MOST:
        raise Refused("parts_number", fewest=FEWEST, most=MOST)
    for number, part in enumerate(parts, start=1):
        if part.kind not in set(kinds) - NEVER:
            raise Refused("unknown_kind", kind=part.kind)
        if not (part.title and part.text):
            raise Refused("part_incomplete", number=number)
