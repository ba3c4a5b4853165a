"""Posts, holders, roles and people: who could do what on which day."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.utils import translation

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import actions, queries
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, RoleKind, Unit
from tests.office.builders import CITY, PASSWORD, START, TODAY, head, load, person, serve, unit

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def refused(code, act, **facts):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert facts.items() <= caught.value.facts.items()


# The desk


def test_the_desk_is_known_from_one_statement(django_assert_num_queries):
    place = serve()
    post, chair = head(place, "Chủ tịch Ủy ban nhân dân phường"), person()
    actions.appoint(post_id=post, person_id=chair, from_on=START)
    actions.assign_role(person_id=person("cua"), unit_id=place.pk, role=Role.CLERK, from_on=START)
    with django_assert_num_queries(1):
        desk = queries.desk(unit_id=place.pk, on=TODAY)
    assert (desk.head_post_id, desk.head_title, desk.head_title_en) == (
        post,
        "Chủ tịch Ủy ban nhân dân phường",
        "Chairman",
    )
    assert (desk.head_name, desk.head_person_id, desk.has_clerk) == ("Nông Thị Ví Dụ", chair, True)
    assert (desk.unit.full_name, desk.unit.parent_full_name) == ("phường Đông Kinh", "tỉnh Lạng Sơn")


def test_a_vacant_post_still_owes():
    place = serve()
    post = head(place)
    actions.appoint(post_id=post, person_id=person(), from_on=START)
    actions.end_holding(post_id=post, until_on=YESTERDAY)
    desk = queries.desk(unit_id=place.pk, on=TODAY)
    assert (desk.head_post_id, desk.head_name, desk.head_person_id, desk.has_clerk) == (post, "", None, False)
    assert queries.desk(unit_id=place.pk, on=YESTERDAY).head_name == "Nông Thị Ví Dụ"


def test_there_is_no_desk_of_a_unit_that_is_unknown_or_not_served():
    load()
    refused("no_such_unit", lambda: queries.desk(unit_id=-1, on=TODAY))
    refused("no_such_unit", lambda: queries.desk(unit_id=unit().pk, on=TODAY))


def test_there_is_no_desk_where_nobody_owes_anything():
    place = serve()
    actions.create_post(unit_id=place.pk, title="Chánh Văn phòng", title_en="Chief of Office", is_head=False)
    refused("no_recipient", lambda: queries.desk(unit_id=place.pk, on=TODAY))


def test_a_unit_that_ended_keeps_its_desk_under_the_province_of_the_day():
    serve()
    old = unit("06325")
    head(old)
    load(CITY)
    desk = queries.desk(unit_id=old.pk, on=TODAY)
    assert (desk.unit.full_name, desk.unit.parent_full_name) == ("xã Bắc Sơn", "thành phố Lạng Sơn")


# Posts and holders


def test_a_unit_has_one_head_and_a_title_once():
    place = serve()
    head(place)
    refused("unit_has_a_head", lambda: head(place, "Bí thư"))
    post = {"unit_id": place.pk, "title": "Chủ tịch", "title_en": "x", "is_head": False}
    refused("post_exists", lambda: actions.create_post(**post))
    refused("no_such_unit", lambda: actions.create_post(**post | {"unit_id": -1}))


def test_posts_are_listed_with_their_holders_of_the_day(django_assert_num_queries):
    place = serve()
    actions.create_post(unit_id=place.pk, title="Chánh Văn phòng", title_en="Chief of Office", is_head=False)
    post, chair = head(place), person()
    actions.appoint(post_id=post, person_id=chair, from_on=TODAY)
    with django_assert_num_queries(1):
        first, second = queries.posts(unit_id=place.pk, on=TODAY)
    assert (first.id, first.holder_id, first.holder_name) == (post, chair, "Nông Thị Ví Dụ")
    assert (second.holder_id, second.holder_name, second.is_head) == (None, "", False)
    assert (second.shown, first.shown) == ("Chánh Văn phòng", "Chủ tịch")
    with translation.override("en"):
        assert second.shown == "Chief of Office"
    assert queries.posts(unit_id=place.pk, on=YESTERDAY)[0].holder_id is None


def test_a_new_holder_ends_the_former_the_day_before(django_assert_num_queries):
    post = head(serve())
    actions.appoint(post_id=post, person_id=person("mot", "Một"), from_on=START)
    actions.appoint(post_id=post, person_id=person("hai", "Hai"), from_on=TODAY)
    with django_assert_num_queries(2):
        assert queries.holder_name(post_id=post, on=YESTERDAY) == "Một"
        assert queries.holder_name(post_id=post, on=TODAY) == "Hai"
    assert queries.holder_name(post_id=post, on=date(2025, 6, 30)) == ""
    assert queries.holder_names([post, -1], on=TODAY) == {post: "Hai"}


def test_appointments_do_not_overlap():
    post, one = head(serve()), person()
    actions.appoint(post_id=post, person_id=one, from_on=TODAY)
    refused("dates_overlap", lambda: actions.appoint(post_id=post, person_id=one, from_on=TODAY), since=TODAY)
    refused("dates_overlap", lambda: actions.appoint(post_id=post, person_id=one, from_on=YESTERDAY))
    actions.end_holding(post_id=post, until_on=TOMORROW)
    refused("dates_overlap", lambda: actions.appoint(post_id=post, person_id=one, from_on=TOMORROW))
    actions.appoint(post_id=post, person_id=one, from_on=TOMORROW + timedelta(days=1))


def test_only_an_active_person_is_appointed_to_a_post_that_exists():
    post, one = head(serve()), person()
    refused("no_such_post", lambda: actions.appoint(post_id=-1, person_id=one, from_on=TODAY))
    refused("no_such_person", lambda: actions.appoint(post_id=post, person_id=-1, from_on=TODAY))
    Person.objects.update(is_active=False)
    refused("no_such_person", lambda: actions.appoint(post_id=post, person_id=one, from_on=TODAY))


def test_a_holding_ends_once_and_not_before_it_began():
    post = head(serve())
    refused("no_such_post", lambda: actions.end_holding(post_id=-1, until_on=TODAY))
    refused("nobody_holds_it", lambda: actions.end_holding(post_id=post, until_on=TODAY))
    actions.appoint(post_id=post, person_id=person(), from_on=TODAY)
    refused("dates_overlap", lambda: actions.end_holding(post_id=post, until_on=YESTERDAY), since=TODAY)
    actions.end_holding(post_id=post, until_on=TODAY)
    refused("nobody_holds_it", lambda: actions.end_holding(post_id=post, until_on=TODAY))


# Roles


def test_the_words_for_roles_are_those_of_the_law():
    assert set(RoleKind.values) == {role.value for role in Role} - {Role.CITIZEN.value}


def test_an_actor_has_the_roles_of_the_day(django_assert_num_queries):
    place, other = serve(), unit("06325")
    one = Person.objects.get(pk=person())
    for unit_id, role in ((place.pk, Role.CLERK), (place.pk, Role.HANDLER), (other.pk, Role.HANDLER)):
        actions.assign_role(person_id=one.pk, unit_id=unit_id, role=role, from_on=START)
    actions.end_role(person_id=one.pk, unit_id=place.pk, role=Role.CLERK, until_on=YESTERDAY)
    with django_assert_num_queries(1):
        actor = queries.actor(person=one, on=TODAY)
    assert actor.roles_in(place.pk) == {Role.HANDLER}
    assert actor.roles_in(-1) == frozenset()
    assert actor.roles_by_path == {"/20/05977/": {Role.HANDLER}, "/20/06325/": {Role.HANDLER}}
    assert actor.units() == ((place.pk, "phường Đông Kinh"), (other.pk, "xã Bắc Sơn"))
    assert actor.holds(Role.HANDLER, Role.HEAD)
    assert not actor.holds(Role.CLERK)
    assert queries.actor(person=one, on=YESTERDAY).roles_in(place.pk) == {Role.CLERK, Role.HANDLER}
    assert queries.actor(person=one, on=date(2025, 6, 30)).units() == ()
    with translation.override("en"):
        assert queries.actor(person=one, on=TODAY).units()[0] == (place.pk, "Dong Kinh ward")


def test_a_role_is_not_given_twice_for_one_day():
    place, one = serve(), person()
    given = {"person_id": one, "unit_id": place.pk, "role": Role.CLERK}
    actions.assign_role(**given, from_on=TODAY)
    refused("dates_overlap", lambda: actions.assign_role(**given, from_on=TOMORROW), since=TODAY)
    actions.end_role(**given, until_on=TODAY)
    refused("dates_overlap", lambda: actions.assign_role(**given, from_on=TODAY))
    actions.assign_role(**given, from_on=TOMORROW)


def test_a_role_is_given_only_to_somebody_somewhere():
    place, one = serve(), person()
    given = {"person_id": one, "unit_id": place.pk, "role": Role.CLERK, "from_on": TODAY}
    refused("role_not_assignable", lambda: actions.assign_role(**given | {"role": Role.CITIZEN}))
    refused("no_such_person", lambda: actions.assign_role(**given | {"person_id": -1}))
    refused("no_such_unit", lambda: actions.assign_role(**given | {"unit_id": -1}))


def test_a_role_ends_once_and_not_before_it_began():
    place, one = serve(), person()
    given = {"person_id": one, "unit_id": place.pk, "role": Role.CLERK}
    refused("no_such_role", lambda: actions.end_role(**given, until_on=TODAY))
    actions.assign_role(**given, from_on=TODAY)
    refused("dates_overlap", lambda: actions.end_role(**given, until_on=YESTERDAY), since=TODAY)


def test_staff_are_listed_by_given_name_without_those_who_left(django_assert_num_queries):
    place = serve()
    names = {"b": "Nguyễn Thị Ánh", "a": "Trần Văn Bé", "c": "Lê Đức An", "d": "Vi Văn Cũ"}
    for username, name in names.items():
        actions.assign_role(
            person_id=person(username * 2, name), unit_id=place.pk, role=Role.HANDLER, from_on=START
        )
    Person.objects.filter(username="dd").update(is_active=False)
    with django_assert_num_queries(1):
        found = queries.staff(unit_id=place.pk, role=Role.HANDLER, on=TODAY)
    assert [card.name for card in found] == ["Lê Đức An", "Nguyễn Thị Ánh", "Trần Văn Bé"]
    assert queries.staff(unit_id=place.pk, role=Role.CLERK, on=TODAY) == ()


# People


def test_a_person_signs_in_by_a_name_of_small_letters():
    key = person(" Lan.Nong ")
    assert Person.objects.get(pk=key).username == "lan.nong"
    assert authenticate(username="LAN.nong", password=PASSWORD).pk == key


@pytest.mark.parametrize("username", ["", "a", "nông", "lan nong", "-lan", "lan@x", "x" * 65, "lan/1"])
def test_a_sign_in_name_is_plain_letters_and_figures(username):
    refused("username_wrong", lambda: person(username))


def test_a_sign_in_name_is_taken_once():
    person("lan")
    refused("username_taken", lambda: person("LAN"))


@pytest.mark.parametrize(
    ("password", "why"),
    [("ngắn", ["password_too_short"]), ("password123", ["password_too_common"]), ("lannongthi1", None)],
)
def test_a_weak_password_is_refused(password, why):
    act = lambda: actions.create_person(username="lannongthi", name="Lan", password=password)  # noqa: E731
    refused("password_weak", act, **({"why": why} if why else {}))


def test_the_office_address_of_who_left_is_not_given():
    key = person(email="lan@langson.example")
    assert queries.contact(person_id=key) == "lan@langson.example"
    Person.objects.update(is_active=False)
    assert queries.contact(person_id=key) == queries.contact(person_id=-1) == ""


def test_the_database_guards_posts_holders_and_roles():
    place, one = serve(), person()
    post = head(place)
    actions.appoint(post_id=post, person_id=one, from_on=TODAY)
    actions.assign_role(person_id=one, unit_id=place.pk, role=Role.CLERK, from_on=TODAY)
    held = {"post_id": post, "person_id": one, "from_on": TOMORROW}
    role = {"person_id": one, "unit": place, "role": "clerk", "from_on": TOMORROW}
    for wrong in (
        lambda: Post.objects.create(unit=place, title="x", title_en="x", is_head=True),
        lambda: Post.objects.create(unit=place, title="Chủ tịch", title_en="x"),
        lambda: Holder.objects.create(**held),
        lambda: Holder.objects.create(**held, until_on=TODAY),
        lambda: RoleRow.objects.create(**role),
        lambda: RoleRow.objects.create(**role, until_on=TODAY),
        lambda: Person.objects.create(username="lan", name="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_rows_call_themselves_by_what_an_operator_knows():
    place = serve()
    assert str(Unit.objects.get(pk=place.pk)) == "Đông Kinh"
    assert str(Post.objects.get(pk=head(place))) == "Chủ tịch"
