"""Supervision from outside: a programme, its visits, what it recommends, what the office answers and does."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from hoiam.desk.reports.actions import record
from hoiam.desk.reports.models import Programme, Recommendation, Visit
from hoiam.duties import stepping
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import accounts, dialogue, supervising
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office

SUBJECT, KEY, DONE = "recommendation", "recommendation", "recommendation_done"
ENTERS = frozenset({Role.OVERSEER, Role.CLERK})
ANSWERS = frozenset({Role.HEAD, Role.CLERK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A programme as its document says. `body`: the name of who supervises."""

    by: str
    body: str
    title: str
    number: str
    issued_on: date
    first: date
    last: date
    form_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A visit. `present`: who was there, by role."""

    on: date
    place: str
    present: str
    form_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """What is recommended to a post, and the day on which the office received it."""

    text: str
    post_id: int
    received_on: date
    form_key: str


def may_enter(by: office.Actor, unit_id: int) -> bool:
    """Who oversees (their post is in the province, or in the unit), or the clerk with the document's number."""
    return Role.CLERK in by.roles_in(unit_id) or any(
        Role.OVERSEER in by.roles_in(one) for one, _name in by.units()
    )


def plan(*, unit_id: int, said: Said, by: office.Actor, at: datetime) -> int:
    """Enter a programme. Gives its id. Refused: not_yours, no_such_unit, words_needed, period_wrong, day_in_future."""
    for words in (said.body, said.title, said.number):
        dialogue.require_words(words)
    supervising.require_days(said.first, said.last)
    supervising.require_past(said.issued_on, on=local_day(at))
    with journal.recording():
        if office.served_unit(unit_id) is None:
            raise Refused("no_such_unit")
        _require(by, unit_id)
        known = Programme.objects.filter(form_key=said.form_key).first()
        if known is not None:
            return known.pk
        row = Programme.objects.create(
            unit_id=unit_id,
            by=said.by,
            body=said.body,
            title=said.title,
            number=said.number,
            issued_on=said.issued_on,
            first=said.first,
            last=said.last,
            made_at=at,
            made_by_id=by.person_id,
            form_key=said.form_key,
        )
        told = {"what": row.by, "from": row.first.isoformat(), "until": row.last.isoformat()}
        row.entry = _log(row, "supervision.planned", told, at, docs={"title": _hash(row.title)})
        row.save(update_fields=("entry",))
    return row.pk


def visit(*, programme_id: int, came: Came, by: office.Actor, at: datetime) -> None:
    """They came. Refused: no_such_programme, not_yours, words_needed, day_in_future."""
    for words in (came.place, came.present):
        dialogue.require_words(words)
    supervising.require_past(came.on, on=local_day(at))
    with journal.recording():
        row = _programme(programme_id, by)
        _made, fresh = Visit.objects.get_or_create(
            form_key=came.form_key,
            defaults={
                "programme": row,
                "on": came.on,
                "place": came.place,
                "present": came.present,
                "at": at,
            },
        )
        if fresh:
            _log(row, "supervision.visited", {"on": came.on.isoformat()}, at)


def recommend(*, programme_id: int, said: Recommended, by: office.Actor, at: datetime) -> int:
    """A recommendation, from its receipt on owed an answer. Gives its id.

    Refused: no_such_programme, not_yours, no_such_post, words_needed, day_in_future.
    """
    dialogue.require_words(said.text)
    supervising.require_past(said.received_on, on=local_day(at))
    with journal.recording():
        programme = _programme(programme_id, by)
        known = Recommendation.objects.filter(form_key=said.form_key).first()
        if known is not None:
            return known.pk
        _require_post(programme.unit_id, said.post_id)
        return _recommended(programme, said, at)


