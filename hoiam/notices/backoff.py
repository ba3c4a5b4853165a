"""When to try again: one minute, doubled each time, up to six hours, spread a little so that retries do not meet."""

import hashlib
from datetime import timedelta

ATTEMPTS = 12
FIRST = 60
LONGEST = 6 * 60 * 60
_SPREAD = 10  # at most a tenth more


def wait_after(*, notice_id: int, attempts: int) -> timedelta:
    """The pause after that many attempts (1 or more); the same notice always waits the same."""
    seconds = min(FIRST * 2 ** min(attempts - 1, 32), LONGEST)
    draw = hashlib.sha256(f"{notice_id}.{attempts}".encode()).digest()
    return timedelta(seconds=seconds + int.from_bytes(draw[:4], "big") % (seconds // _SPREAD))
