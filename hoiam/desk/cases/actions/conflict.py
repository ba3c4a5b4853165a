"""Somebody of the office keeps out of a case: complained of, or by their own word; it goes to those who may act.

What a unit is kept out of, the units that follow it are kept out of too (Law 72/2025/QH15, article 54).
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from hoiam.desk.cases.actions import index, record
from hoiam.desk.cases.models import Case, Party, Why
from hoiam.desk.cases.queries import firewall, procedures
from hoiam.duties import actions as duties
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import conflict
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import colleagues, passing, queries as office

log = logging.getLogger("hoiam.conflict")


def name(*, case_id: int, version: int, whom: str, reason: str, by: office.Actor, at: datetime) -> None:
    """Say whom it complains of: `person:7`, `post:3` or `unit:12`. Whoever is meant no longer has such a case.

    Refused: not_yours, nobody_such, nobody_holds_it, no_such_post, named_already, nobody_above.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _allow("name", case, by)
        rows = _meant(whom, on=local_day(at))
        _refuse_again(case, rows)
        for row in rows:
            row.case, row.note, row.by_id, row.at = case, reason, by.person_id, at
        Party.objects.bulk_create(rows)
        _on_letter(case, rows)
        Party.objects.filter(case=case, why=Why.SAID, lifted_at=None).update(
            lifted_at=at, lifted_by_id=by.person_id
        )
        _settle(case, "name", by, at)


def recuse(*, case_id: int, version: int, by: office.Actor, at: datetime, reason: str = "") -> None:
    """Keep out of it oneself; nobody has to say why. Refused: not_yours, nobody_above."""
    with record.opened(case_id=case_id, version=version) as case:
        _allow("recuse", case, by)
        Party.objects.create(
            case=case, why=Why.RECUSED, person_id=by.person_id, note=reason, by_id=by.person_id, at=at
        )
        _settle(case, "recuse", by, at)


