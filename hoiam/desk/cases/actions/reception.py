"""Reception days of a head: noted, planned, posted; each with a public entry in the log."""

import hashlib
from datetime import date, datetime

from hoiam.desk.cases.actions import logbook
from hoiam.duties import recurring, taking_back
from hoiam.duties.models import Occurrence
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.owing import OwingPost

MAY = frozenset({Role.CLERK, Role.HEAD})


def hold(*, unit_id: int, key: str, day: date, in_person: bool, by: office.Actor, at: datetime) -> None:
    """It was held that day, by the head or by a deputy. Refused: not_yours, and as recurring.record."""
    with journal.recording():
        post = _post(unit_id, by)
        row = recurring.record(
            post_id=post.id, key=key, day=day, by_post_holder=in_person, by=by.person_id, at=at
        )
        _log(post, logbook.HELD.get(key, "session.held"), unit_id, _said(row), at)


def take_back(*, unit_id: int, note_id: int, reason: str, by: office.Actor, at: datetime) -> None:
    """It was noted by mistake. The log commits to the reason. Refused: not_yours, and as taking_back.take_back."""
    with journal.recording():
        post = _post(unit_id, by)
        row = taking_back.take_back(post_id=post.id, note_id=note_id, reason=reason, by=by.person_id, at=at)
        kind = logbook.TAKEN_BACK.get(recurring.key_of_id(row.frequency_id), "session.withdrawn")
        facts = {**_said(row), "noted": local_day(row.recorded_at).isoformat(), "by": "holder"}
        docs = {"reason": hashlib.sha256(reason.strip().encode()).digest()}
        _log(post, kind, unit_id, facts, at, docs)


def plan(*, unit_id: int, day: date, by: office.Actor, at: datetime) -> None:
    """The head will receive citizens that day. Refused: not_yours, and as recurring.schedule."""
    with journal.recording():
        post = _post(unit_id, by)
        recurring.schedule(post_id=post.id, day=day, by=by.person_id, at=at)
        _log(post, "session.scheduled", unit_id, {"on": day.isoformat()}, at)


def posted(*, unit_id: int, day: date, by: office.Actor, at: datetime) -> None:
    """People can read of that day. Refused: not_yours, and as recurring.posted."""
    with journal.recording():
        post = _post(unit_id, by)
        recurring.posted(post_id=post.id, day=day, at=at)
        _log(post, "publication.made", unit_id, {"on": day.isoformat(), "what": "schedule"}, at)


def _post(unit_id: int, by: office.Actor) -> OwingPost:
    if not by.roles_in(unit_id) & MAY:
        raise Refused("not_yours")
    post = owing.head_of(unit_id)
    if post is None:
        raise Refused("no_such_post")
    return post


def _said(row: Occurrence) -> dict[str, str]:
    chaired = "head" if row.by_post_holder else "deputy"
    return {"on": row.on.isoformat(), "frequency": row.frequency_id, "chaired": chaired}


def _log(
    post: OwingPost,
    kind: str,
    unit_id: int,
    facts: dict[str, str],
    at: datetime,
    docs: dict[str, bytes] | None = None,
) -> None:
    unit = office.units([unit_id], on=local_day(at))[unit_id]
    journal.append(
        ref=logbook.post_ref(post.id),
        kind=kind,
        unit=unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra=facts,
        docs=docs,
    )
