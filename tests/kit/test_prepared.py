"""A statement put together once finds what the query would find."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError
from django.db.models import F
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


def renaming():
    return prepared.Change(
        lambda name, **_: Person.objects.filter(name=name),
        lambda to, **_: {"name": to, "email": "", "last_login": F("last_login")},
        name="stand-in",
        to="another stand-in",
    )


def test_a_change_is_made_in_the_rows_of_its_query(django_assert_num_queries):
    people()
    change = renaming()
    for name, to, rows in (("Ví Dụ", "Mẫu", 3), ("Ví Dụ", "Mẫu", 0), ("Mẫu", "Thử", 3)):
        with django_assert_num_queries(1):
            assert change.made(name=name, to=to) == rows
    assert set(Person.objects.values_list("name", flat=True)) == {"Thử"}


def test_a_moment_is_stored_as_save_would():
    at = datetime(2026, 11, 24, 8, 30, 5, 7, tzinfo=UTC)
    (made, other, _) = people()
    other.last_login = at
    other.save()
    seen = prepared.Change(
        lambda key, **_: Person.objects.filter(pk=key),
        lambda at, **_: {"last_login": at},
        key=-1_000_001,
        at=datetime(1, 1, 2, tzinfo=UTC),
    )
    assert seen.made(key=made.pk, at=at) == 1
    assert Person.objects.get(pk=made.pk).last_login == Person.objects.get(pk=other.pk).last_login == at


def test_a_row_is_changed_as_save_would():
    (made, other, _) = people()
    for one in (made, other):
        one.name, one.is_active = "Khác", False
    prepared.update(made)
    other.save()
    changed, saved = (
        Person.objects.filter(pk=one.pk).values("name", "is_active", "email", "last_login").get()
        for one in (made, other)
    )
    assert changed == saved


def test_a_row_that_is_gone_is_not_changed():
    made, *_ = people()
    Person.objects.filter(pk=made.pk).delete()
    with pytest.raises(DatabaseError):
        prepared.update(made)
