"""The reform of 1 July 2025 with its own data: fourteen units and the city become four wards."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import succession
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import cards
from hoiam.duties import audit, queries as duties
from hoiam.law.roles import Role
from hoiam.notices.models import Notice
from hoiam.office import actions as office, passing, queries as office_queries, reform
from hoiam.office.models import Person, Post, Unit
from hoiam.office.reform import Reform
from hoiam.sealed import actions as sealed
from tests import cast as people

BEFORE, DAY = datetime(2025, 6, 26, 2, tzinfo=UTC), date(2025, 7, 1)
ON_THE_DAY = datetime(2025, 7, 1, 1, tzinfo=UTC)
NOW = {"05977": "Đông Kinh", "05983": "Lương Văn Tri", "05986": "Tam Thanh", "06187": "Kỳ Lừa"}
HEIRS = {
    "Tam Thanh": 2,
    "Lương Văn Tri": 2,
    "Kỳ Lừa": 5,
    "Đông Kinh": 5,
}  # the city's own case goes to its lead


@pytest.fixture
def told():
    return reform.shipped("succession_2025-07-01_lang_son.toml")


@pytest.fixture
def city(log, told):
    """Each earlier unit has a head, a clerk and one case; each ward of today has a head from the day on."""
    wards = [one for one in office.unit_rows() if one.code in NOW or one.code == "20"]
    office.load_units(rows=wards)
    reform.apply(Reform(told.units, ()))
    person = Person.objects.create_user("clerk", "Cán Bộ Ví Dụ")
    for unit in Unit.objects.filter(valid_from__lt=DAY):
        _people(unit, person, unit.valid_from)
        actor = office_queries.actor(person=person, on=BEFORE.date())
        cases.register(intake=people.intake(unit), by=actor, at=BEFORE)
    for unit in Unit.objects.filter(code__in=NOW, valid_until=None):
        Post.objects.create(unit=unit, title=f"Chủ tịch {unit.name}", title_en=unit.name_en, is_head=True)
        _people(unit, person, DAY)


def _people(unit, person, since):
    post = Post.objects.get(unit=unit, is_head=True)
    office.appoint(post_id=post.pk, person_id=person.pk, from_on=since)
    office.assign_role(person_id=person.pk, unit_id=unit.pk, role=Role.CLERK, from_on=since)


def clocks():
    return {
        case.pk: [
            (one.id, one.key, one.rule_id, one.event_on, one.due_on, one.safe_on)
            for one in duties.of_subject("case", case.pk)
            if one.open
        ]
        for case in Case.objects.all()
    }


def follow(told):
    reform.apply(told)
    chosen = {number: code for change in told.changes for number, code in change.cases.items()}
    return succession.follow(at=ON_THE_DAY, chosen=chosen)


def test_every_case_follows_and_no_open_clock_restarts(city, told):
    before = clocks()
    assert len(before) == 14
    assert all(before.values())
    assert follow(told).moved == 14
    assert clocks() == before
    assert Counter(Case.objects.values_list("unit__name", flat=True)) == HEIRS
    assert audit.recount() == ()


def test_the_city_s_own_case_goes_to_the_lead_and_is_listed(city, told):
    case = Case.objects.get(unit__code="178")
    assert follow(told).by_default == (cards.number_of(case.received_on, case.pk),)


def test_run_again_it_moves_and_tells_nothing_twice(city, told):
    follow(told)
    assert follow(told).moved == 0
    assert Notice.objects.filter(template="cases/succeeded").count() == 14


def test_every_old_code_resolves_to_the_ward_of_today(city, told, client):
    codes = {}
    for case in Case.objects.select_related("unit", "identity"):
        codes[case.pk] = _code(case)
    follow(told)
    for case in Case.objects.select_related("unit"):
        page = client.get(reverse("cases:status", args=(codes[case.pk],))).content.decode()
        assert f"phường {case.unit.name}" in page


def _code(case):
    return sealed.open(identity_id=case.identity_id, by=None, purpose="print", reason="", at=BEFORE).code


def test_a_receipt_is_read_by_its_day_where_a_code_is_used_again(city, told):
    follow(told)
    said = {"code": "05977", "function": "petitions", "on": date(2026, 11, 24)}
    then, now = passing.then_and_now(**said, then=date(2025, 6, 26))
    assert ("phường Vĩnh Trại" in then, "phường Đông Kinh" in now) == (True, True)
    then, now = passing.then_and_now(**said, then=date(2026, 3, 2))
    assert ("phường Đông Kinh" in then, now) == (True, "")


def test_what_runs_is_owed_by_the_four_wards_and_nothing_is_late_for_them(city, told):
    follow(told)
    found = duties.scoreboard(from_month=date(2025, 6, 1), until_month=date(2025, 7, 1), on=DAY, key="notice")
    running = {row.unit_code: row.running for row in found.rows if row.running}
    assert running == {"05977": 5, "05983": 2, "05986": 2, "06187": 5}
    assert sum(row.running_late for row in found.rows) == 0
