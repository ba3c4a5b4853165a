"""What witnesses say that they have seen of our log, and what their clocks say: asked at start-up and every minute.

A tale counts only with the log's signature and the witness's own. Without addresses in the policy nobody is asked.
"""

import threading
import time
from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.conf import settings

from hoiam.journal import courier, guarding, store, trust
from hoiam.journal.guarding import Seen
from hoiam.ledger import checkpoint, note
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.policy import Policy
from hoiam.ledger.witness import digest

EVERY = 60.0
PATIENCE = 5.0
HASTE = 0.7
_lock = threading.Lock()
_asked: dict[str, float] = {}
"""When this process last asked, by log folder."""


def look(*, at: datetime, seconds: float = PATIENCE) -> LedgerError | None:
    """Ask whoever was not asked for a minute, then compare; what is found binds every process."""
    policy = trust.configured()
    seen = _ask(policy, seconds) if policy is not None and policy.urls and _due() else []
    return guarding.look(at=at, seen=seen, witnesses=policy.witnesses.values() if policy else ())


def first(*, at: datetime) -> None:
    """Before this process signs for the first time."""
    policy = trust.configured()
    if policy is not None and policy.urls and str(settings.HOIAM_LOG_DIR) not in _asked:
        look(at=at, seconds=HASTE)


def _due() -> bool:
    now, home = time.monotonic(), str(settings.HOIAM_LOG_DIR)
    with _lock:
        if now - _asked.get(home, -EVERY) < EVERY:
            return False
        _asked[home] = now
    return True


def _ask(policy: Policy, seconds: float) -> list[Seen]:
    name = digest(settings.HOIAM_ORIGIN)
    jobs = {
        (who, "monitor"): partial(_hear, who, policy, f"{url}/{name}/checkpoint", seconds)
        for who, url in policy.urls.items()
    }
    heard = courier.gather(jobs, seconds, lambda _: False)
    return [one for one in heard.values() if one is not None]


def _hear(who: str, policy: Policy, url: str, seconds: float) -> Seen | None:
    """None if it does not answer, does not know us, or tells what is not signed by us and by itself."""
    try:
        reply, clock = courier.get(url, seconds)
        if reply.status != HTTPStatus.OK:
            return None
        text = reply.body.decode("utf-8")
        seen = note.parse(text)
        held = {one.by for one in seen.signed([*store.verifiers(), policy.witnesses[who]])}
        known = checkpoint.parse(seen.text).origin == settings.HOIAM_ORIGIN
    except (OSError, UnicodeDecodeError, LedgerError):
        return None
    both = policy.witnesses[who] in held and len(held) > 1
    return Seen(who, text, clock) if known and both else None
