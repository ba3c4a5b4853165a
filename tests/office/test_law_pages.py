"""The rules as staff read them: fields of law, what is found, one rule with all that belongs to it, a day tried."""

from importlib import import_module

import pytest
from django.conf import settings

from hoiam.law import packs
from hoiam.office import rulebook, signoff
from tests.office.words import foreign

pytestmark = pytest.mark.django_db
LAW = "/desk/law/"


@pytest.fixture(autouse=True)
def nothing_kept():
    signoff.forget()
    yield
    signoff.forget()


@pytest.fixture
def read(client):
    cast = import_module("tests.cast").gather()
    client.force_login(cast.clerk, backend="hoiam.office.backend.PersonBackend")
    return lambda path="", **asked: client.get(f"{LAW}{path}", asked)


def rules():
    return packs.load(settings.HOIAM_PACK).rules


def ids(answer):
    return [row["id"] for row in answer.context["rows"]]


def text(answer):
    return " ".join(answer.content.decode().split())


def test_signing_in_comes_first(client):
    assert client.get(LAW).status_code == 302
    assert client.get(f"{LAW}kn.accept.v2/").status_code == 302


def test_every_rule_belongs_to_a_field_that_has_words(read):
    areas = read().context["areas"]
    assert sum(area["card"].rules for area in areas) == len(rules())
    assert all(area["name"] != area["card"].code for area in areas)


def test_words_are_found_without_their_accents_and_in_any_order(read):
    assert ids(read(q="khieu nai thu ly")) == ids(read(q="thụ lý KHIẾU NẠI")) != []
    assert "kn.accept.v2" in ids(read(q="155/2026 thu ly"))
    assert ids(read(q="kn.accept.v2")) == ["kn.accept.v2"]


def test_filters_hold_together(read):
    found = ids(read(area="complaint", confidence="VERIFIED-1", on="2026-11-24"))
    assert found
    for rule in (rules()[one] for one in found):
        assert (rule.case_type, rule.confidence.value) == ("complaint", "VERIFIED-1")
        assert rule.in_force_until is None


def test_a_day_picks_the_versions_in_force(read):
    asked = {"q": "kn.accept.v"}
    assert "kn.accept.v1" in ids(read(**asked, on="2026-06-29"))
    assert "kn.accept.v2" not in ids(read(**asked, on="2026-06-29"))
    assert ids(read(**asked, on="2026-11-24")) == ["kn.accept.v2"]


def test_unsigned_ones_can_be_listed(read):
    found = ids(read(area="inspection", unsigned="on"))
    assert {rules()[one].confidence.value for one in found} <= {"VERIFIED-1", "UNVERIFIED"}
    assert found


def test_pages_follow_each_other_and_end(read):
    seen = []
    answer = read(q=".")
    while True:
        seen += ids(answer)
        if not answer.context["next_url"]:
            break
        assert len(ids(answer)) == rulebook.PAGE
        answer = answer.client.get(f"{LAW}{answer.context['next_url']}")
    assert seen == list(rules())


def test_nonsense_in_the_address_never_fails(read):
    for asked in ({"on": "31/31/2026"}, {"area": "x"}, {"confidence": "y"}, {"after": "z", "q": "kn"}):
        assert read(**asked).status_code == 200
    assert "Không có quy định nào" in text(read(q="khongcotunay"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_a_page_in_one_language(client, read, language):
    client.cookies["lang"] = language
    for rule_id in rules():
        answer = read(f"{rule_id}/")
        assert answer.status_code == 200
        assert [word for word in foreign(answer, language) if not _english_as_read(rule_id, word)] == []


def _english_as_read(rule_id, word):
    """Conditions and some sources were noted in English; they are marked so for readers' machines."""
    rule = rules()[rule_id]
    return any(word in whole for whole in (rule.conditions, rule.sources, rule.note))


def test_a_rule_that_is_not_there_has_no_page(read):
    assert read("kn.nothing/").status_code == 404
    assert read("kn.accept/").status_code == 404


def test_versions_stand_side_by_side_and_other_texts_are_named(read):
    answer = read("kn.accept.v1/")
    assert [one["id"] for one in answer.context["versions"]] == ["kn.accept.v1", "kn.accept.v2"]
    assert [one["id"] for one in answer.context["others"]] == ["kn.accept.v1_decree"]
    assert "làm theo ngày sớm hơn" in text(answer)


def test_variants_lead_both_ways(read):
    assert "kn.settle1_remote_complex" in [one["id"] for one in read("kn.settle1/").context["variants"]]
    assert read("kn.settle1_complex/").context["base"]["id"] == "kn.settle1"


def test_a_rule_without_a_number_says_that_none_was_found(read):
    assert "không tìm thấy thời hạn luật định" in text(read("tcd.head_promised_reply/"))
    assert (
        "không tìm thấy thời hạn luật định"
        in text(read("tcd.head_promised_reply/", event="2026-11-17")).lower()
    )


def test_a_day_is_tried_with_every_day_counted_or_skipped(read):
    answer = read("kn.accept.v2/", event="2026-11-17")
    assert answer.context["result"]["due"].legal_due.isoformat() == "2026-11-27"
    page = text(answer)
    assert "24/11" in page
    assert "ngày nghỉ, không tính" in page


def test_attributes_pick_the_variant(read):
    answer = read("kn.settle1/", event="2026-07-01", has="complex")
    result = answer.context["result"]
    assert (result["rule"]["id"], result["another"]) == ("kn.settle1_complex", True)
    assert result["due"].legal_due.isoformat() == "2026-08-17"
    assert result["due"].safe_due.isoformat() == "2026-08-14"


def test_texts_that_disagree_are_both_counted_and_the_earlier_day_is_worked_to(read):
    result = read("kn.accept.v1/", event="2026-02-10").context["result"]
    dates = {result["due"].safe_due, *(one["due"].safe_due for one in result["others"])}
    assert len(dates) > 1
    assert result["works_to"] == min(dates)


def test_a_clock_that_still_runs_says_how_much_is_left(read):
    page = text(read("kn.accept.v2/", event="2026-11-17", until="2026-11-20"))
    assert "đã dùng 3, còn 4" in page
    assert "đã quá hạn 3 ngày" in text(read("kn.accept.v2/", event="2026-11-17", until="2026-11-30"))


def test_hours_are_tried_from_a_moment(read):
    answer = read("pd.breach_authority/", event="2026-02-14T10:30")
    assert "10:30, thứ Ba, 17/02/2026" in text(answer)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_that_cannot_be_is_said_in_words(client, read, language):
    client.cookies["lang"] = language
    for event in ("", "2026-02-30", "0001-01-01", "1999-01-04"):
        answer = read("kn.accept.v2/", event=event)
        assert answer.status_code == 200
        assert foreign(answer, language) == []
        assert answer.context["result"] is None or answer.context["result"]["refused"]


def test_a_rule_takes_one_statement_of_its_own_and_the_list_none(read, django_assert_num_queries):
    read(), read("kn.accept.v2/")
    with django_assert_num_queries(3):  # session, person, roles
        read(area="complaint")
    with django_assert_num_queries(4):
        read("kn.accept.v2/", event="2026-11-17")
