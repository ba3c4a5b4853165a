"""Directives of the province, their plans with tasks to six communes, two plans of communes, one briefing."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hoiam.config.demo import year
from hoiam.desk.directives import actions as directives
from hoiam.desk.directives.models import Briefed, Task
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.models import Unit

PROVINCE = "20"
BEFORE = 10  # days from the directive to its plan
Actors = dict[tuple[int, Role], office.Actor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A task: what, which unit, how many days after it was given it is due, and what became of it.

    `part`: it is carried out by a plan of the unit, with this task.
    """

    title: str
    unit: str
    due: int
    fate: str
    measure: str = ""
    part: str = ""


def played(actors: Actors, *, today: date) -> None:
    """What happened, until now."""
    for told in year.told()["plan"]:
        _played(_Story(actors, today, told))
    while directives.keep_up(at=_hour(today)):
        pass


def _played(story: "_Story") -> None:
    tasks = [Played(**one) for one in story.told["task"]]
    directive = story.registered()
    plan = story.plan(directive)
    for place, one in enumerate(tasks):
        story.written(plan, place, one)
    directives.give_out(plan_id=plan, by=story.head, at=story.after(0))
    rows = list(Task.objects.filter(plan_id=plan).order_by("number"))
    for row, one in zip(rows, tasks, strict=True):
        if one.fate != "given":
            story.worked(row, one)
    for place, (row, one) in enumerate(zip(rows, tasks, strict=True)):
        if one.part:
            story.part(row, place, one.part)
    if story.told.get("briefed"):
        story.briefed(directive)


def _hour(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 20)))


