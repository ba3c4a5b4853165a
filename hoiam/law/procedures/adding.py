"""What a citizen adds to a matter that is not over, of whatever procedure: no state changes and no clock.

A rule of this system, not of the law.
"""

from hoiam.law.refusal import Refused
from hoiam.law.step import Step

EVENT = "add"


def added(*, state: str, running: bool) -> Step:
    """The step of an addition. Refused: wrong_state when nothing is owed any more."""
    if not running:
        raise Refused("wrong_state", state=state)
    return Step(EVENT, state, state, opens=(), closes=(), source="")
