"""Parts of every action: who acts for a post, a session loaded locked, what law says of it, what is recorded."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from hoiam.desk.cases.actions import logbook
from hoiam.desk.reception.models import Session, SessionStep
from hoiam.duties import stepping
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import packs
from hoiam.law.procedures import reception_session
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step
from hoiam.office import calendars, owing, queries as office
from hoiam.office.owing import OwingPost

SUBJECT = "session"
KEPT_ELSEWHERE = frozenset({"posting"})
"""Clocks of the law's table that a planned day keeps (hoiam.duties.planning)."""
_OFFICE = frozenset({Role.CLERK, Role.HEAD})
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Who does it, when, for which post, and why where that is said."""

    post: OwingPost
    by: office.Actor
    at: datetime
    reason: str = ""

    @property
    def on(self) -> date:
        """The local day."""
        return local_day(self.at)

    @property
    def by_id(self) -> int:
        return self.by.person_id

    @property
    def may(self) -> frozenset[Role]:
        """As what this person acts."""
        return roles(self.post, self.by, on=self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """The same for what follows by itself from what was recorded elsewhere: nobody does it."""

    post: OwingPost
    at: datetime
    by_id: None = None
    reason: str = ""
    may: frozenset[Role] = _OFFICE

    @property
    def on(self) -> date:
        """The local day."""
        return local_day(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What goes to the log: kind, lines of codes and days, the words that are committed to, JSON beside it."""

    kind: str
    facts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    beside: str = ""


def roles(post: OwingPost, by: office.Actor, *, on: date) -> frozenset[Role]:
    """What somebody may do for a post: clerks of its unit record for all; its holder is its head, for the unit's head
    also whoever has that role. One statement.
    """
    held = by.roles_in(post.unit_id) & _OFFICE
    if not post.is_head:
        held -= {Role.HEAD}
    if owing.holders([post.id], on=on).get(post.id) == by.person_id:
        held |= {Role.HEAD}
    return held


def require_office(post: OwingPost, by: office.Actor, *, on: date) -> None:
    """Refused: not_yours."""
    if not roles(post, by, on=on):
        raise Refused("not_yours")


@contextlib.contextmanager
def opened(*, session_id: int, version: int | None) -> Iterator[Session]:
    """LOAD: the session, locked, in one transaction. Refused: no_such_session, changed_meanwhile."""
    with journal.recording():
        rows = Session.objects.select_for_update(of=("self",)).select_related("unit")
        row = rows.filter(pk=session_id, taken_back_at=None).first()
        if row is None:
            raise Refused("no_such_session")
        if version is not None and version != row.version:
            raise Refused("changed_meanwhile", version=row.version)
        yield row


def decide(event: str, *, state: str | None, mark: Mark | Follows, **facts: Any) -> Step:
    """DECIDE. Refused: as the procedure refuses."""
    return reception_session.PROCEDURE.decide(
        event,
        state=state,
        roles=mark.may,
        facts=reception_session.Facts(on=mark.on, reason=mark.reason, **facts),
        pack=packs.load(settings.HOIAM_PACK),
    )


def record(
    row: Session,
    step: Step,
    *,
    mark: Mark | Follows,
    entry: Entry | None = None,
    events: Mapping[str, date] = NOTHING,
    promised: Mapping[str, date] = NOTHING,
    facts: Mapping[str, Any] = NOTHING,
) -> None:
    """RECORD: the row, clocks, history, log entry. Refused: day_planned_twice where another session is on that day."""
    row.state = step.after
    row.version, row.sequence, row.changed_at = row.version + 1, row.sequence + 1, mark.at
    save_once(row)
    owner = stepping.Owner(
        unit_id=row.unit_id, post_id=row.post_id, path=mark.post.path, subject=SUBJECT, subject_id=row.pk
    )
    stepping.apply(step, owner=owner, at=mark.at, events=events, promised=promised, but=KEPT_ELSEWHERE)
    SessionStep.objects.create(
        session=row,
        event=step.event,
        before=step.before or "",
        after=step.after,
        at=mark.at,
        by_id=mark.by_id,
        reason=mark.reason.strip(),
        facts=dict(facts),
    )
    if entry is not None:
        log(row.post_id, row.unit.code, entry, at=mark.at)


def save_once(row: Session) -> None:
    """One live session a day. Refused: day_planned_twice."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("day_planned_twice", day=row.on) from None


def log(post_id: int, unit: str, entry: Entry, *, at: datetime) -> None:
    """A public entry in the chain of the post: codes and days; of what was written a commitment."""
    journal.append(
        ref=ref(post_id),
        kind=entry.kind,
        unit=unit,
        at=at,
        visibility=Visibility.PUBLIC,
        extra=entry.facts,
        docs=committed(entry.reason),
        beside=entry.beside,
    )


def ref(post_id: int) -> str:
    """The chain of the post."""
    return logbook.post_ref(post_id)


def committed(reason: str) -> dict[str, bytes]:
    """The hash of what was written, as the log takes it."""
    return {"reason": hashlib.sha256(reason.strip().encode()).digest()} if reason.strip() else {}


def unit_code(post: OwingPost) -> str:
    """As the log names the unit: the last code of its path. No statement."""
    return post.path.rstrip("/").rpartition("/")[2]


def require_working(post: OwingPost, day: date) -> None:
    """A day of the schedule is a working day. Refused: day_is_day_off with the next one."""
    calendar = calendars.of(post.path)
    if not calendar.is_working(day):
        off = calendar.day(day)
        raise Refused(
            "day_is_day_off", day=day, vi=off.name_vi, en=off.name_en, next=calendar.next_working(day)
        )
