"""Accounts of two heads, one asked about and one in draft; a programme of supervision; two matters of the press."""

import hashlib
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.reports import actions as reports
from hoiam.desk.reports.models import Account, Question, Recommendation
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.models import Unit
from hoiam.sealed.actions import Personal

WARD, OTHER, THIRD = "05977", "06040", "06184"
"""The ward visitors look at, a commune, and one whose account is a draft."""
SPAN = 150
WORDS = {
    "summary": "Trong kỳ, phường giữ lịch tiếp công dân và trả lời phần lớn vụ việc đúng hạn (trình diễn).",
    "cases": "Vụ việc trễ hạn chủ yếu về đất đai, phải xác minh thực địa. Từ tháng sau, phường thêm một cán bộ.",
    "promises": "Hai lời hứa quá hạn sẽ được làm xong trong quý tới.",
}
QUESTIONS = (
    (
        "Vì sao nhiều vụ việc đất đai trả lời trễ hạn?",
        "Do hồ sơ địa chính đang chỉnh lý; phường đã bổ sung cán bộ.",
    ),
    ("Khi nào làm xong hai lời hứa quá hạn?", ""),
)
RECOMMENDED = (
    ("Niêm yết lịch tiếp công dân tại nhà văn hóa các khối.", 34, 10, 12),
    ("Công khai kết quả giải quyết kiến nghị sau mỗi kỳ đối thoại.", 30, 22, None),
    ("Bố trí chỗ ngồi chờ cho người cao tuổi tại nơi tiếp công dân.", 6, None, None),
)
"""What, received how many days ago, answered so many days after, to be done so many days from now."""
PRESS = (
    ("Rác tồn đọng ở chợ Kỳ Lừa (trình diễn)", "Báo Giả Định", 12),
    ("Đường ngõ 12 xuống cấp (trình diễn)", "Đài Giả Định", 3),
)
Actors = dict[tuple[int, Role], office.Actor]


def played(actors: Actors, *, today: date) -> None:
    """What happened, until now."""
    reports.keep_up(at=_hour(today - timedelta(days=60)))
    known = {unit.code: unit.pk for unit in Unit.objects.filter(code__in=(WARD, OTHER, THIRD))}
    for code in (OTHER, WARD):
        if code in known:
            _published(known[code], actors, today, asked=code == WARD)
    if THIRD in known:
        _begun(known[THIRD], actors, today)
    _supervised(known[WARD], actors, today)
    for place, (title, source, days) in enumerate(PRESS):
        _raised(known[WARD], actors, (title, source), place, today - timedelta(days=days))


def _begun(unit_id: int, actors: Actors, today: date) -> Account:
    post = owing.head_of(unit_id)
    assert post is not None  # noqa: S101 - every unit of the demonstration has one
    last = today.replace(day=1) - timedelta(days=1)
    first = max((last - timedelta(days=SPAN)).replace(day=1), post.days.first or date.min)
    pk = reports.begin(
        post_id=post.id, first=first, last=last, by=actors[unit_id, Role.HEAD], at=_hour(today)
    )
    return Account.objects.get(pk=pk)


def _published(unit_id: int, actors: Actors, today: date, *, asked: bool) -> None:
    head, at = actors[unit_id, Role.HEAD], _hour(today)
    row = _begun(unit_id, actors, today)
    said = WORDS if asked else {"summary": WORDS["summary"].replace("phường", "xã")}
    reports.write(account_id=row.pk, version=row.version, said=said, by=head, at=at)
    reports.sign(account_id=row.pk, version=row.version + 1, by=head, at=at)
    reports.publish(account_id=row.pk, by=head, at=at)
    for place, (text, answer) in enumerate(QUESTIONS if asked else ()):
        form_key = f"demo-account-question-{place}".ljust(40, "0")
        number = reports.ask(
            account_id=row.pk,
            asked=reports.Asked(text=text, form_key=form_key),
            at=at + timedelta(minutes=10 + place),
        )
        if answer:
            question = Question.objects.get(account=row, number=number)
            reports.answer(
                question_id=question.pk, version=1, text=answer, by=head, at=at + timedelta(minutes=40)
            )


