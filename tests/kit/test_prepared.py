"""A statement put together once finds what the query would find."""

import pytest
from django.utils.translation import gettext_lazy

from hoiam.kit import prepared
from hoiam.law.roles import Role
from hoiam.office.models import Person

pytestmark = pytest.mark.django_db


def of_name(name, after):
    return Person.objects.filter(name=name, pk__gt=after).order_by("username")


def people():
    return [Person.objects.create(username=f"p{n}", name="Ví Dụ") for n in range(3)]


def fresh():
    return prepared.Rows(of_name, name="stand-in", after=-1_000_001)


def test_rows_are_those_of_the_query():
    made, rows = people(), fresh()
    assert rows.all(name="Ví Dụ", after=0) == made
    assert rows.all(name="Ví Dụ", after=made[0].pk) == made[1:]
    assert rows.all(name="khác", after=0) == []


def test_the_first_time_asks_no_more_than_any_other(django_assert_num_queries):
    rows = fresh()
    for _ in range(2):
        with django_assert_num_queries(1):
            rows.all(name="Ví Dụ", after=0)


def test_a_number_that_no_column_holds_finds_nothing():
    people()
    assert fresh().all(name="Ví Dụ", after=2**63) == []


def test_values_come_by_their_names():
    people()
    query = prepared.Query(
        lambda name: Person.objects.filter(name=name).order_by("pk").values("username"), name="stand-in"
    )
    assert query.rows(name="Ví Dụ") == [{"username": "p0"}, {"username": "p1"}, {"username": "p2"}]


def test_the_first_or_nothing():
    made, rows = people(), fresh()
    assert rows.first(name="Ví Dụ", after=0) == made[0]
    assert rows.first(name="khác", after=0) is None


@pytest.mark.parametrize("name", ["Ví Dụ", gettext_lazy("Send"), Role.HEAD, 5, ""])
@pytest.mark.parametrize("active", [True, False, 1, "f"])
def test_what_is_inserted_is_what_save_would_store(name, active):
    said = {"name": name, "is_active": active, "email": ""}
    prepared.insert(Person(username="inserted", **said))
    Person(username="saved", **said).save(force_insert=True)
    inserted, saved = (
        Person.objects.filter(username=username).values("name", "is_active", "email", "last_login").get()
        for username in ("inserted", "saved")
    )
    assert inserted == saved
