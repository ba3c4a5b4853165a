"""Reception, petitions, Party reception, complaints, disciplinary complaints, denunciations."""

import re
from collections import Counter
from datetime import date, datetime

from hoiam.law import clocks, packs
from hoiam.law.citation import cite
from hoiam.law.rules import Transition
from tests.every import each, each_row

VN = packs.load("vn")
AREAS = {"tcd": 12, "petition": 3, "party": 1, "kn": 28, "knkl": 6, "tc": 17, "denun": 1}
CASES = {name: rule for name, rule in VN.rules.items() if name.split(".")[0] in AREAS}
LATEST = date(2026, 11, 16)
DECREES = date(2026, 7, 1)

# Every number a second time, taken down from the research and not from the pack; V2: read in two texts.
NUMBERS = """
tcd.result_notice              10 working_days max        after  V2 2014-07-01 -          28.1
tcd.transfer_result_to_sender   7 working_days max        after  V2 2014-07-01 -          27.2
tcd.sender_to_citizen           5 working_days max        after  V2 2014-07-01 -          28.2
tcd.schedule_posting            5 working_days min        before V2 2014-07-01 -          24.4
tcd.refusal_notice              3 working_days max        after  V1 2026-07-01 -          4.3
tcd.na_deputy_schedule_notice  10 working_days min        before V2 2014-07-01 -          21
tcd.na_deputy_excuse            5 working_days min        before V2 2014-07-01 -          21
tcd.online_notice               5 working_days min        before V1 2026-07-01 -          23.1
tcd.online_test                 1 working_days min        before V1 2026-07-01 -          23.1
tcd.online_connect              1 hours        min        before V1 2026-07-01 -          23.1
tcd.petition_idle_discipline   45 days         max        after  V1 2026-07-01 -          41.3.b
tcd.head_promised_reply         0 days         max        after  V2 2026-07-01 -          18.4; 25.2-25.3
petition.admin_procedure       10 days         max        after  V2 2014-07-01 -          time limit field
petition.admin_rule_forward     5 working_days max        after  V1 2008-03-03 -          9.1.d
petition.filed_retention       12 months       min        after  V1 2014-12-15 2021-11-14 28.2
denun.transfer_once_tt05        5 working_days max        after  V2 2019-01-01 -          24.2
party.written_notice           10 working_days max        after  V1 2019-02-18 -          article number not seen
kn.limitation                  90 days         limitation after  V2 2012-07-01 -          9
kn.accept.v1                   10 days         max        after  V2 2012-07-01 2026-06-30 27; 36.1
kn.accept.v1_decree            10 working_days max        after  V1 2020-12-10 2026-06-30 16.1
kn.accept.v2                    7 working_days max        after  V2 2026-07-01 -          2.15.b; 10
kn.settle1                     30 days         max        after  V2 2012-07-01 -          28
kn.settle1_complex             45 days         max        after  V2 2012-07-01 -          28
kn.settle1_remote              45 days         max        after  V2 2012-07-01 -          28
kn.settle1_remote_complex      60 days         max        after  V2 2012-07-01 -          28
kn.second_window               30 days         window     after  V2 2012-07-01 -          33.1
kn.second_window_remote        45 days         window     after  V2 2012-07-01 -          33.1
kn.settle2                     45 days         max        after  V2 2012-07-01 -          37
kn.settle2_complex             60 days         max        after  V2 2012-07-01 -          37
kn.settle2_remote              60 days         max        after  V2 2012-07-01 -          37
kn.settle2_remote_complex      70 days         max        after  V2 2012-07-01 -          37
kn.docs_request                 7 days         max        after  V2 2012-07-01 -          12.1.đ
kn.dialogue_notice              5 days         min        before V1 2026-07-01 -          28.1
kn.send1                        3 working_days max        after  V2 2012-07-01 -          32
kn.send2_law                    7 days         max        after  V2 2012-07-01 -          41.1
kn.send2_decree                 7 working_days max        after  V1 2020-12-10 -          29.2
kn.publish2                    15 days         max        after  V2 2020-12-10 -          29.3
kn.publish2_posting            15 days         min        after  V2 2020-12-10 -          29.3
kn.effect1                     30 days         window     after  V2 2012-07-01 -          44.1
kn.effect1_remote              45 days         window     after  V2 2012-07-01 -          44.1
kn.effect2                     30 days         window     after  V2 2012-07-01 -          44.2
kn.effect2_remote              45 days         window     after  V2 2012-07-01 -          44.2
kn.implement                    5 working_days max        after  V1 2020-12-10 -          31.1
kn.suspend_send                 3 working_days max        after  V1 2026-07-01 -          28b
kn.not_resumed_after_suspension 30 days         window     after  V2 2012-07-01 -          11.8
knkl.limitation1               15 days         limitation after  V2 2012-07-01 -          48
knkl.limitation2               10 days         limitation after  V2 2012-07-01 -          48
knkl.limitation2_dismissal     30 days         limitation after  V2 2012-07-01 -          48
knkl.accept.v1                 10 days         max        after  V2 2012-07-01 2026-06-30 50
knkl.accept.v2                  7 working_days max        after  V2 2026-07-01 -          2.15.b
knkl.settle                    30 days         max        after  V2 2012-07-01 -          50
tc.initial                      7 working_days max        after  V2 2019-01-01 -          24.1
tc.initial_ext                 10 working_days max        after  V2 2019-01-01 -          24.1
tc.transfer                     5 working_days max        after  V2 2019-01-01 -          24.2
tc.press_feedback              20 days         max        after  V2 2019-01-01 -          26.2
tc.accept_notice                5 working_days max        after  V2 2019-01-01 -          29.3
tc.settle                      30 days         max        after  V2 2019-01-01 -          30.1
tc.settle_complex              60 days         max        after  V2 2019-01-01 -          30.2
tc.settle_special              90 days         max        after  V2 2019-01-01 -          30.3
tc.suspend_send                 5 working_days max        after  V2 2019-01-01 -          34.4
tc.conclusion_send              5 working_days max        after  V2 2019-01-01 -          35.3
tc.handle                       7 working_days max        after  V2 2019-01-01 -          36.1
tc.handle_report                5 working_days max        after  V2 2019-01-01 -          36.3
tc.redenounce_review           20 days         max        after  V2 2019-01-01 -          37.2
tc.overdue_demand               5 working_days max        after  V2 2019-01-01 -          38.2
tc.overdue_report               5 working_days max        after  V2 2019-01-01 -          38.3
tc.publish                      7 working_days max        after  V2 2019-01-01 -          40.1
tc.publish_posting             15 days         min        after  V2 2019-05-28 -          6
"""


