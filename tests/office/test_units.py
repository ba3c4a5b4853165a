"""Units are loaded, served, found, and followed by others."""

import time
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import actions, queries
from hoiam.office.models import Succession, Unit
from tests.office.builders import CITY, LIST, START, TODAY, load, person, serve, unit

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 7, 31)


def test_the_whole_country_loads_once_and_fast():
    rows = actions.unit_rows()
    began = time.process_time()
    assert actions.load_units(rows=rows) == len(rows)
    assert time.process_time() - began < 5  # about 0.2 s; the rest is for a busy machine
    assert actions.load_units(rows=rows) == 0
    assert Unit.objects.filter(queries.exists_on(TODAY)).count() == 3355
    assert Succession.objects.count() == 13


def test_a_later_list_closes_a_row_and_adds_the_next():
    assert load() == 3
    assert load(CITY) == 4
    assert load(CITY) == 0
    old, new = Unit.objects.filter(code="06325").order_by("valid_from")
    assert (old.kind, old.valid_until, new.kind, new.path) == (
        "commune",
        date(2026, 8, 1),
        "ward",
        "/20/06325/",
    )
    assert new.parent.kind == "city"
    assert old.parent.kind == "province"


def test_loading_both_lists_at_once_gives_the_same():
    load(CITY)
    once = list(Unit.objects.order_by("path", "valid_from").values_list("code", "kind", "valid_until"))
    Succession.objects.all().delete()
    Unit.objects.filter(parent__isnull=False).delete()
    Unit.objects.all().delete()
    load()
    load(CITY)
    assert (
        list(Unit.objects.order_by("path", "valid_from").values_list("code", "kind", "valid_until")) == once
    )


def test_a_corrected_name_is_corrected_in_place():
    load()
    key = unit().pk
    assert load(LIST.replace("Đông Kinh", "Đông Kinh Mới")) == 1
    assert unit().pk == key
    assert unit().name == "Đông Kinh Mới"


def test_what_follows_a_served_unit_is_served_and_succeeds_it():
    serve()
    old = unit("06325")
    load(CITY)
    assert unit("06325").served
    assert queries.successor(unit_id=old.pk, function="citizen_reception", on=BEFORE) == old.pk
    assert queries.successor(unit_id=old.pk, function="citizen_reception", on=TODAY) == unit("06325").pk


def test_a_succession_of_one_function_wins_over_all():
    load()
    gone, one, two = unit("20"), unit("05977"), unit("06325")
    common = {"predecessor": gone, "on": START, "legal_basis": "x"}
    Succession.objects.create(successor=one, **common)
    Succession.objects.create(successor=two, function="land", **common)
    assert queries.successor(unit_id=gone.pk, function="land", on=TODAY) == two.pk
    assert queries.successor(unit_id=gone.pk, function="reception", on=TODAY) == one.pk


def test_two_successors_of_one_function_are_not_guessed_between():
    load()
    for successor in (unit("05977"), unit("06325")):
        Succession.objects.create(predecessor=unit("20"), successor=successor, on=START, legal_basis="x")
    with pytest.raises(Refused, match="successor_not_unique"):
        queries.successor(unit_id=unit("20").pk, function="land", on=TODAY)


def test_successions_in_a_circle_end():
    load()
    one, two = unit("05977"), unit("06325")
    Succession.objects.create(predecessor=one, successor=two, on=START, legal_basis="x")
    Succession.objects.create(predecessor=two, successor=one, on=START, legal_basis="x")
    assert queries.successor(unit_id=one.pk, function="land", on=TODAY) == two.pk


@pytest.mark.parametrize("path", ["/99/", "", "/2", "20", "/20/05977"])
def test_only_a_unit_with_its_parts_can_be_served(path):
    load()
    with pytest.raises(Refused, match="no_such_unit"):
        actions.serve(unit_path=path)
    assert not Unit.objects.filter(served=True).exists()


def test_serving_a_province_serves_its_parts_and_again_changes_nothing():
    load()
    assert actions.serve(unit_path="/20/") == actions.serve(unit_path="/20/") == 3
    assert [card.name for card in queries.served()] == ["Lạng Sơn", "Bắc Sơn", "Đông Kinh"]


def test_serving_one_commune_shows_its_province_as_the_way_to_it():
    load()
    actions.serve(unit_path="/20/06325/")
    (branch,) = queries.served_tree()
    assert (branch.province.name, branch.province.served) == ("Lạng Sơn", False)
    assert [card.name for card in branch.units] == ["Bắc Sơn"]
    assert [card.name for card in queries.served()] == ["Bắc Sơn"]


