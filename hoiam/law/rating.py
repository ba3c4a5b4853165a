"""How people rate: the answer they got or, where there was none, how they were received. Never what they think."""

from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused

TURNED_AWAY = frozenset({"refused", "guided", "transferred"})
"""Ends without an answer of this office: refused, told where to go, passed to another body."""


def check(*, score: int | None, rated: bool, pack: Pack) -> None:
    """Once, and within the bounds. Refused: already_rated, score_out_of_range."""
    lowest, highest = pack.policy("rating_min"), pack.policy("rating_max")
    if rated:
        raise Refused("already_rated")
    if score is None or not lowest <= score <= highest:
        raise Refused("score_out_of_range", score=score, lowest=lowest, highest=highest)


def reception(*, state: str, score: int | None, rated: bool, pack: Pack) -> None:
    """How somebody was received whom the office gave no answer. Refused: wrong_state, and as check."""
    if state not in TURNED_AWAY:
        raise Refused("wrong_state", state=state, allowed=tuple(sorted(TURNED_AWAY)))
    check(score=score, rated=rated, pack=pack)