def row(rule):
    end = rule.in_force_until or "-"
    read = f"V{rule.confidence[-1]}"
    return (
        f"{rule.id} {rule.amount} {rule.unit} {rule.kind} {rule.direction} {read}"
        f" {rule.in_force_from} {end} {rule.article}"
    )


def picked(name, event, *attributes, today=None):
    return VN.rules.pick(name, event, attributes, today=today)


def test_each_area_has_its_rules():
    assert Counter(name.split(".")[0] for name in CASES) == AREAS


def test_every_number_article_and_day_is_as_it_was_found():
    assert sorted(map(row, CASES.values())) == sorted(
        " ".join(line.split()) for line in NUMBERS.strip().splitlines()
    )


@each(["actor_vi", "action_vi", "event_from_vi"])
def test_who_does_what_and_from_when_is_a_vietnamese_phrase_not_a_sentence(field):
    for name, rule in CASES.items():
        text = getattr(rule, field)
        assert text, name
        assert not text.isascii(), (name, text)
        assert not text.endswith("."), (name, text)
        assert text[0].islower() or text.startswith("Đoàn đại biểu Quốc hội"), (name, text)


@each(["note_vi", "transition_note_vi"])
def test_notes_are_vietnamese_sentences(field):
    for name, rule in CASES.items():
        if text := getattr(rule, field):
            assert not text.isascii(), (name, text)
            assert text[0].isupper(), (name, text)
            assert text.endswith("."), (name, text)


def test_what_stands_beside_a_number_is_told_in_vietnamese_too():
    for name, rule in CASES.items():
        assert rule.note_vi or not (rule.note or rule.extension or rule.conditions), name


ENGLISH = re.compile(
    r"\b(the|of|law|decree|art|days?|form|case|settler?|complex|remote|working)\b", re.IGNORECASE
)


def test_no_english_word_is_left_in_a_vietnamese_text():
    for name, rule in CASES.items():
        texts = [rule.actor_vi, rule.action_vi, rule.event_from_vi, rule.note_vi, rule.transition_note_vi]
        assert [text for text in [*texts, cite(rule)] if ENGLISH.search(text)] == [], name


def test_every_rule_names_a_numbered_document_or_the_procedure_sheet():
    for name, rule in CASES.items():
        for document in rule.source_document.split(";"):
            assert re.search(r" \d+(/\d+)?[/-]\S+$", document) or name == "petition.admin_procedure", name
    sheet = cite(CASES["petition.admin_procedure"])
    assert sheet == "Thủ tục hành chính quốc gia “Xử lý đơn” (cấp tỉnh, cấp xã), mục thời hạn giải quyết"


