"""What people ask: taken in, shown, grouped, set aside, answered, put off, wanted by others.

Whoever decides names the version they saw: of two who decide on one question, the second is told.
"""

import os
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from hoiam.desk.dialogues.actions import promises, record
from hoiam.desk.dialogues.models import Conference, Promise, Question, Vote, What
from hoiam.desk.dialogues.queries import codes
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import dialogue, packs
from hoiam.law.dialogue import State
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import shortcode
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed
from hoiam.sealed.actions import Personal

MODERATES = (Role.CLERK, Role.HEAD)
NOBODY = Personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks. `form_key`: sent twice under one key, it is there once. `who`: empty for nobody named."""

    text: str
    form_key: str
    channel: str
    device: bytes | None = None
    who: Personal = NOBODY


def ask(*, conference_id: int, asked: Asked, at: datetime, by: office.Actor | None = None) -> str:
    """Take a question in; it waits until somebody shows it. Gives the code by which its asker follows it.

    `by`: the clerk who types what came on paper or by telephone.
    Refused: no_such_conference, not_asking, question_empty, question_too_long, too_many_questions, already_asked,
    not_yours.
    """
    dialogue.require_question(asked.text)
    secret = os.urandom(shortcode.RANDOM)
    code = shortcode.code_from(secret)
    with journal.recording():
        row = Conference.objects.filter(pk=conference_id).first()
        if row is None:
            raise Refused("no_such_conference")
        if by is not None:
            record.require(by, row.unit_id, *MODERATES)
        phase = dialogue.phase(
            state=row.state, announced=row.announced_on is not None, held_on=row.held_on, on=local_day(at)
        )
        if phase is None:
            raise Refused("not_asking")
        if asked.device is not None:
            before = Question.objects.filter(conference=row, device=asked.device).count()
            dialogue.require_device(asked=before)
        _insert(row, asked, phase, code, at)
    return code


def move(
    *, question_id: int, version: int, event: str, by: office.Actor, at: datetime, ground: str = ""
) -> None:
    """Show it, let it wait again, or set it aside on a ground.

    Refused: no_such_question, not_yours, question_changed, question_decided, conference_over, unknown_ground.
    """
    with journal.recording():
        row, after = _decided(question_id, version, event, by, at)
        if after is State.ASIDE:
            dialogue.require_ground(ground)
        row.ground = ground if after is State.ASIDE else ""
        row.into = None
        if after is State.SHOWN and row.number is None:
            row.number = _next_number(row.conference)
        _keep(row, after)
        if after is not State.SHOWN:
            _off_screen(row)


def merge(*, question_id: int, version: int, into_id: int, by: office.Actor, at: datetime) -> None:
    """Group it under a like one, which gets its votes and keeps them; its asker follows that one from now on.

    Refused: as move; cannot_merge.
    """
    with journal.recording():
        row, after = _decided(question_id, version, "merge", by, at)
        into = Question.objects.select_for_update().filter(pk=into_id, conference=row.conference).first()
        dialogue.require_merge(question_id=row.pk, into_id=into_id, state=into.state if into else None)
        row.into_id = into_id
        _keep(row, after)
        _hand_on_votes(row.pk, into_id)
        Question.objects.filter(into=row).update(into_id=into_id)
        _off_screen(row)


def put_on_screen(*, conference_id: int, question_id: int | None, by: office.Actor) -> None:
    """What the room looks at now. Refused: no_such_conference, no_such_question, not_yours, question_decided."""
    with journal.recording():
        row = Conference.objects.select_for_update().filter(pk=conference_id).first()
        if row is None:
            raise Refused("no_such_conference")
        record.require(by, row.unit_id, *MODERATES)
        if question_id is not None:
            found = Question.objects.filter(pk=question_id, conference=row).first()
            if found is None:
                raise Refused("no_such_question")
            if found.state not in dialogue.PUBLIC:
                raise Refused("question_decided", state=found.state)
        Conference.objects.filter(pk=row.pk).update(current=question_id)


def answer(
    *, question_id: int, version: int, text: str, post_id: int, by: office.Actor, at: datetime
) -> None:
    """What was said, and by which post. What had been put off is kept by it.

    Refused: as move; words_needed, no_such_post.
    """
    dialogue.require_words(text)
    with journal.recording():
        row, after = _decided(question_id, version, "answer", by, at)
        promises.require_post(row.conference, post_id, at)
        row.answer, row.answered_by_id, row.answered_at = text.strip(), post_id, at
        if row.number is None:
            row.number = _next_number(row.conference)
        _keep(row, after)
        for owed in Promise.objects.filter(question=row, what=What.ANSWER, kept_on=None):
            promises.mark_kept(owed, row.conference, evidence=text, link="", at=at)


def defer(
    *,
    question_id: int,
    version: int,
    post_id: int,
    due_on: date,
    form_key: str,
    by: office.Actor,
    at: datetime,
) -> int:
    """It will be answered later, by this post until this day: a duty from now on. Gives the promise's id.

    Refused: as move; day_in_past, no_such_post.
    """
    dialogue.require_day(due_on, on=local_day(at))
    with journal.recording():
        row, after = _decided(question_id, version, "defer", by, at)
        if row.number is None:
            row.number = _next_number(row.conference)
        _keep(row, after)
        said = promises.Said(text="", post_id=post_id, due_on=due_on, form_key=form_key, what=What.ANSWER)
        return promises.make(row.conference, said, question_id=row.pk, at=at)


def want(*, question_id: int, device: bytes) -> bool:
    """One device wants it answered; False when it said so before. A power cut may lose it.

    Refused: no_such_question, question_decided.
    """
    with db.writing(durable=False):
        row = Question.objects.select_related("conference").filter(pk=question_id).first()
        if row is None:
            raise Refused("no_such_question")
        if row.state != State.SHOWN or row.conference.published_at is not None:
            raise Refused("question_decided", state=row.state)
        try:
            with transaction.atomic():
                Vote.objects.create(question=row, device=device)
        except IntegrityError:
            return False
        Question.objects.filter(pk=row.pk).update(votes=F("votes") + 1)
    return True


def _insert(row: Conference, asked: Asked, phase: dialogue.Phase, code: str, at: datetime) -> None:
    rude = packs.load(settings.HOIAM_PACK).rude
    named = any((asked.who.name, asked.who.phone, asked.who.email))
    question = Question(
        conference=row,
        text=asked.text.strip(),
        channel=asked.channel,
        phase=phase,
        asked_at=at,
        pointed_out=" ".join(dialogue.pointed_out(asked.text, rude)),
        code_hash=codes.code_hash(code),
        form_key=asked.form_key,
        device=asked.device,
        identity_id=sealed.keep(data=asked.who, at=at) if named else None,
    )
    try:
        with transaction.atomic():
            question.save(force_insert=True)
    except IntegrityError:
        raise Refused("already_asked") from None


def _decided(
    question_id: int, version: int, event: str, by: office.Actor, at: datetime
) -> tuple[Question, State]:
    """The question as its decider saw it, and the state after; the row is locked with its conference."""
    seen = Question.objects.filter(pk=question_id).values_list("conference_id", flat=True).first()
    if seen is None:
        raise Refused("no_such_question")
    conference = Conference.objects.select_for_update().get(pk=seen)
    record.require(by, conference.unit_id, *MODERATES)
    row = Question.objects.select_for_update().get(pk=question_id)
    row.conference = conference
    if row.version != version:
        raise Refused("question_changed", state=row.state, on=local_day(at))
    return row, dialogue.decide(event, state=row.state, stage=conference.state)


def _keep(row: Question, after: State) -> None:
    row.state, row.version = after, row.version + 1
    row.save()
    gathered = Question.objects.filter(into=row).count()
    if gathered and after in (State.ASIDE, State.WAITING):
        Question.objects.filter(into=row).update(state=State.WAITING, into=None, version=F("version") + 1)


def _hand_on_votes(question_id: int, into_id: int) -> None:
    """A device that wants both is counted once."""
    there = Vote.objects.filter(question_id=into_id).values("device")
    Vote.objects.filter(question_id=question_id).exclude(device__in=there).update(question_id=into_id)
    count = Vote.objects.filter(question_id=into_id).count()
    Question.objects.filter(pk=into_id).update(votes=count)


def _off_screen(row: Question) -> None:
    Conference.objects.filter(pk=row.conference_id, current=row).update(current=None)


def _next_number(conference: Conference) -> int:
    most = Question.objects.filter(conference=conference).aggregate(most=Max("number"))["most"]
    return int(most or 0) + 1
