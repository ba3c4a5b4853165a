"""What can be asked of the log: receipts, its key, its state, the openings of public events."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Min

from hoiam.journal import store
from hoiam.journal.models import Event, LogState, Vault, Visibility
from hoiam.kit import cipher
from hoiam.law.refusal import Refused
from hoiam.ledger import commit, note, policy, promise, receipt, transport
from hoiam.ledger.errors import LedgerError

KEY = "journal"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a holder takes away. `text` is the file; `url` goes into the evidence QR and is empty for a promise."""

    state: receipt.State
    text: str
    statement: str
    index: int | None
    url: str
    vkey: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where the log stands."""

    origin: str
    size: int
    published: int
    waiting: int
    oldest_waiting_seconds: float | None


def vkey() -> str:
    """The public key that every receipt of this installation verifies with."""
    return store.signer().verifier.vkey


def trust() -> policy.Policy:
    """Believes this installation's own log."""
    return policy.Policy(logs=(note.parse_vkey(vkey()),))


def receipt_of(*, event_id: int) -> Receipt:
    """One statement; the proof comes from the published files. Refused: no_such_event, erased."""
    event = Event.objects.select_related("vault").filter(pk=event_id).first()
    if event is None:
        raise Refused("no_such_event")
    opening = _opening(event)
    publisher = store.publisher()
    if event.index is None or event.index >= publisher.published_size():
        return _promised(event, opening)
    try:
        text = receipt.build(publisher.reader, publisher.reader.checkpoint(), event.index, opening)
    except LedgerError:
        return _promised(event, opening)
    return _receipt(receipt.State.INCLUDED, text, opening, event.index, _url(text))


def public_opening(*, index: int) -> str:
    """What a public event opens to. Refused: no_such_event for all others."""
    event = Event.objects.select_related("vault").filter(index=index, visibility=Visibility.PUBLIC).first()
    if event is None:
        raise Refused("no_such_event")
    return _opening(event).text()


def log_status(*, at: datetime) -> Status:
    """Two statements."""
    row = LogState.objects.filter(origin=settings.HOIAM_ORIGIN).first()
    waiting = Event.objects.filter(index=None).aggregate(n=Count("id"), oldest=Min("at"))
    oldest = waiting["oldest"]
    return Status(
        origin=settings.HOIAM_ORIGIN,
        size=row.size if row else 0,
        published=store.publisher().published_size(),
        waiting=waiting["n"],
        oldest_waiting_seconds=(at - oldest).total_seconds() if oldest else None,
    )


def _opening(event: Event) -> receipt.Open:
    if event.statement is None or event.vault.stmt_key is None:
        raise Refused("erased")
    return receipt.Open(commit.statement_salt(_key(event.vault), event.seq), event.statement)


def _key(vault: Vault) -> bytes:
    return cipher.named(KEY).open(bytes(vault.stmt_key or b""), f"{vault.ref}.stmt".encode())


def _promised(event: Event, opening: receipt.Open) -> Receipt:
    time = int(event.at.timestamp())
    text = promise.build(settings.HOIAM_ORIGIN, opening.commitment, time, [store.signer()])
    return _receipt(receipt.State.PROMISED, text, opening, None, "")


def _receipt(state: receipt.State, text: str, opening: receipt.Open, index: int | None, url: str) -> Receipt:
    verifier = store.signer().verifier
    return Receipt(state, text, opening.statement, index, url, verifier.vkey, verifier.key_id.hex())


def _url(text: str) -> str:
    host = urlsplit(settings.HOIAM_URL).netloc
    return transport.to_url(transport.for_print(receipt.parse(text)), host)