def answer(
    *,
    recommendation_id: int,
    version: int,
    text: str,
    done_by: date | None,
    by: office.Actor,
    at: datetime,
) -> None:
    """What will be done, and by when: from then on a duty of its own.

    Refused: no_such_recommendation, not_yours, changed_meanwhile, recommendation_answered, words_needed, day_in_past.
    """
    on = local_day(at)
    with journal.recording():
        row = _locked(recommendation_id, version, by)
        row.state = supervising.answer(state=row.state, text=text, done_by=done_by, on=on)
        row.answer, row.answered_on, row.done_by = text.strip(), on, done_by
        row.save()
        record.end(subject=SUBJECT, subject_id=row.pk, key=KEY, at=at)
        told = {"recommendation": str(row.pk), "post": str(row.owner_id), "on": on.isoformat()}
        if done_by is not None:
            owner = record.owner_of(row.owner_id, SUBJECT, row.pk)
            rule = accounts.require_rule(record.pack(), supervising.DONE)
            stepping.promise(owner=owner, key=DONE, rule_id=rule.id, event=on, day=done_by, at=at)
            told |= {"due": done_by.isoformat(), "due-rule": rule.id}
        docs = {"answer": _hash(row.answer)}
        _log(row.programme, "supervision.answered", told, at, docs=docs)


def finish(*, recommendation_id: int, version: int, evidence: str, by: office.Actor, at: datetime) -> None:
    """What the answer said is done; what shows it. Refused: as answer; nothing_promised."""
    with journal.recording():
        row = _locked(recommendation_id, version, by)
        row.state = supervising.finish(state=row.state, evidence=evidence)
        row.done_on, row.evidence = local_day(at), evidence.strip()
        row.save()
        record.end(subject=SUBJECT, subject_id=row.pk, key=DONE, at=at)
        told = {
            "recommendation": str(row.pk),
            "post": str(row.owner_id),
            "due": str(row.done_by),
            "on": str(row.done_on),
        }
        _log(row.programme, "supervision.done", told, at, docs={"evidence": _hash(row.evidence)})


def _recommended(programme: Programme, said: Recommended, at: datetime) -> int:
    most = programme.recommendations.aggregate(most=Max("number"))["most"] or 0
    rule = supervising.rule_of(programme.by, record.pack())
    row = Recommendation.objects.create(
        programme=programme,
        number=most + 1,
        text=said.text.strip(),
        post_id=said.post_id,
        owner_id=said.post_id,
        received_on=said.received_on,
        due_on=said.received_on,
        rule_id=rule.id,
        form_key=said.form_key,
    )
    row.due_on = record.start(
        subject=SUBJECT,
        subject_id=row.pk,
        key=KEY,
        rule=rule,
        post_id=said.post_id,
        event=said.received_on,
        at=at,
    )
    row.save(update_fields=("due_on",))
    told = {
        "recommendation": str(row.pk),
        "post": str(row.post_id),
        "received": row.received_on.isoformat(),
        "due": row.due_on.isoformat(),
        "due-rule": rule.id,
    }
    _log(programme, "supervision.recommended", told, at, docs={"text": _hash(row.text)})
    return row.pk


def _programme(programme_id: int, by: office.Actor) -> Programme:
    row = Programme.objects.select_for_update().filter(pk=programme_id).first()
    if row is None:
        raise Refused("no_such_programme")
    _require(by, row.unit_id)
    return row


def _locked(recommendation_id: int, version: int, by: office.Actor) -> Recommendation:
    """The row as whoever decides saw it; its version is one on."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("programme")
    row = rows.filter(pk=recommendation_id).first()
    if row is None:
        raise Refused("no_such_recommendation")
    if not by.roles_in(owing.post(row.owner_id).unit_id) & ANSWERS:
        raise Refused("not_yours")
    if row.version != version:
        raise Refused("changed_meanwhile")
    row.version += 1
    return row


def _require(by: office.Actor, unit_id: int) -> None:
    if not may_enter(by, unit_id):
        raise Refused("not_yours")


def _require_post(unit_id: int, post_id: int) -> None:
    """A post of the unit that owes (its head, or one of a kind of its own)."""
    known = {post.id for post in owing.of_unit(unit_id)}
    if post_id not in known:
        raise Refused("no_such_post")


def _log(
    row: Programme,
    kind: str,
    facts: Mapping[str, str],
    at: datetime,
    docs: Mapping[str, bytes] | None = None,
) -> int:
    told = {"programme": str(row.pk), **facts}
    return record.append(f"hoiam supervision {row.pk}", row.unit_id, kind, told, at=at, docs=docs)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
