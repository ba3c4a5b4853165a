"""What can be asked of the log: receipts, its key, its state, the openings of public events."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Min

from hoiam.journal import chain, ended, guarding, openings, repair, store, trust as trusted
from hoiam.journal.models import Event, LogState, Visibility, Witness
from hoiam.kit.keys import KeyUnusableError
from hoiam.law.refusal import Refused
from hoiam.ledger import archive, checkpoint, commit, policy, promise, receipt as receipts, transport
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.receipt import State
from hoiam.ledger.wire import b64

_FINGERPRINT = 32


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a holder takes away.

    `text` is the file: a tlog-proof when included, a signed promise before, empty while nothing can be signed.
    `url` goes into the evidence QR and is empty for a promise. `opening` says what the entry opens to, salt and
    statement, or of a sealed receipt nothing but the commitment; `statement` is empty then. `verified`: the text
    was checked against `vkey` just now.
    """

    state: State
    text: str
    statement: str
    opening: str
    index: int | None
    url: str
    vkey: str
    fingerprint: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Status:
    """Where the log stands; `root` in base64 as in the checkpoint."""

    origin: str
    size: int
    root: str
    published: int
    waiting: int
    oldest_waiting_seconds: float | None


@dataclass(frozen=True, slots=True)
class Bracket:
    """Not before, not after; aware UTC, None where no cosignature tells."""

    after: datetime | None
    before: datetime | None


@dataclass(frozen=True, slots=True)
class WitnessCard:
    """`size` is the largest it cosigned for us, at `last_seen_at`; `flag` is a ledger.cosigning.Flag."""

    name: str
    url: str
    last_seen_at: datetime | None
    size: int
    flag: str


def vkey() -> str:
    """The public key that every receipt of this installation verifies with."""
    return store.signer().verifier.vkey


def fingerprint() -> str:
    """Of that key, short enough to compare with the one on a printed slip."""
    return _fingerprint(vkey())


def trust() -> policy.Policy:
    """DATA/policy, with its witnesses and quorum; without one, this installation's own log by all its keys."""
    return trusted.believed()


def bracket(*, index: int, size: int) -> Bracket:
    """Between which moments entry `index` was logged, as witnesses saw it; `size` is the receipt's checkpoint's."""
    if not 0 <= index < size <= _published() or trusted.configured() is None:
        return Bracket(None, None)
    after, before = trusted.archive().bracket(index, trusted.believed())
    return Bracket(_moment(after), _moment(before))


def witnesses() -> tuple[WitnessCard, ...]:
    """Of the policy, in its order. One statement of SQL; none without a policy."""
    found = trusted.configured()
    if found is None or not found.witnesses:
        return ()
    rows = Witness.objects.in_bulk([one.vkey for one in found.witnesses.values()])
    cards = ((name, found.urls.get(name, ""), rows.get(one.vkey)) for name, one in found.witnesses.items())
    return tuple(
        WitnessCard(
            name=name,
            url=url,
            last_seen_at=row.seen_at if row else None,
            size=row.size if row else 0,
            flag=row.flag if row else "",
        )
        for name, url, row in cards
    )


def health(*, at: datetime) -> guarding.Health:
    """Whether the log is signed, or why not, and since when something waits. Two statements of SQL."""
    waiting = _waiting()
    oldest = waiting["oldest"]
    return guarding.health_of(waiting["n"], (at - oldest).total_seconds() if oldest else None)


def orphans() -> int:
    """Entries that came back from the published files after the database had lost them; only holders can open them."""
    return Event.objects.filter(vault_id=repair.ORPHANS, statement=None).count()


def receipt_of(*, event_id: int, opened: bool = False) -> Receipt:
    """One statement of SQL; the proof comes from the published files. Refused: no_such_event, erased.

    Of a sealed event it names the entry and tells nothing, unless `opened` for whoever has the code.
    """
    event = Event.objects.select_related("vault").filter(pk=event_id).first()
    if event is None:
        raise Refused("no_such_event")
    opening, publisher = _shown(event, opened=opened), store.publisher()
    if event.index is not None and event.index < 0:
        return _of_ended(event.index, opening)
    if event.index is None or event.index >= _published():
        return _promised(event, opening)
    seen = _witnessed(event.index)
    try:
        text = receipts.build(publisher.reader, seen or publisher.signed(), event.index, opening)
    except LedgerError:  # the files are being mended
        return _promised(event, opening)
    return _included(State.WITNESSED if seen else State.INCLUDED, text, opening, event.index)


def public_indexes(event_ids: Iterable[int]) -> dict[int, int]:
    """Where events open to all stand in the log, by event; one that still waits is left out. One statement."""
    rows = Event.objects.filter(
        pk__in=set(event_ids), visibility=Visibility.PUBLIC, index__isnull=False
    ).values_list("pk", "index")
    return {event_id: index for event_id, index in rows if index is not None}


