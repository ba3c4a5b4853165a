"""Events of made-up cases."""

import os
from datetime import UTC, datetime
from hashlib import sha256

from hoiam.journal import actions as journal
from hoiam.ledger import sequencer

AT = datetime(2026, 11, 24, 1, 15, 7, tzinfo=UTC)
LETTER = b"Kinh gui Uy ban nhan dan phuong"


def ref():
    return os.urandom(16).hex()


def event(case=None, kind="case.received", first=None, **changes):
    """Append within the caller's transaction."""
    said = {"unit": "20.05977", "at": AT, "extra": {"channel": "web"}, "docs": {"content": digest()}}
    said |= {"first": case is None if first is None else first}
    return journal.append(ref=case or ref(), kind=kind, **{**said, **changes})


def recorded(case=None, **changes):
    """Append in a transaction of its own, and settle."""
    with journal.recording():
        return event(case, **changes)


def digest():
    return sha256(LETTER).digest()


def erase(case, *, documents_only=False):
    said = {"ground": "retention", "decision": digest().hex()}
    return journal.erase(ref=case, documents_only=documents_only, unit="20.05977", at=AT, facts=said)


class Fault(Exception):
    """What a test makes go wrong."""


def failing(monkeypatch, target, name, error=Fault, times=1):
    """Let this method fail a number of times, then work again."""
    original, left = getattr(target, name), [times]

    def maybe(*values, **named):
        if left[0]:
            left[0] -= 1
            raise error
        return original(*values, **named)

    monkeypatch.setattr(target, name, maybe)


def without_turns(monkeypatch):
    """As if another process held the log: nothing is integrated here."""
    monkeypatch.setattr(sequencer, "integrate", lambda *_, **__: None)
