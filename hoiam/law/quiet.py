"""Hours in which nobody is disturbed: what is to be sent waits until they are over, in its order."""

from datetime import time

from hoiam.law.refusal import Refused


def hours(text: str) -> tuple[time, time] | None:
    """`21:00-07:00` as the first moment and the first one after; empty for none. Refused: quiet_hours_unreadable."""
    if not text.strip():
        return None
    begins, dash, ends = text.partition("-")
    try:
        found = time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError as error:
        raise Refused("quiet_hours_unreadable") from error
    if not dash or found[0] == found[1]:
        raise Refused("quiet_hours_unreadable")
    return found


def holds(at: time, quiet: tuple[time, time] | None) -> bool:
    """Whether it is quiet at this local time of day; hours may reach over midnight."""
    if quiet is None:
        return False
    begins, ends = quiet
    return begins <= at < ends if begins < ends else at >= begins or at < ends
