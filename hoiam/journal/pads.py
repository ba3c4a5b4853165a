"""Pads of numbered paper slips for days without a network: issued, used, voided, reconciled.

The log commits to every slip before one is used, so none can be added or swapped later. What a slip carries is a
secret: its first bytes make the code of the case that is registered from it, the whole of it opens its commitment.
A slip is left, used or void; used and void together with left are always the whole pad.
"""

import hashlib
import json
import os
from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from hoiam.journal import actions as journal
from hoiam.journal.models import Event, Pad, PadStub, StubState, Visibility
from hoiam.law.refusal import Refused
from hoiam.ledger import merkle, statement

STUBS = 100
SECRET = 32
_COMMIT = b"hoiam.stub/v1\n"
_LINE = 60
"""A value of a statement has at most 64 characters."""


@dataclass(frozen=True, slots=True)
class PadCard:
    """One pad and how much of it there still is."""

    id: int
    unit_id: int
    issued_at: datetime
    issued_by: str
    printed_at: datetime | None
    used: int
    void: int
    left: int

    @property
    def number(self) -> str:
        """As people say it: without a separator of thousands."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class StubCard:
    """One slip; `secret` only where the sheet is printed."""

    number: int
    state: str
    changed_at: datetime | None
    secret: bytes = b""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Whether the pad is what the log says; `unlogged`: used slips that no event names that can still be read."""

    whole: bool
    committed: bool
    unlogged: tuple[int, ...]

    @property
    def holds(self) -> bool:
        return self.whole and self.committed and not self.unlogged


# What can happen


def issue(*, unit_id: int, unit_code: str, by: int, at: datetime) -> int:
    """A new pad of a unit; its number. The log commits to its slips in the same transaction."""
    with journal.recording():
        pad = Pad.objects.create(unit_id=unit_id, ref=os.urandom(16).hex(), issued_at=at, issued_by_id=by)
        secrets = [os.urandom(SECRET) for _ in range(STUBS)]
        stubs = [
            PadStub(
                pad=pad, number=number, commitment=commitment(pad.pk, number, secret), secret=secret.hex()
            )
            for number, secret in enumerate(secrets, start=1)
        ]
        PadStub.objects.bulk_create(stubs)
        made = [bytes(stub.commitment) for stub in stubs]
        journal.append(
            ref=pad.ref,
            kind="pad.issued",
            unit=unit_code,
            at=at,
            visibility=Visibility.PUBLIC,
            extra={"pad": str(pad.pk), "stubs": str(STUBS), "root": b64encode(root(made)).decode()},
            first=True,
            beside=_beside(pad.pk, made),
        )
    return pad.pk


def printed(*, pad_id: int, at: datetime) -> tuple[StubCard, ...]:
    """The slips that are left, with what goes onto them; that they were printed is noted. Refused: no_such_pad."""
    with journal.recording():
        if not Pad.objects.filter(pk=pad_id).update(printed_at=at):
            raise Refused("no_such_pad")
        rows = PadStub.objects.filter(pad_id=pad_id, state=StubState.LEFT).order_by("number")
        return tuple(StubCard(row.number, row.state, None, bytes.fromhex(row.secret)) for row in rows)


def claim(*, pad_id: int, number: int, unit_id: int, at: datetime, given_at: datetime | None = None) -> bytes:
    """Take a slip that was filled in, in the caller's transaction; gives its secret, which is kept no longer.

    `given_at`: when the person was given it, as the office says. Refused: no_such_stub, stub_used, stub_void,
    claimed_before_pad(issued).
    """
    found = PadStub.objects.select_related("pad").filter(pad_id=pad_id, number=number, pad__unit_id=unit_id)
    stub = found.first()
    if stub is None:
        raise Refused("no_such_stub")
    if given_at is not None and given_at < stub.pad.issued_at.replace(second=0, microsecond=0):
        raise Refused("claimed_before_pad", issued=stub.pad.issued_at)
    changed = PadStub.objects.filter(pk=stub.pk, state=StubState.LEFT).update(
        state=StubState.USED, secret=None, changed_at=at
    )
    if not changed:
        stub.refresh_from_db(fields=["state"])  # another may have taken or voided it since
        raise Refused("stub_void" if stub.state == StubState.VOID else "stub_used")
    return bytes.fromhex(stub.secret)


def used(*, pad_id: int, number: int, event_id: int) -> None:
    """Which event of the log names the slip that was claimed."""
    PadStub.objects.filter(pad_id=pad_id, number=number, state=StubState.USED).update(event_id=event_id)


