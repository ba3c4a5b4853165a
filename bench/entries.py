"""Entries of the log, appended, settled, verified and audited in this process. Needs Django to be set up."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from hoiam.journal import actions as journal, queries
from hoiam.ledger import audit, policy, receipt


def measure(entries: int, verifications: int) -> dict[str, object]:
    """Milliseconds of CPU for each, and rates per second of CPU."""
    call_command("migrate", interactive=False, verbosity=0)
    journal.open_log(at=timezone.now())
    newest: list[int] = []
    settled = cpu(lambda: newest.extend(_one() for _ in range(entries)))
    text = queries.receipt_of(event_id=newest[-1]).text
    trust = policy.of(queries.vkey())

    def verify() -> None:
        for _ in range(verifications):
            receipt.check(receipt.parse(text.encode()), trust)

    def audited() -> None:
        assert audit.audit(Path(settings.HOIAM_LOG_DIR), trust).clean

    return {
        "entries": entries,
        "append_and_settle_ms": round(1000 * settled / entries, 3),
        "receipts_verified_per_s": round(verifications / cpu(verify)),
        "audit_entries_per_s": round(entries / cpu(audited)),
    }


def _one() -> int:
    with journal.recording():
        ref = os.urandom(16).hex()
        return journal.append(
            ref=ref, kind="case.received", unit="05977", at=timezone.now(), first=True
        ).event_id


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began
