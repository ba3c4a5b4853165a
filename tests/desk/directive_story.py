"""A directive, its plan and tasks as tests need them; the province has a head of its own here."""

import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from hoiam.desk.directives import actions as directives
from hoiam.desk.directives.models import Briefing, Directive, Plan, Task
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Unit
from tests import cast as people

DAYS = 30
SEEN = "Danh sách hộ đã có nước sạch, 214 hộ."


def key() -> str:
    return secrets.token_hex(20)


def chair(cast) -> Person:
    """Heads the province; a clerk works beside."""
    found = Person.objects.filter(username="province_head").first()
    if found is not None:
        return found
    head = Person.objects.create_user("province_head", "Chủ Tịch Ví Dụ", people.PASSWORD, "c@example.invalid")
    clerk = Person.objects.create_user(
        "province_clerk", "Văn Thư Ví Dụ", people.PASSWORD, "v@example.invalid"
    )
    for person, role in ((head, Role.HEAD), (clerk, Role.CLERK)):
        RoleRow.objects.create(person=person, unit=cast.province, role=role.value, from_on=people.FIRST_DAY)
    titles = {
        "title": "Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn",
        "title_en": "Chairman of the People's Committee of Lang Son province",
    }
    post, _made = Post.objects.get_or_create(unit=cast.province, is_head=True, defaults=titles)
    if not post.holders.exists():
        Holder.objects.create(post=post, person=head, from_on=people.FIRST_DAY)
    return head


def clerk(cast) -> Person:
    chair(cast)
    return Person.objects.get(username="province_clerk")


def acting(person: Person, at: datetime) -> office.Actor:
    return people.actor(person, timezone.localdate(at))


def post(unit: Unit) -> Post:
    return Post.objects.get(unit=unit, is_head=True)


def registered(cast, *, at: datetime | None = None, **changes) -> Directive:
    at = at or timezone.now()
    said = {
        "number": "21-KL/TW",
        "issuer": "Ban Bí thư",
        "issued_on": timezone.localdate(at) - timedelta(days=3),
        "subject": "Về nước sạch cho các xã vùng cao",
        "text": "Đến hết năm, mọi hộ có nước sạch.",
        "open": True,
        "form_key": key(),
        **changes,
    }
    pk = directives.register(
        unit_id=cast.province.pk,
        said=directives.Incoming(**said),
        by=acting(clerk(cast), at),
        at=at,
    )
    return Directive.objects.get(pk=pk)


def drawn(
    cast, *, at: datetime | None = None, by: Person | None = None, unit: Unit | None = None, **changes
) -> Plan:
    """A plan of the province, or of another unit."""
    at, unit = at or timezone.now(), unit or cast.province
    origin = {name: changes.pop(name) for name in ("directive_id", "task_id") if name in changes}
    said = {
        "number": "83-KH/TU",
        "title": "Kế hoạch nước sạch vùng cao",
        "signed_on": timezone.localdate(at),
        "open": True,
        "form_key": key(),
        **changes,
    }
    pk = directives.draw(
        unit_id=unit.pk,
        said=directives.Drawn(**said),
        by=acting(by or chair(cast), at),
        at=at,
        **origin,
    )
    return Plan.objects.get(pk=pk)


def written(cast, plan: Plan, *, at: datetime | None = None, by: Person | None = None, **changes) -> Task:
    """A task for the ward's head, due in thirty days."""
    at = at or timezone.now()
    said = {
        "title": "Lập danh sách hộ chưa có nước sạch",
        "due_on": timezone.localdate(at) + timedelta(days=DAYS),
        "form_key": key(),
        "post_id": post(cast.ward).pk,
        "measure": "100 % hộ",
        "evidence": "Danh sách có xác nhận",
        **changes,
    }
    pk = directives.write(
        plan_id=plan.pk, said=directives.Wanted(**said), by=acting(by or chair(cast), at), at=at
    )
    return Task.objects.get(pk=pk)


def given(cast, *, at: datetime | None = None, plan: Plan | None = None, **changes) -> Task:
    """Written down and given out."""
    at = at or timezone.now()
    plan = plan or drawn(cast, at=at)
    task = written(cast, plan, at=at, **changes)
    give_out(cast, plan, at=at)
    return again(task)


def give_out(cast, plan: Plan, *, at: datetime | None = None, by: Person | None = None) -> int:
    at = at or timezone.now()
    return directives.give_out(plan_id=plan.pk, by=acting(by or chair(cast), at), at=at)


def again(task: Task) -> Task:
    task.refresh_from_db()
    return task


def in_work(cast, *, at: datetime | None = None, **changes) -> Task:
    at = at or timezone.now()
    task = given(cast, at=at, **changes)
    return take(cast, task, "take_up", at=at)


def take(
    cast, task: Task, event: str, *, at: datetime | None = None, by: Person | None = None, **said
) -> Task:
    """A plain step by the ward's head."""
    at = at or timezone.now()
    directives.step(
        task_id=task.pk,
        event=event,
        by=acting(by or cast.head, at),
        at=at,
        said=directives.Said(**said),
    )
    return again(task)


def reported(cast, task: Task, *, at: datetime | None = None, by: Person | None = None, **said) -> Task:
    at = at or timezone.now()
    said = {"text": SEEN, **said}
    directives.report(task_id=task.pk, said=directives.Said(**said), by=acting(by or cast.head, at), at=at)
    return again(task)


def approved(cast, task: Task, *, at: datetime | None = None, by: Person | None = None) -> Task:
    at = at or timezone.now()
    directives.approve(task_id=task.pk, by=acting(by or chair(cast), at), at=at)
    return again(task)


def asked(cast, task: Task, *, until: date, at: datetime | None = None) -> Task:
    at = at or timezone.now()
    said = directives.Said(text="Mưa lũ, đường vào thôn bị chia cắt.", day=until)
    directives.ask_for_time(task_id=task.pk, said=said, by=acting(cast.head, at), at=at)
    return again(task)


def briefed(
    cast, directive: Directive, *posts: Post, at: datetime | None = None, by: Person | None = None
) -> Briefing:
    at = at or timezone.now()
    said = directives.Session(
        held_on=timezone.localdate(at),
        place="Hội trường tỉnh",
        posts=[one.pk for one in posts or (post(cast.ward), post(cast.other))],
        form_key=key(),
    )
    pk = directives.hold(directive_id=directive.pk, said=said, by=acting(by or clerk(cast), at), at=at)
    return Briefing.objects.get(pk=pk)