VARIANTS = [
    ("kn.settle1", [], "kn.settle1"),
    ("kn.settle1", ["complex"], "kn.settle1_complex"),
    ("kn.settle1", ["remote"], "kn.settle1_remote"),
    ("kn.settle1", ["remote", "complex"], "kn.settle1_remote_complex"),
    ("kn.settle1", ["dismissal"], "kn.settle1"),
    ("kn.settle2", ["complex"], "kn.settle2_complex"),
    ("kn.settle2", ["remote"], "kn.settle2_remote"),
    ("kn.settle2", ["complex", "remote"], "kn.settle2_remote_complex"),
    ("kn.second_window", ["remote"], "kn.second_window_remote"),
    ("kn.second_window", ["complex"], "kn.second_window"),
    ("kn.effect1", ["remote"], "kn.effect1_remote"),
    ("kn.effect2", ["remote", "complex"], "kn.effect2_remote"),
    ("knkl.limitation2", ["dismissal"], "knkl.limitation2_dismissal"),
    ("knkl.limitation2", ["remote"], "knkl.limitation2"),
    ("tc.initial", ["several_places"], "tc.initial_ext"),
    ("tc.settle", ["complex"], "tc.settle_complex"),
    ("tc.settle", ["special"], "tc.settle_special"),
    ("tc.settle", ["complex", "special"], "tc.settle_special"),
]


@each_row(VARIANTS)
def test_what_a_case_is_chooses_its_limit(name, attributes, chosen):
    assert picked(name, LATEST, *attributes).rule.id == chosen


def test_every_variant_is_of_the_same_clock_as_its_base():
    for rule in CASES.values():
        if rule.base:
            base = VN.rules[rule.base]
            assert (rule.unit, rule.kind, rule.event_from) == (base.unit, base.kind, base.event_from), rule.id
            assert rule.amount > base.amount, rule.id
            assert rule.stops == base.stops, rule.id


def test_where_two_texts_disagree_both_are_known():
    assert {name: rule.alternative_to for name, rule in CASES.items() if rule.alternative_to} == {
        "petition.admin_procedure": "tcd.result_notice",
        "kn.accept.v1_decree": "kn.accept.v1",
        "kn.send2_decree": "kn.send2_law",
    }
    assert [rule.id for rule in picked("kn.send2_law", LATEST).alternatives] == ["kn.send2_decree"]
    assert [rule.id for rule in picked("kn.send2_decree", LATEST).alternatives] == ["kn.send2_law"]
    assert [rule.id for rule in picked("tcd.result_notice", LATEST).alternatives] == [
        "petition.admin_procedure"
    ]


def test_the_procedure_sheet_changes_no_date_of_a_petition():
    rule = VN.rules[VN.clocks["petition.notice"].rule_id]
    assert clocks.compute(rule, date(2026, 11, 12), VN.calendar).legal_due == date(2026, 11, 27)
    assert picked(rule.id, date(2026, 11, 12)).rule is rule


def test_before_the_decree_of_2020_only_the_law_spoke_on_acceptance():
    assert picked("kn.accept", date(2018, 3, 5), today=date(2018, 3, 9)).alternatives == ()
    assert picked("kn.accept", date(2026, 2, 11), today=date(2026, 3, 2)).alternatives == (
        VN.rules["kn.accept.v1_decree"],
    )


def test_a_complaint_not_yet_accepted_when_the_new_law_came_is_counted_under_both():
    still_open = picked("kn.accept", date(2026, 6, 29), today=date(2026, 7, 2))
    assert still_open.rule.id == "kn.accept.v1"
    assert [rule.id for rule in still_open.alternatives] == ["kn.accept.v1_decree", "kn.accept.v2"]
    assert still_open.alternatives[-1].transition_note_vi
    assert picked("kn.accept", date(2026, 6, 29), today=date(2026, 6, 30)).alternatives == (
        VN.rules["kn.accept.v1_decree"],
    )
    assert picked("kn.accept", DECREES).rule.id == "kn.accept.v2"
    assert picked("kn.accept", DECREES).alternatives == ()


def test_so_is_a_disciplinary_complaint():
    still_open = picked("knkl.accept", date(2026, 6, 29), today=date(2026, 7, 2))
    assert still_open.rule.id == "knkl.accept.v1"
    assert [rule.id for rule in still_open.alternatives] == ["knkl.accept.v2"]


