import shutil
from collections import Counter
from datetime import date

import pytest

from hoiam.law import clocks, packs
from hoiam.law.book import RuleBook
from hoiam.law.citation import cite
from hoiam.law.procedures import registry
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence
from tests.every import each
from tests.law import builders

VN = packs.load("vn")
FORBIDDEN = (
    "đường lối",
    "chủ trương",
    "chống phá",
    "phản động",
    "tư tưởng",
    "political",
    "opinion",
    "belief",
    "party line",
)


def test_a_pack_is_read_once():
    assert packs.load("vn") is VN


@each(["", "atlantis", "../vn", "vn/../vn", "__pycache__"])
def test_a_pack_that_is_not_there_is_refused(name):
    with pytest.raises(Refused) as refused:
        packs.load(name)
    assert refused.value.code == "unknown_pack"


# Known from a summary or a list of numbers that does not name the article.
NO_ARTICLE_READ = {
    "party.written_notice",
    "ai.request.v2",
    "tt25.duration_ttcp",
    "tt25.duration_province",
    "tt25.publish",
}
SHEET = "petition.admin_procedure"  # a procedure sheet has fields, no articles


# A number of its own, which the research gives in the words beside another rule.
OF_WORDS = {"kn.effect1_remote", "kn.effect2_remote", "knkl.limitation2_dismissal"}
# Of this system: no text sets them.
HOUSE = {
    "house.directive_task",
    *("house.dialogue_call", "house.dialogue_promise", "house.inspection_explain", "house.inspection_posted"),
    *("house.inspection_taking_office", "house.inspection_remedy", "house.self_review_mend"),
}
HOUSE |= {"house.account", "house.account_answer", "house.recommendation", "house.recommendation_done"}


def test_the_pack_has_every_row_that_was_found():
    assert set(VN.rules) >= OF_WORDS | HOUSE
    assert len(VN.rules) - len(OF_WORDS) - len(HOUSE) == 130
    rows = (VN.frequencies, VN.thresholds, VN.documents, VN.forms)
    assert [len(one) for one in rows] == [13, 11, 26, 40]


def test_a_pack_without_a_catalogue_has_an_empty_one(tmp_path, monkeypatch):
    bare = tmp_path / "bare"
    shutil.copytree(packs.resources.files(packs.__name__).joinpath("vn"), bare)
    for name in ("frequencies", "thresholds", "documents", "forms"):
        (bare / f"{name}.toml").unlink()
    monkeypatch.setattr(packs.resources, "files", lambda _: tmp_path)
    pack = packs.load.__wrapped__("bare")
    assert (pack.name, pack.rules.keys()) == ("bare", VN.rules.keys())
    assert [len(one) for one in (pack.frequencies, pack.thresholds, pack.documents, pack.forms)] == [0] * 4


def test_every_rule_stands_under_its_own_id_with_article_and_vietnamese_words():
    for name, rule in VN.rules.items():
        assert rule.id == name
        assert where_written(name) in cite(rule), name
        assert rule.actor_vi, name
        assert rule.action_vi, name
        assert rule.event_from_vi, name
        assert rule.note_vi or not rule.note, name


def where_written(name):
    if name in HOUSE:
        return "Quy tắc của hệ thống"
    if name in NO_ARTICLE_READ:
        return "chưa thấy số điều"
    return "mục thời hạn" if name == SHEET else "Điều"


def test_a_rule_of_this_system_is_known_by_its_name_says_why_and_cites_no_text():
    own = {name for name, rule in VN.rules.items() if rule.confidence is Confidence.HOUSE}
    assert own == HOUSE
    assert all(VN.rules[name].note and not VN.rules[name].source_document for name in own)


def test_every_rule_with_a_number_gives_a_date_on_its_first_day_in_force():
    for rule in VN.rules.values():
        if rule.amount:
            assert clocks.compute(rule, rule.applied_from or rule.in_force_from, VN.calendar).days


def test_a_rule_applied_before_its_force_says_why():
    early = {name for name, rule in VN.rules.items() if rule.applied_from}
    assert early == {"tcd.petition_idle_discipline", "tcd.head_promised_reply"}
    assert all(VN.rules[name].note for name in early)