def void(*, pad_id: int, numbers: Collection[int], unit_code: str, at: datetime) -> None:
    """Slips that were spoilt or lost can be used no more. Refused: no_such_pad, no_numbers, stub_not_left(number)."""
    with journal.recording():
        pad = Pad.objects.filter(pk=pad_id).first()
        if pad is None:
            raise Refused("no_such_pad")
        if not numbers:
            raise Refused("no_numbers")
        left = PadStub.objects.filter(pad_id=pad_id, number__in=set(numbers), state=StubState.LEFT)
        found = set(left.select_for_update().values_list("number", flat=True))
        if gone := sorted(set(numbers) - found):
            raise Refused("stub_not_left", number=gone[0])
        left.update(state=StubState.VOID, secret=None, changed_at=at)
        for line in _lines(sorted(found)):
            journal.append(
                ref=pad.ref,
                kind="pad.voided",
                unit=unit_code,
                at=at,
                visibility=Visibility.PUBLIC,
                extra={"pad": str(pad_id), "stubs": line},
            )


# What can be asked


def cards(*, unit_ids: Collection[int], limit: int, before: int | None = None) -> tuple[PadCard, ...]:
    """Pads of these units, the newest first; those before a number. One statement."""
    rows = Pad.objects.filter(unit_id__in=unit_ids).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(map(_card, _counted(rows)[:limit]))


def card(*, pad_id: int) -> PadCard:
    """One statement. Refused: no_such_pad."""
    row = _counted(Pad.objects.filter(pk=pad_id)).first()
    if row is None:
        raise Refused("no_such_pad")
    return _card(row)


def stubs(*, pad_id: int) -> tuple[StubCard, ...]:
    """What became of every slip. One statement."""
    rows = PadStub.objects.filter(pad_id=pad_id).order_by("number")
    return tuple(StubCard(*row) for row in rows.values_list("number", "state", "changed_at"))


def left_in(*, pad_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The numbers of the slips that are left of these pads. One statement."""
    left: dict[int, list[int]] = {pad_id: [] for pad_id in pad_ids}
    rows = PadStub.objects.filter(pad_id__in=pad_ids, state=StubState.LEFT).order_by("pad_id", "number")
    for pad_id, number in rows.values_list("pad_id", "number"):
        left[pad_id].append(number)
    return {pad_id: tuple(numbers) for pad_id, numbers in left.items()}


def reconcile(*, pad_id: int) -> Reconciled:
    """Hold the pad against the log. Two statements. Refused: no_such_pad."""
    rows = list(
        PadStub.objects.filter(pad_id=pad_id)
        .order_by("number")
        .values_list("number", "state", "commitment", "event__statement", "pad__ref")
    )
    if not rows:
        raise Refused("no_such_pad")
    made = b64encode(root([bytes(row[2]) for row in rows])).decode()
    issued = Event.objects.filter(vault_id=rows[0][4], seq=0).values_list("statement", flat=True).first()
    named = statement.parse(issued).facts if issued else {}
    return Reconciled(
        whole=[row[0] for row in rows] == list(range(1, STUBS + 1)),
        committed=(named.get("root"), named.get("pad")) == (made, str(pad_id)),
        unlogged=tuple(
            row[0] for row in rows if row[1] == StubState.USED and not _names(row[3], pad_id, row[0])
        ),
    )


def number_of(pad_id: int, number: int) -> str:
    """As printed and as the log says it: 7/42."""
    return f"{pad_id}/{number}"


def commitment(pad_id: int, number: int, secret: bytes) -> bytes:
    """To one slip: a sceptic needs sha256sum."""
    return hashlib.sha256(_COMMIT + number_of(pad_id, number).encode() + b"\n" + secret).digest()


def root(commitments: Iterable[bytes]) -> bytes:
    """Of the tree over a pad's commitments, as the log's own is made."""
    return merkle.Frontier().extend([merkle.leaf_hash(one) for one in commitments]).root()


def ranges(numbers: Iterable[int]) -> tuple[str, ...]:
    """1, 2, 3, 7 is 1-3 and 7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _lines(numbers: Sequence[int]) -> list[str]:
    """Ranges joined by dots, each line short enough for a statement."""
    lines = [""]
    for run in ranges(numbers):
        longer = f"{lines[-1]}.{run}" if lines[-1] else run
        if len(longer) > _LINE:
            lines.append(run)
        else:
            lines[-1] = longer
    return lines


def _names(said: str | None, pad_id: int, number: int) -> bool:
    return said is not None and statement.parse(said).facts.get("stub") == number_of(pad_id, number)


def _beside(pad_id: int, commitments: Sequence[bytes]) -> str:
    said = {"format": "hoiam.pad/v1", "pad": pad_id, "stubs": [one.hex() for one in commitments]}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _counted(rows: "QuerySet[Pad]") -> "QuerySet[Pad]":
    return rows.select_related("issued_by").annotate(
        n_used=Count("stubs", filter=Q(stubs__state=StubState.USED)),
        n_void=Count("stubs", filter=Q(stubs__state=StubState.VOID)),
        n_left=Count("stubs", filter=Q(stubs__state=StubState.LEFT)),
    )


def _card(row: Pad) -> PadCard:
    counts = (row.n_used, row.n_void, row.n_left)  # type: ignore[attr-defined]  # annotated
    return PadCard(row.pk, row.unit_id, row.issued_at, row.issued_by.name, row.printed_at, *counts)
