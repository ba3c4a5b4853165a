"""Views of the desk know who is asking, or send them to sign in."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from hoiam.law.roles import Role
from hoiam.office import actions
from hoiam.office.access import desk_view, way_back
from hoiam.office.models import Person
from tests.office.builders import START, person, serve

pytestmark = pytest.mark.urls("tests.office.desk_urls")


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_and_comes_back(client):
    assert client.get("/desk/case/7/?tab=2").url == "/account/login/?next=/desk/case/7/%3Ftab%3D2"


@pytest.mark.django_db
def test_a_form_of_a_stranger_leads_back_to_its_page(client):
    sent = client.post("/desk/case/7/", headers={"Referer": "http://testserver/desk/case/7/edit?x=1"})
    assert sent.url == "/account/login/?next=/desk/case/7/edit%3Fx%3D1"


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/desk/", "//elsewhere.example"])
def test_a_form_from_elsewhere_leads_to_the_desk(referer):
    request = RequestFactory().post("/desk/case/7/", headers={"Referer": referer})
    assert way_back(request) == "/desk/"


@pytest.mark.django_db
def test_session_person_and_roles_are_three_statements(client, django_assert_num_queries, time_machine):
    time_machine.move_to("2026-08-28T02:00:00Z")
    place, one = serve(), person()
    actions.assign_role(person_id=one, unit_id=place.pk, role=Role.CLERK, from_on=date(2026, 8, 28))
    client.force_login(Person.objects.get(pk=one))
    with django_assert_num_queries(3):
        response = client.get("/desk/case/7/")
    assert response.content.decode() == "7 Nông Thị Ví Dụ [<Role.CLERK: 'clerk'>]"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_who_left_is_a_stranger(client):
    one = Person.objects.get(pk=person())
    client.force_login(one)
    Person.objects.update(is_active=False)
    assert client.get("/desk/case/7/").status_code == 302


@pytest.mark.django_db
def test_the_day_of_a_role_is_the_day_in_ha_noi(client, time_machine):
    place, one = serve(), person()
    actions.assign_role(person_id=one, unit_id=place.pk, role=Role.CLERK, from_on=START)
    actions.end_role(person_id=one, unit_id=place.pk, role=Role.CLERK, until_on=date(2026, 8, 28))
    client.force_login(Person.objects.get(pk=one))
    time_machine.move_to("2026-08-28T16:59:59Z", tick=False)
    assert "CLERK" in client.get("/desk/case/7/").content.decode()
    time_machine.move_to("2026-08-28T17:00:00Z", tick=False)
    assert "CLERK" not in client.get("/desk/case/7/").content.decode()


@desk_view
def page(request, actor, number):
    held = [role for roles in actor.roles.values() for role in roles]
    return HttpResponse(f"{number} {actor.name} {held}")
