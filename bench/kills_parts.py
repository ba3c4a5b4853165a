"""What the processes of bench.kills do. Needs Django to be set up, and no connection open when it is forked."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from hoiam.journal import actions as journal, queries
from hoiam.journal.models import Event
from hoiam.ledger import audit, merkle, policy, tiles
from hoiam.ledger.errors import LedgerError

ACKS, SEEN = "acks", "seen"
UNIT = "05977"


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    journal.open_log(at=timezone.now())


def register() -> str:
    """One event of a case of its own; the case's number in the log."""
    ref = os.urandom(16).hex()
    with journal.recording():
        journal.append(ref=ref, kind="case.received", unit=UNIT, at=timezone.now(), first=True)
    return ref


def write(home: Path) -> None:
    """Register and acknowledge until killed, or orphaned."""
    parent = os.getppid()
    acks = os.open(home / ACKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while os.getppid() == parent:
        try:
            ref = register()
        except OperationalError:  # not registered: nobody was told so
            continue
        os.write(acks, f"{ref}\n".encode())


def watch(home: Path) -> None:
    """Keep every checkpoint that is seen, until killed or orphaned."""
    parent, last = os.getppid(), b""
    head, seen = Path(settings.HOIAM_LOG_DIR) / "checkpoint", home / SEEN
    seen.mkdir()
    for _ in iter(lambda: os.getppid() == parent, False):
        now = head.read_bytes()
        if now != last:
            last = now
            beside = seen / ".new"
            beside.write_bytes(now)
            beside.rename(seen / f"{len(os.listdir(seen)):06d}")  # noqa: PTH208 - many files


def judge(home: Path) -> None:
    """Finish what was left, as a start does, and write down what is wrong."""
    journal.recover()
    journal.run(at=timezone.now())
    log, trust = Path(settings.HOIAM_LOG_DIR), policy.of(queries.vkey())
    report = audit.audit(log, trust)
    faults = [f"{one.path}: {one.code}" for one in report.findings]
    reader = tiles.Reader(log)
    wide = (tiles.width_at(0, n, report.read) for n in range(-(-report.read // tiles.WIDTH)))
    entries = [one for n, width in enumerate(wide) for one in reader.entries(n, width)]
    notes = [one.read_bytes() for one in sorted((home / SEEN).iterdir()) if one.name != ".new"]
    faults += list(_inconsistent(notes, entries, trust))
    acks = (home / ACKS).read_text("ascii").splitlines() if (home / ACKS).exists() else []
    faults += list(_missing(acks, entries))
    verdict = {"entries": report.read, "acknowledged": len(acks), "checkpoints seen": len(notes)}
    (home / "verdict").write_text(json.dumps({**verdict, "faults": faults}), "utf-8")


def _inconsistent(notes: list[bytes], entries: list[bytes], trust: policy.Policy) -> Iterator[str]:
    """Checkpoints that are not signed, or of a size or root that this log never had."""
    frontier, roots = merkle.Frontier(), {0: merkle.EMPTY_ROOT}
    for entry in entries:
        frontier = frontier.extend([merkle.leaf_hash(entry)])
        roots[frontier.size] = frontier.root()
    for note in notes:
        try:
            point = trust.admit(note).checkpoint
        except LedgerError as error:
            yield f"a checkpoint was seen that is none: {error.code}"
            continue
        if roots.get(point.size) != point.root:
            yield f"the checkpoint of size {point.size} is of another log"


def _missing(acks: list[str], entries: list[bytes]) -> Iterator[str]:
    """Acknowledged events that do not stand in the log once, and any that have no place or not theirs."""
    rows = list(Event.objects.order_by("index").values_list("vault_id", "index", "entry"))
    if [index for _, index, _ in rows] != list(range(len(entries))):
        yield "the places of the events are not 0 … size-1, each once"
    for ref, index, entry in rows:
        if index is None or index >= len(entries) or entries[index] != bytes(entry):
            yield f"the event of {ref} is not what was published at {index}"
    events = [ref for ref, _, _ in rows]
    if len(set(acks)) != len(acks) or len(set(entries)) != len(entries) or len(set(events)) != len(events):
        yield "something stands there twice"
    yield from (f"acknowledged, but not there: {ref}" for ref in set(acks) - set(events))
