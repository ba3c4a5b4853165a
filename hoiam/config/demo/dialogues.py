"""Conferences: held, with promises kept, late and open; one announced; and a request of voters."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from hoiam.config.demo import year
from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.actions import promises
from hoiam.desk.dialogues.models import Question
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.models import Unit
from hoiam.sealed.actions import Personal

UNIT = "05977"
CALLED, HELD, PUBLISHED = 55, 41, 34  # days ago
AHEAD = 12
ASKED = (
    ("Bao giờ phường sửa đường ngõ 7, khối 4? Trời mưa là ngập.", "answered"),
    ("Rác ở cổng chợ không thu gom từ đầu tháng, ai chịu trách nhiệm?", "answered"),
    ("Khối 2 khi nào có nước sạch?", "later"),
    ("Trường mầm non thiếu phòng học, phường có kế hoạch gì?", "answered"),
)
ANSWERS = (
    "Phường đã bố trí kinh phí; thi công trong quý tới.",
    "Đội vệ sinh môi trường thu gom hằng ngày, Ủy ban nhân dân phường kiểm tra hằng tuần.",
    "",
    "Phường đã đề nghị tỉnh đầu tư thêm bốn phòng học.",
)
PROMISES = (
    ("Thay mười bóng đèn đường ở ngõ 7.", 20, "Biên bản nghiệm thu số 12/BB-UBND (trình diễn)."),
    ("Đặt thêm hai thùng rác ở cổng chợ.", 28, ""),
    ("Trình phương án mở rộng đường ngõ 7.", 75, ""),
)
"""What, how many days after the conference, what shows that it is done."""
Actors = dict[tuple[int, Role], office.Actor]
Put = Callable[[datetime, Callable[[datetime], None]], None]


def played(actors: Actors, *, today: date) -> None:
    """What happened, until now."""
    unit = Unit.objects.get(code=UNIT)
    head, clerk = actors[unit.pk, Role.HEAD], actors[unit.pk, Role.CLERK]
    _held(unit.pk, head, clerk, today)
    _announced(unit.pk, head, clerk, today)
    _requested(unit.pk, clerk, today)


def lay(put: Put, actors: Actors, *, today: date) -> None:
    """Plan those of the other communes whose year is shown: one in each, in different months."""
    units = Unit.objects.filter(path__in=year.COMMUNES[1:], served=True).order_by("path")
    for (_first, last), unit in zip(year.months(today)[1::2], units, strict=False):
        put(_hour(last), partial(_again, unit.pk, actors))


def _again(unit_id: int, actors: Actors, at: datetime) -> None:
    _held(unit_id, actors[unit_id, Role.HEAD], actors[unit_id, Role.CLERK], timezone.localdate(at))


def _held(unit_id: int, head: office.Actor, clerk: office.Actor, today: date) -> None:
    day = today - timedelta(days=HELD)
    called = _hour(today - timedelta(days=CALLED))
    said = dialogues.Called(
        title="Hạ tầng, môi trường và trường học của xã, phường (trình diễn)",
        held_on=day,
        begins=time(8),
        place="Nhà văn hóa khối 4",
        programme="8 giờ: báo cáo việc thực hiện lời hứa.\n8 giờ 30: hỏi và trả lời.\n11 giờ: kết luận.",
    )
    number = dialogues.call(said=said, by=head, at=called, unit_id=unit_id)
    dialogues.announce(conference_id=number, by=clerk, at=called + timedelta(hours=2))
    post = owing.head_of(unit_id)
    assert post is not None  # noqa: S101 - every unit of the demonstration has one
    for place, ((text, fate), answer) in enumerate(zip(ASKED, ANSWERS, strict=True)):
        question = _ask(number, text, place, called + timedelta(days=2, hours=place))
        dialogues.move(question_id=question, version=1, event="show", by=clerk, at=_hour(day))
        at = _hour(day) + timedelta(minutes=30 + 12 * place)
        step: dict[str, Any] = {
            "question_id": question,
            "version": 2,
            "post_id": post.id,
            "by": clerk,
            "at": at,
        }
        if fate == "answered":
            dialogues.answer(text=answer, **step)
        else:
            dialogues.defer(
                due_on=day + timedelta(days=60),
                form_key=f"demo-defer-{number}-{place}".ljust(40, "0"),
                **step,
            )
    _promised(number, post.id, head, clerk, day)
    dialogues.hold(
        conference_id=number, in_person=True, present=136, by=head, at=_hour(day) + timedelta(hours=4)
    )
    dialogues.publish(
        conference_id=number,
        results="Bốn câu hỏi, ba câu được trả lời tại chỗ, một câu hẹn trả lời. Ba lời hứa có thời hạn.",
        by=clerk,
        at=_hour(today - timedelta(days=PUBLISHED)),
    )


def _promised(number: int, post_id: int, head: office.Actor, clerk: office.Actor, day: date) -> None:
    for place, (text, days, evidence) in enumerate(PROMISES):
        said = promises.Said(
            text=text,
            post_id=post_id,
            due_on=day + timedelta(days=days),
            form_key=f"demo-promise-{number}-{place}".ljust(40, "0"),
        )
        made = dialogues.promise(conference_id=number, said=said, by=head, at=_hour(day) + timedelta(hours=3))
        if evidence:
            at = _hour(day + timedelta(days=days - 4))
            dialogues.keep(promise_id=made, evidence=evidence, link="", by=clerk, at=at)


def _announced(unit_id: int, head: office.Actor, clerk: office.Actor, today: date) -> None:
    at = _hour(today - timedelta(days=2))
    said = dialogues.Called(
        title="Nước sạch và thoát nước (trình diễn)",
        held_on=today + timedelta(days=AHEAD),
        begins=time(14),
        place="Hội trường Ủy ban nhân dân phường",
        programme="14 giờ: lời hứa của hội nghị trước.\n14 giờ 15: hỏi và trả lời.",
        sittings=(
            ("Khối 1, khối 2", today + timedelta(days=AHEAD), time(14), "Hội trường Ủy ban nhân dân phường"),
            ("Khối 3, khối 4", today + timedelta(days=AHEAD + 1), time(14), "Nhà văn hóa khối 4"),
        ),
    )
    number = dialogues.call(said=said, by=head, at=at, unit_id=unit_id, kind="thematic")
    dialogues.announce(conference_id=number, by=clerk, at=at + timedelta(hours=1))
    _ask(number, "Rãnh thoát nước ngõ 12 bao giờ làm?", 90, at + timedelta(hours=5))


def _requested(unit_id: int, clerk: office.Actor, today: date) -> None:
    at = _hour(today - timedelta(days=5))
    number = dialogues.demand(
        unit_id=unit_id, title="Đề nghị đối thoại về chợ tạm (trình diễn)", by=None, at=at
    )
    people = [
        Personal(name=f"Nông Thị Giả Định {n}", id_number=f"0201998{n:05d}", address="Khối 4")
        for n in range(1, 13)
    ]
    dialogues.sign_on_paper(conference_id=number, people=people, by=clerk, at=at)
    day = date(today.year, 3, 1)
    source = "Danh sách cử tri (trình diễn)"
    dialogues.count_voters(conference_id=number, voters=5400, source=source, on=day, by=clerk, at=at)


def _ask(number: int, text: str, place: int, at: datetime) -> int:
    asked = dialogues.Asked(
        text=text, form_key=f"demo-question-{number}-{place}".ljust(40, "0"), channel="web"
    )
    code = dialogues.ask(conference_id=number, asked=asked, at=at)
    found = queries.followed(code).own.id
    Question.objects.filter(pk=found).update(votes=7 - place % 5)
    return found


def _hour(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 10)))
