"""Pads of paper slips: committed to before use, used once, void once, and always a hundred together."""

import hashlib
import json
import re
from base64 import b64encode, urlsafe_b64decode
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import slip_pads
from hoiam.desk.cases.models import Case
from hoiam.journal import pads
from hoiam.journal.models import Event, PadStub
from hoiam.law.refusal import Refused
from hoiam.ledger import merkle, receipt, shortcode, statement
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


def issued(cast):
    return slip_pads.issue(unit_id=cast.ward.pk, by=people.actor(cast.clerk), at=NOW)


def register(cast, pad_id, number, **changes):
    intake = people.intake(cast.ward, stub=(pad_id, number), **changes)
    return cases.register(intake=intake, by=people.actor(cast.clerk), at=NOW)


def void(cast, pad_id, *numbers, by=None):
    slip_pads.void(pad_id=pad_id, numbers=numbers, by=people.actor(by or cast.clerk), at=NOW)


def counts(pad_id):
    card = pads.card(pad_id=pad_id)
    return card.used, card.void, card.left


def secrets_of(cast, pad_id):
    slips = slip_pads.sheet(pad_id=pad_id, by=people.actor(cast.clerk), at=NOW)
    return {slip.number: slip.secret for slip in slips}


def test_the_log_commits_to_every_slip_before_one_is_used(cast, settings):
    pad_id = issued(cast)
    one = Event.objects.get(kind="pad.issued")
    home = Path(settings.HOIAM_LOG_DIR) / "openings"
    facts = statement.parse(receipt.parse_opening((home / str(one.index)).read_bytes()).statement).facts
    text = (home / f"{one.index}.json").read_bytes()
    assert facts["sha256"] == hashlib.sha256(text).hexdigest()
    listed = [bytes.fromhex(stub) for stub in json.loads(text)["stubs"]]
    assert len(listed) == 100
    made = merkle.Frontier().extend([merkle.leaf_hash(stub) for stub in listed]).root()
    assert facts["root"] == b64encode(made).decode()
    for number, secret in secrets_of(cast, pad_id).items():
        by_hand = hashlib.sha256(f"hoiam.stub/v1\n{pad_id}/{number}\n".encode() + secret).digest()
        assert listed[number - 1] == by_hand


def test_a_slip_becomes_the_case_and_its_code_the_cases_code(cast):
    pad_id = issued(cast)
    secret = secrets_of(cast, pad_id)[42]
    taken = register(cast, pad_id, 42)
    assert taken.code == shortcode.code_from(secret[:8])
    assert queries.status(code=taken.code, on=TODAY).id == taken.case_id
    said = statement.parse(Event.objects.get(pk=taken.event_id).statement)
    assert said.facts["stub"] == f"{pad_id}/42"
    stub = PadStub.objects.get(pad_id=pad_id, number=42)
    assert (stub.state, stub.secret, stub.event_id) == ("used", None, taken.event_id)
    assert counts(pad_id) == (1, 0, 99)
    assert pads.reconcile(pad_id=pad_id).holds


def test_a_slip_is_used_once(cast):
    pad_id = issued(cast)
    register(cast, pad_id, 1)
    with pytest.raises(Refused, match="stub_used"):
        register(cast, pad_id, 1)
    assert Case.objects.count() == 1
    void(cast, pad_id, 2)
    with pytest.raises(Refused, match="stub_void"):
        register(cast, pad_id, 2)
    with pytest.raises(Refused, match="no_such_stub"):
        register(cast, pad_id + 1, 3)


def test_a_slip_of_another_unit_is_none(cast):
    pad_id = slip_pads.issue(unit_id=cast.other.pk, by=people.actor(cast.stranger), at=NOW)
    with pytest.raises(Refused, match="no_such_stub"):
        register(cast, pad_id, 1)


