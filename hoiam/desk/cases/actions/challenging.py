"""What a complaint is brought against: kept with it, put right by the office, and the days that are not counted."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.actions import index, record
from hoiam.desk.cases.models import Case, Challenged
from hoiam.journal import actions as journal
from hoiam.law import limitation
from hoiam.law.limitation import Obstacle
from hoiam.law.procedures import kinds
from hoiam.office import queries as office


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """The decision or act: number, day and issuer as far as they are known, and since when the complainant knew."""

    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    learned_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.number or self.issuer or self.issued_on or self.learned_on)

    @property
    def words(self) -> str:
        """What a search finds."""
        return "\n".join(filter(None, (self.number, self.issuer)))

    @property
    def digest(self) -> bytes:
        """SHA-256, for the log."""
        days = [day.isoformat() if day else "" for day in (self.issued_on, self.learned_on)]
        return _sha256([self.number, self.issuer, *days])


NOTHING = Against()


def keep(case: Case, against: Against) -> None:
    """Beside a matter that comes in, where anything was said of it; shown once it is a complaint."""
    if against:
        Challenged.objects.create(case=case, **_columns(against))


def against_of(case: Case) -> Against:
    """What is kept of it, to be carried into another case."""
    row = Challenged.objects.filter(case=case).first()
    if row is None:
        return NOTHING
    return Against(number=row.number, issuer=row.issuer, issued_on=row.issued_on, learned_on=row.learned_on)


def challenge(*, case_id: int, version: int, against: Against, by: office.Actor, at: datetime) -> None:
    """What it is brought against, and since when that was known, as the clerk finds it.

    Refused: not_yours, wrong_state, and as limitation.known.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _allow(limitation.RECORD, case, by)
        limitation.known(issued_on=against.issued_on, learned_on=against.learned_on, on=case.received_on)
        before = against_of(case)
        Challenged.objects.update_or_create(case=case, defaults=_columns(against))
        if against.words != before.words:
            index.add(case_id=case.pk, text=against.words)
        learned = against.learned_on.isoformat() if against.learned_on else ""
        extra = {"learned": learned} if learned else {}
        _note(
            case, limitation.RECORD, "complaint.subject-recorded", extra, {"subject": against.digest}, by, at
        )


def hinder(
    *, case_id: int, version: int, obstacle: Obstacle, ground: str, note: str, by: office.Actor, at: datetime
) -> None:
    """Days on which something stood in the complainant's way. Refused: as `challenge` and limitation.hinder."""
    with record.opened(case_id=case_id, version=version) as case:
        _allow(limitation.HINDER, case, by)
        row = Challenged.objects.filter(case=case).first()
        so_far = row.obstacles if row else []
        limitation.hinder(
            obstacle,
            ground=ground,
            before=len(so_far),
            learned_on=row.learned_on if row else None,
            on=case.received_on,
        )
        assert row is not None  # noqa: S101 - without one the day it was known is missing
        said = {"first": obstacle.first.isoformat(), "last": obstacle.last.isoformat()}
        row.obstacles = [*so_far, {**said, "ground": ground, "note": note}]
        row.save(update_fields=("obstacles",))
        docs = {"obstacle": _sha256([*said.values(), ground, note])}
        days = str((obstacle.last - obstacle.first).days + 1)
        _note(case, limitation.HINDER, "complaint.obstacle-recorded", {"days": days}, docs, by, at)


def _allow(event: str, case: Case, by: office.Actor) -> None:
    record.keep_out(case, by)
    roles = kinds.acting(case.kind, by.roles_in(case.unit_id))
    limitation.allow(event, kind=case.kind, state=case.state, roles=roles)


def _note(
    case: Case,
    event: str,
    kind: str,
    extra: dict[str, str],
    docs: dict[str, bytes],
    by: office.Actor,
    at: datetime,
) -> None:
    """Version, log entry and history; what was said stays sealed beside the case."""
    case.version += 1
    case.save(update_fields=("version",))
    appended = journal.append(ref=case.ref, kind=kind, unit=case.unit.code, at=at, extra=extra, docs=docs)
    record.note(case, event, by=by.person_id, at=at, facts=extra, entry=appended.event_id)


def _columns(against: Against) -> dict[str, object]:
    return {
        "number": against.number,
        "issuer": against.issuer,
        "issued_on": against.issued_on,
        "learned_on": against.learned_on,
    }


def _sha256(said: list[str]) -> bytes:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()
