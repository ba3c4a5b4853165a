"""Signing off a rule: who may, what is refused, what is remembered, and what staff see until then."""

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.conf import settings
from django.template import engines

from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence
from hoiam.office import law_words, signoff
from hoiam.office.models import RuleSignOff
from tests.office.words import foreign

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
ONE_TEXT = "tcd.petition_idle_discipline"
TWO_TEXTS = "tcd.result_notice"
NOT_READ = "ai.request.v2"
DOCUMENT = "Công văn 12/STP-VP ngày 20/11/2026 của Sở Tư pháp"


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process keeps of sign-offs goes with the test."""
    signoff.forget()
    yield
    signoff.forget()


@pytest.fixture
def cast():
    return import_module("tests.cast").gather()


@pytest.fixture
def operator(cast):
    return import_module("tests.cast").actor(cast.operator, date(2026, 11, 24))


@pytest.fixture
def head(cast):
    return import_module("tests.cast").actor(cast.head, date(2026, 11, 24))


def rule(rule_id=ONE_TEXT):
    return packs.load(settings.HOIAM_PACK).rules[rule_id]


def sign(by, rule_id=ONE_TEXT, document=DOCUMENT, seen=None):
    signoff.sign_off(
        rule_id=rule_id, seen=seen or signoff.digest(rule(rule_id)), document=document, by=by, at=AT
    )


def refused(work, *args, **said):
    with pytest.raises(Refused) as caught:
        work(*args, **said)
    return caught.value


def mark(rule_id):
    template = engines["django"].from_string("{% load rulemarks %}{% rule_mark rule %}")
    return template.render({"rule": rule_id})


def test_an_operator_signs_off_on_a_document(operator):
    sign(operator)
    row = RuleSignOff.objects.get()
    assert (row.pack, row.rule_id, row.document, row.at) == ("vn", ONE_TEXT, DOCUMENT, AT)
    assert (row.by_id, row.digest) == (operator.person_id, signoff.digest(rule()))


def test_only_an_operator_may(head):
    assert refused(sign, head).code == "not_operator"
    assert refused(signoff.withdraw, rule_id=ONE_TEXT, by=head, at=AT).code == "not_operator"
    assert not RuleSignOff.objects.exists()


def test_a_rule_that_is_not_there_is_refused(operator):
    found = refused(sign, operator, rule_id="kn.nothing", seen="0" * 64)
    assert (found.code, found.facts) == ("unknown_rule", {"rule": "kn.nothing"})


@pytest.mark.parametrize("document", ["", "   "])
def test_a_document_must_be_named(operator, document):
    assert refused(sign, operator, document=document).code == "no_document"


def test_nobody_signs_twice(operator):
    sign(operator)
    assert refused(sign, operator).code == "already_signed"
    assert RuleSignOff.objects.count() == 1


def test_what_was_read_must_be_what_stands(operator):
    assert refused(sign, operator, seen="f" * 64).code == "rule_changed"


def test_a_withdrawn_sign_off_stays_in_the_history_and_may_be_given_again(operator):
    sign(operator)
    signoff.withdraw(rule_id=ONE_TEXT, by=operator, at=AT)
    assert refused(signoff.withdraw, rule_id=ONE_TEXT, by=operator, at=AT).code == "not_signed"
    sign(operator)
    newest, oldest = signoff.history(rule())
    assert (newest.standing, oldest.standing) == (True, False)
    assert (oldest.withdrawn_at, oldest.document) == (AT, DOCUMENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 46},
        {"article": "41.3.c"},
        {"source_document": "Nghị định 1/2027/NĐ-CP"},
        {"in_force_from": date(2026, 7, 2)},
        {"in_force_until": date(2027, 1, 1)},
    ],
)
def test_a_changed_rule_is_another_rule(changed):
    assert signoff.digest(replace(rule(), **changed)) != signoff.digest(rule())


def test_mended_words_need_no_new_sign_off():
    assert signoff.digest(replace(rule(), note_vi="Lời khác")) == signoff.digest(rule())


def test_the_mark_stands_until_somebody_signs_off(operator):
    assert signoff.unsigned(ONE_TEXT) is Confidence.ONE_TEXT
    assert "đọc ở một bản, chưa ký duyệt" in mark(ONE_TEXT)
    assert f"/desk/law/{ONE_TEXT}/" in mark(ONE_TEXT)
    sign(operator)
    assert mark(ONE_TEXT) == ""
    signoff.withdraw(rule_id=ONE_TEXT, by=operator, at=AT)
    assert mark(ONE_TEXT) != ""


def test_a_sign_off_of_another_text_of_the_rule_does_not_count(operator):
    RuleSignOff.objects.create(
        pack="vn", rule_id=ONE_TEXT, digest="a" * 64, by_id=operator.person_id, at=AT, document=DOCUMENT
    )
    assert signoff.unsigned(ONE_TEXT) is Confidence.ONE_TEXT
    assert not signoff.history(rule())[0].standing


def test_a_number_read_twice_needs_no_mark_and_one_never_read_says_so():
    assert mark(TWO_TEXTS) == ""
    assert mark("no.rule") == ""
    assert "chưa đọc được văn bản, chưa ký duyệt" in mark(NOT_READ)


def test_a_hundred_marks_cost_one_statement_and_then_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert all(mark(ONE_TEXT) for _ in range(100))
    with django_assert_num_queries(0):
        mark(NOT_READ)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_refusal_has_words(language):
    from django.utils import translation  # noqa: PLC0415 - beside its only use

    with translation.override(language):
        said = [law_words.refusal(Refused(code)) for code in law_words.REFUSALS]
    assert all(text not in law_words.REFUSALS for text in said)
    assert len(set(said)) == len(said)


class Pages:
    def __init__(self, client, person):
        self.client = client
        client.force_login(person, backend="hoiam.office.backend.PersonBackend")

    def sign(self, document=DOCUMENT, seen=None, rule_id=ONE_TEXT):
        said = {"document": document, "seen": seen or signoff.digest(rule(rule_id))}
        return self.client.post(f"/desk/law/{rule_id}/sign", said)

    def page(self, rule_id=ONE_TEXT):
        return self.client.get(f"/desk/law/{rule_id}/")


def test_the_page_signs_off_and_tells_who_and_on_what(cast, client):
    pages = Pages(client, cast.operator)
    answer = pages.sign()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/law/{ONE_TEXT}/")
    shown = pages.page().content.decode()
    assert DOCUMENT in shown
    assert cast.operator.name in shown
    assert "/withdraw" in shown
    assert client.post(f"/desk/law/{ONE_TEXT}/withdraw").status_code == 302
    assert "đã rút" in pages.page().content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_refused_sign_off_is_worded_and_keeps_what_was_typed(cast, client, language):
    pages = Pages(client, cast.operator)
    client.cookies["lang"] = language
    for answer in (
        pages.sign(document=" "),
        pages.sign(seen="f" * 64),
        client.post(f"/desk/law/{ONE_TEXT}/withdraw"),
    ):
        assert answer.status_code == 422
        assert foreign(answer, language) == []
    assert DOCUMENT in pages.sign(seen="f" * 64).content.decode()
    pages.sign()
    assert pages.sign().status_code == 422


def test_who_is_no_operator_sees_no_form_and_is_refused(cast, client):
    pages = Pages(client, cast.clerk)
    assert "/sign" not in pages.page().content.decode()
    answer = pages.sign()
    assert answer.status_code == 422
    assert "Chỉ người vận hành" in answer.content.decode()
    assert not RuleSignOff.objects.exists()
