"""One petition of 37 people with five representatives: accepted; then one joined and one left."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import groups
from hoiam.desk.cases.actions.group_intake import Fellow, Together
from hoiam.desk.cases.models import Case
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.office.models import Unit
from hoiam.sealed.actions import Personal

UNIT = "05977"
DAYS_AGO = 12
PEOPLE, REPRESENTATIVES = 37, 5
TITLE = "Kiến nghị làm rãnh thoát nước ở khối 4 (trình diễn)"
BODY = (
    "Chúng tôi là các hộ dân ở khối 4. Mỗi khi mưa to, nước từ đường Trần Đăng Ninh tràn vào nhà.\n"
    "Đề nghị phường làm rãnh thoát nước dọc ngõ 12 và ngõ 14.\n"
    "Đề nghị cho biết khi nào khảo sát và ai chịu trách nhiệm."
)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Vi", "Lương", "Hứa", "Đặng", "Lộc")
_GIVEN = ("Văn Ví Dụ", "Thị Mẫu", "Văn Thử", "Thị Hư Cấu")


def played(actors: dict[tuple[int, Role], office.Actor], *, today: date) -> None:
    """What happened about it, until now."""
    unit = Unit.objects.get(code=UNIT)
    clerk = actors[unit.pk, Role.CLERK]
    began = today - timedelta(days=DAYS_AGO)
    at = _morning(began)
    fellows = [_fellow(at=number, represents=number <= REPRESENTATIVES) for number in range(2, PEOPLE + 1)]
    intake = cases.Intake(
        unit_id=unit.pk,
        kind="petition",
        channel="paper",
        title=TITLE,
        body=BODY,
        person=_person(1),
        submit_key="demo-together".ljust(32, "0"),
        secret=bytes(range(32)),
        field="utility",
        together=Together(fellows=fellows, signed=True, appointed_on=began),
    )
    case_id = cases.register(intake=intake, by=clerk, at=at).case_id
    _change(case_id, unit.pk, clerk, began)


def _change(case_id: int, unit_id: int, clerk: office.Actor, began: date) -> None:
    """Accepted and assigned; then one joins, one leaves, and the appointment is signed anew."""
    at, later = _morning(began + timedelta(days=1)), _morning(began + timedelta(days=3))
    said: dict[str, Any] = {"case_id": case_id, "by": clerk}
    cases.accept(version=_version(case_id), at=at, **said)
    handler = office.staff(unit_id=unit_id, role=Role.HANDLER, on=began)[0]
    cases.assign(version=_version(case_id), to=handler.id, at=at, **said)
    joining = [_fellow(at=PEOPLE + 1, represents=False)]
    paper: dict[str, Any] = {"on": later.date(), "paper": "Đơn viết tay tại nơi tiếp công dân"}
    groups.join(version=_version(case_id), fellows=joining, at=later, **paper, **said)
    groups.leave(version=_version(case_id), number=30, at=later, **paper, **said)
    groups.appoint(version=_version(case_id), on=later.date(), at=later, **said)


def _version(case_id: int) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case_id)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _fellow(*, at: int, represents: bool) -> Fellow:
    return Fellow(person=_person(at), representative=represents, signed=True)


def _person(number: int) -> Personal:
    family, given = _FAMILY[number % len(_FAMILY)], _GIVEN[number % len(_GIVEN)]
    return Personal(
        name=f"{family} {given} {number}",
        id_number=f"0201999{number:05d}",
        address=f"Số {number}, khối 4",
        email=f"nguoi-ky-{number}@example.invalid" if number % 3 == 0 else "",
    )
