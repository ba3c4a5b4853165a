"""The programme of a year: units are put in, it is approved by a number, and changes after that are on record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hoiam.desk.cases.actions import logbook
from hoiam.desk.inspections.actions import conflicts, record
from hoiam.desk.inspections.models import Assigned, Change, Entry, Programme
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import inspecting, programmes
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office, ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One unit to be inspected. `form_key`: sent twice under one key, it is there once."""

    target_id: int
    theme: str
    reason: str
    begins_on: date
    days: int
    form_key: str
    why: str = ""
    inspectors: Sequence[int] = ()
    number: str = ""
    because: str = ""


def add(*, unit_id: int, year: int, said: Planned, by: office.Actor, at: datetime) -> int:
    """Put a unit into the programme; after its approval by a document and for a reason. Gives the entry's id.

    Refused: not_yours, no_such_unit, unit_ended, in_programme, inspector_related; as law.programmes.
    """
    record.require(by, unit_id, *record.OFFICE)
    programmes.require_entry(
        theme=said.theme, reason=said.reason, begins_on=said.begins_on, days=said.days, year=year
    )
    with journal.recording():
        before = Entry.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        row = _opened(unit_id, year, at)
        programmes.require_change(state=row.state, reason=said.because, number=said.number)
        _require_target(row, said, at)
        entry = _made(row, said)
        if row.state == programmes.State.APPROVED:
            _changed(row, entry, "added", said.number, said.because, by, at)
    return entry.pk


def assign(*, entry_id: int, inspectors: Collection[int], by: office.Actor, at: datetime) -> None:
    """Say who takes part, in the place of those before. Refused: no_such_entry, not_yours, inspector_related."""
    with journal.recording():
        entry = _entry(entry_id)
        record.require(by, entry.programme.unit_id, *record.OFFICE)
        _require_inspectors(entry.programme.unit_id, inspectors, at)
        bound = conflicts.bound(inspectors, target_id=entry.target_id, at=at)
        inspecting.require_untied(inspectors, bound)
        entry.assigned.all().delete()
        Assigned.objects.bulk_create(
            Assigned(entry=entry, person_id=one) for one in dict.fromkeys(inspectors)
        )


def remove(*, entry_id: int, number: str, because: str, by: office.Actor, at: datetime) -> None:
    """Take a unit out. Refused: no_such_entry, not_yours, entry_begun, reason_needed, decision_needed."""
    with journal.recording():
        entry = _entry(entry_id)
        record.require(by, entry.programme.unit_id, *record.OFFICE)
        programmes.require_change(state=entry.programme.state, reason=because, number=number)
        programmes.require_not_begun(begun=hasattr(entry, "inspection"))
        entry.removed_at = at
        entry.save(update_fields=("removed_at",))
        if entry.programme.state == programmes.State.APPROVED:
            _changed(entry.programme, entry, "removed", number, because, by, at)


def approve(*, unit_id: int, year: int, number: str, by: office.Actor, at: datetime) -> None:
    """The head signs the programme. Refused: not_yours, programme_approved, programme_empty, decision_needed."""
    with journal.recording():
        record.require(by, unit_id, Role.HEAD)
        row = _opened(unit_id, year, at)
        entries = _listed(row).count()
        programmes.require_approval(state=row.state, entries=entries, number=number)
        post = owing.head_of(unit_id)
        if post is None:
            raise Refused("no_such_post")
        row.state, row.number, row.approved_on = programmes.State.APPROVED, number.strip(), local_day(at)
        row.post_id = post.id
        row.save()
        told = {"year": str(row.year), "units": str(entries), "post": str(post.id)}
        _log(row, "inspection.programme-approved", told, at, {"decision": number})


def _opened(unit_id: int, year: int, at: datetime) -> Programme:
    """The row, locked; made when it is not there yet."""
    Programme.objects.get_or_create(unit_id=unit_id, year=year, defaults={"made_at": at})
    return Programme.objects.select_for_update().get(unit_id=unit_id, year=year)


def _entry(entry_id: int) -> Entry:
    """Locked, with its programme. Refused: no_such_entry."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related("programme")
    entry = rows.filter(pk=entry_id, removed_at=None).first()
    if entry is None:
        raise Refused("no_such_entry")
    return entry


def _listed(row: Programme) -> "QuerySet[Entry]":
    return Entry.objects.filter(programme=row, removed_at=None)


def _require_target(row: Programme, said: Planned, at: datetime) -> None:
    conflicts.require_below(row.unit_id, said.target_id, on=local_day(at))
    inspecting.require_there(ties.ended_on(said.target_id), on=said.begins_on)
    programmes.require_once(said.target_id, _listed(row).values_list("target_id", flat=True))
    _require_inspectors(row.unit_id, said.inspectors, at)
    bound = conflicts.bound(said.inspectors, target_id=said.target_id, at=at)
    inspecting.require_untied(said.inspectors, bound)


def _require_inspectors(unit_id: int, inspectors: Collection[int], at: datetime) -> None:
    known = {one.id for one in office.staff(unit_id=unit_id, role=Role.INSPECTOR, on=local_day(at))}
    inspecting.require_known(inspectors, known)


def _made(row: Programme, said: Planned) -> Entry:
    entry = Entry.objects.create(
        programme=row,
        target_id=said.target_id,
        theme=said.theme.strip(),
        reason=said.reason,
        why=said.why.strip(),
        begins_on=said.begins_on,
        days=said.days,
        form_key=said.form_key,
    )
    Assigned.objects.bulk_create(
        Assigned(entry=entry, person_id=one) for one in dict.fromkeys(said.inspectors)
    )
    return entry


def _changed(
    row: Programme, entry: Entry, what: str, number: str, because: str, by: office.Actor, at: datetime
) -> None:
    target = office.units([entry.target_id], on=local_day(at))[entry.target_id]
    told = {"year": str(row.year), "what": what, "inspected": target.code, "post": str(row.post_id)}
    logged = _log(row, "inspection.programme-changed", told, at, {"decision": number, "reason": because})
    Change.objects.create(
        programme=row,
        entry=entry,
        what=what,
        number=number.strip(),
        reason=because.strip(),
        at=at,
        by_id=by.person_id,
        logged=logged,
    )


def _log(row: Programme, kind: str, told: dict[str, str], at: datetime, docs: dict[str, str]) -> int:
    unit = office.units([row.unit_id], on=local_day(at))[row.unit_id]
    appended = journal.append(
        ref=logbook.ref(f"hoiam inspection programme {row.pk}"),
        kind=kind,
        unit=unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"programme": str(row.pk), **told},
        docs=record.digests(docs),
    )
    return appended.event_id
