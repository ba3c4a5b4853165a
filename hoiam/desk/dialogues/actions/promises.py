"""Promises: duties of a post, kept with evidence or late by their date, judged by those to whom they were made."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from hoiam.desk.dialogues.actions import record
from hoiam.desk.dialogues.models import Conference, Judged, Promise, Question, What
from hoiam.desk.dialogues.queries import codes
from hoiam.duties import actions as duties, stepping
from hoiam.duties.models import Outcome
from hoiam.journal import actions as journal
from hoiam.journal.models import Noted, Visibility
from hoiam.kit.moments import local_day
from hoiam.law import dialogue, packs
from hoiam.law.dialogue import Verdict
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

SUBJECT = "promise"
KEYS = {What.DEED: "promise", What.ANSWER: "promised_answer"}
MAY = (Role.CLERK, Role.HEAD)
LATE, BATCH = "late-promise", 200
COUNTS = {Verdict.KEPT: "said_kept", Verdict.PARTLY: "said_partly", Verdict.NOT_KEPT: "said_not_kept"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A promise as it was made. `form_key`: sent twice under one key, it is there once."""

    text: str
    post_id: int
    due_on: date
    form_key: str
    what: What = What.DEED


def promise(
    *, conference_id: int, said: Said, by: office.Actor, at: datetime, question_id: int | None = None
) -> int:
    """A post promises something by a day, in answer to a question or not. Gives its id.

    Refused: not_yours, words_needed, day_in_past, no_such_post, no_such_question, not_begun, conference_over.
    """
    dialogue.require_words(said.text)
    dialogue.require_day(said.due_on, on=local_day(at))
    with record.opened(conference_id) as row:
        record.require(by, row.unit_id, *MAY)
        if row.published_at is not None:
            raise Refused("conference_over")
        if row.announced_on is None:
            raise Refused("not_begun")
        if question_id is not None and not row.questions.filter(pk=question_id).exists():
            raise Refused("no_such_question")
        return make(row, said, question_id=question_id, at=at)


def make(row: Conference, said: Said, *, question_id: int | None, at: datetime) -> int:
    """In the caller's transaction. Refused: no_such_post."""
    before = Promise.objects.filter(form_key=said.form_key).first()
    if before is not None:
        return before.pk
    unit_id = require_post(row, said.post_id, at)
    path = office.units([unit_id], on=local_day(at))[unit_id].path
    made = Promise.objects.create(
        conference=row,
        question_id=question_id,
        what=said.what,
        text=said.text.strip(),
        post_id=said.post_id,
        owner_id=said.post_id,
        due_on=said.due_on,
        made_at=at,
        form_key=said.form_key,
    )
    owner = stepping.Owner(
        unit_id=unit_id, post_id=said.post_id, path=path, subject=SUBJECT, subject_id=made.pk
    )
    rule = dialogue.promise_rule(packs.load(settings.HOIAM_PACK))
    stepping.promise(
        owner=owner, key=KEYS[said.what], rule_id=rule, event=local_day(at), day=said.due_on, at=at
    )
    told = {"promise": str(made.pk), "what": said.what.value, "due": said.due_on.isoformat()}
    record.log(row, "dialogue.promised", {**told, "post": str(said.post_id)}, at=at)
    return made.pk


def require_post(row: Conference, post_id: int, at: datetime) -> int:
    """The unit whose post it is: the conference's own, or a part of it. Refused: no_such_post."""
    known = {post.id: post.unit_id for post in office.posts(unit_id=row.unit_id, on=local_day(at))}
    if post_id not in known:
        raise Refused("no_such_post")
    return known[post_id]


def keep(*, promise_id: int, evidence: str, link: str, by: office.Actor, at: datetime) -> None:
    """It is done; what shows it. Refused: no_such_promise, not_yours, words_needed, kept_already, answer_first."""
    dialogue.require_words(evidence)
    with journal.recording():
        row = Promise.objects.select_for_update().select_related("conference").filter(pk=promise_id).first()
        if row is None:
            raise Refused("no_such_promise")
        record.require(by, row.conference.unit_id, *MAY)
        if row.kept_on is not None:
            raise Refused("kept_already", since=row.kept_on)
        if row.what == What.ANSWER:
            raise Refused("answer_first")
        mark_kept(row, row.conference, evidence=evidence, link=link, at=at)


