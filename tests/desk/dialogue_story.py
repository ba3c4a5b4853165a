"""A conference of a ward as tests need it: called, announced, asked at, held, its results out."""

import secrets
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.actions import promises
from hoiam.desk.dialogues.models import Conference, Question
from hoiam.office.models import Post
from tests import cast as people

DAYS = 10
DUE = timedelta(days=20)


def called(cast, *, at: datetime | None = None, **changes) -> Conference:
    """By the head, in ten days."""
    at = at or timezone.now()
    day = timezone.localdate(at) + timedelta(days=DAYS)
    said = {
        "title": "Đường, rác và nước sạch của phường",
        "held_on": day,
        "begins": time(8),
        "place": "Nhà văn hóa khối 4",
        "programme": "Báo cáo ngắn.\nHỏi và trả lời.",
        **changes,
    }
    pk = dialogues.call(said=dialogues.Called(**said), by=acting(cast.head, at), at=at, unit_id=cast.ward.pk)
    return Conference.objects.get(pk=pk)


def announced(cast, *, at: datetime | None = None, **changes) -> Conference:
    at = at or timezone.now()
    row = called(cast, at=at, **changes)
    dialogues.announce(conference_id=row.pk, by=acting(cast.clerk, at), at=at)
    row.refresh_from_db()
    return row


def today(cast, **changes) -> Conference:
    """Announced ten days ago: this is its day."""
    return announced(cast, at=timezone.now() - timedelta(days=DAYS), **changes)


def ask(conference: Conference, text: str = "Đường ngõ 7 bao giờ sửa?", **changes) -> Question:
    code = asked(conference, text, **changes)
    return Question.objects.get(pk=queries.followed(code).own.id)


def asked(conference: Conference, text: str = "Đường ngõ 7 bao giờ sửa?", **changes) -> str:
    """Gives the code."""
    at, by = changes.pop("at", timezone.now()), changes.pop("by", None)
    said = {"text": text, "form_key": secrets.token_hex(20), "channel": "web", **changes}
    return dialogues.ask(conference_id=conference.pk, asked=dialogues.Asked(**said), at=at, by=by)


def shown(cast, conference: Conference, text: str = "Đường ngõ 7 bao giờ sửa?") -> Question:
    question = ask(conference, text)
    move(cast, question, "show")
    return question


def move(cast, question: Question, event: str, **said) -> None:
    question.refresh_from_db()
    dialogues.move(
        question_id=question.pk,
        version=question.version,
        event=event,
        by=people.actor(cast.clerk),
        at=timezone.now(),
        **said,
    )
    question.refresh_from_db()


def answer(cast, question: Question, text: str = "Sửa xong trong tháng này.") -> None:
    question.refresh_from_db()
    dialogues.answer(
        question_id=question.pk,
        version=question.version,
        text=text,
        post_id=head_post(cast).pk,
        by=people.actor(cast.clerk),
        at=timezone.now(),
    )
    question.refresh_from_db()


def promise(
    cast, conference: Conference, *, at: datetime | None = None, due: date | None = None, **said
) -> int:
    at = at or timezone.now()
    facts = {
        "text": "Lắp mười bóng đèn ở ngõ 7.",
        "post_id": head_post(cast).pk,
        "due_on": due or timezone.localdate(at) + DUE,
        "form_key": secrets.token_hex(20),
    }
    question = said.pop("question_id", None)
    return dialogues.promise(
        conference_id=conference.pk,
        said=promises.Said(**{**facts, **said}),
        by=acting(cast.head, at),
        at=at,
        question_id=question,
    )


def held(cast, conference: Conference, **said) -> Conference:
    facts = {"in_person": True, "present": 120, **said}
    dialogues.hold(conference_id=conference.pk, by=people.actor(cast.head), at=timezone.now(), **facts)
    conference.refresh_from_db()
    return conference


def published(cast, conference: Conference) -> Conference:
    dialogues.publish(
        conference_id=conference.pk,
        results="Mười câu hỏi, chín câu đã trả lời.",
        by=people.actor(cast.clerk),
        at=timezone.now(),
    )
    conference.refresh_from_db()
    return conference


def head_post(cast) -> Post:
    return Post.objects.get(unit=cast.ward, is_head=True)


def acting(person, at: datetime):
    return people.actor(person, timezone.localdate(at))
