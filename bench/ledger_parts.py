"""What the processes of bench.ledger do. Needs Django to be set up, and no connection open when it is forked."""

import os
import random
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from bench.kills_parts import UNIT
from hoiam.journal import actions as journal, queries
from hoiam.journal.models import Event, Vault, Visibility
from hoiam.ledger import audit, commit, merkle, policy, tiles
from hoiam.ledger.receipt import State

BATCH = 5000
PROOFS = 1000
STATEMENT = "x" * 290  # as long as one with two documents


def registering(seconds: float) -> list[float]:
    """Seconds that each receipt took."""
    until, waits = time.monotonic() + seconds, list[float]()
    while time.monotonic() < until:
        began = time.perf_counter()
        with journal.recording():
            one = journal.append(
                ref=os.urandom(16).hex(), kind="case.received", unit=UNIT, at=timezone.now(), first=True
            )
        receipt = queries.receipt_of(event_id=one.event_id)
        waits.append(time.perf_counter() - began)
        assert receipt.verified
        assert receipt.state is not State.PROMISED
    return waits


def fill(entries: int) -> int:
    """So many events that wait, of one case; the bytes of the database before."""
    before = weight()
    vault = Vault.objects.create(ref=os.urandom(16).hex())
    for start in range(0, entries, BATCH):
        rows = [
            Event(
                vault=vault,
                seq=seq,
                kind="case.received",
                at=timezone.now(),
                statement=STATEMENT,
                visibility=Visibility.PARTY,
                entry=commit.entry(os.urandom(commit.DIGEST)),
                leaf=os.urandom(merkle.HASH),
            )
            for seq in range(start, min(start + BATCH, entries))
        ]
        Event.objects.bulk_create(rows)
    return before


def integrate(before: int) -> dict[str, float]:
    entries, began = Event.objects.filter(index=None).count(), time.perf_counter()
    size = journal.run(at=timezone.now())
    took = time.perf_counter() - began
    assert Event.objects.aggregate(last=Max("index"))["last"] == size - 1
    log = Path(settings.HOIAM_LOG_DIR)
    published = sum(one.stat().st_size for one in (log / "tile").rglob("*") if one.is_file())
    return {
        "entries": entries,
        "seconds": took,
        "us": 1e6 * took / entries,
        "database": (weight() - before) / entries,
        "published": published / size,
    }


def prove() -> dict[str, float]:
    """Of random entries, from tile files, by a process that has read none of them."""
    reader, luck = tiles.Reader(Path(settings.HOIAM_LOG_DIR)), random.Random(1)
    size, waits = queries.log_status(at=timezone.now()).published, list[float]()
    for _ in range(PROOFS):
        began = time.perf_counter()
        merkle.inclusion_proof(luck.randrange(size), size, reader.nodes(size))
        waits.append(1000 * (time.perf_counter() - began))
    waits.sort()
    return {"size": size, "p50": waits[PROOFS // 2], "p99": waits[PROOFS * 99 // 100]}


def audited() -> dict[str, float]:
    trust, began = policy.of(queries.vkey()), time.perf_counter()
    report = audit.audit(Path(settings.HOIAM_LOG_DIR), trust)
    return {"read": report.read, "clean": report.clean, "seconds": time.perf_counter() - began}


def weight() -> int:
    """Bytes of the database, its write-ahead log taken in."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            size: int = cursor.fetchone()[0]
            return size
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).stat().st_size
