"""Choosing a sealed receipt in the citizen's own form, without a script: asked for once, kept, and kept to."""

import re
import secrets
from html import unescape

import pytest
from django.core.cache import cache

from hoiam.desk.cases.models import Case
from hoiam.journal import queries as log
from hoiam.journal.models import Event
from hoiam.ledger import receipt
from tests import cast as people

pytestmark = pytest.mark.django_db
ASKED = {"vi": "Cho tôi biên nhận niêm phong", "en": "Give me a sealed receipt"}
HELP = {"vi": "không ghi cơ quan, ngày tiếp nhận và loại việc", "en": "neither the office nor the day"}
CHOSEN = {"vi": "Biên nhận niêm phong:", "en": "Sealed receipt:"}
ORDINARY = {"vi": "Biên nhận thường:", "en": "Ordinary receipt:"}
both = pytest.mark.parametrize("language", ["vi", "en"])


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def text(response):
    return unescape(response.content.decode())


def hidden(response):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def ticked(response):
    [box] = re.findall(r'<input[^>]*name="sealed"[^>]*>', response.content.decode())
    assert 'type="checkbox"' in box
    return " checked" in box


def at_who_you_are(client, cast):
    """The first three pages answered, as a browser without scripts sends them."""
    page = client.post("/send/", {**hidden(client.get("/send/")), "unit": cast.ward.pk})
    matter = {"kind": "report", "title": people.TITLE, "body": people.BODY, "go": "next"}
    page = client.post("/send/", {**hidden(page), **matter})
    return client.post("/send/", {**hidden(page), "go": "next"})


def on(client, page, go="next", **typed):
    return client.post("/send/", {**hidden(page), "go": go, **typed})


def proof(client, code, query=""):
    return receipt.check(client.get(f"/cases/{code}/receipt.tlog-proof{query}").content, log.trust())


def code_of(sent):
    assert sent.status_code == 303
    return re.fullmatch(r"/cases/([^/]+)/receipt", sent["Location"])[1]


@both
def test_chosen_once_it_survives_an_error_and_is_told_before_sending(client, cast, language):
    client.cookies["lang"] = language
    you = at_who_you_are(client, cast)
    assert ASKED[language] in text(you)
    assert HELP[language] in text(you)
    assert not ticked(you)
    wrong = on(client, you, name="Lò Thị Thử", phone="gọi tôi nhé", sealed="on")
    assert wrong.status_code == 422
    assert ticked(wrong)
    check = on(client, wrong, name="Lò Thị Thử", phone="0900000001", sealed="on")
    assert CHOSEN[language] in text(check)
    assert ORDINARY[language] not in text(check)
    other = on(client, check, go=f"lang-{'en' if language == 'vi' else 'vi'}")
    assert hidden(other)["sealed"] == "on"
    code = code_of(on(client, other, go="submit"))
    shut, opened = proof(client, code), proof(client, code, "?open=1")
    assert shut.statement is None
    assert opened.statement.kind == "case.received"
    assert shut.commitment == opened.commitment
    assert Event.objects.get(kind="case.received").visibility == "sealed"


def test_its_slip_and_its_file_tell_nothing(client, cast):
    check = on(client, at_who_you_are(client, cast), name="Lò Thị Thử", phone="0900000001", sealed="on")
    code = code_of(on(client, check, go="submit"))
    slip, file = client.get(f"/cases/{code}/slip"), client.get(f"/cases/{code}/receipt.tlog-proof")
    number = f"{Case.objects.get().received_on.year}-{Case.objects.get().pk:06d}"
    for word in (cast.ward.name, number, "hoiam.statement", "case.received"):
        assert word not in text(slip)
        assert word not in text(file)
        assert word not in file["Content-Disposition"]


def test_it_can_be_taken_back_from_the_last_page(client, cast):
    check = on(client, at_who_you_are(client, cast), name="Lò Thị Thử", phone="0900000001", sealed="on")
    you = on(client, check, go="edit-you")
    assert ticked(you)
    check = on(client, you, name="Lò Thị Thử", phone="0900000001")
    assert ORDINARY["vi"] in text(check)
    assert "sealed" not in hidden(check)
    assert proof(client, code_of(on(client, check, go="submit"))).statement.kind == "case.received"


@both
def test_who_says_nothing_gets_the_ordinary_receipt(client, cast, language):
    client.cookies["lang"] = language
    check = on(client, at_who_you_are(client, cast), name="Lò Thị Thử", phone="0900000001")
    assert ORDINARY[language] in text(check)
    code = code_of(on(client, check, go="submit"))
    assert proof(client, code).statement.kind == "case.received"
    assert Event.objects.get(kind="case.received").visibility == "party"


@pytest.mark.parametrize("value", ["", "false", "False"])
def test_an_unticked_box_is_an_ordinary_receipt(client, cast, value):
    said = {
        "step": "check",
        "go": "submit",
        "key": secrets.token_hex(16),
        "unit": cast.ward.pk,
        "kind": "report",
    }
    said |= {"title": people.TITLE, "body": people.BODY, "name": "Lò Thị Thử", "phone": "0900000001"}
    assert proof(client, code_of(client.post("/send/", {**said, "sealed": value}))).statement is not None


@both
def test_a_sealed_receipt_asked_for_after_sending_is_not_swallowed(client, cast, language):
    client.cookies["lang"] = language
    check = on(client, at_who_you_are(client, cast), name="Lò Thị Thử", phone="0900000001")
    first = on(client, check, go="submit")
    assert on(client, check, go="submit")["Location"] == first["Location"]
    page = on(client, check, go="submit", sealed="on")
    assert page.status_code == 409
    assert {"vi": "loại biên nhận khác", "en": "another kind of receipt"}[language] in text(page)
    assert hidden(page)["sealed"] == "on"
    assert proof(client, code_of(on(client, page, go="submit"))).statement is None
    assert Case.objects.count() == 2