def document_salt(*, event_id: int, label: str) -> bytes:
    """What opens the commitment to a document, with the file itself. Refused: no_such_event, erased."""
    found = Event.objects.filter(pk=event_id).values_list("vault__doc_key", "vault_id", "seq").first()
    if found is None:
        raise Refused("no_such_event")
    sealed, ref, seq = found
    return chain.document_salt_of(sealed, ref, seq, label)


def public_opening(*, index: int) -> str:
    """What a public event opens to. Refused: no_such_event for all others."""
    found = Event.objects.select_related("vault", "supplement")
    event = found.filter(index=index, visibility=Visibility.PUBLIC).first()
    if event is None:
        raise Refused("no_such_event")
    return openings.text_of(event)


def log_status(*, at: datetime) -> Status:
    """Two statements of SQL."""
    row = LogState.objects.filter(origin=settings.HOIAM_ORIGIN).first()
    waiting = _waiting()
    oldest = waiting["oldest"]
    return Status(
        origin=settings.HOIAM_ORIGIN,
        size=row.size if row else 0,
        root=b64(checkpoint.unverified(row.note).root) if row and row.note else "",
        published=_published(),
        waiting=waiting["n"],
        oldest_waiting_seconds=(at - oldest).total_seconds() if oldest else None,
    )


def _waiting() -> dict[str, Any]:
    return Event.objects.filter(index=None, id__gt=0).aggregate(n=Count("id"), oldest=Min("at"))


def _published() -> int:
    """0 while the checkpoint cannot be read: it is rebuilt by the next event or the worker."""
    try:
        return store.publisher().published_size()
    except LedgerError:
        return 0


def _witnessed(index: int) -> str:
    """The newest checkpoint that meets the policy, if it covers this entry."""
    policy = trusted.configured()
    signed = trusted.archive().witnessed() if policy and policy.witnesses else ""
    seen = archive.admitted(signed, policy) if policy and signed else None
    return signed if seen and seen.witnessed and index < seen.checkpoint.size <= _published() else ""


def _opening(event: Event) -> receipts.Open:
    if event.statement is None:
        raise Refused("erased")
    return receipts.Open(chain.salt_of(event.vault.stmt_key, event.vault_id, event.seq), event.statement)


def _shown(event: Event, *, opened: bool) -> receipts.Opening:
    if event.visibility == Visibility.SEALED and not opened:
        return receipts.Sealed(bytes(event.entry)[-commit.DIGEST :])
    return _opening(event)


def _said(opening: receipts.Opening) -> str:
    return opening.statement if isinstance(opening, receipts.Open) else ""


def _included(state: State, text: str, opening: receipts.Opening, index: int) -> Receipt:
    one = receipts.parse(text)
    url = transport.to_url(transport.for_print(one), urlsplit(settings.HOIAM_URL).netloc)
    return _receipt(state, text, opening, index=index, url=url)


def _of_ended(index: int, opening: receipts.Opening) -> Receipt:
    """From a log that ended, under the key it had; one statement more."""
    place = ended.place(index)
    reader, signed = place.publisher.reader, place.publisher.signed()
    one = _included(
        State.INCLUDED, receipts.build(reader, signed, place.index, opening), opening, place.index
    )
    key = next(key.vkey for key in store.verifiers() if key.name == place.origin)
    return replace(one, vkey=key, fingerprint=_fingerprint(key))


def _fingerprint(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:_FINGERPRINT]


def _promised(event: Event, opening: receipts.Opening) -> Receipt:
    time = int(event.at.timestamp())
    try:
        text = promise.build(settings.HOIAM_ORIGIN, opening.commitment, time, store.signers())
    except KeyUnusableError:
        return _pending(opening)
    return _receipt(State.PROMISED, text, opening)


def _moment(time: int | None) -> datetime | None:
    return None if time is None else datetime.fromtimestamp(time, UTC)


def _pending(opening: receipts.Opening) -> Receipt:
    """Nothing can be signed: what was recorded, and no proof of it yet."""
    return Receipt(
        state=State.PENDING,
        text="",
        statement=_said(opening),
        opening=opening.text(),
        index=None,
        url="",
        vkey="",
        fingerprint="",
        verified=False,
    )


def _receipt(
    state: State, text: str, opening: receipts.Opening, *, index: int | None = None, url: str = ""
) -> Receipt:
    verifier = store.signer().verifier
    return Receipt(
        state=state,
        text=text,
        statement=_said(opening),
        opening=opening.text(),
        index=index,
        url=url,
        vkey=verifier.vkey,
        fingerprint=fingerprint(),
        verified=_holds(state, text),
    )


def _holds(state: State, text: str) -> bool:
    policy = trust() if state is State.WITNESSED else trust().without_quorum()
    check = promise.check if state is State.PROMISED else receipts.check
    try:
        check(text, policy)
    except LedgerError:
        return False
    return True


def places(event_ids: Collection[int]) -> Mapping[int, int]:
    """Where public events stand in the log, by their ids; those that wait are left out. One statement of SQL."""
    found = Event.objects.filter(pk__in=set(event_ids), visibility=Visibility.PUBLIC, index__isnull=False)
    return {pk: index for pk, index in found.values_list("pk", "index") if index is not None}
