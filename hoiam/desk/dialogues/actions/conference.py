"""The steps of a conference: asked for, called, announced, postponed, held, its results published."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from hoiam.desk.dialogues.actions import record
from hoiam.desk.dialogues.models import Chair, Conference, Kind, Question, Sitting, Vote
from hoiam.desk.reception.actions import holding
from hoiam.duties import recurring, recurring_cards
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import dialogue
from hoiam.law.procedures.dialogue_conference import Facts
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office

YEARLY = "dialogue_commune"
"""The key of the yearly duty of a commune's chair."""
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ROOM = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What is said when a day is set. `sittings`: (villages, day, hour, place) of each, where there are several."""

    title: str
    held_on: date
    begins: time
    place: str
    programme: str = ""
    link: str = ""
    chairs: Sequence[int] = ()
    sittings: Sequence[tuple[str, date, time, str]] = ()


def demand(*, unit_id: int, title: str, by: office.Actor | None, at: datetime) -> int:
    """A voter, or a clerk for one, asks for a conference; signatures follow. Gives its id.

    Refused: no_such_unit, no_such_post, not_yours, words_needed.
    """
    dialogue.require_words(title)
    roles = by.roles_in(unit_id) if by else record.CITIZEN
    step = record.decide("demand", None, roles, Facts(on=local_day(at)))
    with journal.recording():
        row = _new(unit_id, Kind.ASKED, title, at)
        said: dict[str, Any] = {"kind": "dialogue.demanded", "facts": {}}
        record.take(row, step, at=at, by=by.person_id if by else None, **said)
    return row.pk


def decline(*, conference_id: int, reason: str, by: office.Actor, at: datetime) -> None:
    """Too few asked. Refused: voters_needed, enough_asked, reason_needed, not_yours, wrong_state."""
    with record.opened(conference_id) as row:
        record.require(by, row.unit_id, Role.HEAD)
        dialogue.require_voters(row.voters)
        facts = Facts(on=local_day(at), reason=reason, asking=row.asking, voters=row.voters)
        step = record.decide("decline", row, by.roles_in(row.unit_id), facts)
        counted = {"asking": str(row.asking), "voters": str(row.voters)}
        said: dict[str, Any] = {"kind": "dialogue.declined", "facts": counted, "reason": reason}
        record.take(row, step, at=at, by=by.person_id, **said)


def call(
    *,
    said: Called,
    by: office.Actor,
    at: datetime,
    unit_id: int,
    kind: str = Kind.YEARLY,
    conference_id: int | None = None,
) -> int:
    """Set the day: of a new conference, or of the one that voters asked for. Gives its id.

    Refused: not_yours, no_such_post, words_needed, day_missing, day_in_past, wrong_state, no_such_conference.
    """
    if conference_id is not None:
        with record.opened(conference_id) as row:
            _call(row, said, by, at)
        return row.pk
    with journal.recording():
        row = _new(unit_id, Kind(kind), said.title, at)
        _call(row, said, by, at)
    return row.pk


def announce(*, conference_id: int, by: office.Actor, at: datetime) -> None:
    """Time, place and programme are made known. Refused: not_yours, wrong_state, notice_too_short."""
    with record.opened(conference_id) as row:
        facts = Facts(on=local_day(at), held_on=row.held_on)
        step = record.decide("announce", row, by.roles_in(row.unit_id), facts)
        row.announced_on = row.announced_on or local_day(at)
        told = {"on": _iso(row.held_on)}
        record.take(row, step, at=at, by=by.person_id, kind="dialogue.announced", facts=told)


def postpone(
    *, conference_id: int, held_on: date, begins: time, reason: str, by: office.Actor, at: datetime
) -> None:
    """A new day, with the reason; it must be announced again. What people asked stays.

    Refused: not_yours, wrong_state, reason_needed, day_in_past.
    """
    with record.opened(conference_id) as row:
        facts = Facts(on=local_day(at), held_on=held_on, reason=reason)
        step = record.decide("postpone", row, by.roles_in(row.unit_id), facts)
        told = {"before": _iso(row.held_on), "on": held_on.isoformat()}
        row.held_on, row.begins, row.held_by_id = held_on, begins, None
        said: dict[str, Any] = {"kind": "dialogue.postponed", "facts": told, "reason": reason}
        record.take(row, step, at=at, by=by.person_id, day=held_on, **said)


def hold(*, conference_id: int, in_person: bool, present: int, by: office.Actor, at: datetime) -> None:
    """It took place. One that meets the yearly duty is noted as such, once.

    Refused: not_yours, wrong_state, day_not_come; as recurring.record.
    """
    with record.opened(conference_id) as row:
        facts = Facts(on=local_day(at), held_on=row.held_on)
        step = record.decide("hold", row, by.roles_in(row.unit_id), facts)
        row.closed_on, row.in_person, row.present = local_day(at), in_person, present
        row.held_by_id = row.held_by_id or row.post_id
        row.current = None
        told = {
            "on": _iso(row.held_on),
            "what": row.kind,
            "chaired": "head" if in_person else "deputy",
            "present": str(present),
        }
        record.take(
            row, step, at=at, by=by.person_id, day=row.held_on, kind="dialogue.took-place", facts=told
        )
        _note_yearly(row, by, at)


def publish(*, conference_id: int, results: str, by: office.Actor, at: datetime) -> None:
    """The results are made known; what told one device from another is erased.

    Refused: not_yours, wrong_state, words_needed, questions_open.
    """
    with record.opened(conference_id) as row:
        step = record.decide("publish_results", row, by.roles_in(row.unit_id), Facts(on=local_day(at)))
        dialogue.require_words(results)
        counts = counted(row.pk)
        dialogue.require_settled(unsettled=sum(counts[state] for state in dialogue.UNSETTLED))
        row.results, row.published_at = results, at
        told = {
            "questions": str(sum(counts.values())),
            **{
                state.value: str(counts[state]) for state in dialogue.State if state not in dialogue.UNSETTLED
            },
            "promises": str(row.promises.count()),
        }
        record.take(row, step, at=at, by=by.person_id, kind="dialogue.results", facts=told)
        Vote.objects.filter(question__conference=row).delete()
        Question.objects.filter(conference=row).update(device=None)


def counted(conference_id: int) -> dict[dialogue.State, int]:
    """Questions by state. One statement."""
    states = Question.objects.filter(conference_id=conference_id).values_list("state", flat=True)
    found = dict.fromkeys(dialogue.State, 0)
    for state in states:
        found[dialogue.State(state)] += 1
    return found


def _new(unit_id: int, kind: str, title: str, at: datetime) -> Conference:
    post = owing.head_of(unit_id)
    if post is None:
        raise Refused("no_such_post")
    state = "demanded" if kind == Kind.ASKED else "planned"
    return Conference(
        unit_id=unit_id,
        post_id=post.id,
        kind=kind,
        state=state,
        title=title.strip(),
        room="".join(secrets.choice(ALPHABET) for _ in range(ROOM)),
        made_at=at,
    )


def _call(row: Conference, said: Called, by: office.Actor, at: datetime) -> None:
    for words in (said.title, said.place):
        dialogue.require_words(words)
    facts = Facts(on=local_day(at), held_on=said.held_on)
    fresh = row.id is None
    step = record.decide("call", None if fresh else row, by.roles_in(row.unit_id), facts)
    row.title, row.programme = said.title.strip(), said.programme.strip()
    row.held_on, row.begins = said.held_on, said.begins
    row.place, row.link = said.place.strip(), said.link
    if fresh:
        row.save()
    told = {"what": row.kind, "on": said.held_on.isoformat()}
    record.take(row, step, at=at, by=by.person_id, day=said.held_on, kind="dialogue.called", facts=told)
    _seat(row, said)


def _seat(row: Conference, said: Called) -> None:
    posts = {post.id for post in office.posts(unit_id=row.unit_id, on=said.held_on)}
    chosen = dict.fromkeys((row.post_id, *(one for one in said.chairs if one in posts)))
    Chair.objects.bulk_create(Chair(conference=row, post_id=post_id) for post_id in chosen)
    Sitting.objects.bulk_create(
        Sitting(conference=row, villages=villages, on=on, begins=begins, place=place)
        for villages, on, begins, place in said.sittings
    )


def _note_yearly(row: Conference, by: office.Actor, at: datetime) -> None:
    """Once: a day that was noted by hand counts already. Only where the post owes one every year."""
    assert row.held_on is not None  # noqa: S101 - a constraint of the table
    owed = YEARLY in recurring.families(owing.post(row.post_id).kind)
    if row.kind != Kind.YEARLY or not owed:
        return
    if not recurring_cards.noted(post_id=row.post_id, key=YEARLY, day=row.held_on):
        holding.note_dialogue(
            post_id=row.post_id, day=row.held_on, in_person=bool(row.in_person), by=by, at=at
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
