"""When the log must not be continued, why, and since when something waits: what every signing and every alarm asks.

What only a look at other machines or at the clock can tell is kept in a small file beside the log, outside the
database: it must survive what it warns of, and every process has to heed it.
"""

import json
import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings

from hoiam.journal import store
from hoiam.kit.keys import KeyUnusableError
from hoiam.law.refusal import Refused
from hoiam.ledger import anchor, checkpoint, note, sequencer
from hoiam.ledger.errors import Damaged, LedgerError, RollbackDetected
from hoiam.ledger.publish import Publisher
from hoiam.ledger.record import replace_durably
from hoiam.ledger.wire import b64, unb64

FILE = ".refuse"
WITNESSED = "witnessed"
SLOW = timedelta(seconds=60)
PUBLIC = timedelta(hours=1)
BROKEN = timedelta(days=1)
APART = timedelta(minutes=5)
CLOCK = frozenset({"clock_behind", "clock_off"})
_log = logging.getLogger("hoiam.journal")


class State(StrEnum):
    """Of the log: signing, signing but late, or not to be continued."""

    FINE = "fine"
    LATE = "late"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Health:
    """`reason` is a code ("" when fine), `facts` are numbers and names of places; `waiting` counts events."""

    state: State
    reason: str
    waiting: int
    oldest_waiting_seconds: float | None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def alarm(self) -> bool:
        """The operator must look."""
        return self.state is not State.FINE

    @property
    def banner(self) -> bool:
        """Citizens must be told."""
        return (self.oldest_waiting_seconds or 0) > PUBLIC.total_seconds()

    @property
    def broken(self) -> bool:
        """A promise was not kept."""
        return (self.oldest_waiting_seconds or 0) > BROKEN.total_seconds()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a witness's monitoring endpoint told: our checkpoint as it last cosigned it, and its own clock."""

    name: str
    signed: str
    clock: datetime | None = None


def allow() -> None:
    """Before anything is signed; one look for a file. RollbackDetected with the code that was found."""
    kept = _kept()
    if kept is not None:
        raise kept


def allow_moment() -> None:
    """Before an event is written. Refused: clock_wrong."""
    kept = _kept()
    if kept is not None and kept.code in CLOCK:
        raise Refused("clock_wrong")


def look(
    *, at: datetime, seen: Iterable[Seen] = (), witnesses: Iterable[note.Verifier] = ()
) -> LedgerError | None:
    """Compare the database with every place that has seen the log, and the clock with the witnesses'.

    What is found binds every process until a later look finds it gone; a witness that is silent takes nothing back.
    """
    old = _kept()
    new = _ahead(old, list(seen)) or _clock(old, at, list(seen), list(witnesses))
    if new is None:
        (_folder() / FILE).unlink(missing_ok=True)
    elif old is None or (old.code, old.facts) != (new.code, new.facts):
        _keep(new)
        _log.error("the log is not signed: %s %s", new.code, sorted(new.facts.items()))
    return new


def fault() -> tuple[str, Mapping[str, object]]:
    """Why nothing can be signed now, as code and facts; ("", {}) when it can. One statement of SQL."""
    try:
        allow()
        store.signers()
        _guard()
    except KeyUnusableError:
        return "key_unreadable", {}
    except LedgerError as error:
        return error.code, error.facts
    return "", {}


def begin() -> None:
    """Make the anchor of a log that has no entry yet."""
    kept = store.publisher().anchor
    if kept is not None:
        kept.begin()


def adopt_anchor() -> int:
    """Begin the anchor of a log that has entries, at what is published; its size. Refused: anchor_unset."""
    kept, signed = store.publisher().anchor, store.publisher().signed()
    if kept is None:
        raise Refused("anchor_unset")
    if signed:
        kept.adopt(signed)
    else:
        kept.begin()
    return kept.point().size


def check_prefixes() -> None:
    """At start-up: what others have seen must be the beginning of what is published. Raises LedgerError."""
    publisher = store.publisher()
    head = publisher.head()
    anchor.check_prefixes(head, publisher.marks(), publisher.reader.nodes(head.size))