def test_only_the_texts_of_2026_say_how_they_take_over():
    takes_over = {
        name: rule.transition for name, rule in CASES.items() if rule.transition is not Transition.EVENT
    }
    assert takes_over == {
        "kn.accept.v2": Transition.STRICTER,
        "knkl.accept.v2": Transition.STRICTER,
        "kn.dialogue_notice": Transition.NEW_TEXT,
        "kn.suspend_send": Transition.NEW_TEXT,
    }


@each(["kn.dialogue_notice", "kn.suspend_send"])
def test_dialogue_and_suspension_of_pending_complaints_follow_the_new_decree_by_its_article(name):
    rule = VN.rules[name]
    assert (rule.transition_document, rule.transition_article) == ("Nghị định 155/2026/NĐ-CP", "22.1")
    assert "chưa có quyết định giải quyết" in rule.transition_note_vi


SETTLING = {
    *(f"kn.settle{n}{kind}" for n in "12" for kind in ("", "_complex", "_remote", "_remote_complex")),
    "tc.settle",
    "tc.settle_complex",
    "tc.settle_special",
}


def test_only_the_clocks_of_settling_may_be_stopped():
    assert {name for name, rule in CASES.items() if rule.stops} == SETTLING


def test_the_clock_of_a_complaint_stops_since_2026_by_article_11a():
    stops = VN.rules["kn.settle1_remote"].stops
    assert stops.in_force_from == DECREES
    assert cite(stops) == (
        "Luật Khiếu nại 02/2011/QH13 sửa đổi bởi Luật 136/2025/QH15, Điều 11a; "
        "Nghị định 124/2020/NĐ-CP sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 28a đến Điều 28b"
    )


def test_the_clock_of_a_denunciation_stops_since_2019_by_article_34():
    stops = VN.rules["tc.settle"].stops
    assert (stops.article, stops.in_force_from) == ("34.2", date(2019, 1, 1))


def test_only_these_limits_are_extended_by_decision():
    extended = {
        name: [(one.amount, one.unit, one.article, one.when) for one in rule.extend]
        for name, rule in CASES.items()
        if rule.extend
    }
    assert extended == {
        "tc.settle": [(30, "days", "30.2", "complex"), (30, "days", "30.3", "special")],
        "knkl.settle": [(15, "days", "50", "complex")],
    }


def test_a_denunciation_extended_is_as_long_as_its_variant():
    rule = VN.rules["tc.settle"]
    assert rule.amount + rule.extend[0].amount == VN.rules["tc.settle_complex"].amount
    assert rule.amount + sum(one.amount for one in rule.extend) == VN.rules["tc.settle_special"].amount


# Counted by hand on the wall calendar of 2026.
BY_HAND = [
    ("tcd.schedule_posting", [], date(2026, 11, 16), date(2026, 11, 9)),
    ("tcd.refusal_notice", [], date(2026, 11, 20), date(2026, 11, 26)),
    ("party.written_notice", [], date(2026, 11, 12), date(2026, 11, 27)),
    ("petition.admin_procedure", [], date(2026, 11, 12), date(2026, 11, 23)),
    ("kn.accept", [], date(2026, 11, 17), date(2026, 11, 27)),
    ("kn.settle1", ["complex"], date(2026, 7, 1), date(2026, 8, 17)),
    ("kn.settle2", ["remote", "complex"], date(2026, 7, 1), date(2026, 9, 9)),
    ("kn.send1", [], date(2026, 11, 20), date(2026, 11, 26)),
    ("kn.send2_law", [], date(2026, 11, 20), date(2026, 11, 27)),
    ("kn.send2_decree", [], date(2026, 11, 20), date(2026, 12, 2)),
    ("kn.second_window", ["remote"], date(2026, 10, 1), date(2026, 11, 16)),
    ("kn.dialogue_notice", [], date(2026, 11, 16), date(2026, 11, 11)),
    ("knkl.limitation2", ["dismissal"], date(2026, 10, 1), date(2026, 11, 2)),
    ("tc.initial", ["several_places"], date(2026, 2, 11), date(2026, 3, 4)),
    ("tc.settle", ["special"], date(2026, 1, 19), date(2026, 4, 20)),
    ("tc.publish", [], date(2026, 11, 16), date(2026, 11, 26)),
]


@each_row(BY_HAND)
def test_the_days_of_a_case_are_those_counted_by_hand(name, attributes, event, due):
    rule = picked(name, event, *attributes).rule
    assert clocks.compute(rule, event, VN.calendar).legal_due == due


def test_the_sites_are_connected_one_hour_before_the_session():
    start = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
    due = clocks.compute(VN.rules["tcd.online_connect"], start, VN.calendar)
    assert due.moment == datetime.fromisoformat("2026-11-16T07:00:00+07:00")
