"""A matter sent to a wrong office and back: noted with its count, and then the office above decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.queries import passed_on
from hoiam.desk.cases.queries.board import MOST_PASSED
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from tests import cast as people
from tests.desk.test_firewall import above, name  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def passed(cast, case, *, by, to=None):
    case.refresh_from_db()
    said = {"case_id": case.pk, "version": case.version, "reason": "Không thuộc thẩm quyền", "at": NOW}
    if to is None:
        cases.send_back(by=people.actor(by), **said)
    else:
        cases.transfer(by=people.actor(by), to_unit=to.pk, **said)
    case.refresh_from_db()


def to_and_fro(cast):
    case, noted = people.received(cast), Event.objects.filter(kind="case.not-competent")
    before = noted.count()
    passed(cast, case, by=cast.clerk, to=cast.other)
    assert (noted.count(), case.passed_on) == (before, None)
    passed(cast, case, by=cast.stranger)
    assert case.passed_on == 2
    return case


def test_the_second_time_is_an_event_with_its_count(cast, client):
    case = to_and_fro(cast)
    facts = statement.parse(Event.objects.get(kind="case.not-competent").statement).facts
    assert facts == {"count": "2", "to": cast.ward.code}
    client.force_login(cast.clerk)
    assert "giữa các cơ quan 2 lần" in client.get(f"/desk/cases/{case.pk}/").content.decode()


def board(client, who, path="/desk/board/"):
    client.force_login(who, backend="hoiam.office.backend.PersonBackend")
    return client.get(path)


def test_the_offices_above_see_it_on_their_board_with_its_count(cast, above, client):  # noqa: F811 - the fixture
    once, twice = people.received(cast), to_and_fro(cast)
    passed(cast, once, by=cast.clerk, to=cast.other)
    number = f"{twice.received_on.year}-{twice.pk:06d}"
    for who, url in (
        (above["above_head"], f"/register/{twice.pk}"),
        (cast.inspector, f"/register/{twice.pk}"),
    ):
        [row] = board(client, who).context["passed"]
        assert (row["number"], row["count"], row["url"]) == (number, 2, url)
        assert "Đông Kinh" in row["unit"]
        assert "2 lần" in board(client, who).content.decode()
        assert [one["number"] for one in board(client, who, "/desk/board/passed-on").context["rows"]] == [
            number
        ]
    [row] = board(client, cast.head).context["passed"]
    assert row["url"] == f"/desk/cases/{twice.pk}/"
    marked = {
        one["number"]: one["passed_on"]
        for group in board(client, cast.head).context["groups"]
        for one in group["rows"]
    }
    assert marked[number] == 2
    assert board(client, cast.other_head).context["passed"] == []


def test_a_clerk_oversees_nobody(cast, client):
    to_and_fro(cast)
    assert board(client, cast.clerk).context["passed"] == []
    assert board(client, cast.clerk, "/desk/board/passed-on").status_code == 404


def test_what_is_over_or_none_of_their_business_is_not_on_it(cast, above, client):  # noqa: F811 - the fixture
    over, kept_out = to_and_fro(cast), to_and_fro(cast)
    cases.withdraw(case_id=over.pk, reason="", at=NOW)
    name(cast, kept_out, f"person:{cast.inspector.pk}")
    assert board(client, cast.inspector).context["passed"] == []
    assert [one["count"] for one in board(client, above["above_head"]).context["passed"]] == [2]


def test_only_some_of_many_are_on_the_board_and_all_on_their_page(cast, above, client):  # noqa: F811 - the fixture
    for _ in range(MOST_PASSED + 1):
        to_and_fro(cast)
    with CaptureQueriesContext(connection) as captured:
        answer = board(client, above["above_head"])
    assert len(answer.context["passed"]) == MOST_PASSED
    assert answer.context["passed_more"]
    assert len([one for one in captured if "passed_on" in one["sql"]]) == 1
    page = board(client, above["above_head"], "/desk/board/passed-on")
    assert len(page.context["rows"]) == MOST_PASSED + 1


def test_they_are_read_from_an_index_of_their_own(cast, above):  # noqa: F811 - the fixture
    rows = passed_on.noted(
        units=[cast.ward.pk, cast.other.pk], person_id=above["above_head"].pk, on=NOW.date()
    )
    if connection.vendor == "sqlite":
        assert "case_passed_on" in rows[:6].explain()


def test_then_only_the_office_above_decides(cast, above, client):  # noqa: F811 - the fixture
    case = to_and_fro(cast)
    with pytest.raises(Refused, match="superior_decides"):
        passed(cast, case, by=cast.clerk, to=cast.other)
    client.force_login(cast.clerk)
    said = {"version": case.version, "seen": 3, "to_unit": cast.other.pk, "reason": "Lý do đã gõ"}
    answer = client.post(f"/desk/cases/{case.pk}/transfer", said)
    assert answer.status_code == 422
    assert "Lý do đã gõ" in answer.content.decode()
    assert "cơ quan cấp trên" in answer.content.decode()
    passed(cast, case, by=cast.clerk, to=cast.province)
    passed(cast, case, by=above["above_clerk"], to=cast.other)
    assert case.unit_id == cast.other.pk
    counts = [
        statement.parse(one.statement).facts["count"]
        for one in Event.objects.filter(kind="case.not-competent")
    ]
    assert sorted(counts) == ["2", "3", "4"]
