"""Having our checkpoints cosigned: at once for a fresh receipt where that is quick, by the worker otherwise.

Without DATA/policy nothing here costs more than a look for that file.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from hoiam.journal import courier, store, trust
from hoiam.journal.models import Witness
from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.ledger import archive as archives, checkpoint, cosigning, note
from hoiam.ledger.cosigning import Client, Flag, Outcome
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.policy import NONE, Policy

SYNCHRONOUS = 0.7
BACKGROUND = 5.0
REFRESH = timedelta(seconds=60)
"""A log that stands still is cosigned anew this often: it bounds the time of the next entry."""
MAIL_PAST = 400 * 86_400
_DAILY = 86_400
_DOWN = 60.0
_turn = threading.Lock()
_down: dict[tuple[str, bool], float] = {}
"""Until when a witness that failed is left alone: by the worker (True), by requests (False)."""


class _Mine(threading.local):
    later = False


_mine = _Mine()
_log = logging.getLogger("hoiam.journal")


@contextlib.contextmanager
def later() -> Iterator[None]:
    """What this thread settles within is left to `keep_up`: nobody waits for these receipts."""
    before, _mine.later = _mine.later, True
    try:
        yield
    finally:
        _mine.later = before


def attempt(*, index: int) -> None:
    """Try to have a fresh entry witnessed; 0.7 s at most. What goes wrong is logged: the receipt is good without it."""
    policy = trust.configured()
    if policy is None or not policy.urls or _mine.later:
        return
    try:
        _attempt(policy, index)
    except Exception as error:  # noqa: BLE001 - the entry is published; nothing here may undo that
        _log.error("no witness could be asked: %s", type(error).__name__)


def _attempt(policy: Policy, index: int) -> None:
    """Whoever waited for another's round shares what it got."""
    deadline = time.monotonic() + SYNCHRONOUS
    if not _turn.acquire(timeout=SYNCHRONOUS):
        return
    try:
        if trust.archive().witnessed_size() <= index:
            _round(policy, at=timezone.now(), seconds=deadline - time.monotonic(), patient=False)
    finally:
        _turn.release()


def keep_up(*, at: datetime) -> None:
    """The worker's part: publish the policy, ask whoever has not seen the newest checkpoint, archive it."""
    policy = trust.configured()
    trust.publish()
    if policy is not None and policy.urls:
        with _turn:
            _round(policy, at=at, seconds=BACKGROUND, patient=True)
    else:
        _daily(at)


def thin(*, at: datetime) -> int:
    """Beyond 90 days the archive keeps one checkpoint an hour; how many files went."""
    with _turn:
        return trust.archive().thin(int(at.timestamp()), trust.believed())


def request(*, name: str, size: int | None = None) -> bytes:
    """What a witness without a line is sent by mail or on a stick: the newest checkpoint, or the kept one of a size.

    Refused: no_such_witness, nothing_published, no_such_checkpoint.
    """
    policy, archive = trust.believed(), trust.archive()
    witness = _named(policy, name)
    signed = store.publisher().signed() if size is None else archive.get(size)
    if not signed:
        raise Refused("nothing_published" if size is None else "no_such_checkpoint")
    with _turn:
        if not archive.get(checkpoint.unverified(signed).size):
            archive.keep(signed, policy)
    known = _known([witness])[witness.vkey].size
    return cosigning.request(signed, known, store.publisher().reader.nodes).body()


def accept(*, name: str, answer: bytes, at: datetime) -> int:
    """File its answer; the size it cosigned. Refused: no_such_witness. LedgerError if it fits nothing we asked."""
    policy = trust.believed()
    witness, archive = _named(policy, name), trust.archive()
    row, now, last = _known([witness])[witness.vkey], int(at.timestamp()), LedgerError("nothing_asked")
    for size in reversed(archive.sizes()):
        if size < row.size:
            break
        signed = archive.get(size)
        try:
            found = cosigning.read(answer, signed, witness, now=now, past=MAIL_PAST)
        except LedgerError as error:
            last = error
            continue
        with _turn:
            _record({row.vkey: row}, {row.vkey: Outcome(size, Flag.NONE, found)}, at)
            archive.keep(cosigning.add(signed, [found.line]), policy)
        return size
    raise last


