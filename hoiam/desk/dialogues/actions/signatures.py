"""Voters who ask for a conference: each counted once, hidden from all but the clerk whom the head named."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from hoiam.desk.dialogues.actions import record
from hoiam.desk.dialogues.models import Conference, Signature
from hoiam.desk.dialogues.queries import codes
from hoiam.kit.moments import local_day
from hoiam.law import dialogue, packs
from hoiam.law.procedures.dialogue_conference import COLLECTING, Facts, State, enough
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed
from hoiam.sealed.actions import Personal

PURPOSE = "verify"


def sign(*, conference_id: int, who: Personal, at: datetime) -> int:
    """One voter signs on the web; gives how many there are by now.

    Refused: no_such_conference, not_signing, name_missing, id_number_wrong, signed_already.
    """
    with record.opened(conference_id) as row:
        _add(row, who, on_paper=False, at=at)
        _weigh(row, roles=record.CITIZEN, by=None, at=at)
        return row.asking


def sign_on_paper(
    *, conference_id: int, people: Sequence[Personal], by: office.Actor, at: datetime
) -> tuple[int, int]:
    """A clerk enters a list; those who signed before are passed over. Gives how many were new, and how many not.

    Refused: no_such_conference, not_yours, not_signing, name_missing, id_number_wrong.
    """
    with record.opened(conference_id) as row:
        record.require(by, row.unit_id, Role.CLERK)
        marks = {codes.mark(row.pk, dialogue.id_number(one.id_number)): one for one in people}
        known = set(map(bytes, row.signatures.filter(mark__in=list(marks)).values_list("mark", flat=True)))
        fresh = {mark: one for mark, one in marks.items() if mark not in known}
        for one in fresh.values():
            _add(row, one, on_paper=True, at=at)
        _weigh(row, roles=by.roles_in(row.unit_id), by=by.person_id, at=at)
    return len(fresh), len(people) - len(fresh)


def count_voters(
    *, conference_id: int, voters: int, source: str, on: date, by: office.Actor, at: datetime
) -> None:
    """How many voters the unit has, and which list says so. Refused: not_yours, voters_needed, words_needed."""
    dialogue.require_voters(voters)
    dialogue.require_words(source)
    with record.opened(conference_id) as row:
        record.require(by, row.unit_id, Role.CLERK, Role.HEAD)
        _require_open(row)
        row.voters, row.voters_source, row.voters_on = voters, source.strip(), on
        row.save(update_fields=("voters", "voters_source", "voters_on"))
        told = {"voters": str(voters), "on": on.isoformat()}
        record.log(row, "dialogue.voters-counted", told, at=at)
        _weigh(row, roles=by.roles_in(row.unit_id), by=by.person_id, at=at)


def name_keeper(*, conference_id: int, person_id: int, by: office.Actor, at: datetime) -> None:
    """The head names the one clerk who may open the list. Refused: not_yours, not_staff_here."""
    with record.opened(conference_id) as row:
        record.require(by, row.unit_id, Role.HEAD)
        clerks = office.staff(unit_id=row.unit_id, role=Role.CLERK, on=local_day(at))
        if person_id not in {one.id for one in clerks}:
            raise Refused("not_staff_here")
        row.keeper_id = person_id
        row.save(update_fields=("keeper",))


def open_list(
    *, conference_id: int, reason: str, by: office.Actor, at: datetime, after: int = 0, limit: int = 50
) -> list[tuple[int, Personal]]:
    """Who signed, in the order they did; each opening is recorded. Not inside a transaction.

    Refused: no_such_conference, not_the_keeper, reason_needed, reason_too_long.
    """
    row = Conference.objects.filter(pk=conference_id).first()
    if row is None:
        raise Refused("no_such_conference")
    if row.keeper_id != by.person_id or Role.CLERK not in by.roles_in(row.unit_id):
        raise Refused("not_the_keeper")
    rows = row.signatures.filter(pk__gt=after).order_by("pk").values_list("pk", "identity_id")[:limit]
    found = dict(rows)
    opened = sealed.open_many(
        identity_ids=list(found.values()), by=by.person_id, purpose=PURPOSE, reason=reason, at=at
    )
    return [(pk, opened[identity]) for pk, identity in found.items() if identity in opened]


def _weigh(row: Conference, *, roles: frozenset[Role], by: int | None, at: datetime) -> None:
    """Whether enough ask, now that one of the two numbers changed: from then on the head owes a day, by a date."""
    row.refresh_from_db(fields=("asking",))
    pack = packs.load(settings.HOIAM_PACK)
    reached = enough(asking=row.asking, voters=row.voters, pack=pack)
    if reached == (row.state == State.OWED):
        return
    facts = Facts(on=local_day(at), asking=row.asking, voters=row.voters)
    step = record.decide("reach" if reached else "fall_short", row, roles, facts)
    told = {"asking": str(row.asking), "voters": str(row.voters)}
    kind = "dialogue.enough-asked" if reached else "dialogue.too-few-asked"
    record.take(row, step, at=at, by=by, kind=kind, facts=told)


def _require_open(row: Conference) -> None:
    if row.state not in COLLECTING:
        raise Refused("not_signing")


def _add(row: Conference, who: Personal, *, on_paper: bool, at: datetime) -> None:
    _require_open(row)
    if not who.name.strip():
        raise Refused("name_missing")
    mark = codes.mark(row.pk, dialogue.id_number(who.id_number))
    signature = Signature(
        conference=row,
        mark=mark,
        identity_id=sealed.keep(data=who, at=at),
        on_paper=on_paper,
        at=at,
    )
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError:
        raise Refused("signed_already") from None
    Conference.objects.filter(pk=row.pk).update(asking=F("asking") + 1)
