"""How a remedy and a fault to be mended stand on a day, how many were kept, and which side sees what shows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Owed:
    """Things that were due in a year, as they stand on a day."""

    in_time: int = 0
    late: int = 0
    running: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.running + self.overdue


def standing(*, due: date, done: date | None, on: date) -> str:
    """running, overdue, in_time or late on that day."""
    if done is not None:
        return "in_time" if done <= due else "late"
    return "overdue" if on > due else "running"


def of_finding(*, state: str, since: date | None, due: date, done: date | None, on: date) -> str:
    """The same of a remedy, and: found, before it is owed; waiting, once reported; sent_back."""
    plain = standing(due=due, done=done, on=on)
    if done is not None:
        return plain
    if since is None:
        return "found"
    if state == "reported":
        return "waiting"
    return "sent_back" if state == "sent_back" and plain == "running" else plain


def seen(*, inspects: bool, theirs: bool, since: date | None) -> bool:
    """Whether somebody sees findings and what shows them: the inspecting office always, the inspected unit from the
    day on which the draft came to it, nobody else ever.
    """
    return inspects or (theirs and since is not None)
