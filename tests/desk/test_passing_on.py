"""A matter sent to a wrong office and back: noted with its count, and then the office above decides."""

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from tests import cast as people
from tests.desk.test_firewall import above  # noqa: F401 - a fixture

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
    case = people.received(cast)
    passed(cast, case, by=cast.clerk, to=cast.other)
    assert not Event.objects.filter(kind="case.not-competent").exists()
    passed(cast, case, by=cast.stranger)
    return case


def test_the_second_time_is_an_event_with_its_count(cast, client):
    case = to_and_fro(cast)
    facts = statement.parse(Event.objects.get(kind="case.not-competent").statement).facts
    assert facts == {"count": "2", "to": cast.ward.code}
    client.force_login(cast.clerk)
    assert "giữa các cơ quan 2 lần" in client.get(f"/desk/cases/{case.pk}/").content.decode()


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
