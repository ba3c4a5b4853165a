"""What was written down without network: taken in once, with the hour of the clerk beside the hour of the system."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import slip_pads
from hoiam.desk.cases.models import Case
from hoiam.duties.models import Duty
from hoiam.journal import pads
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
OFFLINE = "/desk/offline/"
LONG_AGO = NOW - timedelta(days=30)


@pytest.fixture
def pad(cast):
    return slip_pads.issue(unit_id=cast.ward.pk, by=people.actor(cast.clerk), at=LONG_AGO)


def take(cast, pad, *, ago, number=1, at=NOW, **changes):
    intake = people.intake(cast.ward, stub=(pad, number), claimed_at=NOW - ago, **changes)
    return cases.register(intake=intake, by=people.actor(cast.clerk), at=at)


# The action


def test_case_log_and_clocks_say_both_times(cast, pad):
    said = NOW - timedelta(days=3)
    taken = take(cast, pad, ago=timedelta(days=3))
    case = Case.objects.get()
    day = timezone.localtime(said).date()
    assert (case.received_at, case.received_on) == (said, day)
    entry = statement.parse(Event.objects.get(pk=taken.event_id).statement)
    assert entry.at == NOW
    assert entry.facts["claimed"] == f"{said:%Y-%m-%dT%H:%M:%SZ}"
    assert entry.facts["stub"] == f"{pad}/1"
    step = case.steps.get()
    assert (step.at, step.facts["claimed"]) == (NOW, entry.facts["claimed"])
    assert set(Duty.objects.values_list("event_on", flat=True)) == {day}


def test_what_is_said_of_today_names_no_claim(cast):
    taken = cases.register(intake=people.intake(cast.ward), by=people.actor(cast.clerk), at=NOW)
    assert "claimed" not in statement.parse(Event.objects.get(pk=taken.event_id).statement).facts


@pytest.mark.parametrize(
    ("ago", "code"),
    [(timedelta(days=9), "claimed_too_old"), (-timedelta(minutes=5), "claimed_in_future")],
)
def test_a_moment_that_is_not_believed_uses_no_slip(cast, pad, ago, code):
    with pytest.raises(Refused, match=code):
        take(cast, pad, ago=ago)
    assert not Case.objects.exists()
    assert pads.card(pad_id=pad).left == 100


def test_without_a_slip_there_is_no_earlier_day(cast):
    intake = people.intake(cast.ward, claimed_at=NOW - timedelta(hours=1))
    with pytest.raises(Refused, match="claimed_without_slip"):
        cases.register(intake=intake, by=people.actor(cast.clerk), at=NOW)


def test_nobody_was_given_a_slip_before_its_pad_was_issued(cast):
    pad = slip_pads.issue(unit_id=cast.ward.pk, by=people.actor(cast.clerk), at=NOW - timedelta(hours=2))
    with pytest.raises(Refused, match="claimed_before_pad"):
        take(cast, pad, ago=timedelta(hours=3))
    assert take(cast, pad, ago=timedelta(hours=1)).code


def test_a_foreign_pad_gives_no_slip(cast):
    pad = slip_pads.issue(unit_id=cast.other.pk, by=people.actor(cast.stranger), at=LONG_AGO)
    with pytest.raises(Refused, match="no_such_stub"):
        take(cast, pad, ago=timedelta(hours=1))


def test_a_repetition_gets_what_the_first_got_however_late_it_comes(cast, pad):
    first = take(cast, pad, ago=timedelta(days=1), submit_key="k" * 40)
    for later in (timedelta(), timedelta(days=20)):
        again = take(cast, pad, ago=timedelta(days=1), at=NOW + later, submit_key="k" * 40)
        assert replace(again, again=False) == first
    assert Case.objects.count() == 1
    assert pads.card(pad_id=pad).used == 1


# The view


def entry(cast, pad, **changes):
    said = timezone.localtime() - timedelta(hours=26)
    whole = {
        "clerk": cast.clerk.pk,
        "submit_key": "a" * 40,
        "unit": cast.ward.pk,
        "channel": "counter",
        "kind": "report",
        "field": "utility",
        "name": people.CITIZEN.name,
        "phone": "0900000001",
        "address": "Thôn 3",
        "title": people.TITLE,
        "body": people.BODY,
        "stub": f"{pad}/1",
        "day": f"{said:%d/%m/%Y}",
        "hour": f"{said:%H:%M}",
    }
    return {**whole, **changes}


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def test_an_entry_is_taken_in_once(clerk, cast, pad):
    first = clerk.post(OFFLINE, entry(cast, pad))
    case = Case.objects.get()
    assert first.status_code == 200
    assert first.json()["url"] == f"/desk/cases/{case.pk}/"
    assert not first.json()["again"]
    again = clerk.post(OFFLINE, entry(cast, pad)).json()
    assert again == {**first.json(), "again": True}
    assert Case.objects.count() == 1
    page = unescape(clerk.get(f"/desk/cases/{case.pk}/").content.decode())
    assert "Tiếp nhận khi mất mạng lúc" in page
    assert f"{timezone.localtime(case.received_at):%H:%M}" in page


def test_other_words_under_the_same_key_are_told_apart(clerk, cast, pad):
    clerk.post(OFFLINE, entry(cast, pad))
    answer = clerk.post(OFFLINE, entry(cast, pad, body="Nội dung khác"))
    assert answer.status_code == 409
    assert "nội dung khác" in answer.json()["reasons"][0]
    assert answer.json()["url"] == f"/desk/cases/{Case.objects.get().pk}/"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Họ và tên"),
        ({"stub": ""}, "Số trên phiếu giấy"),
        ({"stub": "7-1"}, "7/42"),
        ({"day": "31/02/2026"}, "Ngày tiếp nhận"),
        ({"hour": "25:00"}, "Giờ tiếp nhận"),
        ({"unit": "999999"}, "Đơn vị"),
        ({"stub": "999999/1"}, "phiếu"),
        ({"day": "01/01/2026"}, "quá lâu"),
        ({"day": "01/01/2099"}, "đồng hồ"),
        ({"clerk": "999999"}, "người khác"),
    ],
)
def test_what_is_refused_says_why_and_takes_nothing(clerk, cast, pad, changes, words):
    answer = clerk.post(OFFLINE, entry(cast, pad, **changes))
    assert answer.status_code == 422
    assert words in " ".join(answer.json()["reasons"])
    assert not Case.objects.exists()
    assert pads.card(pad_id=pad).left == 100


def test_a_slip_that_another_case_has_is_refused(clerk, cast, pad):
    clerk.post(OFFLINE, entry(cast, pad))
    answer = clerk.post(OFFLINE, entry(cast, pad, submit_key="b" * 40))
    assert answer.status_code == 422
    assert "đã được dùng" in answer.json()["reasons"][0]


def test_reasons_come_in_the_readers_language(clerk, cast, pad):
    clerk.cookies["lang"] = "en"
    answer = clerk.post(OFFLINE, entry(cast, pad, day="01/01/2099"))
    assert "ahead of the system's clock" in answer.json()["reasons"][0]


def test_whoever_is_signed_out_is_sent_to_sign_in(client, cast, pad):
    for answer in (client.post(OFFLINE, entry(cast, pad)), client.get(f"{OFFLINE}session")):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/login/")
    assert not Case.objects.exists()


def test_an_entry_without_a_token_is_not_taken_in(cast, pad):
    from django.test import Client  # noqa: PLC0415 - the only one that checks tokens

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.clerk)
    assert strict.post(OFFLINE, entry(cast, pad)).status_code == 403
    token = strict.get(f"{OFFLINE}session").json()["token"]
    assert strict.post(OFFLINE, entry(cast, pad), headers={"X-CSRFToken": token}).status_code == 200


def test_who_has_no_desk_hands_in_nothing(client, cast, pad):
    client.force_login(cast.handler)
    assert client.get(OFFLINE).status_code == 403
    assert client.post(OFFLINE, entry(cast, pad, clerk=cast.handler.pk)).status_code == 422
    assert not Case.objects.exists()


def test_the_session_says_who_is_signed_in(clerk, cast):
    answer = clerk.get(f"{OFFLINE}session")
    assert answer.json()["clerk"] == cast.clerk.pk
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_knows_the_slips_that_are_left_and_names_no_code(clerk, cast, pad):
    take(cast, pad, ago=timedelta(hours=1), number=2)
    slip_pads.void(pad_id=pad, numbers=[1], by=people.actor(cast.clerk), at=NOW)
    page = unescape(clerk.get(OFFLINE).content.decode())
    assert "3-100" in page
    assert f'"{pad}": [3, 4,' in page
    secrets = slip_pads.sheet(pad_id=pad, by=people.actor(cast.clerk), at=NOW)
    assert not [slip for slip in secrets if slip.secret.hex() in page]


def test_the_page_costs_the_same_however_many_pads(clerk, cast, pad, django_assert_max_num_queries):
    for _ in range(4):
        slip_pads.issue(unit_id=cast.ward.pk, by=people.actor(cast.clerk), at=NOW)
    clerk.get(OFFLINE)
    with django_assert_max_num_queries(5):
        assert clerk.get(OFFLINE).status_code == 200


def test_the_worker_looks_after_this_page_alone(client):
    answer = client.get(f"{OFFLINE}worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in answer.headers
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