def mark_kept(row: Promise, conference: Conference, *, evidence: str, link: str, at: datetime) -> None:
    """In the caller's transaction. The log commits to the evidence."""
    row.kept_on, row.evidence, row.link = local_day(at), evidence.strip(), link
    row.save(update_fields=("kept_on", "evidence", "link"))
    duties.close(
        subject=SUBJECT,
        subject_id=row.pk,
        keys=list(KEYS.values()),
        outcome=Outcome.MET,
        at=at,
        on=local_day(at),
        event="keep",
    )
    told = {"promise": str(row.pk), "due": row.due_on.isoformat(), "on": local_day(at).isoformat()}
    docs = {"evidence": hashlib.sha256(row.evidence.encode()).digest()}
    record.log(conference, "dialogue.promise-kept", told, at=at, docs=docs)


def judge(*, code: str, promise_id: int, verdict: str, at: datetime) -> None:
    """Whoever asked says whether it was kept: once for each question, and only counted.

    Refused: no_such_question, no_such_promise, verdict_unknown, verdict_too_early, judged_already.
    """
    with journal.recording():
        question = Question.objects.filter(code_hash=codes.of(code)).first()
        if question is None:
            raise Refused("no_such_question")
        theirs = [pk for pk in (question.pk, question.into_id) if pk]
        row = Promise.objects.filter(pk=promise_id, question_id__in=theirs).first()
        if row is None:
            raise Refused("no_such_promise")
        dialogue.require_verdict(verdict, due_on=row.due_on, kept_on=row.kept_on, on=local_day(at))
        try:
            with transaction.atomic():
                Judged.objects.create(promise=row, question=question)
        except IntegrityError:
            raise Refused("judged_already") from None
        counted = COUNTS[Verdict(verdict)]
        Promise.objects.filter(pk=row.pk).update(**{counted: F(counted) + 1})


def keep_up(*, at: datetime) -> int:
    """The worker's part, once a day: what is late, and what verdicts say, gets its entry in the log; gives how many."""
    return _tell_late(at) + _tell_verdicts(at)


def _tell_late(at: datetime) -> int:
    """A promise whose day is past, once."""
    noted = Noted.objects.filter(what=LATE, number=OuterRef("pk"))
    rows = Promise.objects.filter(due_on__lt=local_day(at), kept_on=None).exclude(Exists(noted))
    waiting = rows.select_related("conference__unit").order_by("pk")[:BATCH]
    return sum(_late(row, at) for row in waiting)


def _late(row: Promise, at: datetime) -> bool:
    appended = journal.append_once(
        what=LATE,
        number=row.pk,
        ref=record.ref(row.conference_id),
        kind="dialogue.promise-late",
        unit=row.conference.unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={
            "conference": str(row.conference_id),
            "promise": str(row.pk),
            "due": row.due_on.isoformat(),
        },
    )
    return appended is not None


def _tell_verdicts(at: datetime) -> int:
    """Counts of a promise, from five on, once a day at most: an entry for each would tell when somebody spoke."""
    said = F("said_kept") + F("said_partly") + F("said_not_kept")
    told = F("told_kept") + F("told_partly") + F("told_not_kept")
    counted = Promise.objects.annotate(said=said, told=told)
    rows = counted.filter(said__gte=dialogue.VERDICTS_SHOWN, said__gt=F("told"))
    fresh = rows.filter(Q(told_on=None) | Q(told_on__lt=local_day(at))).order_by("pk")
    ids = list(fresh.values_list("pk", flat=True)[:BATCH])
    for promise_id in ids:
        with journal.recording():
            _tell_verdict(promise_id, at)
    return len(ids)


def _tell_verdict(promise_id: int, at: datetime) -> None:
    row = Promise.objects.select_for_update(of=("self",)).select_related("conference").get(pk=promise_id)
    if row.told_on is not None and row.told_on >= local_day(at):
        return
    row.told_kept, row.told_partly, row.told_not_kept = row.said_kept, row.said_partly, row.said_not_kept
    row.told_on = local_day(at)
    row.save(update_fields=("told_kept", "told_partly", "told_not_kept", "told_on"))
    told = {
        "promise": str(row.pk),
        "kept": str(row.told_kept),
        "partly": str(row.told_partly),
        "not-kept": str(row.told_not_kept),
    }
    record.log(row.conference, "dialogue.verdicts", told, at=at)
