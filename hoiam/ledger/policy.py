"""C2SP tlog-policy: which logs and witnesses are believed, and how many of them it takes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hoiam.ledger import checkpoint, note
from hoiam.ledger.errors import Malformed, Unproven
from hoiam.ledger.wire import clean, decode, number

MAX_POLICY = 1 << 16
MAX_LINES = 256
NONE = "none"
_BLANK = re.compile(r"[ \t]+")


class Group(NamedTuple):
    needed: int
    members: tuple[str, ...]


class Admitted(NamedTuple):
    """A checkpoint this policy believes, and the witnesses of the policy that cosigned it."""

    checkpoint: checkpoint.Checkpoint
    log: note.Verifier
    cosigned: tuple[note.Signed, ...]
    witnessed: bool  # a quorum is asked for, and met


@dataclass(frozen=True, slots=True)
class Policy:
    logs: tuple[note.Verifier, ...]
    witnesses: Mapping[str, note.Verifier] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE
    urls: Mapping[str, str] = field(default_factory=dict)  # of witnesses that have one, by name

    def admit(self, signed: str | bytes) -> Admitted:
        """Check log signature, cosignatures and quorum of a signed checkpoint; Unproven otherwise."""
        seen = note.parse(signed)
        point = checkpoint.parse(seen.text)
        held = seen.signed([*self.logs, *self.witnesses.values()])
        log = next((one.by for one in held if one.by in self.logs and one.by.name == point.origin), None)
        if log is None:
            raise Unproven("log_signature", origin=point.origin)
        cosigned = tuple(one for one in held if one.by not in self.logs)
        met = self._met(self.quorum, {one.by for one in cosigned})
        if not met:
            raise Unproven("quorum", cosigned=len(cosigned))
        return Admitted(point, log, cosigned, self.quorum != NONE)

    def without_quorum(self) -> "Policy":
        """Believes the same keys, but asks for no witness."""
        return replace(self, quorum=NONE)

    def _met(self, name: str, by: set[note.Verifier]) -> bool:
        if name == NONE:
            return True
        if name in self.witnesses:
            return self.witnesses[name] in by
        group = self.groups[name]
        return sum(self._met(member, by) for member in group.members) >= group.needed


def of(*vkeys: str) -> Policy:
    """Believe these logs alone, without witnesses."""
    return Policy(tuple(map(_log_key, vkeys)))


def parse(policy: str | bytes) -> Policy:
    text = decode(policy.replace(b"\t", b" "), MAX_POLICY) if isinstance(policy, bytes) else policy
    lines = clean(text.replace("\t", " "), MAX_POLICY).split("\n")
    rows = [line.strip(" ") for line in lines]
    rows = [line for line in rows if line and not line.startswith("#")]
    if len(rows) > MAX_LINES:
        raise Malformed("policy_too_long", limit=MAX_LINES)
    reading = _Reading()
    for row in rows:
        word, *rest = _BLANK.split(row)
        reading.take(word, rest)
    return reading.done()


class _Reading:
    """A policy while its lines are read; names must be defined before they are used."""

    def __init__(self) -> None:
        self.logs: list[note.Verifier] = []
        self.witnesses: dict[str, note.Verifier] = {}
        self.groups: dict[str, Group] = {}
        self.urls: dict[str, str] = {}
        self.used: set[str] = set()
        self.quorum: str | None = None

    def take(self, word: str, rest: Sequence[str]) -> None:
        takers: dict[str, Callable[[Sequence[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        if word not in takers:
            raise Malformed("policy_word")
        takers[word](rest)

    def done(self) -> Policy:
        if self.quorum is None:
            raise Malformed("policy_quorum")
        return Policy(tuple(self.logs), self.witnesses, self.groups, self.quorum, self.urls)

    def _log(self, rest: Sequence[str]) -> None:
        _count(rest, 1, 2)
        key = _log_key(rest[0])
        if key.key in {one.key for one in self.logs}:
            raise Malformed("policy_duplicate")
        self.logs.append(key)

    def _witness(self, rest: Sequence[str]) -> None:
        _count(rest, 2, 3)
        name, key = self._fresh(rest[0]), note.parse_vkey(rest[1])
        if key.kind not in (note.COSIGNATURE, note.ML_DSA_44):
            raise Malformed("key_type")
        if key.key in {one.key for one in self.witnesses.values()}:
            raise Malformed("policy_duplicate")
        self.witnesses[name] = key
        if len(rest) > 2:  # noqa: PLR2004
            self.urls[name] = rest[2].rstrip("/")

    def _group(self, rest: Sequence[str]) -> None:
        _count(rest, 3, MAX_LINES)
        name, word, *members = rest
        self._fresh(name)
        needed = {"any": 1, "all": len(members)}.get(word) or number(word)
        if not 1 <= needed <= len(members):
            raise Malformed("policy_threshold")
        for member in members:
            if not self._defined(member) or member in self.used:
                raise Malformed("policy_member")
            self.used.add(member)
        self.groups[name] = Group(needed, tuple(members))

    def _quorum(self, rest: Sequence[str]) -> None:
        _count(rest, 1, 1)
        if self.quorum is not None or not (rest[0] == NONE or self._defined(rest[0])):
            raise Malformed("policy_quorum")
        self.quorum = rest[0]

    def _fresh(self, name: str) -> str:
        if name == NONE or self._defined(name):
            raise Malformed("policy_duplicate")
        return name

    def _defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups


def _log_key(vkey: str) -> note.Verifier:
    key = note.parse_vkey(vkey)
    if key.kind not in (note.ED25519, note.ML_DSA_44):
        raise Malformed("key_type")
    return key


def _count(rest: Sequence[str], low: int, high: int) -> None:
    if not low <= len(rest) <= high:
        raise Malformed("policy_line")