def test_the_same_form_twice_uses_one_slip(cast):
    pad_id = issued(cast)
    first = register(cast, pad_id, 5, submit_key="k" * 40)
    for number in (5, 6):
        again = register(cast, pad_id, number, submit_key="k" * 40)
        assert (again.case_id, again.code, again.again) == (first.case_id, first.code, True)
    assert counts(pad_id) == (1, 0, 99)


def test_what_is_refused_uses_no_slip(cast):
    pad_id = issued(cast)
    with pytest.raises(Refused, match="file_gone"):
        register(cast, pad_id, 9, files=["0" * 32])
    assert counts(pad_id) == (0, 0, 100)


def test_void_slips_are_named_in_public(cast):
    pad_id = issued(cast)
    register(cast, pad_id, 2)
    void(cast, pad_id, 1, *range(41, 101))
    said = statement.parse(Event.objects.get(kind="pad.voided").statement)
    assert said.facts == {"pad": str(pad_id), "stubs": "1.41-100"}
    assert counts(pad_id) == (1, 61, 38)
    assert not PadStub.objects.filter(state="void", secret__isnull=False).exists()
    for number in (1, 2):
        with pytest.raises(Refused, match="stub_not_left"):
            void(cast, pad_id, 3, number)
    assert counts(pad_id) == (1, 61, 38)
    with pytest.raises(Refused, match="no_numbers"):
        void(cast, pad_id)


def test_many_single_numbers_go_into_several_statements(cast):
    pad_id = issued(cast)
    void(cast, pad_id, *range(1, 100, 2))
    lines = [statement.parse(one.statement).facts["stubs"] for one in Event.objects.filter(kind="pad.voided")]
    assert len(lines) > 1
    assert sorted(int(number) for line in lines for number in line.split(".")) == list(range(1, 100, 2))
    assert pads.reconcile(pad_id=pad_id).holds


def test_a_slip_that_was_swapped_or_used_past_the_counter_is_seen(cast):
    pad_id = issued(cast)
    PadStub.objects.filter(pad_id=pad_id, number=7).update(state="used", secret=None, changed_at=NOW)
    assert pads.reconcile(pad_id=pad_id) == pads.Reconciled(whole=True, committed=True, unlogged=(7,))
    PadStub.objects.filter(pad_id=pad_id, number=8).update(commitment=bytes(32))
    assert not pads.reconcile(pad_id=pad_id).committed
    PadStub.objects.filter(pad_id=pad_id, number=9).delete()
    assert not pads.reconcile(pad_id=pad_id).whole


def test_only_those_who_register_have_pads(cast):
    for who in (cast.handler, cast.operator, cast.stranger):
        with pytest.raises(Refused, match="not_yours"):
            slip_pads.issue(unit_id=cast.ward.pk, by=people.actor(who), at=NOW)
    pad_id = issued(cast)
    with pytest.raises(Refused, match="not_yours"):
        secrets_of(replace(cast, clerk=cast.stranger), pad_id)
    with pytest.raises(Refused, match="not_yours"):
        void(cast, pad_id, 1, by=cast.stranger)
    with pytest.raises(Refused, match="no_such_pad"):
        void(cast, pad_id + 1, 1)


def test_secrets_are_sealed_in_the_database(cast):
    pad_id = issued(cast)
    secret = secrets_of(cast, pad_id)[1]
    stored = PadStub.objects.filter(number=1).extra(select={"raw": "secret"}).values_list("raw", flat=True)
    [raw] = [bytes(cell) for cell in stored]
    assert secret not in raw
    assert secret.hex().encode() not in raw


