"""A session held online: notice, test and connection in time, the office's own video system, what was recorded.

Decree 154/2026/NĐ-CP, articles 23 and 24.
"""

import dataclasses
import re
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from hoiam.desk.reception.actions import acting
from hoiam.desk.reception.actions.acting import Entry, Mark
from hoiam.desk.reception.models import Session, SessionStep
from hoiam.kit.moments import local_day
from hoiam.law import clocks, packs, schedules
from hoiam.law.procedures.reception_session import AHEAD, PROCEDURE
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome, Step
from hoiam.office import calendars, owing, queries as office

CONNECT = "online_connect"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LOGGED = {
    "set_online": "set",
    "announce_online": "announced",
    "test_online": "tested",
    "connect_online": "connected",
}


def choose(*, session_id: int, version: int | None, link: str, by: office.Actor, at: datetime) -> None:
    """It will be held online; from then on notice, test and connection are owed.

    Refused: no_such_session, changed_meanwhile, not_yours, wrong_state, day_in_past, and as schedules.sittings.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        mark = Mark(post=owing.post(row.post_id), by=by, at=at)
        step = acting.decide("set_online", state=row.state, mark=mark, held_on=row.on)
        row.online, row.link = True, link
        events = {"online_notice": row.on, "online_test": row.on, CONNECT: begins(row)}
        acting.record(row, step, mark=mark, entry=_entry(row, step), events=events)


def did(*, event: str, session_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    """Announced, tested or connected; connected later than an hour before it begins is late.

    Refused: no_such_session, changed_meanwhile, not_yours, wrong_state, not_online, unknown_event, notice_too_short.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        if event not in _LOGGED or event == "set_online":
            raise Refused("unknown_event", event=event)
        if not row.online:
            raise Refused("not_online")
        mark = Mark(post=owing.post(row.post_id), by=by, at=at)
        step = acting.decide(event, state=row.state, mark=mark, held_on=row.on)
        if event == "connect_online" and at > latest_connection(row, mark.post.path):
            step = _late(step)
        acting.record(row, step, mark=mark, entry=_entry(row, step))


def recorded(
    *, session_id: int, version: int | None, reference: str, sha256: str, by: office.Actor, at: datetime
) -> None:
    """Where the recording lies and what its file's SHA-256 is; recording is compulsory (article 23).

    Refused: no_such_session, changed_meanwhile, not_yours, not_online, day_not_come, bad_hash.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        mark = Mark(post=owing.post(row.post_id), by=by, at=at)
        acting.require_office(mark.post, by, on=mark.on)
        _require_recording(row, sha256, mark)
        row.recording, row.recording_sha256 = reference, sha256
        row.version += 1
        row.save(update_fields=("recording", "recording_sha256", "version"))
        SessionStep.objects.create(
            session=row, event="recorded", before=row.state, after=row.state, at=at, by_id=by.person_id
        )
        said = {"on": row.on.isoformat(), "sha256": sha256}
        acting.log(row.post_id, row.unit.code, Entry(kind="session.recorded", facts=said), at=at)


def begins(row: Session) -> datetime:
    """The local moment at which the first sitting begins. Refused: as schedules.sittings."""
    first = schedules.sittings(row.sittings)[0]
    return timezone.make_aware(datetime.combine(row.on, first.starts))


def latest_connection(row: Session, path: str) -> datetime:
    """The last moment at which all sites must be connected."""
    pack = packs.load(settings.HOIAM_PACK)
    rule = pack.rules[pack.clock(PROCEDURE.name, CONNECT).rule_id]
    moment = clocks.compute(rule, begins(row), calendars.of(path)).moment
    assert moment is not None  # noqa: S101 - a rule in hours has one
    return moment


def _require_recording(row: Session, sha256: str, mark: Mark) -> None:
    if not row.online:
        raise Refused("not_online")
    if row.state in AHEAD or row.on > local_day(mark.at):
        raise Refused("day_not_come", named=row.on, on=mark.on)
    if not _SHA256.fullmatch(sha256):
        raise Refused("bad_hash")


def _late(step: Step) -> Step:
    closes = tuple(dataclasses.replace(one, outcome=Outcome.LATE) for one in step.closes)
    return dataclasses.replace(step, closes=closes)


def _entry(row: Session, step: Step) -> Entry:
    return Entry(kind="session.online", facts={"on": row.on.isoformat(), "step": _LOGGED[step.event]})
