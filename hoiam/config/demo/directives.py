"""A directive of the province, its plan with twelve tasks to five communes, two plans of communes, one briefing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hoiam.desk.directives import actions as directives
from hoiam.desk.directives.models import Briefed, Task
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.models import Unit

PROVINCE = "20"
UNITS = ("05977", "06040", "05986", "06001", "06022")
"""The ward that visitors look at, then communes; where one is not served, another takes its place."""
REGISTERED, GIVEN = 300, 290  # days ago
Actors = dict[tuple[int, Role], office.Actor]


@dataclass(frozen=True, slots=True)
class Played:
    """A task: what, which unit, how many days after it was given it is due, and what became of it."""

    title: str
    unit: int
    due: int
    fate: str
    measure: str = ""


TASKS = (
    Played("Rà soát, lập danh sách hộ chưa có nước sạch (trình diễn)", 0, 60, "done", "100 % số hộ"),
    Played("Rà soát, lập danh sách hộ chưa có nước sạch (trình diễn)", 1, 60, "done_late", "100 % số hộ"),
    Played("Rà soát, lập danh sách hộ chưa có nước sạch (trình diễn)", 2, 60, "done", "100 % số hộ"),
    Played("Sửa chữa trạm cấp nước trung tâm (trình diễn)", 0, 180, "extended_done", "01 trạm"),
    Played("Sửa chữa trạm cấp nước trung tâm (trình diễn)", 3, 180, "late", "01 trạm"),
    Played("Bảo vệ nguồn nước đầu nguồn (trình diễn)", 4, 200, "returned_done", "02 nguồn"),
    Played("Tập huấn tổ quản lý nước thôn, khối (trình diễn)", 1, 150, "done", "12 tổ"),
    Played("Tập huấn tổ quản lý nước thôn, khối (trình diễn)", 2, 330, "in_work", "09 tổ"),
    Played("Lắp đồng hồ nước cho hộ đã đấu nối (trình diễn)", 0, 340, "in_work", "1.200 hộ"),
    Played("Lắp đồng hồ nước cho hộ đã đấu nối (trình diễn)", 3, 340, "denied", "640 hộ"),
    Played("Công khai kết quả xét nghiệm nước hằng quý (trình diễn)", 4, 350, "reported", "04 kỳ"),
    Played("Báo cáo tổng kết thực hiện kế hoạch (trình diễn)", 1, 360, "given", "01 báo cáo"),
)
PARTS = ((8, "Khảo sát vị trí lắp đồng hồ (trình diễn)"), (7, "Mời giảng viên, in tài liệu (trình diễn)"))
"""Tasks that are carried out by a plan of the unit, and a task of that plan."""


def played(actors: Actors, *, today: date) -> None:
    """What happened, until now."""
    story = _Story(actors, today)
    directive = story.registered()
    plan = story.plan(directive)
    for place, one in enumerate(TASKS):
        story.written(plan, place, one)
    directives.give_out(plan_id=plan, by=story.head, at=story.on(GIVEN))
    rows = list(Task.objects.filter(plan_id=plan).order_by("number"))
    for row, one in zip(rows, TASKS, strict=True):
        if one.fate != "given":
            story.worked(row, one)
    for place, title in PARTS:
        story.part(rows[place], place, title)
    story.briefed(directive)
    while directives.keep_up(at=story.on(0)):
        pass


class _Story:
    """Who acts, and when."""

    def __init__(self, actors: Actors, today: date) -> None:
        self.actors, self.today = actors, today
        province = Unit.objects.get(code=PROVINCE, served=True)
        served = {
            unit.code: unit
            for unit in Unit.objects.filter(served=True, parent__isnull=False, valid_until=None).order_by(
                "path"
            )
        }
        spare = [unit for code, unit in served.items() if code not in UNITS]
        self.units = [served.get(code) or spare.pop(0) for code in UNITS]
        self.province = province
        self.head, self.clerk = actors[province.pk, Role.HEAD], actors[province.pk, Role.CLERK]

    def on(self, days: int) -> datetime:
        """Some days ago, in the morning; never before the year in which everybody was appointed."""
        day = self.today - timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(
            hours=8, minutes=20
        )

    def after(self, days: int) -> datetime:
        """Some days after the tasks were given."""
        return self.on(GIVEN - days)

    def key(self, what: str) -> str:
        return f"demo-directive-{what}-".ljust(40, "0")

    def post(self, unit: Unit) -> int:
        found = owing.head_of(unit.pk)
        assert found is not None  # noqa: S101 - every unit of the demonstration has one
        return found.id

    def registered(self) -> int:
        at = self.on(REGISTERED)
        said = directives.Incoming(
            number="21-CT/TU",
            issuer="Ban Thường vụ Tỉnh ủy (trình diễn)",
            issued_on=timezone.localdate(at) - timedelta(days=4),
            subject="Về bảo đảm nước sạch cho nhân dân các xã, phường (trình diễn)",
            text="Văn bản giả định, chỉ để trình diễn.\n\nHết năm, mọi hộ ở trung tâm xã, phường được dùng nước sạch.",
            open=True,
            form_key=self.key("incoming"),
        )
        return directives.register(unit_id=self.province.pk, said=said, by=self.clerk, at=at)

    def plan(self, directive: int) -> int:
        at = self.on(GIVEN)
        said = directives.Drawn(
            number="83-KH/UBND",
            title="Kế hoạch thực hiện Chỉ thị 21-CT/TU về nước sạch (trình diễn)",
            signed_on=timezone.localdate(at),
            open=True,
            form_key=self.key("plan"),
        )
        return directives.draw(
            unit_id=self.province.pk, said=said, by=self.clerk, at=at, directive_id=directive
        )

    def written(self, plan: int, place: int, one: Played) -> None:
        given = timezone.localdate(self.on(GIVEN))
        said = directives.Wanted(
            title=one.title,
            due_on=given + timedelta(days=one.due),
            form_key=self.key(f"task-{place}"),
            post_id=self.post(self.units[one.unit]),
            measure=one.measure,
            evidence="Biên bản, số liệu có xác nhận",
            beside=(self.units[(one.unit + 1) % len(self.units)].pk,) if place % 3 == 0 else (),
            steps=((given + timedelta(days=one.due // 2), "Hoàn thành một nửa khối lượng"),),
        )
        directives.write(plan_id=plan, said=said, by=self.clerk, at=self.on(GIVEN))

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
        day = min(one.due - 6, GIVEN - 12)
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
        """Four of five acknowledged."""
        at = self.on(GIVEN - 5)
        said = directives.Session(
            held_on=timezone.localdate(at),
            place="Hội trường Ủy ban nhân dân tỉnh (trình diễn)",
            posts=[self.post(unit) for unit in self.units],
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
    _done(story, row, Played(one.title, one.unit, one.due + 30, ""), _head, clerk)


def _denied(story: _Story, row: Task, one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    story.asked(row, clerk, one)
    said = directives.Said(text="Vật tư đã có đủ, chưa có lý do khách quan (trình diễn).")
    directives.step(task_id=row.pk, event="deny_time", by=story.head, at=story.after(GIVEN - 10), said=said)


def _returned(story: _Story, row: Task, one: Played, head: office.Actor, clerk: office.Actor) -> None:
    story.reported(row, clerk, one.due - 20)
    said = directives.Said(text="Thiếu kết quả xét nghiệm của một nguồn (trình diễn).")
    directives.step(task_id=row.pk, event="return", by=story.head, at=story.after(one.due - 18), said=said)
    _done(story, row, one, head, clerk)


def _reported(story: _Story, row: Task, _one: Played, _head: office.Actor, clerk: office.Actor) -> None:
    story.reported(row, clerk, GIVEN - 2)


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
