"""How often a matter may be passed on between offices before the office above them decides whose it is.

A rule of this system: a matter that two offices call not theirs is not passed on a third time by either of them.
Reorganised bodies count like any other (Law 72/2025/QH15, article 54).
"""

from collections.abc import Iterable, Mapping

from hoiam.law.refusal import Refused
from hoiam.law.sight import within

EVENTS = frozenset({"transfer", "send_back"})
NOTED_FROM = 2  # so many times passed on, it is a visible event
MOST = 2  # after so many, only the office above decides


def decide(*, before: int, from_path: str, to_path: str) -> int:
    """The how manieth time it is passed on; `before`: how often it was. Refused: superior_decides(count).

    An office may always hand it to the one above, and the one above may always say whose it is.
    """
    upward, downward = within(from_path, to_path), within(to_path, from_path)
    if before >= MOST and not (upward or downward):
        raise Refused("superior_decides", count=before)
    return before + 1


def last_from(steps: Iterable[tuple[str, Mapping[str, str]]]) -> int | None:
    """The unit that passed it on last; `steps` are events with their facts, the oldest first."""
    found = [facts["from"] for event, facts in steps if event in EVENTS and facts.get("from")]
    return int(found[-1]) if found else None


def noted(count: int) -> bool:
    """Whether it is an event that everybody who works on it sees."""
    return count >= NOTED_FROM