# Pages


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_a_clerk_issues_prints_uses_and_voids(clerk, cast):
    page = clerk.post("/desk/pads/", follow=True)
    [pad_id] = PadStub.objects.values_list("pad_id", flat=True).distinct()
    assert page.redirect_chain == [(f"/desk/pads/{pad_id}/", 302)]
    sheet = clerk.post(f"/desk/pads/{pad_id}/print")
    assert "no-store" in sheet["Cache-Control"]
    assert body(sheet).count("data:image/svg+xml") == 100
    code = re.search(r'pad-code" translate="no">([^<]+)<', body(sheet))[1]
    form = {
        "unit": cast.ward.pk,
        "channel": "counter",
        "kind": "petition",
        "submit_key": "k" * 40,
        "name": "Nông Thị Giả Định",
        "title": "Việc",
        "body": "Nội dung",
        "stub": f"{pad_id} / 1",
    }
    assert clerk.post("/desk/register", form)["Location"].startswith(f"/cases/{code}/slip")
    again = clerk.post("/desk/register", {**form, "submit_key": "j" * 40})
    assert "đã được dùng để tiếp nhận" in body(again, 422)
    done = clerk.post(f"/desk/pads/{pad_id}/void", {"numbers": "3, 41-100"}, follow=True)
    assert "Đã hủy: 3, 41-100." in body(done)
    assert "2, 4-40" in body(done)
    assert "Khớp" in body(done)


def test_what_goes_behind_the_address_opens_the_commitment(clerk, cast):
    pad_id = issued(cast)
    slip = next(iter(secrets_of(cast, pad_id).items()))
    from_page = pads.commitment(pad_id, *slip)
    padded = urlsafe_b64decode(urlsafe_b64(slip[1]))
    assert pads.commitment(pad_id, slip[0], padded) == from_page
    assert bytes(PadStub.objects.get(pad_id=pad_id, number=slip[0]).commitment) == from_page


def urlsafe_b64(secret):
    return b64encode(secret).decode().replace("+", "-").replace("/", "_")


@pytest.mark.parametrize("numbers", ["", "0", "101", "5-3", "a", "1,,2"])
def test_numbers_that_cannot_be(clerk, cast, numbers):
    pad_id = issued(cast)
    answer = clerk.post(f"/desk/pads/{pad_id}/void", {"numbers": numbers})
    assert 'aria-invalid="true"' in body(answer, 422)
    assert counts(pad_id) == (0, 0, 100)


def test_a_number_on_the_form_that_is_none(clerk, cast):
    answer = clerk.post("/desk/register", {"stub": "7-42"})
    assert "ví dụ 7/42" in body(answer, 422)


def test_somebody_elses_pad_is_no_page(client, cast):
    pad_id = issued(cast)
    client.force_login(cast.stranger)
    assert client.get(f"/desk/pads/{pad_id}/").status_code == 404
    assert client.post(f"/desk/pads/{pad_id}/print").status_code == 404
    assert client.post(f"/desk/pads/{pad_id}/void", {"numbers": "1"}).status_code == 404
    assert client.get(f"/desk/pads/{pad_id}/print").status_code == 405
    client.force_login(cast.handler)
    assert client.get("/desk/pads/").status_code == 404


def test_the_list_goes_on_page_by_page_in_the_same_number_of_statements(
    clerk, cast, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("hoiam.desk.cases.views.staff_pads.PAGE", 2)
    made = [issued(cast) for _ in range(3)]
    clerk.get("/desk/pads/")
    with django_assert_max_num_queries(5):
        first = body(clerk.get("/desk/pads/"))
    assert f"?after={made[1]}" in first
    assert f"/desk/pads/{made[0]}/" not in first
    assert f"/desk/pads/{made[0]}/" in body(clerk.get(f"/desk/pads/?after={made[1]}"))


def test_one_pad_costs_the_same_whatever_was_used(clerk, cast, django_assert_max_num_queries):
    pad_id = issued(cast)
    for number in range(1, 6):
        register(cast, pad_id, number)
    clerk.get(f"/desk/pads/{pad_id}/")
    with django_assert_max_num_queries(8):
        body(clerk.get(f"/desk/pads/{pad_id}/"))


def test_in_english(clerk, cast):
    pad_id = issued(cast)
    clerk.cookies["lang"] = "en"
    assert "Pads of paper slips" in body(clerk.get("/desk/pads/"))
    assert f"Pad {pad_id}" in body(clerk.get(f"/desk/pads/{pad_id}/"))
