"""A promise: a signed note saying that an entry will be in the log within `mmd` seconds.

Given when inclusion could not be waited for. A broken promise is itself evidence against the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hoiam.ledger import commit, note
from hoiam.ledger.checkpoint import parse_origin
from hoiam.ledger.errors import Malformed, Unproven
from hoiam.ledger.policy import Policy
from hoiam.ledger.wire import b64, field, number, unb64

MMD = 86400
MAGIC = "hoiam.promise/v1"
_LINES = 6


@dataclass(frozen=True, slots=True)
class Promise:
    """`time` in Unix seconds; `mmd` in seconds after it."""

    origin: str
    commitment: bytes
    time: int
    mmd: int = MMD

    def text(self) -> str:
        return f"{MAGIC}\n{self.origin}\n{b64(self.commitment)}\ntime {self.time}\nmmd {self.mmd}\n"


def build(origin: str, commitment: bytes, time: int, signers: Sequence[note.Signer]) -> str:
    promise = Promise(parse_origin(origin), commitment, time)
    return note.sign(promise.text(), signers)


def parse(text: str) -> Promise:
    """The note's text."""
    lines = text.split("\n")
    if len(lines) != _LINES or lines[0] != MAGIC or lines[-1]:
        raise Malformed("promise")
    return Promise(
        parse_origin(lines[1]),
        unb64(lines[2], commit.DIGEST),
        number(field(lines[3], "time")),
        number(field(lines[4], "mmd")),
    )


def check(signed: str | bytes, policy: Policy) -> Promise:
    """Verify that a log of the policy gave this promise."""
    seen = note.parse(signed)
    promise = parse(seen.text)
    if not any(one.by.name == promise.origin for one in seen.signed(policy.logs)):
        raise Unproven("log_signature", origin=promise.origin)
    return promise
