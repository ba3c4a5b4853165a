"""A matter that an older register holds: it goes on where it stands, or is over and owes nothing.

Its clocks count from the day that register says. Decree 154/2026/NĐ-CP, article 27.1: the register is kept, on paper
or electronically.
"""

import dataclasses
import re
from collections.abc import Mapping

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step

OPEN, OVER = "import", "import_closed"
CHANNEL = "import"
DESK = frozenset({Role.CLERK, Role.HEAD})
ENDS: Mapping[str, str] = {
    "petition": "closed",
    "complaint_first": "executed",
    "complaint_second": "executed",
    "accountability_report": "explained",
    "denunciation": "settled",
}
"""By procedure, the state of what was settled elsewhere."""
_NUMBER = re.compile(r"[\w./-]{1,40}")


def old_number(text: str) -> str:
    """The number in the older register, where it is one and no sentence; else nothing."""
    return text if _NUMBER.fullmatch(text) and any(letter.isdigit() for letter in text) else ""


def may_give_code(*, roles: frozenset[Role], channel: str) -> bool:
    """Clerk and head, of a matter that came without anybody being given its code."""
    return channel == CHANNEL and bool(roles & DESK)


def give_code(*, roles: frozenset[Role], channel: str, seen: str) -> None:
    """`seen`: by which paper the person showed who they are. Refused: not_yours, not_imported, reason_needed."""
    if not roles & DESK:
        raise Refused("not_yours", allowed=tuple(sorted(DESK)))
    if channel != CHANNEL:
        raise Refused("not_imported")
    if not seen.strip():
        raise Refused("reason_needed")


def brought_over(step: Step, *, procedure: str, over: bool) -> Step:
    """From the step that registers it here. Refused: no_such_end."""
    if not over:
        return dataclasses.replace(step, event=OPEN)
    if procedure not in ENDS:
        raise Refused("no_such_end", procedure=procedure)
    return Step(OVER, step.before, ENDS[procedure], opens=(), closes=(), source=step.source)
