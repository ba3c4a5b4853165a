"""The chain of one case: its keys, where it ends, and how the next statement joins it. Three statements of SQL."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from hoiam.kit import cipher
from hoiam.law.refusal import Refused
from hoiam.ledger import commit, merkle, statement

KEY = "journal"
_STMT, _DOC = "stmt", "doc"
_KEY_BYTES = 32

_SELECT = "SELECT stmt_key, doc_key, next_seq, last_leaf, sealed FROM journal_vault WHERE ref = %s"
_BEGIN = (
    "INSERT INTO journal_vault (stmt_key, doc_key, next_seq, last_leaf, ref, sealed) "
    "VALUES (%s, %s, %s, %s, %s, %s)"
)
_GO_ON = "UPDATE journal_vault SET next_seq = %s, last_leaf = %s WHERE ref = %s"
_EVENT = (
    "INSERT INTO journal_event (vault_id, seq, kind, at, statement, visibility, entry, leaf) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The keys stand here as stored, None once destroyed; `clear` are those just made; `prev` is None at the start."""

    ref: str
    stmt_key: bytes | None
    doc_key: bytes | None
    seq: int
    prev: bytes | None
    clear: Mapping[str, bytes]
    sealed: bool = False

    def statement(
        self, *, kind: str, unit: str, at: datetime, facts: Mapping[str, str], docs: Mapping[str, bytes]
    ) -> str:
        """The canonical text of the next event. Raises Malformed, Refused("erased")."""
        return statement.build(
            log=settings.HOIAM_ORIGIN,
            kind=kind,
            at=at,
            unit=unit,
            case=self.ref,
            seq=self.seq,
            prev=self.prev,
            facts=facts,
            docs=self._committed(docs) if docs else {},
        )

    def salt(self) -> bytes:
        """Of the next statement. Refused: erased."""
        key = self.clear.get(_STMT) or unwrap(self.stmt_key, self.ref, _STMT)
        return commit.statement_salt(key, self.seq)

    def _committed(self, docs: Mapping[str, bytes]) -> dict[str, bytes]:
        key = self.clear.get(_DOC) or unwrap(self.doc_key, self.ref, _DOC)
        return {
            label: commit.document(commit.document_salt(key, self.seq, label), digest)
            for label, digest in docs.items()
        }


def fresh(ref: str, *, hidden: bool = False) -> Chain:
    """A chain that begins, with new keys."""
    clear = {use: os.urandom(_KEY_BYTES) for use in (_STMT, _DOC)}
    sealed = {use: cipher.named(KEY).seal(key, _context(ref, use)) for use, key in clear.items()}
    return Chain(ref, sealed[_STMT], sealed[_DOC], 0, None, clear, hidden)


def locked(ref: str) -> Chain | None:
    """The chain as it ends now, held until the transaction does; None when there is none."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + lock, (ref,))
        row = cursor.fetchone()
    if row is None:
        return None
    stmt_key, doc_key, seq, prev, hidden = row
    return Chain(ref, _bytes(stmt_key), _bytes(doc_key), seq, _bytes(prev), {}, bool(hidden))


def add(here: Chain, *, kind: str, at: datetime, text: str, visibility: str, fresh: bool) -> int:
    """Write the event and the chain's new end; the event's id."""
    entry = commit.entry(commit.commitment(here.salt(), text))
    leaf = merkle.leaf_hash(entry)
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        if fresh:
            cursor.execute(_BEGIN, _first(here, leaf))
        cursor.execute(_EVENT, (here.ref, here.seq, kind, moment, text, str(visibility), entry, leaf))
        event_id: int = cursor.fetchone()[0]
        if not fresh:
            cursor.execute(_GO_ON, (here.seq + 1, leaf, here.ref))
    return event_id


def salt_of(sealed: bytes | memoryview | None, ref: str, seq: int) -> bytes:
    """Of a statement already made, from its case's sealed key. Refused: erased."""
    return commit.statement_salt(unwrap(sealed, ref, _STMT), seq)


def document_salt_of(sealed: bytes | memoryview | None, ref: str, seq: int, label: str) -> bytes:
    """Of a document committed to in a statement, from its case's sealed key. Refused: erased."""
    return commit.document_salt(unwrap(sealed, ref, _DOC), seq, label)


def unwrap(sealed: bytes | memoryview | None, ref: str, use: str) -> bytes:
    """A case's key in clear. Refused: erased. Raises SealBrokenError, KeyUnusableError."""
    if sealed is None:
        raise Refused("erased")
    return cipher.named(KEY).open(bytes(sealed), _context(ref, use))


def _first(here: Chain, leaf: bytes) -> tuple[bytes | int | str | None, ...]:
    return here.stmt_key, here.doc_key, here.seq + 1, leaf, here.ref, here.sealed


def _bytes(stored: bytes | memoryview | None) -> bytes | None:
    return None if stored is None else bytes(stored)


def _context(ref: str, use: str) -> bytes:
    return f"{ref}.{use}".encode()
