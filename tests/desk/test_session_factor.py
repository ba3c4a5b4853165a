"""The head who opens and closes a session shows the second factor on the spot; everybody reads how it was shown."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.reception import actions as reception
from hoiam.office import factor
from tests import cast as people, factors
from tests.desk import reception_story as story

STRONG = "bằng tài khoản của chính người giữ chức vụ, có xác thực hai lớp"
OWN = "bằng tài khoản của chính người giữ chức vụ, không có xác thực hai lớp"
OFFICE = "do người khác trong cơ quan ghi nhận"
FIELD = 'name="code"'


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(datetime(2026, 11, 16, 1, 0, 10, tzinfo=UTC), tick=False) as moved:
        yield moved
    cache.clear()


@pytest.fixture
def row(cast):
    said = {"post_id": story.chair(cast).pk, "day": timezone.localdate(), "where": story.WHERE, "reason": "x"}
    return reception.call_unscheduled(ground="many", by=people.actor(cast.head), at=timezone.now(), **said)


@pytest.fixture
def codes(cast):
    """The head's second factor; gives the recovery codes."""
    return factor.set_up(cast.head.pk, secret=factors.SECRET, counter=0)


@pytest.fixture
def head(client, cast):
    client.force_login(cast.head)
    return client


def page(client, row):
    return client.get(reverse("reception:session", args=(row.pk,))).content.decode()


def do(client, row, what, **said):
    given = {"who": "head", "title": ""} if what == "open" else {}
    answer = client.post(reverse("reception:session", args=(row.pk,)), {"do": what, **given, **said})
    row.refresh_from_db()
    return answer


def signed_in_strongly(client, person, *, ago):
    session = client.session
    records = [{"method": "mfa", "at": time.time() - ago.total_seconds(), "type": "totp"}]
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def test_the_code_is_asked_for_on_the_spot_and_said_to_everybody(head, row, codes, cast):
    assert FIELD in page(head, row)
    assert do(head, row, "open", code=factors.code()).status_code == 302
    assert (row.state, row.opened_own, row.opened_strongly) == ("open", True, True)
    assert "\nfactors 2\non 2026-11-16\nopened holder\n" in story.said("session.opened")
    assert STRONG in page(head, row)
    public = Client().get("/reception/", {"unit": cast.ward.code}).content.decode()
    assert STRONG in public


def test_just_after_it_is_not_asked_for_again_and_later_it_is(head, row, codes, clock):
    do(head, row, "open", code=factors.code())
    assert FIELD not in page(head, row)
    clock.shift(601)
    assert FIELD in page(head, row)
    assert do(head, row, "close").status_code == 422
    assert row.state == "open"
    assert do(head, row, "close", code=factors.code()).status_code == 302
    assert (row.state, row.closed_own, row.closed_strongly) == ("held", True, True)
    assert "\nclosed holder\nfactors 2\n" in story.said("session.held")


@pytest.mark.parametrize(
    ("code", "said"), [("", "Hãy nhập mã."), ("000000", "Mã không đúng hoặc đã dùng rồi.")]
)
def test_without_the_right_code_nothing_is_opened_and_what_was_typed_stays(head, row, codes, code, said):
    answer = do(head, row, "open", code=code, title="Chưa cần")
    shown = answer.content.decode()
    assert (answer.status_code, row.opened_at) == (422, None)
    assert said in shown
    assert "Chưa cần" in shown


def test_a_recovery_code_counts_as_well_and_once(head, row, codes):
    assert do(head, row, "open", code=codes[0]).status_code == 302
    assert row.opened_strongly
    assert factor.accepted(row.chair_id, codes[0], at=timezone.now()) is None


def test_what_is_wrong_in_the_form_uses_up_no_code(head, row, codes):
    assert do(head, row, "open", who="nobody", code=codes[0]).status_code == 422
    assert do(head, row, "open", code=codes[0]).status_code == 302


def test_after_five_wrong_codes_none_is_looked_at(head, row, codes):
    for _attempt in range(5):
        do(head, row, "open", code="000000")
    answer = do(head, row, "open", code=factors.code())
    assert (answer.status_code, "Hãy chờ năm phút" in answer.content.decode()) == (422, True)
    assert row.opened_at is None


@pytest.mark.parametrize(("minutes", "asked"), [(9, False), (11, True)])
def test_a_sign_in_counts_while_it_is_fresh(head, row, codes, cast, minutes, asked):
    signed_in_strongly(head, cast.head, ago=timedelta(minutes=minutes))
    assert (FIELD in page(head, row)) is asked
    assert (do(head, row, "open").status_code == 422) is asked
    assert row.opened_strongly is not asked


def test_a_head_without_one_opens_as_before_and_it_says_so(head, row, cast):
    assert FIELD not in page(head, row)
    assert do(head, row, "open").status_code == 302
    assert (row.opened_own, row.opened_strongly) == (True, False)
    assert "\nfactors 1\non 2026-11-16\nopened holder\n" in story.said("session.opened")
    assert OWN in page(head, row)
    assert OWN in Client().get("/reception/", {"unit": cast.ward.code}).content.decode()


def test_for_a_deputy_no_code_is_needed(head, row, codes):
    assert do(head, row, "open", who="deputy", title="Phó Chủ tịch", code="").status_code == 302
    assert (row.state, row.opened_strongly) == ("open_deputy", False)


def test_a_clerk_is_not_asked_and_it_says_that_the_office_noted_it(client, row, codes, cast):
    factor.set_up(cast.clerk.pk, secret=factors.SECRET, counter=0)
    client.force_login(cast.clerk)
    signed_in_strongly(client, cast.clerk, ago=timedelta(minutes=1))
    assert FIELD not in page(client, row)
    do(client, row, "open")
    do(client, row, "close")
    assert (row.opened_own, row.opened_strongly, row.closed_own, row.closed_strongly) == (False,) * 4
    assert "\nfactors 1\non 2026-11-16\nopened office\n" in story.said("session.opened")
    assert "\nclosed office\nfactors 1\n" in story.said("session.held")
    assert page(client, row).count(OFFICE) == 2
    assert OFFICE in Client().get("/reception/", {"unit": cast.ward.code}).content.decode()


def test_another_persons_strong_sign_in_does_not_count(head, row, codes, cast):
    signed_in_strongly(head, cast.clerk, ago=timedelta(minutes=1))
    assert do(head, row, "open").status_code == 422


def test_whoever_is_asked_costs_one_statement_more(head, row, cast, django_assert_num_queries):
    address = reverse("reception:session", args=(row.pk,))
    factor.set_up(cast.head.pk, secret=factors.SECRET, counter=0)
    head.get(address)
    with django_assert_num_queries(10):
        head.get(address)
    signed_in_strongly(head, cast.head, ago=timedelta(minutes=1))
    with django_assert_num_queries(9):
        head.get(address)
