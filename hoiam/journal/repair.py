"""Bringing back what the database lost: entries from published tiles, checked against a signed checkpoint.

An entry is 41 bytes that hide what they stand for. What a backup had waiting finds its place again; public events
come back with their openings; all others are orphans: in the tree, and open to their holders alone.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hoiam.journal import chain, guarding, openings, store, turns
from hoiam.journal.models import Event, Supplement, Vault, Visibility
from hoiam.law.refusal import Refused
from hoiam.ledger import anchor, commit, merkle, policy, receipt, statement, tiles
from hoiam.ledger.checkpoint import Checkpoint
from hoiam.ledger.errors import LedgerError, StoreConflict
from hoiam.ledger.note import MAX_NOTE
from hoiam.ledger.store import LogState

ORPHANS = "orphans"
"""The vault of entries whose keys are lost."""
KIND = "log.orphan"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Repaired:
    """Entries `first` up to but without `end` came back, so many of them as orphans; `size` is published now."""

    first: int
    end: int
    orphans: int
    size: int


@dataclass(frozen=True, slots=True)
class _Lost:
    """Entries from `first` on, and the state of the tree that they lead to."""

    first: int
    entries: list[bytes]
    state: LogState


def repair(*, at: datetime, source: Path | None = None) -> Repaired | None:
    """Take over from this copy of the log (else the published one) what the database lacks; None if it lacks nothing.

    A public `log.incident` says which entries. Refused: source_unsigned, source_short, source_forked, database_forked,
    source_damaged, busy. Raises KeyUnusableError.
    """
    folder = source or Path(settings.HOIAM_LOG_DIR)
    publisher, ours = store.publisher(), store.store()
    with publisher.turn(wait=True):
        lost = _lost(folder, ours.state())
        orphans = _bring_back(ours, lost, folder, at) if lost else 0
    if lost is None:
        return None
    publisher.recover(store.store(), whole=source is not None)
    guarding.look(at=at)
    size = turns.turns().run()
    openings.publish(whole=True)
    return Repaired(lost.first, lost.state.size, orphans, size)


def _lost(folder: Path, state: LogState) -> _Lost | None:
    text, target = _signed(folder)
    marks = list(_marks())
    beyond = [mark for mark in marks if mark.point.size > target.size]
    if beyond:
        raise Refused("source_short", reached=target.size, needed=beyond[0].point.size, where=beyond[0].where)
    if state.size >= target.size:
        return None
    roots = {mark.point.size: mark.point.root for mark in marks} | {target.size: target.root}
    frontier, lost = merkle.Frontier(), list[bytes]()
    for entry in _entries(folder, target.size):
        if frontier.size == state.size and frontier.pack() != state.frontier:
            raise Refused("database_forked", size=state.size)
        if frontier.size >= state.size:
            lost.append(entry)
        frontier = frontier.extend([merkle.leaf_hash(entry)])
        if frontier.size in roots and roots[frontier.size] != frontier.root():
            raise Refused("source_forked", size=frontier.size)
    return _Lost(state.size, lost, LogState(target.size, frontier.pack(), text))


def _signed(folder: Path) -> tuple[str, Checkpoint]:
    """The copy's checkpoint, signed by a key of this log."""
    try:
        with (folder / "checkpoint").open("rb") as file:
            data = file.read(MAX_NOTE + 1)
        point = policy.Policy(tuple(store.verifiers())).admit(data).checkpoint
    except (OSError, LedgerError):
        raise Refused("source_unsigned") from None
    if point.origin != settings.HOIAM_ORIGIN:
        raise Refused("source_unsigned")
    return data.decode(), point


def _marks() -> Iterator[anchor.Mark]:
    """What others have seen. A published checkpoint that is lost or broken is what a mirror is there for."""
    publisher = store.publisher()
    with suppress(LedgerError):
        yield anchor.Mark(anchor.PUBLISHED, publisher.head())
    yield from publisher.marks()
    yield from guarding.remembered()


