"""The third line of every action here: row, clocks, log entry, history, all or none."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.conf import settings

from hoiam.desk.cases.actions import logbook
from hoiam.desk.dialogues.models import Conference, Step
from hoiam.duties import stepping
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import packs
from hoiam.law.procedures import dialogue_conference
from hoiam.law.procedures.dialogue_conference import Facts
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep
from hoiam.office import owing, queries as office

SUBJECT = "conference"
CITIZEN = frozenset({Role.CITIZEN})


@contextlib.contextmanager
def opened(conference_id: int) -> Iterator[Conference]:
    """The row, locked, in one transaction with all that is recorded. Refused: no_such_conference."""
    with journal.recording():
        row = Conference.objects.select_for_update().filter(pk=conference_id).first()
        if row is None:
            raise Refused("no_such_conference")
        yield row


def require(by: office.Actor, unit_id: int, *roles: Role) -> None:
    """Refused: not_yours."""
    if not by.roles_in(unit_id) & set(roles):
        raise Refused("not_yours")


def decide(event: str, row: Conference | None, roles: frozenset[Role], facts: Facts) -> LawStep:
    """What the law's table says. Refused: as Procedure.decide."""
    return dialogue_conference.PROCEDURE.decide(
        event,
        state=row.state if row else None,
        roles=roles,
        facts=facts,
        pack=packs.load(settings.HOIAM_PACK),
    )


def take(
    row: Conference,
    step: LawStep,
    *,
    at: datetime,
    by: int | None,
    kind: str,
    facts: Mapping[str, str],
    day: date | None = None,
    reason: str = "",
) -> None:
    """The row as it is by now is saved; its clocks, the log and its history follow the step.

    The log says of each clock that starts until when, and by which rule.
    """
    row.state = step.after
    row.save()
    events = {spec.key: day for spec in step.opens if day is not None}
    dues = stepping.apply(step, owner=owner(row), at=at, events=events)
    lines = {f"{key}-due": due.legal_due.isoformat() for key, due in dues.items()}
    rules = {f"{key}-rule": due.rule.id for key, due in dues.items()}
    entry = log(row, kind, {**facts, "post": str(row.post_id), **lines, **rules}, at=at)
    Step.objects.create(
        conference=row, event=step.event, at=at, by_id=by, day=day, reason=reason.strip(), entry=entry
    )


def owner(row: Conference) -> stepping.Owner:
    """Whose clocks they are: the post that heads the unit."""
    path = owing.post(row.post_id).path
    return stepping.Owner(
        unit_id=row.unit_id, post_id=row.post_id, path=path, subject=SUBJECT, subject_id=row.pk
    )


def log(
    row: Conference,
    kind: str,
    facts: Mapping[str, str],
    *,
    at: datetime,
    docs: Mapping[str, bytes] | None = None,
) -> int:
    """An entry in the chain of this conference, open to all; gives the event's id."""
    unit = office.units([row.unit_id], on=local_day(at))[row.unit_id]
    appended = journal.append(
        ref=ref(row.pk),
        kind=kind,
        unit=unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"conference": str(row.pk), **facts},
        docs=docs,
    )
    return appended.event_id


def ref(conference_id: int) -> str:
    """The chain of a conference; its name follows from the conference."""
    return logbook.ref(f"hoiam conference {conference_id}")