def test_two_rules_of_one_id_are_refused():
    with pytest.raises(Refused) as refused:
        RuleBook([builders.rule(), builders.rule()])
    assert (refused.value.code, refused.value.facts) == ("rule_twice", {"rule": "test.rule"})


def test_a_clock_without_its_rule_is_refused():
    procedure = {"clock": [{"name": "notice", "key": "notice", "rule": "no.such_rule"}]}
    with pytest.raises(Refused) as refused:
        packs.clock_book({"petition": procedure}, VN.rules)
    assert (refused.value.code, refused.value.facts) == ("rule_missing", {"rules": ["no.such_rule"]})


def test_the_clocks_of_a_petition_run_by_these_rules():
    mine = {name: clock for name, clock in VN.clocks.items() if name.startswith("petition.")}
    assert {name: clock.rule_id for name, clock in mine.items()} == {
        "petition.notice": "tcd.result_notice",
        "petition.answer": "tcd.petition_idle_discipline",
        "petition.promise": "tcd.head_promised_reply",
        "petition.refusal_notice": "tcd.refusal_notice",
    }


def test_every_move_has_a_source_and_every_source_a_move():
    moves = {f"{name}.{event}" for name, procedure in registry.ALL.items() for event in procedure.events}
    assert set(VN.sources) == moves


@each(["fields", "refusal_grounds", "reply_decisions"])
def test_a_list_has_no_code_twice_and_a_label_in_both_languages(name):
    entries = getattr(VN, name)
    assert max(Counter(entry.code for entry in entries).values()) == 1
    assert all(entry.vi and entry.en for entry in entries)


def test_the_fields_cover_what_people_write_about():
    assert {field.code for field in VN.fields} == {
        "land", "compensation", "construction", "traffic", "utility", "environment", "agri", "civil",
        "social", "health", "education", "labour", "police", "corruption", "other",
    }  # fmt: skip


def test_the_grounds_of_refusal_are_those_of_the_law_and_the_decree():
    articles = [ground.article for ground in VN.refusal_grounds]
    assert articles == ["9.1", "9.2", "9.3", *(f"4.1.{letter}" for letter in "abcdđeghik")]


def test_only_the_two_grounds_of_article_4_3_need_the_written_form():
    assert [ground.article for ground in VN.refusal_grounds if ground.written] == ["9.3", "4.1.h"]


def test_conduct_at_the_counter_is_no_ground_against_a_petition():
    assert {ground.code for ground in VN.petition_grounds} == {
        "settled_reviewed",
        "no_capacity",
        "no_authority",
        "outside_scope",
        "already_answered",
        "court_ruling",
        "other_body",
    }


def test_no_list_asks_what_anyone_thinks():
    entries = [*VN.fields, *VN.refusal_grounds, *VN.reply_decisions, *VN.policies.values()]
    words = " ".join(f"{entry.code} {entry.vi} {entry.en}" for entry in entries).lower()
    assert [word for word in FORBIDDEN if word in words] == []


def test_what_the_system_sets_for_itself_is_called_a_house_rule():
    assert {code: policy.value for code, policy in VN.policies.items()} == {
        "contest_window_days": 30,
        "offline_days": 7,
        "counter_draft_days": 14,
        "rating_min": 1,
        "rating_max": 5,
    }
    assert {policy.source for policy in VN.policies.values()} == {"house rule"}


def test_a_petition_received_before_the_decree_is_held_to_the_same_line():
    line = VN.rules["tcd.petition_idle_discipline"]
    assert clocks.compute(line, date(2026, 5, 25), VN.calendar).legal_due == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"code": "sky", "words": ["trời"]}], "lexicon_unknown"),
        ([{"code": "land", "words": ["đất"]}, {"code": "land", "words": ["thửa"]}], "lexicon_twice"),
        ([{"code": "land", "words": []}], "lexicon_empty"),
        ([{"code": "land", "words": ["đất", " "]}], "lexicon_empty"),
    ],
)
def test_words_that_suggest_a_field_are_of_a_known_one_once_and_some(rows, code):
    with pytest.raises(Refused, match=code):
        packs.lexicon_of([{"code": "land"}], rows)


def test_a_field_has_its_words():
    rows = [{"code": "land", "words": ["đất", "thửa đất"]}]
    assert packs.lexicon_of([{"code": "land"}], rows) == {"land": ("đất", "thửa đất")}