def test_served_units_are_asked_for_once(django_assert_num_queries):
    place = serve()
    with django_assert_num_queries(1):
        queries.served()
    with django_assert_num_queries(0):
        queries.served()
        queries.served_tree()
        assert queries.served_unit(place.pk).name == "Đông Kinh"
        assert queries.served_unit(-1) is None


def test_a_unit_that_is_not_there_yet_is_not_served_today(time_machine):
    serve(CITY)
    time_machine.move_to("2026-07-31T16:59:59Z", tick=False)
    assert [card.kind for card in queries.served()] == ["province", "commune", "ward"]
    time_machine.move_to("2026-07-31T17:00:00Z", tick=False)  # midnight in Hà Nội
    assert [card.kind for card in queries.served()] == ["city", "ward", "ward"]


def test_children_are_those_of_the_day_by_whichever_row_of_the_province(django_assert_num_queries):
    load(CITY)
    old, new = Unit.objects.filter(code="20").order_by("valid_from")
    with django_assert_num_queries(1):
        cards = queries.children(unit_id=old.pk, on=TODAY)
    assert [(card.name, card.kind) for card in cards] == [("Bắc Sơn", "ward"), ("Đông Kinh", "ward")]
    assert {card.parent_id for card in cards} == {new.pk}
    assert queries.children(unit_id=new.pk, on=BEFORE)[0].kind == "commune"


def test_provinces_are_those_of_the_day():
    load(CITY)
    assert [card.kind for card in queries.provinces(on=BEFORE)] == ["province"]
    assert [card.kind for card in queries.provinces(on=TODAY)] == ["city"]
    assert queries.provinces(on=date(2025, 6, 30)) == ()


def test_units_are_found_by_id_even_when_they_have_ended(django_assert_num_queries):
    load(CITY)
    old, other = Unit.objects.get(code="06325", kind="commune"), unit()
    with django_assert_num_queries(1):
        cards = queries.units([old.pk, other.pk, -1], on=TODAY)
    assert set(cards) == {old.pk, other.pk}
    assert cards[old.pk].full_name == "xã Bắc Sơn"


def test_a_unit_is_called_by_its_kind_in_both_languages():
    serve()
    card = queries.served_unit(unit().pk)
    assert (card.full_name, card.parent_full_name) == ("phường Đông Kinh", "tỉnh Lạng Sơn")
    with translation.override("en"):
        assert (card.shown, card.parent_shown) == ("Dong Kinh ward", "Lang Son province")
        assert queries.committee(card) == "People's Committee of Dong Kinh ward"
    with translation.override("vi"):
        assert (card.shown, card.parent_shown) == ("phường Đông Kinh", "tỉnh Lạng Sơn")
        assert queries.committee(card) == "Ủy ban nhân dân phường Đông Kinh"
    top = queries.served()[0]
    assert (top.full_name, top.parent_full_name, top.parent_shown) == ("tỉnh Lạng Sơn", "", "")


def refused_by_the_database(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_the_database_guards_the_dates_of_units():
    load()
    place = unit()
    same = {"code": place.code, "name": "x", "name_en": "x", "kind": "ward", "path": "/x/"}
    refused_by_the_database(lambda: Unit.objects.create(valid_from=START, valid_until=TODAY, **same))
    refused_by_the_database(lambda: Unit.objects.create(valid_from=TODAY, **same))
    refused_by_the_database(lambda: Unit.objects.filter(pk=place.pk).update(valid_until=START))
    refused_by_the_database(
        lambda: Succession.objects.create(predecessor=place, successor=place, on=TODAY, legal_basis="x")
    )


def test_only_units_with_a_head_and_a_clerk_are_open_for_citizens(django_assert_num_queries):
    place = serve()
    assert queries.open_for_citizens(on=TODAY) == frozenset()
    actions.create_post(unit_id=place.pk, title="Chủ tịch", title_en="Chairman", is_head=True)
    assert queries.open_for_citizens(on=TODAY) == frozenset()
    actions.assign_role(person_id=person(), unit_id=place.pk, role=Role.CLERK, from_on=START)
    with django_assert_num_queries(1):
        assert queries.open_for_citizens(on=TODAY) == {place.pk}
    assert queries.open_for_citizens(on=date(2025, 6, 30)) == frozenset()