class _Story:
    """Who acts, and when."""

    def __init__(self, actors: Actors, today: date, told: dict[str, Any]) -> None:
        self.actors, self.today, self.told, self.given = actors, today, told, told["given"]
        self.province = province = Unit.objects.get(code=PROVINCE, served=True)
        codes = [path.split("/")[2] for path in year.COMMUNES]
        served = {unit.code: unit for unit in Unit.objects.filter(code__in=codes, served=True)}
        self.units = {code: served[code] for code in codes}
        self.head, self.clerk = actors[province.pk, Role.HEAD], actors[province.pk, Role.CLERK]

    def after(self, days: int) -> datetime:
        """In the morning, some days after the tasks were given."""
        return _hour(self.today - timedelta(days=self.given - days))

    def key(self, what: str) -> str:
        return f"demo-directive-{self.given}-{what}-".ljust(40, "0")

    def post(self, unit: Unit) -> int:
        found = owing.head_of(unit.pk)
        assert found is not None  # noqa: S101 - every unit of the demonstration has one
        return found.id

    def registered(self) -> int:
        at = self.after(-BEFORE)
        said = directives.Incoming(
            number=self.told["number"],
            issuer=self.told["issuer"],
            issued_on=timezone.localdate(at) - timedelta(days=4),
            subject=self.told["subject"],
            text=self.told["text"],
            open=True,
            form_key=self.key("incoming"),
        )
        return directives.register(unit_id=self.province.pk, said=said, by=self.clerk, at=at)

    def plan(self, directive: int) -> int:
        at = self.after(0)
        said = directives.Drawn(
            number=self.told["plan"],
            title=self.told["title"],
            signed_on=timezone.localdate(at),
            open=True,
            form_key=self.key("plan"),
        )
        return directives.draw(
            unit_id=self.province.pk, said=said, by=self.clerk, at=at, directive_id=directive
        )

    def written(self, plan: int, place: int, one: Played) -> None:
        given = timezone.localdate(self.after(0))
        units = list(self.units)
        beside = units[(units.index(one.unit) + 1) % len(units)]
        said = directives.Wanted(
            title=one.title,
            due_on=given + timedelta(days=one.due),
            form_key=self.key(f"task-{place}"),
            post_id=self.post(self.units[one.unit]),
            measure=one.measure,
            evidence="Biên bản, số liệu có xác nhận",
            beside=(self.units[beside].pk,) if place % 3 == 0 else (),
            steps=((given + timedelta(days=one.due // 2), "Hoàn thành một nửa khối lượng"),),
        )
        directives.write(plan_id=plan, said=said, by=self.clerk, at=self.after(0))

    def worked(self, row: Task, one: Played) -> None:
        """Taken up; then as its fate is."""
        unit = self.units[one.unit]
        head, clerk = self.actors[unit.pk, Role.HEAD], self.actors[unit.pk, Role.CLERK]
        directives.step(task_id=row.pk, event="take_up", by=clerk, at=self.after(3))
        halfway = directives.Said(text="Đã làm được khoảng một nửa khối lượng (trình diễn).")
        reached = row.milestones.values_list("pk", flat=True)
        at = self.after(one.due // 2 - 2)
        directives.note_progress(task_id=row.pk, said=halfway, by=clerk, at=at, reached=list(reached))
        FATES[one.fate](self, row, one, head, clerk)

    def reported(self, row: Task, by: office.Actor, day: int) -> None:
        text = "Đã hoàn thành theo kế hoạch; số liệu kèm theo biên bản nghiệm thu (trình diễn)."
        directives.report(task_id=row.pk, said=directives.Said(text=text), by=by, at=self.after(day))

    def approved(self, row: Task, day: int) -> None:
        directives.approve(task_id=row.pk, by=self.head, at=self.after(day))

    def asked(self, row: Task, by: office.Actor, one: Played) -> date:
        """For thirty days more."""
        until = row.due_on + timedelta(days=30)
        said = directives.Said(text="Mưa lũ kéo dài, nhà thầu phải dừng thi công (trình diễn).", day=until)
        day = min(one.due - 6, self.given - 12)
        directives.ask_for_time(task_id=row.pk, said=said, by=by, at=self.after(day))
        return until

    def part(self, row: Task, place: int, title: str) -> None:
        """A plan of the unit's own for a task that came from above."""
        head = self.actors[row.unit_id, Role.HEAD]
        at = self.after(200)
        said = directives.Drawn(
            number=f"{place}/KH-UBND",
            title=f"Kế hoạch của đơn vị: {row.title}",
            signed_on=timezone.localdate(at),
            open=True,
            form_key=self.key(f"part-{place}"),
        )
        plan = directives.draw(unit_id=row.unit_id, said=said, by=head, at=at, task_id=row.pk)
        post = owing.head_of(row.unit_id)
        wanted = directives.Wanted(
            title=title,
            due_on=row.due_on - timedelta(days=10),
            form_key=self.key(f"part-task-{place}"),
            post_id=post.id if post else None,
        )
        directives.write(plan_id=plan, said=wanted, by=head, at=at)
        directives.give_out(plan_id=plan, by=head, at=at)

    def briefed(self, directive: int) -> None:
        """All but some acknowledged."""
        at = self.after(5)
        said = directives.Session(
            held_on=timezone.localdate(at),
            place="Hội trường Ủy ban nhân dân tỉnh (trình diễn)",
            posts=[self.post(unit) for unit in self.units.values()],
            form_key=self.key("briefing"),
        )
        briefing = directives.hold(directive_id=directive, said=said, by=self.clerk, at=at)
        for row in Briefed.objects.filter(briefing_id=briefing).order_by("pk")[:4]:
            clerk = self.actors[row.unit_id, Role.CLERK]
            directives.acknowledge(briefed_id=row.pk, by=clerk, at=at + timedelta(days=2))


def _done(story: _Story, row: Task, one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    story.reported(row, clerk, one.due - 5)
    story.approved(row, one.due - 1)


def _done_late(story: _Story, row: Task, one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    story.reported(row, clerk, one.due + 9)
    story.approved(row, one.due + 12)


def _extended(story: _Story, row: Task, one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    until = story.asked(row, clerk, one)
    said = directives.Said(number="412/QĐ-UBND", day=until, text="Cho gia hạn một lần.")
    directives.grant_time(task_id=row.pk, said=said, by=story.head, at=story.after(one.due - 3))
    _done(story, row, replace(one, due=one.due + 30), _head, clerk)


def _denied(story: _Story, row: Task, one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    story.asked(row, clerk, one)
    said = directives.Said(text="Vật tư đã có đủ, chưa có lý do khách quan (trình diễn).")
    directives.step(
        task_id=row.pk, event="deny_time", by=story.head, at=story.after(story.given - 10), said=said
    )


def _returned(story: _Story, row: Task, one: Played, head: office.Actor, clerk: office.Actor) -> None:
    story.reported(row, clerk, one.due - 20)
    said = directives.Said(text="Thiếu kết quả xét nghiệm của một nguồn (trình diễn).")
    directives.step(task_id=row.pk, event="return", by=story.head, at=story.after(one.due - 18), said=said)
    _done(story, row, one, head, clerk)


def _reported(story: _Story, row: Task, _one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    story.reported(row, clerk, story.given - 2)


def _nothing(_story: _Story, _row: Task, _one: Played, _head: office.Actor, _clerk: office.Actor) -> None:
    """It runs, or is late."""


FATES = {
    "done": _done,
    "done_late": _done_late,
    "extended_done": _extended,
    "returned_done": _returned,
    "denied": _denied,
    "reported": _reported,
    "in_work": _nothing,
    "late": _nothing,
}
