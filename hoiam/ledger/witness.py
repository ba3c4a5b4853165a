"""C2SP tlog-witness, the witness's side: cosigns a log only if it continues what was cosigned before.

Checks come in the order of the specification. A checkpoint is kept before its cosignature leaves the house; a
request that a trusted log key signed and that forks the log is kept as evidence, never cosigned. Same size with
another root is answered 422, as newer versions of the specification have it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from http import HTTPStatus
from typing import NamedTuple, Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

from hoiam.ledger import checkpoint, cosigning, merkle, note
from hoiam.ledger.cosigner import Cosigner, independent
from hoiam.ledger.errors import Damaged, LedgerError, Malformed, Unproven
from hoiam.ledger.note import Note, Signature, Verifier

TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"
_MONITOR = re.compile(r"/([0-9a-f]{64})/checkpoint", re.ASCII)
_RETRY = 5


class Answer(NamedTuple):
    status: HTTPStatus
    body: str
    kind: str = TEXT


class Slot(Protocol):
    """What is kept of one log while nobody else may change it."""

    def latest(self) -> str:
        """The checkpoint last kept; "" if none ever was. Damaged if it cannot be told."""

    def keep(self, signed: str) -> None:
        """Durably replace the latest; returns when no loss of power can undo it."""

    def accuse(self, body: bytes) -> None:
        """Keep a request that proves a fork."""


class Memory(Protocol):
    def holding(self, origin: str) -> AbstractContextManager[Slot]:
        """Alone with one log, among threads and processes."""

    def latest(self, origin: str) -> str: ...


class Known(NamedTuple):
    """What was cosigned last."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    time: int = 0


class _Refusal(Exception):
    def __init__(self, status: HTTPStatus, body: str = "", kind: str = TEXT) -> None:
        super().__init__(status)
        self.answer = Answer(status, body or f"{status.phrase}\n", kind)


class Witness:
    """Malformed("own_witness") if a log has the witness's key or domain."""

    def __init__(
        self, cosigner: Cosigner, logs: Iterable[Verifier], memory: Memory, clock: Callable[[], int]
    ) -> None:
        self._cosigner, self._memory, self._clock = cosigner, memory, clock
        self._logs: dict[str, list[Verifier]] = {}
        for log in logs:
            if not independent(cosigner.verifier, log):
                raise Malformed("own_witness", name=log.name)
            self._logs.setdefault(log.name, []).append(log)
        self._names = {digest(origin): origin for origin in self._logs}

    @property
    def verifier(self) -> Verifier:
        return self._cosigner.verifier

    def add_checkpoint(self, body: bytes) -> Answer:
        """Cosign, or say why not."""
        try:
            return Answer(HTTPStatus.OK, self._add(body))
        except _Refusal as refusal:
            return refusal.answer
        except Malformed as error:
            return Answer(HTTPStatus.BAD_REQUEST, f"{error.code}\n")

    def checkpoint(self, name: str) -> Answer:
        """The latest cosigned checkpoint of the log with this SHA-256, for monitors."""
        origin = self._names.get(name)
        latest = self._memory.latest(origin) if origin else ""
        return Answer(HTTPStatus.OK, latest) if latest else Answer(HTTPStatus.NOT_FOUND, "Not Found\n")

    def _add(self, body: bytes) -> str:
        asked = cosigning.parse(body)
        seen = note.parse(asked.signed)
        point = checkpoint.parse(seen.text)
        signed = self._signed(seen, point.origin)
        if asked.old > point.size:
            raise _Refusal(HTTPStatus.BAD_REQUEST)
        with self._memory.holding(point.origin) as slot:
            known = self._known(slot.latest())
            try:
                _continues(known, asked, point)
            except Unproven:
                slot.accuse(body)
                raise _answer_to_fork(known, asked) from None
            line = self._cosign(seen.text, known)
            slot.keep(Note(seen.text, (*signed, line)).render())
        return Note("", (line,)).render()[1:]

    def _signed(self, seen: Note, origin: str) -> Sequence[Signature]:
        """The lines of keys that this log is trusted under."""
        keys = self._logs.get(origin)
        if keys is None:
            raise _Refusal(HTTPStatus.NOT_FOUND)
        try:
            held = {(one.by.name, one.by.key_id) for one in seen.signed(keys)}
        except Unproven:
            held = set()
        if not held:
            raise _Refusal(HTTPStatus.FORBIDDEN)
        return [one for one in seen.signatures if (one.name, one.key_id) in held]

    def _known(self, latest: str) -> Known:
        if not latest:
            return Known()
        try:
            seen = note.parse(latest)
            point, own = checkpoint.parse(seen.text), seen.signed([self.verifier])
        except LedgerError:
            raise Damaged("witness_memory") from None
        if not own:
            raise Damaged("witness_memory")
        return Known(point.size, point.root, own[0].time or 0)

    def _cosign(self, text: str, known: Known) -> Signature:
        """At a time that never runs backwards."""
        now = self._clock()
        if now < known.time:
            raise _Refusal(HTTPStatus.SERVICE_UNAVAILABLE)
        return self._cosigner.sign(text, now)


class App:
    """The witness over HTTP, as WSGI. A reverse proxy may put it under any prefix."""

    def __init__(self, witness: Witness) -> None:
        self._witness = witness

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        try:
            answer = self._answer(environ)
        except (Damaged, OSError):
            answer = Answer(HTTPStatus.SERVICE_UNAVAILABLE, "Service Unavailable\n")
        body = answer.body.encode()
        headers = [("Content-Type", answer.kind), ("Content-Length", str(len(body)))]
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", str(_RETRY)))
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        monitored = _MONITOR.fullmatch(path)
        if path == "/add-checkpoint":
            return self._add(environ) if method == "POST" else _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        if monitored is None:
            return _plain(HTTPStatus.NOT_FOUND)
        return (
            self._witness.checkpoint(monitored[1])
            if method == "GET"
            else _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        )

    def _add(self, environ: WSGIEnvironment) -> Answer:
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit()):
            return _plain(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > len(str(cosigning.MAX_REQUEST)) or int(length) > cosigning.MAX_REQUEST:
            return _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = environ["wsgi.input"].read(int(length))
        if len(body) != int(length):
            return _plain(HTTPStatus.BAD_REQUEST)
        return self._witness.add_checkpoint(body)


def digest(origin: str) -> str:
    """How a log is named to monitors."""
    return sha256(origin.encode()).hexdigest()


def _continues(known: Known, asked: cosigning.Request, point: checkpoint.Checkpoint) -> None:
    """Unproven if this is a fork of what we know, whatever old size came with it; _Refusal if it cannot be told."""
    if point.size == known.size and point.root != known.root:
        raise Unproven("fork", size=point.size)
    if asked.old != known.size:
        raise _conflict(known)
    if known.size:
        merkle.verify_consistency(known.size, point.size, known.root, point.root, asked.proof)
    elif asked.proof:
        raise _Refusal(HTTPStatus.UNPROCESSABLE_ENTITY)


def _answer_to_fork(known: Known, asked: cosigning.Request) -> _Refusal:
    if asked.old != known.size:
        return _conflict(known)
    return _Refusal(HTTPStatus.UNPROCESSABLE_ENTITY)


def _conflict(known: Known) -> _Refusal:
    return _Refusal(HTTPStatus.CONFLICT, f"{known.size}\n", SIZE)


def _plain(status: HTTPStatus) -> Answer:
    return Answer(status, f"{status.phrase}\n")
