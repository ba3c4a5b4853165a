"""How people rate: the answer they got or, where there was none, how they were received. Never what they think."""

from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused

TURNED_AWAY = frozenset({"refused", "refusing", "guided", "transferred"})
"""Ends without an answer of this office: refused, told where to go, passed to another body."""
PASSED_ON = frozenset({"received", "accepted"})
"""States of a matter that another office has now, and has not answered yet."""


def whose(*, state: str, unit: int, passed_by: int | None) -> int | None:
    """The office whose reception can be rated: that turned them away, or passed the matter on; None for none."""
    if state in TURNED_AWAY:
        return unit
    return passed_by if state in PASSED_ON else None


def check(*, score: int | None, rated: bool, pack: Pack) -> None:
    """Once, and within the bounds. Refused: already_rated, score_out_of_range."""
    lowest, highest = pack.policy("rating_min"), pack.policy("rating_max")
    if rated:
        raise Refused("already_rated")
    if score is None or not lowest <= score <= highest:
        raise Refused("score_out_of_range", score=score, lowest=lowest, highest=highest)


def reception(*, whose: int | None, state: str, score: int | None, rated: bool, pack: Pack) -> int:
    """How somebody was received whom the office gave no answer; gives the office.

    Refused: wrong_state, and as check.
    """
    if whose is None:
        raise Refused("wrong_state", state=state, allowed=tuple(sorted(TURNED_AWAY)))
    check(score=score, rated=rated, pack=pack)
    return whose
