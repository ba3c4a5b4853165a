"""The people of every story: two wards of one province, who works there, and what a citizen brings."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case
from hoiam.law.roles import Role
from hoiam.office import competence, queries as office
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Unit
from hoiam.sealed.actions import Personal

FIRST_DAY = date(2026, 1, 1)
PASSWORD = "mat-khau-cua-dan-dien"
CITIZEN = Personal(
    name="Nông Thị Giả Định",
    id_number="020190000001",
    address="Thôn 3, phường Đông Kinh",
    phone="0900000001",
    email="nguoi-gui@example.invalid",
)
TITLE = "Phản ánh đèn đường hỏng ở ngõ 7"
BODY = (
    "Kính gửi Ủy ban nhân dân phường. Đèn đường trong ngõ 7 đã hỏng hai tháng nay. "
    "Rác ở đầu ngõ không có ai thu gom. Đề nghị phường cho biết khi nào sửa."
)
SPOKEN, WRITTEN = "court_ruling", "already_answered"
"""Grounds of refusal: one that is explained in person, one that needs a written notice."""
JOBS = {
    "clerk": Role.CLERK,
    "handler": Role.HANDLER,
    "second_handler": Role.HANDLER,
    "head": Role.HEAD,
    "operator": Role.OPERATOR,
}


@dataclass(frozen=True)
class Cast:
    """Everybody who acts; `stranger` is the clerk of the other ward, inspector and overseer sit in the province."""

    province: Unit
    ward: Unit
    other: Unit
    clerk: Person
    handler: Person
    second_handler: Person
    head: Person
    operator: Person
    inspector: Person
    overseer: Person
    stranger: Person
    other_head: Person


def gather() -> Cast:
    """Units, posts, people and roles, in the database."""
    province = _unit("20", "Lạng Sơn", "Lang Son", "province", None)
    ward = _unit("05977", "Đông Kinh", "Dong Kinh", "ward", province)
    other = _unit("06040", "Thất Khê", "That Khe", "commune", province)
    people = {job: _person(job, ward, role) for job, role in JOBS.items()}
    people |= {job: _person(job, province, Role(job)) for job in ("inspector", "overseer")}
    people |= {
        "stranger": _person("stranger", other, Role.CLERK),
        "other_head": _person("other_head", other, Role.HEAD),
    }
    _chair(ward, people["head"])
    _chair(other, people["other_head"])
    office.forget_served()
    competence.forget()
    return Cast(province=province, ward=ward, other=other, **people)


def actor(person: Person, on: date | None = None) -> office.Actor:
    """The person with the roles held that day."""
    return office.actor(person=person, on=on or timezone.localdate())


def intake(unit: Unit, **changes) -> cases.Intake:
    """What a citizen brings."""
    said = {
        "unit_id": unit.pk,
        "kind": "report",
        "channel": "counter",
        "title": TITLE,
        "body": BODY,
        "person": CITIZEN,
        "submit_key": secrets.token_hex(20),
        "secret": secrets.token_bytes(32),
        "consent": True,
    }
    return cases.Intake(**{**said, **changes})


def received(cast: Cast, *, at: datetime | None = None, **changes) -> Case:
    """A case as the clerk has just registered it."""
    at = at or timezone.now()
    clerk = actor(cast.clerk, timezone.localtime(at).date())
    taken = cases.register(intake=intake(cast.ward, **changes), by=clerk, at=at)
    return Case.objects.get(pk=taken.case_id)


def accepted(cast: Cast, *, at: datetime | None = None, **changes) -> Case:
    """Classified, in work, with the handler."""
    at = at or timezone.now()
    case = received(cast, at=at, **changes)
    clerk = actor(cast.clerk, timezone.localtime(at).date())
    cases.classify(case_id=case.pk, version=1, kind="report", field="utility", by=clerk, at=at)
    cases.accept(case_id=case.pk, version=2, by=clerk, at=at)
    cases.assign(case_id=case.pk, version=3, to=cast.handler.pk, by=clerk, at=at)
    case.refresh_from_db()
    return case


def points(*texts: str, **said: str) -> list[cases.PointDraft]:
    """Whole points, unless `said` leaves something out."""
    whole = {
        "decision": "accepted",
        "ground": "Biên bản kiểm tra ngày 20/11/2026.",
        "next_step": "Sửa trong 5 ngày.",
    }
    return [
        cases.PointDraft(number=number, text=text, **{**whole, **said})
        for number, text in enumerate(texts or ("Đèn đường hỏng", "Rác không thu gom"), start=1)
    ]


def proposed(cast: Cast, *, at: datetime | None = None, **changes) -> Case:
    """A whole draft before the head."""
    at = at or timezone.now()
    case = accepted(cast, at=at, **changes)
    handler = actor(cast.handler, timezone.localtime(at).date())
    version = cases.save_points(case_id=case.pk, version=case.version, points=points(), by=handler, at=at)
    cases.propose(case_id=case.pk, version=version, by=handler, at=at)
    case.refresh_from_db()
    return case


def answered(cast: Cast, *, at: datetime | None = None, **changes) -> Case:
    """Approved and sent."""
    at = at or timezone.now()
    case = proposed(cast, at=at, **changes)
    head = actor(cast.head, timezone.localtime(at).date())
    cases.approve(case_id=case.pk, version=case.version, by=head, at=at)
    case.refresh_from_db()
    return case


def contested(cast: Cast, *, at: datetime | None = None, **changes) -> Case:
    """The citizen says that the second point was not answered."""
    at = at or timezone.now()
    case = answered(cast, at=at, **changes)
    cases.contest(case_id=case.pk, numbers=(2,), reason="Chưa nêu thời hạn.", at=at + timedelta(hours=1))
    case.refresh_from_db()
    return case


def answered_again(cast: Cast) -> Case:
    """Contested, and answered once more."""
    at, case = timezone.now(), contested(cast)
    again = points(next_step="Thu gom hằng ngày từ 01/12/2026.")
    cases.save_points(case_id=case.pk, version=case.version, points=again, by=actor(cast.handler), at=at)
    for action, person in ((cases.propose, cast.handler), (cases.approve, cast.head)):
        case.refresh_from_db()
        action(case_id=case.pk, version=case.version, by=actor(person), at=at)
    case.refresh_from_db()
    return case


def _unit(code: str, name: str, name_en: str, kind: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{code}/",
        legal_basis="72/2025/QH15",
        valid_from=date(2025, 7, 1),
        served=True,
    )


def _person(job: str, unit: Unit, role: Role) -> Person:
    title = job.replace("_", " ").title()
    person = Person.objects.create_user(job, f"{title} Ví Dụ", PASSWORD, f"{job}@example.invalid")
    RoleRow.objects.create(person=person, unit=unit, role=role.value, from_on=FIRST_DAY)
    return person


def _chair(unit: Unit, person: Person) -> None:
    kind = {"ward": "phường", "commune": "xã"}[unit.kind]
    post = Post.objects.create(
        unit=unit,
        title=f"Chủ tịch Ủy ban nhân dân {kind} {unit.name}",
        title_en=f"Chairman of the People's Committee of {unit.name_en} {unit.kind}",
        is_head=True,
    )
    Holder.objects.create(post=post, person=person, from_on=FIRST_DAY)


def next_ward(cast, since, *, served=True, handler=None):
    """A ward that begins on that day, with a head who is its clerk too."""
    unit = Unit.objects.create(
        code="06400",
        name="Mới",
        name_en="New",
        kind="ward",
        parent=cast.province,
        path="/20/06400/",
        legal_basis="1/NQ-UBTVQH16",
        valid_from=since,
        served=served,
    )
    person = Person.objects.create_user("new_head", "Trưởng Mới Ví Dụ")
    post = Post.objects.create(unit=unit, title="Chủ tịch mới", title_en="New chairman", is_head=True)
    Holder.objects.create(post=post, person=person, from_on=since)
    jobs = [(person, "head"), (person, "clerk"), *([(handler, "handler")] if handler else [])]
    for one, role in jobs:
        RoleRow.objects.create(person=one, unit=unit, role=role, from_on=since)
    return unit
