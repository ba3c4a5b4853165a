"""A case of an older register: its person comes to the counter later and gets a code, a slip and the old number."""

from html import unescape

import pytest
from django.utils import timezone

from hoiam.desk.cases import queries
from hoiam.desk.cases.actions import giving_code
from hoiam.desk.cases.models import Case
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.sealed.models import Identity, Opening
from tests import cast as people
from tests.desk.test_citizen_case import code_of
from tests.desk.test_importing import taken_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def case(cast):
    taken_in(cast)
    return Case.objects.order_by("id").first()


def give(cast, case, *, by=None, seen="Căn cước, đã xem tại chỗ", version=None):
    return giving_code.give_code(
        case_id=case.pk,
        version=version or case.version,
        seen=seen,
        by=people.actor(by or cast.clerk),
        at=NOW,
    )


def opens(code):
    try:
        return queries.find_by_code(code=code) is not None
    except Refused:
        return False


def test_the_new_code_opens_it_and_the_unknown_one_no_more(cast, case):
    before, name = code_of(case), Identity.objects.get(pk=case.identity_id).data["name"]
    code = give(cast, case)
    assert code != before
    assert (opens(code), opens(before)) == (True, False)
    case.refresh_from_db()
    assert code_of(case) == code
    assert Identity.objects.get(pk=case.identity_id).data["name"] == name


def test_it_is_on_record_who_gave_it_and_on_what_paper(cast, case):
    code = give(cast, case)
    row = Opening.objects.get(purpose="amend")
    assert (row.by_id, row.reason) == (cast.clerk.pk, "Căn cước, đã xem tại chỗ")
    assert case.steps.get(event="give_code").by_id == cast.clerk.pk
    assert code not in Event.objects.get(kind="case.code-given").statement


def test_a_slip_that_was_lost_is_given_once_more(cast, case):
    first = give(cast, case)
    case.refresh_from_db()
    second = give(cast, case)
    assert (opens(first), opens(second)) == (False, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by": "handler"}, "not_yours"),
        ({"seen": " "}, "reason_needed"),
        ({"version": 99}, "changed_meanwhile"),
    ],
)
def test_what_is_no_giving_of_a_code_is_refused(cast, case, changes, code):
    before = code_of(case)
    changes = {**changes, **({"by": cast.handler} if "by" in changes else {})}
    with pytest.raises(Refused, match=code):
        give(cast, case, **changes)
    assert opens(before)


def test_a_case_that_came_with_a_code_is_given_none(cast, client):
    case = people.received(cast)
    with pytest.raises(Refused, match="not_imported"):
        give(cast, case)
    client.force_login(cast.clerk)
    assert client.get(f"/desk/cases/{case.pk}/code").status_code == 404
    assert "Cấp mã, in phiếu" not in client.get(f"/desk/cases/{case.pk}/").content.decode()


def test_at_the_counter_it_ends_with_the_slip_that_names_the_old_number(cast, case, client):
    client.force_login(cast.clerk)
    assert "Cấp mã, in phiếu" in client.get(f"/desk/cases/{case.pk}/").content.decode()
    where = f"/desk/cases/{case.pk}/code"
    assert client.get(where).status_code == 200
    assert client.post(where, {"version": case.version, "seen": ""}).status_code == 422
    late = client.post(where, {"version": 99, "seen": "Căn cước"})
    assert late.status_code == 409
    assert 'value="Căn cước"' in unescape(late.content.decode())
    done = client.post(where, {"version": case.version, "seen": "Căn cước"})
    assert done.status_code == 302
    slip = unescape(client.get(done["Location"]).content.decode())
    case.refresh_from_db()
    assert code_of(case) in slip
    assert "Số trong sổ cũ" in slip
    assert client.post(where, {"version": 1, "seen": "Căn cước"}).status_code == 409
