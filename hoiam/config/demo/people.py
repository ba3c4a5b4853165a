"""Obviously fictional people: a head, a clerk and two handlers for every unit, overseers for the province."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from django.contrib.auth.hashers import make_password

from hoiam.office.models import Competence, Holder, Person, Post, Role, Unit

PASSWORD = "hoi-am-demo-2026"  # noqa: S105 - printed for everyone who runs the demonstration
PROVINCE = "/20/"
SHOWN = "/20/05977/"
_BESIDE = (
    ("bithu", "party_secretary_commune", "Bí thư Đảng ủy", "Secretary of the Party committee of"),
    ("hoidong", "council_chair", "Chủ tịch Hội đồng nhân dân", "Chair of the People's Council of"),
)
FIRST_DAY = date(2025, 7, 1)
"""The communes of today begin."""
NEW_HEAD = 3  # which of the units, by path; its reception days are followed
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Vi", "Lương", "Hứa", "Đặng", "Lộc")
_MIDDLE = ("Văn", "Thị", "Minh", "Thu", "Quốc", "Ngọc", "Thanh", "Hồng")
_GIVEN = ("Ví Dụ", "Mẫu", "Thử", "Hư Cấu", "Minh Họa", "Tượng Trưng")
_STAFF = (("chutich", "head"), ("tiepdan", "clerk"), ("xuly1", "handler"), ("xuly2", "handler"))
_COMPETENCES = (
    ("land", "commune", "Phòng Kinh tế"),
    ("utility", "commune", "Phòng Kinh tế"),
    ("traffic", "province", ""),
)
"""Invented rows of the table: field, level, division."""
_WATCH = (("giamsat", "overseer"), ("thanhtra", "inspector"), ("vanhanh", "operator"))


@dataclass(frozen=True, slots=True)
class SignIn:
    """What is printed at the end."""

    role: str
    unit: str
    username: str


def settle_people(*, today: date, on: date = FIRST_DAY) -> list[SignIn]:
    """Posts, people, holders and roles for every served unit of the province; gives the sign-ins to print.

    In one commune the head is new: the month before last had two of them.
    """
    units = list(Unit.objects.filter(path__startswith=PROVINCE, served=True).order_by("path"))
    password = make_password(PASSWORD)
    names = (f"{a} {b} {c}" for c, b, a in product(_GIVEN, _MIDDLE, _FAMILY))
    people, roles, holders, signs = [], [], [], []
    posts = {unit.pk: _post(unit) for unit in units}
    Post.objects.bulk_create(posts.values())
    for unit in units:
        jobs = _STAFF + (_WATCH if unit.path == PROVINCE else ())
        for prefix, role in jobs:
            person = Person(username=f"{prefix}.{_slug(unit.name)}", name=next(names), password=password)
            people.append(person)
            roles.append((person, unit, role))
            holders += [(person, posts[unit.pk])] if role == "head" else []
            signs.append(SignIn(role, unit.name, person.username))
    Person.objects.bulk_create(_unique(people))
    Role.objects.bulk_create(Role(person=p, unit=u, role=r, from_on=on) for p, u, r in roles)
    Holder.objects.bulk_create(Holder(person=p, post=post, from_on=on) for p, post in holders)
    _new_head(posts[units[NEW_HEAD].pk], next(names), on=on, since=_middle_of_month_before_last(today))
    _beside(next(unit for unit in units if unit.path == SHOWN), names, password, on)
    signs += _keepers(units, names, password, on)
    _competences(units[0], on)
    operator = Person.objects.get(username=f"vanhanh.{_slug(units[0].name)}")
    operator.is_staff = operator.is_superuser = True
    operator.save()
    return [
        sign
        for sign in signs
        if sign.unit == "Đông Kinh" or sign.role in {"overseer", "inspector", "operator"}
    ]


def _competences(province: Unit, on: date) -> None:
    """Which level answers some of the fields, by an invented document."""
    basis = "Văn bản giả định số 01 (chỉ để trình diễn)"
    Competence.objects.bulk_create(
        Competence(under=province, field=field, level=level, division=division, basis=basis, from_on=on)
        for field, level, division in _COMPETENCES
    )


def _beside(unit: Unit, names: Iterator[str], password: str, on: date) -> None:
    """Posts beside the head of the ward that visitors look at, with days of reception of their own."""
    for prefix, kind, title, title_en in _BESIDE:
        person = Person(username=f"{prefix}.{_slug(unit.name)}", name=next(names), password=password)
        person.save()
        titles = {"title": f"{title} phường {unit.name}", "title_en": f"{title_en} {unit.name_en} ward"}
        Holder.objects.create(
            person=person, post=Post.objects.create(unit=unit, kind=kind, **titles), from_on=on
        )


def _keepers(units: list[Unit], names: Iterator[str], password: str, on: date) -> list[SignIn]:
    """Who keeps the denunciations of each unit, and alone reads them."""
    people = [
        Person(username=f"giudon.{_slug(unit.name)}", name=next(names), password=password) for unit in units
    ]
    people = _unique(people)
    Person.objects.bulk_create(people)
    Role.objects.bulk_create(
        Role(person=person, unit=unit, role="keeper", from_on=on)
        for person, unit in zip(people, units, strict=True)
    )
    return [SignIn("keeper", unit.name, person.username) for unit, person in zip(units, people, strict=True)]


def _new_head(post: Post, name: str, *, on: date, since: date) -> None:
    """Whoever held the post until then signs in no more."""
    Holder.objects.filter(post=post).update(from_on=since)
    before = Person(username=f"truoc.{_slug(post.unit.name)}", name=name)
    before.set_unusable_password()
    before.save()
    Holder.objects.create(person=before, post=post, from_on=on, until_on=since - timedelta(days=1))


def _middle_of_month_before_last(today: date) -> date:
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return (first - timedelta(days=1)).replace(day=16)


def _post(unit: Unit) -> Post:
    kind = {"ward": "phường", "commune": "xã", "province": "tỉnh"}.get(unit.kind, "")
    kind_en = {"ward": "ward", "commune": "commune", "province": "province"}.get(unit.kind, "")
    return Post(
        unit=unit,
        title=f"Chủ tịch Ủy ban nhân dân {kind} {unit.name}",
        title_en=f"Chairman of the People's Committee of {unit.name_en} {kind_en}",
        is_head=True,
    )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def _unique(people: list[Person]) -> list[Person]:
    """Two communes of one name would share a sign-in: the later gets a number."""
    seen: dict[str, int] = {}
    for person in people:
        seen[person.username] = seen.get(person.username, 0) + 1
        if seen[person.username] > 1:
            person.username += str(seen[person.username])
    return people
