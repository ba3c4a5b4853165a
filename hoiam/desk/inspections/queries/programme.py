"""The programme of a year, which units are proposed for it, and how much each inspector has."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max

from hoiam.desk.inspections.models import Assigned, Change, Entry, Inspection, Programme
from hoiam.desk.inspections.queries import columns
from hoiam.desk.inspections.queries.cards import (
    ChangeCard,
    EntryCard,
    LoadCard,
    PersonName,
    ProgrammeCard,
    ProposalCard,
    UnitName,
)
from hoiam.law import programmes
from hoiam.law.programmes import Seen
from hoiam.office import queries as office, ties

NEW = timedelta(days=90)
_ENTRY = ("id", "theme", "reason", "why", "begins_on", "days", "inspection__id", "inspection__state")


def programme(*, unit_id: int, year: int) -> ProgrammeCard:
    """Four statements; one while there is none."""
    row = Programme.objects.filter(unit_id=unit_id, year=year).first()
    if row is None:
        return ProgrammeCard(id=None, unit_id=unit_id, year=year, state="draft")
    people = list(
        Assigned.objects.filter(entry__programme=row, entry__removed_at=None)
        .order_by("person__name", "id")
        .values_list("entry_id", "entry__days", "person_id", "person__name")
    )
    names = {person_id: name for _entry, _days, person_id, name in people}
    loads = programmes.loads((person_id, days) for _entry, days, person_id, _name in people)
    return ProgrammeCard(
        id=row.pk,
        unit_id=unit_id,
        year=year,
        state=row.state,
        number=row.number,
        approved_on=row.approved_on,
        entries=_entries(row, people),
        changes=_changes(row),
        loads=tuple(LoadCard(names[one.person_id], one.inspections, one.days) for one in loads),
    )


def years(*, unit_id: int | None = None, approved: bool = False) -> tuple[int, ...]:
    """Years that have a programme, the latest first. One statement."""
    rows = Programme.objects.all() if unit_id is None else Programme.objects.filter(unit_id=unit_id)
    rows = rows.filter(state="approved") if approved else rows
    return tuple(rows.order_by("-year").values_list("year", flat=True).distinct())


def approved(*, year: int) -> tuple[ProgrammeCard, ...]:
    """Of every unit that has one that year. One statement, and four for each."""
    units = Programme.objects.filter(year=year, state="approved").order_by("unit_id")
    return tuple(programme(unit_id=unit_id, year=year) for unit_id in units.values_list("unit_id", flat=True))


def entry(entry_id: int) -> EntryCard | None:
    """One that was not taken out. Two statements."""
    rows = Entry.objects.filter(pk=entry_id, removed_at=None)
    people = Assigned.objects.filter(entry_id=entry_id).order_by("person__name", "id")
    found = list(people.values_list("entry_id", "entry__days", "person_id", "person__name"))
    return next(iter(_cards(rows.values(*_ENTRY, *columns.unit("target")), found)), None)


def waiting(*, unit_id: int) -> tuple[EntryCard, ...]:
    """Entries of approved programmes that no decision followed yet. One statement."""
    rows = Entry.objects.filter(
        programme__unit_id=unit_id, programme__state="approved", removed_at=None, inspection=None
    )
    return _cards(rows.order_by("begins_on", "id").values(*_ENTRY, *columns.unit("target")), ())


def proposals(*, unit_id: int, on: date) -> tuple[ProposalCard, ...]:
    """Every unit below, whichever is to be inspected first at the top. Four statements."""
    below = {one.id: one for one in office.children(unit_id=unit_id, on=on)}
    began = ties.began(below)
    last = dict(
        Inspection.objects.filter(target_id__in=below)
        .exclude(state="broken_off")
        .values_list("target_id")
        .annotate(last=Max("decided_on"))
    )
    new = ties.new_heads(below, since=on - NEW, on=on)
    order = programmes.proposed((Seen(pk, began[pk], last.get(pk)) for pk in below), on=on)
    return tuple(
        ProposalCard(_named(below[one.unit_id]), one.last, one.years, one.reason, new.get(one.unit_id))
        for one in order
    )


def _named(card: office.UnitCard) -> UnitName:
    return UnitName(card.id, card.code, card.kind, card.name, card.name_en)


def _entries(row: Programme, people: list[tuple[int, int, int, str]]) -> tuple[EntryCard, ...]:
    rows = Entry.objects.filter(programme=row, removed_at=None).order_by("begins_on", "id")
    return _cards(rows.values(*_ENTRY, *columns.unit("target")), people)


def _cards(
    rows: Iterable[dict[str, object]], people: Iterable[tuple[int, int, int, str]]
) -> tuple[EntryCard, ...]:
    who: dict[int, list[PersonName]] = {}
    for entry_id, _days, person_id, name in people:
        who.setdefault(entry_id, []).append(PersonName(person_id, name))
    return tuple(
        EntryCard(
            **columns.bare(row),
            target=columns.unit_of(row, "target"),
            inspection_id=row["inspection__id"],  # type: ignore[arg-type]  # a column
            inspection_state=str(row["inspection__state"] or ""),
            inspectors=tuple(who.get(int(str(row["id"])), ())),
        )
        for row in rows
    )


def _changes(row: Programme) -> tuple[ChangeCard, ...]:
    rows = Change.objects.filter(programme=row).order_by("id")
    own = ("what", "number", "reason", "at", "logged")
    return tuple(
        ChangeCard(**columns.bare(one), target=columns.unit_of(one, "entry__target"))
        for one in rows.values(*own, *columns.unit("entry__target"))
    )
