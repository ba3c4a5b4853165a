"""Suggested units: by the table of competence and the place, ordered by what was taken into work."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case, Lesson
from hoiam.desk.cases.queries import competent
from hoiam.law.roles import Role
from hoiam.office import competence, queries as office
from hoiam.office.models import Competence
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
BASIS = "Quyết định số 12/QĐ-UBND"
DIVISION = "Phòng Kinh tế"
WATER = "Cơ sở ở xã Thất Khê xả thải ra kênh làm nước đen và có mùi hôi, ô nhiễm."
HERE = "Cơ sở xả thải ra kênh làm nước đen và có mùi hôi, ô nhiễm."
TWO = "Rác từ phường Đông Kinh và xã Thất Khê đổ ra kênh, mùi hôi, ô nhiễm."


def row(cast, **said):
    whole = {
        "under": cast.province,
        "field": "environment",
        "level": "commune",
        "division": DIVISION,
        "basis": BASIS,
        "from_on": date(2026, 1, 1),
    }
    made = Competence.objects.create(**{**whole, **said})
    competence.forget()
    return made


def suggest(cast, text, *, fields=None, kind="petition", out=()):
    return competent.suggest(
        text=text,
        fields={"environment": 1.0} if fields is None else fields,
        kind=kind,
        unit_id=cast.ward.pk,
        out=set(out),
        on=TODAY,
    )


def units(found):
    return [one.unit.id for one in found]


def classified(cast, body=WATER, field="environment"):
    case = people.received(cast, title="Phản ánh", body=body)
    cases.classify(
        case_id=case.pk, version=case.version, kind="report", field=field, by=people.actor(cast.clerk), at=NOW
    )
    case.refresh_from_db()
    return case


def taken(cast, **said):
    case = classified(cast, **said)
    cases.accept(case_id=case.pk, version=case.version, by=people.actor(cast.clerk), at=NOW)
    case.refresh_from_db()
    return case


def test_without_a_row_nothing_is_suggested(cast):
    assert suggest(cast, WATER) == ()
    row(cast, field="land")
    row(cast, from_on=TODAY + timedelta(days=1))
    assert suggest(cast, WATER) == ()


def test_the_place_in_the_text_says_which_commune(cast):
    row(cast)
    [one] = suggest(cast, WATER)
    assert (one.unit.id, one.place.named, one.row.division, one.row.basis) == (
        cast.other.pk,
        True,
        DIVISION,
        BASIS,
    )
    [own] = suggest(cast, HERE)
    assert (own.unit.id, own.place.named) == (cast.ward.pk, False)


def test_of_two_communes_of_one_name_that_of_the_province_is_meant(cast):
    row(cast)
    away = people._unit("01", "Cao Bằng", "Cao Bang", "province", None)
    people._unit("01999", "Thất Khê", "That Khe", "commune", away)
    office.forget_served()
    assert units(suggest(cast, WATER)) == [cast.other.pk]


def test_one_unit_may_answer_for_every_place(cast):
    row(cast, level="unit", unit=cast.ward)
    assert units(suggest(cast, WATER)) == [cast.ward.pk]


def test_what_the_law_says_of_every_place_needs_no_row(cast):
    [one] = suggest(cast, WATER, fields={}, kind="complaint_again")
    assert one.unit.id == cast.province.pk
    assert "điều 21" in one.row.basis


def test_a_field_says_nothing_of_a_complaint(cast):
    row(cast)
    assert suggest(cast, WATER, kind="complaint") == ()


def test_a_unit_that_is_not_served_is_not_suggested(cast):
    row(cast, level="unit", unit=people._unit("06041", "Vắng", "Away", "commune", cast.province))
    type(cast.ward).objects.filter(code="06041").update(served=False)
    assert suggest(cast, WATER) == ()


def test_what_was_taken_into_work_orders_and_the_cases_are_counted(cast):
    row(cast)
    assert units(suggest(cast, TWO)) == [cast.ward.pk, cast.other.pk]
    row(cast, level="unit", unit=cast.other, under=cast.ward)
    row(cast, field="land", level="unit", unit=cast.province)
    fields = {"environment": 0.5, "land": 0.5}
    for _ in range(3):
        taken(cast, body=HERE, field="environment")
    found = suggest(cast, HERE, fields=fields)
    assert [(one.unit.id, one.confirmed) for one in found] == [(cast.province.pk, 0), (cast.other.pk, 0)]
    Lesson.objects.update(unit=cast.other)
    found = suggest(cast, HERE, fields={"environment": 0.5, "land": 0.4})
    assert [(one.unit.id, one.confirmed) for one in found] == [(cast.other.pk, 3), (cast.province.pk, 0)]


def lesson(case):
    return Lesson.objects.filter(case=case).values_list("field", "place_id", "unit_id").first()


def test_a_case_counts_where_it_was_taken_into_work_last(cast):
    case = classified(cast)
    assert lesson(case) == ("environment", cast.other.pk, None)
    clerk = people.actor(cast.clerk)
    cases.transfer(case_id=case.pk, version=case.version, to_unit=cast.other.pk, reason="x", by=clerk, at=NOW)
    case.refresh_from_db()
    cases.accept(case_id=case.pk, version=case.version, by=people.actor(cast.stranger), at=NOW)
    assert lesson(case) == ("environment", cast.other.pk, cast.other.pk)


def test_a_field_put_right_takes_its_unit_along(cast):
    case = taken(cast)
    cases.classify(
        case_id=case.pk,
        version=case.version,
        kind="report",
        field="land",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    assert lesson(case) == ("land", cast.other.pk, cast.ward.pk)


def test_it_costs_one_statement_whatever_is_there(cast, django_assert_num_queries):
    for field in ("environment", "land", "health"):
        row(cast, field=field)
    taken(cast)
    suggest(cast, TWO)
    with django_assert_num_queries(1):
        assert suggest(cast, TWO, fields={"environment": 0.6, "land": 0.3, "health": 0.1})


# The page


def page(client, cast, case, event="classify"):
    client.force_login(cast.clerk)
    return client.get(f"/desk/cases/{case.pk}/{event}").content.decode()


def block(text):
    return text.split("Đơn vị gợi ý")[1].split("bạn quyết định")[0] if "Đơn vị gợi ý" in text else ""


def test_the_clerk_reads_unit_words_place_and_basis_and_nothing_moves(cast, client):
    row(cast)
    case = people.received(cast, title="Phản ánh", body=WATER)
    shown = block(page(client, cast, case))
    for said in (
        "xã Thất Khê",
        DIVISION,
        "Môi trường",
        "mùi hôi",
        "đơn có nêu",
        BASIS,
        "chưa có vụ việc nào",
    ):
        assert said in shown
    row_now = Case.objects.get(pk=case.pk)
    assert (row_now.unit_id, row_now.version, row_now.field) == (cast.ward.pk, case.version, "")


@pytest.mark.parametrize("event", ["transfer", "assign"])
def test_it_stands_beside_passing_on_and_assigning(cast, client, event):
    row(cast)
    assert "xã Thất Khê" in block(
        page(client, cast, taken(cast) if event == "assign" else classified(cast), event)
    )


def test_a_unit_complained_of_is_neither_suggested_nor_told(cast, client):
    row(cast)
    case = people.received(cast, title="Phản ánh", body=WATER)
    before = page(client, cast, case)
    assert "xã Thất Khê" in block(before)
    cases.name(
        case_id=case.pk,
        version=case.version,
        whom=f"unit:{cast.other.pk}",
        reason="",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    after = page(client, cast, case)
    assert block(after) == ""
    assert "Đơn vị nêu trong nội dung" not in after
    assert "Lĩnh vực gợi ý" in after


def test_of_a_denunciation_no_unit_is_suggested(cast, client):
    row(cast)
    keeper = people._person("keeper", cast.ward, Role.KEEPER)
    case = people.received(cast, kind="denunciation", title="Tố cáo", body=WATER, consent=False)
    client.force_login(keeper)
    shown = client.get(f"/desk/cases/{case.pk}/classify")
    assert shown.status_code == 200
    assert "Lĩnh vực gợi ý" in shown.content.decode()
    assert "xã Thất Khê" not in block(shown.content.decode())
    assert "Đơn vị nêu trong nội dung" not in shown.content.decode()


# The operator's page


def test_the_operator_keeps_the_table(cast, client):
    cast.operator.is_staff = cast.operator.is_superuser = True
    cast.operator.save()
    client.force_login(cast.operator)
    url = "/admin/office/competence/add/"
    said = {
        "field": "environment",
        "procedure": "",
        "under": cast.province.pk,
        "level": "commune",
        "unit": "",
        "division": DIVISION,
        "basis": BASIS,
        "from_on": "2026-01-01",
        "until_on": "",
    }
    assert "Môi trường" in client.get(url).content.decode()
    assert client.post(url, said).status_code == 302
    lines = client.get("/admin/office/competence/").content.decode()
    assert "Môi trường" in lines
    assert BASIS in lines
    for wrong in (
        {"basis": ""},
        {"field": ""},
        {"level": "unit"},
        {"until_on": "2025-01-01"},
        {"field": "moon"},
    ):
        assert client.post(url, {**said, **wrong}).status_code == 200
    assert Competence.objects.count() == 1
    with pytest.raises(ValidationError):
        Competence(under=cast.province, level="unit", basis="x", from_on=TODAY).clean()
