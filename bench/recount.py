"""Open duties counted anew after a late swap. Needs Django to be set up, on SQLite."""

import random
import time
from datetime import UTC, date, datetime, timedelta

from django.conf import settings

from bench import corpus, installation, stock
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import calendar
from hoiam.duties import actions as duties, recompute
from hoiam.duties.models import DateChange, Duty
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.law import clocks, packs
from hoiam.law.roles import Role
from hoiam.office import announcing, queries as office
from hoiam.office.models import Post, Role as RoleRow, Unit

PROVINCE = "/20/"
RULES = {"notice": "tcd.result_notice", "answer": "tcd.petition_idle_discipline"}
REACH = {"notice": 10, "answer": 44}
"""How many days before the swap the clocks began that still run."""
AT = datetime(2026, 11, 19, 2, tzinfo=UTC)
TODAY = date(2026, 11, 19)
OFF, WORKED = date(2026, 11, 23), date(2026, 11, 28)


def measure(open_duties: int, whole_cases: int) -> dict[str, object]:
    crew = installation.prepare()
    operator = _operator(crew)
    whole = _whole(crew, whole_cases, operator)
    Duty.objects.update(closed_at=AT, outcome="void")
    return {**_alone(open_duties, operator), **whole}


def _operator(crew: stock.Crew) -> office.Actor:
    RoleRow.objects.create(
        person=crew.head, unit_id=crew.unit_id, role=Role.OPERATOR.value, from_on=installation.SINCE
    )
    return office.actor(person=crew.head, on=TODAY)


def _alone(count: int, operator: office.Actor) -> dict[str, object]:
    """Duties without cases: what the room of the duties does."""
    _open(count)
    before = _facts()
    announced = announcing.announce(said=_swap(), by=operator, at=AT)
    began = time.perf_counter()
    effects = recompute.plan(announcement_id=announced)
    planned = time.perf_counter() - began
    for batch, _last in recompute.batches(effects, announcement_id=announced, size=calendar.BATCH):
        recompute.move(batch, announcement_id=announced, at=AT)
    recompute.looked(announcement_id=announced, at=AT)
    spent = time.perf_counter() - began
    noted = set(DateChange.objects.values_list("duty_id", flat=True))
    changed = {pk for pk, facts in _facts().items() if facts != before[pk]}
    began = time.perf_counter()
    again = recompute.plan(announcement_id=announced)
    return {
        "open_duties": count,
        "changed": len(noted),
        "plan_s": round(planned, 2),
        "recount_s": round(spent, 2),
        "rows_changed_without_note": len(changed - noted),
        "second_look_s": round(time.perf_counter() - began, 2),
        "left_at_second_look": len(again),
    }


def _open(count: int) -> None:
    luck = random.Random(20261119)  # the same every time
    pack = packs.load(settings.HOIAM_PACK)
    units = list(Unit.objects.filter(path__startswith=PROVINCE, valid_until=None))
    posts = {
        unit.pk: Post.objects.get_or_create(
            unit=unit, is_head=True, defaults={"title": "Chủ tịch", "title_en": "Chairman"}
        )[0].pk
        for unit in units
    }
    with db.writing(durable=False):
        for first in range(0, count, 100):
            duties.open_many(
                specs=[_duty(number, luck, pack, posts) for number in range(first, min(first + 100, count))],
                at=AT,
            )


def _duty(number: int, luck: random.Random, pack: packs.Pack, posts: dict[int, int]) -> duties.NewDuty:
    key = "notice" if number % 2 else "answer"
    event = TODAY - timedelta(days=luck.randrange(REACH[key]))
    due = clocks.dates(pack.rules[RULES[key]], event, pack.calendar)
    unit_id = luck.choice(list(posts))
    return duties.NewDuty(
        unit_id=unit_id,
        post_id=posts[unit_id],
        subject="bench",
        subject_id=number,
        key=key,
        rule_id=RULES[key],
        event_on=event,
        due_on=due.legal_due,
        safe_on=due.safe_due,
    )


def _facts() -> dict[int, tuple[object, ...]]:
    columns = ("due_on", "safe_on", "overdue_at", "noticed_at", "post_id", "closed_at")
    return {pk: tuple(rest) for pk, *rest in Duty.objects.values_list("pk", *columns)}


def _whole(crew: stock.Crew, count: int, operator: office.Actor) -> dict[str, object]:
    """Cases whose notice falls behind the swap: each moves, with log entry, history, notice and tallies."""
    day = datetime(2026, 11, 12, 2, tzinfo=UTC)
    with db.writing(durable=False):
        for number in range(count):
            cases.submit(intake=stock.intake(crew, corpus.case(number)), at=day)
    journal.run(at=AT)
    said = _swap(days=(announcing.day_off(date(2026, 11, 20), name_vi="Nghỉ", name_en="Closed"),))
    announcing.announce(said=said, by=operator, at=AT)
    began = time.perf_counter()
    while calendar.recount(at=AT):
        pass
    spent = time.perf_counter() - began
    moved = DateChange.objects.count()
    DateChange.objects.all().delete()
    return {"cases_moved": moved, "cases_s": round(spent, 2), "cases_per_s": round(moved / spent)}


def _swap(**changes: object) -> announcing.NewAnnouncement:
    said: dict[str, object] = {
        "path": "",
        "days": announcing.swap(OFF, WORKED, name_vi="Hoán đổi (đo)", name_en="Swapped (bench)"),
        "document": "Văn bản dùng để đo",
        "reason": "Đo.",
    }
    return announcing.NewAnnouncement(**{**said, **changes})  # type: ignore[arg-type]