def _round(policy: Policy, *, at: datetime, seconds: float, patient: bool) -> None:
    """Within the turn. Never asks twice for the same checkpoint while its cosignature is fresh."""
    signed = store.publisher().signed()
    if not signed or seconds <= 0:
        return
    rows = _known(list(policy.witnesses.values()))
    asked = [name for name in policy.urls if _wanted(rows[policy.witnesses[name].vkey], signed, at, patient)]
    jobs = {policy.witnesses[name].vkey: _job(policy, name, rows, signed, at, seconds) for name in asked}
    outcomes = courier.gather(jobs, seconds, lambda found: _enough(policy, signed, found))
    if not _enough(policy, signed, outcomes):
        silent = {vkey: Outcome(rows[vkey].size, Flag.UNREACHABLE) for vkey in jobs if vkey not in outcomes}
        outcomes |= silent
    _rest(outcomes, patient=patient)
    if not patient:  # too slow for a request is not yet unreachable
        outcomes = {vkey: one for vkey, one in outcomes.items() if one.flag is not Flag.UNREACHABLE}
    if outcomes:
        _record(rows, outcomes, at)
        _file(policy, signed, rows)


def _wanted(row: Witness, signed: str, at: datetime, patient: bool) -> bool:  # noqa: FBT001 - a key of `_down`
    fresh = row.size == checkpoint.unverified(signed).size and row.seen_at and at - row.seen_at < REFRESH
    return not fresh and _down.get((row.vkey, patient), 0.0) <= time.monotonic()


def _job(
    policy: Policy, name: str, rows: Mapping[str, Witness], signed: str, at: datetime, seconds: float
) -> Callable[[], Outcome]:
    witness, url = policy.witnesses[name], f"{policy.urls[name]}/add-checkpoint"
    client = Client(
        witness=witness,
        known=rows[witness.vkey].size,
        node=store.publisher().reader.nodes,
        post=lambda body: courier.post(url, body, seconds),
        clock=lambda: int(at.timestamp()),
    )
    return lambda: client.ask(signed)


def _rest(outcomes: Mapping[str, Outcome], *, patient: bool) -> None:
    """Who failed is left alone for a minute; who was too slow for a request is still asked by the worker."""
    for vkey, outcome in outcomes.items():
        if outcome.cosignature is None:
            _log.warning("a witness did not cosign: %s", outcome.flag)
            slow = not patient and outcome.flag is Flag.UNREACHABLE
            for who in (False,) if slow else (False, True):
                _down[vkey, who] = time.monotonic() + _DOWN


def _enough(policy: Policy, signed: str, found: Mapping[str, Outcome]) -> bool:
    if policy.quorum == NONE:
        return False
    lines = [one.cosignature.line for one in found.values() if one.cosignature]
    return archives.admitted(cosigning.add(signed, lines), policy) is not None


def _record(rows: Mapping[str, Witness], outcomes: Mapping[str, Outcome], at: datetime) -> None:
    """One statement. A witness that went backwards keeps its flag: its key is to be retired."""
    for vkey, outcome in outcomes.items():
        row = rows[vkey]
        row.size = max(row.size, outcome.size) if outcome.flag is not Flag.AHEAD else row.size
        row.flag = row.flag if row.flag == Flag.BACKWARDS else outcome.flag
        if outcome.cosignature is not None:
            row.line, row.seen_at = note.Note("", (outcome.cosignature.line,)).render()[1:], at
    with db.writing(durable=False):
        Witness.objects.bulk_create(
            [rows[vkey] for vkey in outcomes],
            update_conflicts=True,
            unique_fields=["vkey"],
            update_fields=["size", "line", "seen_at", "flag"],
        )


def _file(policy: Policy, signed: str, rows: Mapping[str, Witness]) -> None:
    """Archive the checkpoint with every cosignature we have over it."""
    size, lines = checkpoint.unverified(signed).size, list[note.Signature]()
    for witness in policy.witnesses.values():
        row = rows[witness.vkey]
        lines += _line(row.line, signed, witness) if row.size == size and row.line else []
    whole = cosigning.add(signed, lines)
    seen = archives.admitted(whole, policy)
    if seen is not None and seen.cosigned:
        trust.archive().keep(whole, policy)


def _line(line: str, signed: str, witness: note.Verifier) -> list[note.Signature]:
    try:
        return [cosigning.read(line.encode(), signed, witness, now=0, past=0, future=1 << 62).line]
    except LedgerError:
        return []


def _daily(at: datetime) -> None:
    """Without witnesses: the plain checkpoint, once a day."""
    signed, archive = store.publisher().signed(), trust.archive()
    if signed and at.timestamp() - archive.newest_at() > _DAILY:
        archive.keep(signed, trust.believed())


def _known(witnesses: list[note.Verifier]) -> dict[str, Witness]:
    """What is stored of each, or a fresh row. One statement."""
    vkeys = [one.vkey for one in witnesses]
    stored = Witness.objects.in_bulk(vkeys)
    return {vkey: stored.get(vkey) or Witness(vkey=vkey) for vkey in vkeys}


def _named(policy: Policy, name: str) -> note.Verifier:
    if name not in policy.witnesses:
        raise Refused("no_such_witness")
    return policy.witnesses[name]