def health_of(waiting: int, oldest_seconds: float | None) -> Health:
    """With what waits, as the caller has counted it."""
    reason, facts = fault()
    if reason:
        return Health(State.REFUSE, reason, waiting, oldest_seconds, facts)
    late = (oldest_seconds or 0) > SLOW.total_seconds()
    return Health(State.LATE if late else State.FINE, "slow" if late else "", waiting, oldest_seconds)


def _guard() -> None:
    """The marks before the database: whoever publishes meanwhile has committed first."""
    publisher = store.publisher()
    try:
        head = publisher.head()
    except Damaged:  # rebuilt from record and database; `ready` compares those
        head = checkpoint.NOTHING
    marks = publisher.marks()
    sequencer.guard(store.store().state(), head, marks)


def _ahead(old: LedgerError | None, seen: list[Seen]) -> LedgerError | None:
    """What the anchor holds and witnesses have seen, now or when last heard, that the database does not hold."""
    publisher = store.publisher()
    marks = [anchor.Mark(one.name, checkpoint.unverified(one.signed)) for one in seen]
    try:
        marks += [*_remembered(old), *publisher.marks()]
        state = store.store().state()  # after the marks: whoever publishes meanwhile has committed first
        ours = checkpoint.unverified(state.note) if state.size else checkpoint.NOTHING
        found = (_differs(ours, publisher, mark) for mark in marks)
        return next((error for error in found if error is not None), None)
    except Damaged:  # every signing meets it too; files are mended, the anchor is the operator's
        return None


def _differs(ours: checkpoint.Checkpoint, publisher: Publisher, mark: anchor.Mark) -> LedgerError | None:
    head = publisher.head()
    try:
        anchor.check(ours, [mark])
        anchor.check_prefixes(head, [mark], publisher.reader.nodes(head.size))
    except RollbackDetected as error:
        point = mark.point
        facts = {"size": point.size, "root": b64(point.root), "origin": point.origin, "database": ours.size}
        return RollbackDetected(error.code, where=mark.where, **facts)
    return None


def remembered() -> list[anchor.Mark]:
    """What a witness once showed that the database does not hold."""
    return _remembered(_kept())


def _remembered(old: LedgerError | None) -> list[anchor.Mark]:
    if old is None or "root" not in old.facts:
        return []
    facts: Any = old.facts
    point = checkpoint.Checkpoint(facts["origin"], int(facts["size"]), unb64(facts["root"]))
    return [anchor.Mark(facts["where"], point)]


def _clock(
    old: LedgerError | None, at: datetime, seen: list[Seen], witnesses: list[note.Verifier]
) -> LedgerError | None:
    """Behind a cosignature we hold, or far from the clock of most witnesses that told theirs."""
    texts = [_text(_folder() / WITNESSED), *(one.signed for one in seen)]
    newest = max((time for text in texts for time in _times(text, witnesses)), default=0)
    if at.timestamp() < newest:
        return RollbackDetected("clock_behind", seconds=int(newest - at.timestamp()))
    clocks = [one.clock for one in seen if one.clock]
    apart = [one for one in clocks if abs(one - at) > APART]
    if clocks and 2 * len(apart) > len(clocks):
        return RollbackDetected("clock_off", witnesses=len(apart))
    return old if old is not None and old.code == "clock_off" and not clocks else None


def _times(text: str, witnesses: list[note.Verifier]) -> list[int]:
    """Of the cosignatures that hold; none of a file that is broken."""
    try:
        return [one.time or 0 for one in note.parse(text).signed(witnesses)]
    except LedgerError:
        return []


def _kept() -> LedgerError | None:
    if not os.path.exists(f"{settings.HOIAM_LOG_DIR}/{FILE}"):  # noqa: PTH110 - asked for every event
        return None
    text = _text(_folder() / FILE)
    if not text:  # gone meanwhile
        return None
    with suppress(ValueError, TypeError):
        kept = json.loads(text)
        return RollbackDetected(kept.pop("code"), **kept)
    return RollbackDetected("refusal_unreadable")


def _keep(error: LedgerError) -> None:
    kept = {"code": error.code, **error.facts}
    replace_durably(str(_folder() / FILE), json.dumps(kept).encode())


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""


def _folder() -> Path:
    return Path(settings.HOIAM_LOG_DIR)
