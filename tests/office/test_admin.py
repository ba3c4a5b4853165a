"""The operator's tables: only the office's, and nothing is deleted."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from hoiam.law.roles import Role
from hoiam.office import actions, queries
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Unit
from tests.office import words
from tests.office.builders import PASSWORD, START, TODAY, head, load, person, serve, unit

pytestmark = [pytest.mark.urls("tests.office.desk_urls"), pytest.mark.django_db]

# Rows that are only added, each through a page or a command that checks and tells first.
OWN_PAGES = {
    "ApiToken",
    "CalendarAnnouncement",
    "CalendarChange",
    "CalendarFeed",
    "FactorReset",
    "RuleSignOff",
}


@pytest.fixture
def operator(client):
    client.force_login(Person.objects.create_superuser("vanhanh", "Vi Văn Hành", PASSWORD))
    return client


def test_only_tables_of_the_office_are_there():
    assert {model._meta.app_label for model in admin.site._registry} == {"office"}
    theirs = {
        model for model in apps.get_app_config("office").get_models() if model.__name__ not in OWN_PAGES
    }
    assert set(admin.site._registry) == theirs


def test_there_is_one_sign_in_page(client):
    assert client.get("/admin/login/").url.startswith("/account/login/")


def test_where_a_second_factor_is_required_the_administration_waits_for_it(operator, settings):
    settings.HOIAM_SECOND_FACTOR = "required"
    assert (
        operator.get("/admin/office/person/").url
        == "/account/second-factor/?next=%2Fadmin%2Foffice%2Fperson%2F"
    )


def test_staff_without_leave_do_not_get_in(client):
    client.force_login(Person.objects.get(pk=person()))
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.model_name)
def test_every_list_and_form_opens(operator, model, language):
    place = serve()
    post = head(place)
    actions.appoint(post_id=post, person_id=person(), from_on=START)
    actions.assign_role(
        person_id=Person.objects.get(username="lan").pk, unit_id=place.pk, role=Role.HEAD, from_on=START
    )
    operator.cookies["lang"] = language
    name = f"admin:office_{model._meta.model_name}"
    lines = operator.get(reverse(f"{name}_changelist"))
    assert (lines.status_code, words.foreign(lines, language)) == (200, [])
    adding = operator.get(reverse(f"{name}_add"))
    assert adding.status_code == (403 if model is Unit else 200)
    assert words.foreign(adding, language) == []
    one = model.objects.first()
    if one is not None:
        form = operator.get(reverse(f"{name}_change", args=[one.pk]))
        assert (form.status_code, words.foreign(form, language)) == (200, [])
        assert operator.post(reverse(f"{name}_delete", args=[one.pk]), {"post": "yes"}).status_code == 403


def test_a_person_is_added_with_a_password_and_small_letters(operator):
    given = {"username": "Lan.Nong", "name": "Nông Thị Lan", "email": "", "usable_password": "true"}
    added = operator.post(
        reverse("admin:office_person_add"), given | {"password1": PASSWORD, "password2": PASSWORD}
    )
    assert added.status_code == 302
    lan = Person.objects.get(username="lan.nong")
    assert lan.check_password(PASSWORD)
    again = operator.post(
        reverse("admin:office_person_add"), given | {"password1": PASSWORD, "password2": PASSWORD}
    )
    assert again.status_code == 200
    url = reverse("admin:auth_user_password_change", args=[lan.pk])
    new = {"password1": "một câu khác cũng dài", "password2": "một câu khác cũng dài"}
    assert operator.post(url, new | {"usable_password": "true"}).status_code == 302
    lan.refresh_from_db()
    assert lan.check_password("một câu khác cũng dài")


def test_a_form_offers_what_is_served_and_in_office_and_what_is_chosen_already(operator):
    place = serve(path="/20/05977/")
    post = head(place)
    gone = Person.objects.create_user("cu", "Hứa Văn Cũ", PASSWORD)
    actions.appoint(post_id=post, person_id=gone.pk, from_on=START)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    held = Holder.objects.get(person=gone)
    adding = operator.get(reverse("admin:office_holder_add")).content.decode()
    kept = operator.get(reverse("admin:office_holder_change", args=[held.pk])).content.decode()
    assert ("Hứa Văn Cũ (cu)" in adding, "Hứa Văn Cũ (cu)" in kept) == (False, True)
    posting = operator.get(reverse("admin:office_post_add")).content.decode()
    assert f"{place.name} · {place.path}" in posting
    assert unit("06325").path not in posting


def test_of_a_unit_only_whether_it_is_served_is_set(operator):
    load()
    assert queries.served() == ()
    url = reverse("admin:office_unit_change", args=[unit().pk])
    assert operator.post(url, {"served": "on", "name": "Khác", "kind": "commune"}).status_code == 302
    assert (unit().served, unit().name, unit().kind) == (True, "Đông Kinh", "ward")
    assert [card.name for card in queries.served()] == ["Đông Kinh"]


def test_posts_holders_and_roles_are_entered(operator):
    place, one = serve(), person()
    post = {"unit": place.pk, "title": "Chủ tịch", "title_en": "Chairman", "is_head": "on"}
    assert operator.post(reverse("admin:office_post_add"), post).status_code == 302
    held = {"post": Post.objects.get().pk, "person": one, "from_on": "01/07/2025", "until_on": ""}
    assert operator.post(reverse("admin:office_holder_add"), held).status_code == 302
    assert operator.post(reverse("admin:office_holder_add"), held).status_code == 200
    role = {"unit": place.pk, "person": one, "role": "clerk", "from_on": "01/07/2025", "until_on": ""}
    assert operator.post(reverse("admin:office_role_add"), role).status_code == 302
    assert operator.post(reverse("admin:office_role_add"), role).status_code == 200
    assert (Holder.objects.get().from_on, RoleRow.objects.get().from_on) == (START, START)
    assert queries.desk(unit_id=place.pk, on=TODAY).has_clerk
