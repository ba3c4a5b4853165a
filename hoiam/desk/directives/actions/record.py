"""The third line of every action here: row, duty, log entry, history, all or none."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from hoiam.desk.cases.actions import logbook
from hoiam.desk.directives.models import Plan, Step, Task
from hoiam.duties import stepping
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import packs
from hoiam.law.procedures import directive_task
from hoiam.law.procedures.directive_task import Facts
from hoiam.law.procedures.moves import Running
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep
from hoiam.office import queries as office

SUBJECT = "task"
KEY = "task"
DIRECTIVE, STEP = "directive", "task-step"
"""Owners of files."""
_ASCII = str.maketrans("ĐđƯưƠơÂâÊêÔôĂă", "DdUuOoAaEeOoAa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is written down with a step: words, an address, uploads by their tokens, a decision's number, a day."""

    text: str = ""
    link: str = ""
    tokens: Sequence[str] = ()
    number: str = ""
    day: date | None = None

    @property
    def shown(self) -> int:
        """How many things show something."""
        return bool(self.text.strip()) + bool(self.link) + len(self.tokens)


NOTHING = Said()


@contextlib.contextmanager
def opened(task_id: int) -> Iterator[Task]:
    """The row, locked, in one transaction with all that is recorded. Refused: no_such_task."""
    with journal.recording():
        rows = Task.objects.select_for_update(of=("self",)).select_related("plan", "unit", "plan__unit")
        row = rows.filter(pk=task_id).first()
        if row is None:
            raise Refused("no_such_task")
        yield row


@contextlib.contextmanager
def opened_plan(plan_id: int) -> Iterator[Plan]:
    """The same of a plan. Refused: no_such_plan."""
    with journal.recording():
        row = (
            Plan.objects.select_for_update(of=("self",))
            .select_related("unit", "task")
            .filter(pk=plan_id)
            .first()
        )
        if row is None:
            raise Refused("no_such_plan")
        yield row


def require(by: office.Actor, unit_id: int, *roles: Role) -> None:
    """Refused: not_yours."""
    if not by.roles_in(unit_id) & set(roles):
        raise Refused("not_yours")


def decide(event: str, row: Task, by: office.Actor, facts: Facts) -> LawStep:
    """What the law's table says, for whoever gave the task or whoever does it. Refused: as Procedure.decide."""
    side = row.plan.unit_id if event in directive_task.GIVING else row.unit_id
    return directive_task.PROCEDURE.decide(
        event,
        state=row.state or None,
        roles=by.roles_in(side),
        facts=facts,
        pack=packs.load(settings.HOIAM_PACK),
    )


def running(row: Task) -> Mapping[str, Running]:
    """Its clock, as the law's table reads it. One statement."""
    return stepping.running(SUBJECT, row.pk)


def owner(row: Task) -> stepping.Owner:
    """Whose clock it is."""
    return stepping.Owner(
        unit_id=row.unit_id, post_id=row.post_id, path=row.unit.path, subject=SUBJECT, subject_id=row.pk
    )


def note(
    row: Task,
    event: str,
    *,
    kind: str,
    facts: Mapping[str, str],
    by: office.Actor | None,
    at: datetime,
    said: Said = NOTHING,
) -> None:
    """Row, entry, history and files of a step that was decided."""
    row.save()
    entry = log_task(row, kind, facts, at=at, docs=digests(said))
    step = Step.objects.create(
        task=row,
        event=event,
        at=at,
        by_id=by.person_id if by else None,
        day=said.day,
        number=said.number,
        text=said.text.strip(),
        link=said.link,
        files=len(said.tokens),
        entry=entry,
    )
    files.attach(tokens=said.tokens, owner=STEP, owner_id=step.pk, at=at)


def digests(said: Said) -> dict[str, bytes]:
    """SHA-256 of what shows it, by label: the log commits to that and holds none of it."""
    found = {"words": _digest(said.text)} if said.text.strip() else {}
    found |= {"link": _digest(said.link)} if said.link else {}
    given = sorted(file_queries.digests(tokens=said.tokens).values())
    return found | {f"file-{place}": digest for place, digest in enumerate(given, start=1)}


def log_task(
    row: Task,
    kind: str,
    facts: Mapping[str, str],
    *,
    at: datetime,
    docs: Mapping[str, bytes] | None = None,
) -> int:
    """An entry in the chain of this task, open to all; gives the event's id."""
    appended = journal.append(
        ref=ref("task", row.pk),
        kind=kind,
        unit=row.unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"task": str(row.pk), "plan": str(row.plan_id), **facts},
        docs=docs,
    )
    return appended.event_id


def log(
    what: str,
    pk: int,
    kind: str,
    facts: Mapping[str, str],
    *,
    unit_id: int,
    at: datetime,
    docs: Mapping[str, bytes] | None = None,
) -> int:
    """The same in the chain of a directive, a plan or a briefing."""
    unit = office.units([unit_id], on=local_day(at))[unit_id]
    appended = journal.append(
        ref=ref(what, pk),
        kind=kind,
        unit=unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={what: str(pk), **facts},
        docs=docs,
    )
    return appended.event_id


def coded(number: str) -> str:
    """A document's number as the log can hold it: 12/QĐ-UBND is 12/QD-UBND."""
    return number.translate(_ASCII)


def ref(what: str, pk: int) -> str:
    """The name of a chain follows from what it is of."""
    return logbook.ref(f"hoiam {what} {pk}")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.strip().encode()).digest()
