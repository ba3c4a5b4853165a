"""Accounts of heads, some asked about, some in draft; supervision by the Front; matters of the press."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from hoiam.config.demo import year
from hoiam.desk.cases import actions as cases
from hoiam.desk.reports import actions as reports
from hoiam.desk.reports.models import Account, Question, Recommendation
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.models import Unit
from hoiam.office.owing import OwingPost
from hoiam.sealed.actions import Personal

WARD = "05977"
WRITTEN = ("published", "published", "published", "signed", "draft", "published")
"""What becomes of the accounts of half a year, in turn; those of a whole one follow in another order."""
ANSWERED = (6, 30)  # days after a question: in time, and not
Actors = dict[tuple[int, Role], office.Actor]
Put = Callable[[datetime, Callable[[datetime], None]], None]


def lay(put: Put, actors: Actors, *, today: date) -> None:
    """Plan what comes during the year: accounts of half of it, supervision of communes, matters of the press."""
    codes = [path.split("/")[-2] for path in year.WHOLE]
    units = dict(Unit.objects.filter(code__in=codes, served=True).values_list("code", "pk"))
    months = year.months(today)
    for place, code in enumerate(codes):
        first, last, fate = months[0][0], months[5][1], WRITTEN[place % len(WRITTEN)]
        at = _hour(last + timedelta(days=9 + place))
        put(at, partial(_given, units[code], actors, first, last, fate))
        if fate == "published":
            put(at + timedelta(days=4), partial(_questioned, put, units[code], actors, ANSWERED[place % 2]))
        if place > codes.index(WARD):
            until = months[2 * place - 2][1]
            put(_hour(until), partial(_supervised, units[code], actors))
    for place, told in enumerate(year.told()["press"]):
        day = today - timedelta(days=told["days"])
        put(_hour(day), partial(_raised, put, units[told["unit"]], actors, told, place))


def played(actors: Actors, *, today: date) -> None:
    """What happened, until now: accounts of the year, and the supervision of the ward that visitors look at."""
    reports.keep_up(at=_hour(today - timedelta(days=60)))
    codes = [path.split("/")[-2] for path in year.WHOLE]
    units = dict(Unit.objects.filter(code__in=codes, served=True).values_list("code", "pk"))
    months = year.months(today)
    for place, code in enumerate(codes):
        fate = "published" if code == WARD else WRITTEN[-1 - place % len(WRITTEN)]
        _given(units[code], actors, months[0][0], months[-1][1], fate, _hour(today))
    _asked(units[WARD], actors, _hour(today))
    _supervised(units[WARD], actors, _hour(today))


def _given(unit_id: int, actors: Actors, first: date, last: date, fate: str, at: datetime) -> None:
    """Begun; then as its fate is. Where the head is new, of the days of the new one."""
    head, post = actors[unit_id, Role.HEAD], owing.head_of(unit_id)
    assert post is not None  # noqa: S101 - every unit of the demonstration has one
    pk = reports.begin(post_id=post.id, first=first, last=last, by=head, at=at)
    if fate == "draft" or owing.holders([post.id], on=timezone.localdate(at)).get(post.id) != head.person_id:
        return
    row = Account.objects.get(pk=pk)
    reports.write(account_id=pk, version=row.version, said=year.told()["words"], by=head, at=at)
    reports.sign(account_id=pk, version=row.version + 1, by=head, at=at)
    if fate == "published":
        reports.publish(account_id=pk, by=head, at=at)


def _asked(unit_id: int, actors: Actors, at: datetime) -> None:
    """Two questions about the newest account, one of them answered."""
    account = Account.objects.filter(unit_id=unit_id, state="published").order_by("-id")[0].pk
    for place, told in enumerate(year.told()["question"]):
        form_key = f"demo-account-question-{account}-{place}".ljust(40, "0")
        asked = reports.Asked(text=told["text"], form_key=form_key)
        number = reports.ask(account_id=account, asked=asked, at=at + timedelta(minutes=10 + place))
        if told["answer"]:
            question = Question.objects.get(account_id=account, number=number)
            head, when = actors[unit_id, Role.HEAD], at + timedelta(minutes=40)
            reports.answer(question_id=question.pk, version=1, text=told["answer"], by=head, at=when)


def _questioned(put: Put, unit_id: int, actors: Actors, days: int, at: datetime) -> None:
    """One question about the newest account, answered some days later."""
    account = Account.objects.filter(unit_id=unit_id, state="published").order_by("-id")[0].pk
    told = year.told()["question"][0]
    form_key = f"demo-account-question-{account}-".ljust(40, "0")
    number = reports.ask(account_id=account, asked=reports.Asked(text=told["text"], form_key=form_key), at=at)
    question, head = Question.objects.get(account_id=account, number=number).pk, actors[unit_id, Role.HEAD]

    def answer(at: datetime) -> None:
        reports.answer(question_id=question, version=1, text=told["answer"], by=head, at=at)

    put(at + timedelta(days=days), answer)


def _supervised(unit_id: int, actors: Actors, at: datetime) -> None:
    """A programme of the Front, a visit, recommendations: what was told until that moment."""
    clerk, post, today = actors[unit_id, Role.CLERK], owing.head_of(unit_id), timezone.localdate(at)
    assert post is not None  # noqa: S101 - as above
    began = today - timedelta(days=40)
    said = reports.Said(
        by="front",
        body="Ủy ban Mặt trận Tổ quốc Việt Nam xã, phường (trình diễn)",
        title="Giám sát việc tiếp công dân và giải quyết kiến nghị (trình diễn)",
        number="08/KH-MTTQ",
        issued_on=began,
        first=began,
        last=today + timedelta(days=20),
        form_key=f"demo-programme-{unit_id}".ljust(40, "0"),
    )
    number = reports.plan(unit_id=unit_id, said=said, by=clerk, at=_hour(began))
    came = reports.Came(
        on=today - timedelta(days=36),
        place="Trụ sở Ủy ban nhân dân",
        present="Phó Chủ tịch Ủy ban Mặt trận, 2 thành viên đoàn giám sát, Chủ tịch Ủy ban nhân dân",
        form_key=f"demo-visit-{unit_id}".ljust(40, "0"),
    )
    reports.visit(programme_id=number, came=came, by=clerk, at=_hour(came.on))
    for place, told in enumerate(year.told()["recommendation"]):
        _recommended(number, post, told, place, actors, today)


def _recommended(
    programme: int, post: OwingPost, told: dict[str, Any], place: int, actors: Actors, today: date
) -> None:
    received = today + timedelta(days=told["received"])
    said = reports.Recommended(
        text=told["text"],
        post_id=post.id,
        received_on=received,
        form_key=f"demo-recommendation-{programme}-{place}".ljust(40, "0"),
    )
    clerk, head = (actors[post.unit_id, role] for role in (Role.CLERK, Role.HEAD))
    pk = reports.recommend(programme_id=programme, said=said, by=clerk, at=_hour(received))
    if "answered" in told:
        reports.reply(
            recommendation_id=pk,
            version=Recommendation.objects.get(pk=pk).version,
            text="Ủy ban nhân dân tiếp thu và thực hiện (trình diễn).",
            done_by=received + timedelta(days=told["done"]) if "done" in told else None,
            by=head,
            at=_hour(received + timedelta(days=told["answered"])),
        )


def _raised(put: Put, unit_id: int, actors: Actors, told: dict[str, Any], place: int, at: datetime) -> None:
    source = cases.PressSource(source=told["source"], published_on=timezone.localdate(at))
    intake = cases.Intake(
        unit_id=unit_id,
        kind="press",
        channel="counter",
        title=told["title"],
        body="Nội dung bài viết (trình diễn).",
        person=Personal(code=""),
        submit_key=f"demo-press-{place}".ljust(40, "0"),
        secret=hashlib.sha256(f"demo-press-{place}".encode()).digest(),
        press=source,
    )
    taken = cases.register(intake=intake, by=actors[unit_id, Role.CLERK], at=at)
    if "answered" in told:
        when = at + timedelta(days=told["answered"])
        put(when, partial(_answered, taken.case_id, unit_id, actors, told))


def _answered(case_id: int, unit_id: int, actors: Actors, told: dict[str, Any], at: datetime) -> None:
    clerk, handler, head = (actors[unit_id, role] for role in (Role.CLERK, Role.HANDLER, Role.HEAD))
    point = cases.PointDraft(
        number=1, text=told["point"], decision="accepted", ground=told["ground"], next_step=told["next"]
    )
    cases.classify(case_id=case_id, version=1, kind="press", field="environment", by=clerk, at=at)
    cases.accept(case_id=case_id, version=2, by=clerk, at=at)
    cases.assign(case_id=case_id, version=3, to=handler.person_id, by=clerk, at=at)
    version = cases.save_points(case_id=case_id, version=4, points=[point], by=handler, at=at)
    cases.propose(case_id=case_id, version=version, by=handler, at=at)
    cases.approve(case_id=case_id, version=version + 1, by=head, at=at + timedelta(hours=2))


def _hour(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 20)))