def lift(*, case_id: int, version: int, entry: int, reason: str, by: office.Actor, at: datetime) -> None:
    """Take an entry back that was wrong, or say that nobody of the office is meant.

    Refused: not_yours, no_such_entry.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _allow("lift", case, by)
        found = Party.objects.filter(case=case, pk=entry, lifted_at=None)
        if not found.update(lifted_at=at, lifted_by_id=by.person_id, lifted_note=reason):
            raise Refused("no_such_entry")
        case.guarded = Party.objects.filter(case=case, lifted_at=None).exists()
        _note(case, "lift", by, at)


def follow(*, at: datetime) -> int:
    """Units that followed one complained of keep out from their first day; gives how many entries were made.

    A case that nobody above may decide on stays as it is, and the worker says so. Idempotent.
    """
    on = local_day(at)
    made = 0
    named = Party.objects.filter(lifted_at=None, unit__successions__on__lte=on)
    for unit_id in list(named.order_by("unit").values_list("unit_id", flat=True).distinct()):
        for heir in passing.heirs(unit_id, on=on):
            known = Party.objects.filter(unit_id=heir).values("case")
            rows = Party.objects.filter(lifted_at=None, unit_id=unit_id).exclude(case__in=known)
            ids = rows.order_by("case").values_list("case_id", flat=True).distinct()
            made += sum(_joined(case_id, heir, at) for case_id in list(ids))
    return made


def arrived(case: Case, *, at: datetime) -> None:
    """It followed its unit to another: on to the unit above, if there nobody may act. Refused: nobody_above."""
    if case.guarded:
        here = colleagues.of_unit(unit_id=case.unit_id, on=local_day(at))
        _rise(case, here, firewall.named(case.pk), None, at)


def said(case: Case, words: str, *, at: datetime) -> None:
    """The sender says that somebody of the office is concerned: until the clerk settles who, only a clerk sees it."""
    Party.objects.create(case=case, why=Why.SAID, said=words, at=at)


def _joined(case_id: int, heir: int, at: datetime) -> bool:
    """False where somebody was faster, or nobody above may decide."""
    try:
        with record.opened(case_id=case_id) as case:
            if Party.objects.filter(case=case, unit_id=heir).exists():
                return False
            Party.objects.create(case=case, why=Why.HEIR, unit_id=heir, at=at)
            _settle(case, "heir", None, at)
    except Refused as refused:
        log.warning("a unit that followed one complained of is not kept out yet: %s", refused.code)
        return False
    return True


def _allow(event: str, case: Case, by: office.Actor) -> None:
    record.keep_out(case, by)
    roles = kinds.acting(case.kind, by.roles_in(case.unit_id))
    conflict.allow(event, roles, is_assignee=case.handler_id == by.person_id)


def _meant(whom: str, *, on: date) -> list[Party]:
    """A head stands for the units that they head, too."""
    what, _colon, number = whom.partition(":")
    if what not in {"person", "post", "unit"} or not number.isdecimal():
        raise Refused("nobody_such")
    pk = int(number)
    if what == "unit":
        return _unit(pk, on)
    person_id, post_id = (colleagues.holder(post_id=pk, on=on), pk) if what == "post" else (pk, None)
    if not colleagues.held(person_id=person_id, on=on).exists():
        raise Refused("nobody_such")
    units = colleagues.headed_by(person_id=person_id, on=on)
    named = [
        Party(why=Why.NAMED, person_id=person_id, post_id=post_id, unit_id=unit_id)
        for unit_id in units or (None,)
    ]
    return [*named, *_following(units, on)]


def _following(units: Iterable[int], on: date) -> list[Party]:
    """What followed these units, once each."""
    heirs = {heir for unit_id in units for heir in passing.heirs(unit_id, on=on)} - set(units)
    return [Party(why=Why.HEIR, unit_id=heir) for heir in sorted(heirs)]


def _unit(unit_id: int, on: date) -> list[Party]:
    """One that we serve, or that was followed by others."""
    heirs = _following([unit_id], on)
    if office.served_unit(unit_id) is None and not heirs:
        raise Refused("nobody_such")
    return [Party(why=Why.NAMED, unit_id=unit_id), *heirs]


def _on_letter(case: Case, rows: Sequence[Party]) -> None:
    """The letter that the case is a part of says the same: they keep out of that, too."""
    letter = Case.objects.filter(parts__case=case).first()
    if letter is None:
        return
    same = ("why", "person_id", "post_id", "unit_id", "note", "by_id", "at")
    Party.objects.bulk_create(
        [Party(case=letter, **{name: getattr(row, name) for name in same}) for row in rows]
    )
    Case.objects.filter(pk=letter.pk).update(guarded=True)


def _refuse_again(case: Case, rows: Sequence[Party]) -> None:
    standing = Party.objects.filter(case=case, lifted_at=None).values_list("person_id", "unit_id")
    if {(row.person_id, row.unit_id) for row in rows} <= set(standing):
        raise Refused("named_already")


def _settle(case: Case, event: str, by: office.Actor | None, at: datetime) -> None:
    """Off the desk of whoever keeps out; to the unit above, when here nobody may receive it or decide on it."""
    case.guarded = True
    on, named = local_day(at), firewall.named(case.pk)
    here = colleagues.of_unit(unit_id=case.unit_id, on=on)
    out = {one.id for one in here if conflict.barred(firewall.colleague(one, case.kind), named)}
    if case.handler_id in out:
        case.handler_id = None
    _note(case, event, by, at)
    _rise(case, here, named, by, at)


def _rise(
    case: Case,
    here: Sequence[colleagues.Colleague],
    named: Sequence[conflict.Named],
    by: office.Actor | None,
    at: datetime,
) -> None:
    stays = conflict.course(*_groups(here, case.kind), named) is conflict.Course.STAYS
    if case.closed_at is None and not stays:
        _pass_up(case, named, by, at)


def _groups(
    staff: Sequence[colleagues.Colleague], kind: str
) -> tuple[list[conflict.Member], list[conflict.Member]]:
    """Who receives and who decides; what is held has its keeper for both."""
    receive = [one for one in staff if Role.CLERK in kinds.acting(kind, one.roles)]
    decide = receive if procedures.held(kind) else [one for one in staff if Role.HEAD in one.roles]
    clerks, heads = ([firewall.colleague(one, kind) for one in group] for group in (receive, decide))
    return clerks, heads


def _pass_up(case: Case, named: Sequence[conflict.Named], by: office.Actor | None, at: datetime) -> None:
    """To the next higher unit where somebody may act; no date changes. Refused: nobody_above."""
    desk = _above(case, named, local_day(at))
    duties.move(
        subject=procedures.subject(case.kind),
        subject_id=case.pk,
        unit_id=desk.unit.id,
        post_id=desk.head_post_id,
        at=at,
        event="pass_up",
    )
    before = case.unit
    case.came_from_id, case.unit_id, case.handler_id = before.pk, desk.unit.id, None
    case.version += 1
    case.save()
    index.label(case)
    extra = {"to": desk.unit.code}
    appended = journal.append(ref=case.ref, kind="case.transferred", unit=before.code, at=at, extra=extra)
    facts = {"from": str(before.pk), "to": str(desk.unit.id)}
    record.note(
        case,
        "pass_up",
        by=by.person_id if by else None,
        at=at,
        unit_id=before.pk,
        facts=facts,
        entry=appended.event_id,
    )
    record.tell_citizen(case, "transferred", at=at)


def _above(case: Case, named: Sequence[conflict.Named], on: date) -> office.Desk:
    for desk in colleagues.above(unit_id=case.unit_id, on=on):
        staff = colleagues.of_unit(unit_id=desk.unit.id, on=on)
        if conflict.course(*_groups(staff, case.kind), named) is conflict.Course.STAYS:
            return desk
    raise Refused("nobody_above")


def _note(case: Case, event: str, by: office.Actor | None, at: datetime) -> None:
    """Row, history and log entry; the log says that somebody keeps out, never who."""
    case.version += 1
    case.save()
    index.label(case)
    why = {"name": "named", "recuse": "recused", "lift": "lifted", "heir": "followed"}[event]
    appended = journal.append(
        ref=case.ref, kind="case.conflict", unit=case.unit.code, at=at, extra={"why": why}
    )
    record.note(case, event, by=by.person_id if by else None, at=at, entry=appended.event_id)
