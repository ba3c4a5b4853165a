"""The stock of cases that measurements use is like cases made by hand, one by one."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="cases are multiplied on SQLite only")
TEXTS, COPIES = 20, 3
TABLES = ("cases_case", "cases_step", "cases_point", "cases_reply", "duties_duty", "sealed_identity")


@pytest.fixture
def filled(transactional_db, settings, tmp_path):
    settings.HOIAM_LOG_DIR = tmp_path / "log"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_search")  # no table of a model: it is not emptied between tests
    import_module("hoiam.journal.actions").open_log(at=timezone.now())
    cast = import_module("tests.cast").gather()
    import_module("hoiam.office.models").Role.objects.update(from_on=date(2020, 1, 1))
    stock = import_module("bench.stock")
    crew = stock.Crew(cast.ward.pk, cast.clerk, cast.handler, cast.head)
    return stock.fill(crew, TEXTS * COPIES, texts=TEXTS, half_open=True)


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names that stand here
        return cursor.fetchone()[0]


def test_copies_agree_with_what_is_counted_found_and_logged(filled):
    assert filled.size == TEXTS * COPIES == rows("cases_case") == rows("cases_search")
    assert all(rows(table) % COPIES == 0 and rows(table) for table in TABLES)
    assert not import_module("hoiam.duties.audit").recount()
    status = import_module("hoiam.journal.queries").log_status(at=timezone.now())
    assert (status.waiting, status.size) == (0, rows("journal_event"))


def test_a_copy_opens_like_the_case_it_stems_from(filled):
    case = import_module("hoiam.desk.cases.models").Case
    first = case.objects.get(pk=filled.answered.case_id)
    numbers = list(case.objects.order_by("pk").values_list("pk", flat=True))
    copy = case.objects.get(pk=numbers[numbers.index(first.pk) + TEXTS])
    assert (copy.title, copy.body, copy.state) == (first.title, first.body, first.state)
    assert copy.reply.case_id == copy.pk
    assert [step.event for step in copy.steps.order_by("id")] == [
        step.event for step in first.steps.order_by("id")
    ]
    assert {copy.ref, copy.submit_key}.isdisjoint({first.ref, first.submit_key})