def _entries(folder: Path, size: int) -> Iterator[bytes]:
    reader = tiles.Reader(folder)
    try:
        for n in range(-(-size // tiles.WIDTH)):
            for entry in reader.entries(n, tiles.width_at(0, n, size)):
                if len(entry) != commit.ENTRY or not entry.startswith(commit.ENTRY_PREFIX):
                    raise Refused("source_damaged", bundle=n)
                yield entry
    except LedgerError as error:
        raise Refused("source_damaged") from error


def _bring_back(ours: store.DjangoStore, lost: _Lost, folder: Path, at: datetime) -> int:
    """One transaction, the log's own; the number of orphans. The incident waits then, to be the next entry."""
    if not ours.begin():
        raise Refused("busy")
    try:
        missing = _find_place(lost)
        orphans = _adopt(missing, folder, at) if missing else 0
        _tell(lost, orphans, at)
        if not ours.save_state(lost.first, lost.state):
            raise StoreConflict("state", size=lost.first)  # noqa: TRY301 - undone like any other failure
        ours.commit()
    except BaseException:
        ours.rollback()
        raise
    return orphans


def _find_place(lost: _Lost) -> list[tuple[int, bytes]]:
    """Give what waits the index it already had; what remains, with its index."""
    rows = Event.objects.filter(index=None, id__gt=0).values_list("id", "entry")
    waiting = {bytes(entry): number for number, entry in rows}
    missing = list[tuple[int, bytes]]()
    for index, entry in enumerate(lost.entries, lost.first):
        if entry in waiting:
            Event.objects.filter(pk=waiting[entry]).update(index=index)
        else:
            missing.append((index, entry))
    return missing


def _adopt(missing: list[tuple[int, bytes]], folder: Path, at: datetime) -> int:
    vault, _ = Vault.objects.get_or_create(ref=ORPHANS, defaults={"sealed": True})
    opened = {index: one for index, entry in missing if (one := _opening(folder, index, entry))}
    rows = [
        _row(vault.next_seq + place, index, entry, opened.get(index), at)
        for place, (index, entry) in enumerate(missing)
    ]
    Event.objects.bulk_create(rows, batch_size=_BATCH)
    numbers = dict(
        Event.objects.filter(vault_id=ORPHANS, index__gte=missing[0][0]).values_list("index", "id")
    )
    Supplement.objects.bulk_create(
        Supplement(event_id=numbers[index], opening=one.text(), text=_text(folder, f"{index}.json"))
        for index, one in opened.items()
    )
    vault.next_seq += len(missing)
    vault.save(update_fields=("next_seq",))
    return len(missing) - len(opened)


def _row(seq: int, index: int, entry: bytes, opened: receipt.Open | None, at: datetime) -> Event:
    said = statement.parse(opened.statement) if opened else None
    return Event(
        vault_id=ORPHANS,
        seq=seq,
        kind=said.kind if said else KIND,
        at=said.at if said else at,
        statement=opened.statement if opened else None,
        visibility=Visibility.PUBLIC if said else Visibility.SEALED,
        entry=entry,
        leaf=merkle.leaf_hash(entry),
        index=index,
    )


def _opening(folder: Path, index: int, entry: bytes) -> receipt.Open | None:
    """Of a public event, if the copy has it and it opens this very entry."""
    try:
        found = receipt.parse_opening(_text(folder, str(index)).encode())
        if isinstance(found, receipt.Open) and commit.entry(found.commitment) == entry:
            statement.parse(found.statement)
            return found
    except LedgerError:
        pass
    return None


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / openings.FOLDER / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _tell(lost: _Lost, orphans: int, at: datetime) -> None:
    here = chain.fresh(os.urandom(16).hex(), hidden=False)
    facts = {"cause": "database-behind", "first": lost.first, "last": lost.state.size - 1, "orphans": orphans}
    spelled = {key: str(value) for key, value in facts.items()}
    text = here.statement(kind="log.incident", unit="log", at=at, facts=spelled, docs={})
    chain.add(here, kind="log.incident", at=at, text=text, visibility=Visibility.PUBLIC, fresh=True)