def _supervised(unit_id: int, actors: Actors, today: date) -> None:
    clerk, post = actors[unit_id, Role.CLERK], owing.head_of(unit_id)
    assert post is not None  # noqa: S101 - as above
    began = today - timedelta(days=40)
    said = reports.Said(
        by="front",
        body="Ủy ban Mặt trận Tổ quốc Việt Nam phường (trình diễn)",
        title="Giám sát việc tiếp công dân và giải quyết kiến nghị (trình diễn)",
        number="08/KH-MTTQ",
        issued_on=began,
        first=began,
        last=today + timedelta(days=20),
        form_key="demo-programme".ljust(40, "0"),
    )
    number = reports.plan(unit_id=unit_id, said=said, by=clerk, at=_hour(began))
    came = reports.Came(
        on=today - timedelta(days=36),
        place="Trụ sở Ủy ban nhân dân phường",
        present="Phó Chủ tịch Ủy ban Mặt trận, 2 thành viên đoàn giám sát, Chủ tịch Ủy ban nhân dân phường",
        form_key="demo-visit".ljust(40, "0"),
    )
    reports.visit(programme_id=number, came=came, by=clerk, at=_hour(came.on))
    for place, one in enumerate(RECOMMENDED):
        _recommended(number, post.id, one, place, actors[unit_id, Role.HEAD], clerk, today)


def _recommended(
    programme: int,
    post_id: int,
    one: tuple[str, int, int | None, int | None],
    place: int,
    head: office.Actor,
    clerk: office.Actor,
    today: date,
) -> None:
    text, ago, after, ahead = one
    received = today - timedelta(days=ago)
    said = reports.Recommended(
        text=text,
        post_id=post_id,
        received_on=received,
        form_key=f"demo-recommendation-{place}".ljust(40, "0"),
    )
    pk = reports.recommend(programme_id=programme, said=said, by=clerk, at=_hour(received))
    if after is not None:
        row = Recommendation.objects.get(pk=pk)
        reports.reply(
            recommendation_id=pk,
            version=row.version,
            text="Ủy ban nhân dân phường tiếp thu và thực hiện (trình diễn).",
            done_by=today + timedelta(days=ahead) if ahead else None,
            by=head,
            at=_hour(received + timedelta(days=after)),
        )


def _raised(unit_id: int, actors: Actors, said: tuple[str, str], place: int, day: date) -> None:
    title, source = said
    intake = cases.Intake(
        unit_id=unit_id,
        kind="press",
        channel="counter",
        title=title,
        body="Nội dung bài viết (trình diễn).",
        person=Personal(code=""),
        submit_key=f"demo-press-{place}".ljust(40, "0"),
        secret=hashlib.sha256(f"demo-press-{place}".encode()).digest(),
        press=cases.PressSource(source=source, published_on=day),
    )
    taken = cases.register(intake=intake, by=actors[unit_id, Role.CLERK], at=_hour(day))
    if place == 0:
        _answered(taken.case_id, unit_id, actors, day)


def _answered(case_id: int, unit_id: int, actors: Actors, day: date) -> None:
    clerk, handler, head = (actors[unit_id, role] for role in (Role.CLERK, Role.HANDLER, Role.HEAD))
    point = cases.PointDraft(
        number=1,
        text="Rác tồn đọng ở chợ Kỳ Lừa",
        decision="accepted",
        ground="Kiểm tra ngày hôm sau: thiếu một chuyến thu gom mỗi tuần.",
        next_step="Tăng chuyến thu gom từ tuần này; Đội vệ sinh môi trường báo cáo hằng tuần.",
    )
    at = _hour(day) + timedelta(days=1)
    cases.classify(case_id=case_id, version=1, kind="press", field="environment", by=clerk, at=at)
    cases.accept(case_id=case_id, version=2, by=clerk, at=at)
    cases.assign(case_id=case_id, version=3, to=handler.person_id, by=clerk, at=at)
    version = cases.save_points(case_id=case_id, version=4, points=[point], by=handler, at=at)
    cases.propose(case_id=case_id, version=version, by=handler, at=at)
    cases.approve(case_id=case_id, version=version + 1, by=head, at=at + timedelta(days=2))


def _hour(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 20)))
