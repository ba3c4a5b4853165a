"""Grassroots, access to information, explanation on request, inspection, personal data, records."""

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from hoiam.law import clocks, packs, rules
from hoiam.law.book import RuleBook
from hoiam.law.citation import cite
from hoiam.law.pauses import Granted, Pause
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence, Kind, TimeUnit, Transition
from tests.every import each_row

VN = packs.load("vn")
AREAS = {"dc": 15, "dt": 2, "ai": 14, "gt": 2, "tt22": 13, "tt25": 6, "pd": 10, "vt": 3}
MORE = {name: rule for name, rule in VN.rules.items() if name.split(".")[0] in AREAS}

# Every number a second time, taken down from the research and not from the pack.
NUMBERS = """
dc.publish                      5 working_days max    after  12.3
dc.post_min                    30 days         min    after  13.2
dc.loudspeaker                  3 days         min    after  13.3
dc.meeting_notice               2 days         min    before 3.3
dc.ballot_plan_send             2 days         max    after  4
dc.decision_send                5 working_days max    after  20.3
dc.recognise                    5 working_days max    after  21
dc.household_consent_valid      3 months       window after  16.3
dc.consultation_min            20 days         min    after  28.2
dc.village_conference_notice    5 days         min    before 11
dc.inspection_board_reply      15 days         max    after  40.1.c
dc.investment_board_reply      15 days         max    after  45.2.c
dc.investment_board_notice     45 days         min    before 45.1.b
dc.agency_publish               5 working_days max    after  47.2
dc.agency_post_min             20 days         min    after  48.1-48.2
dt.announce                     7 days         min    before 43
dt.results                     10 days         max    after  43
ai.publish.v1                   5 working_days max    after  18.4
ai.post_min.v1                 30 days         min    after  21.2
ai.public_inaccuracy.v1        15 days         max    after  22.4
ai.request_office_complex.v1   10 working_days max    after  29.2
ai.request_online_simple.v1     3 working_days max    after  30.3
ai.request_online_notify.v1     3 working_days max    after  30.4
ai.request_online_complex.v1   15 working_days max    after  30.4
ai.request_post_simple.v1       5 working_days max    after  31.1
ai.request_post_notify.v1       3 working_days max    after  31.2
ai.request_post_complex.v1     15 working_days max    after  31.2
ai.correction_self.v1           5 working_days max    after  32.1
ai.correction_request.v1       15 days         max    after  32.2
ai.public_inaccuracy.v2        10 days         max    after  22
gt.accept                       5 working_days max    after  11.4
gt.explain                     15 days         max    after  13
tt22.duration_ttcp             60 days         max    after  47
tt22.duration_province         45 days         max    after  47
tt22.duration_district         30 days         max    after  47
tt22.report_ttcp               30 days         max    after  73.4
tt22.draft_ttcp                30 days         max    after  75.5
tt22.report_province           20 days         max    after  73.4
tt22.draft_province            20 days         max    after  75.5
tt22.report_district           15 days         max    after  73.4
tt22.draft_district            15 days         max    after  75.5
tt22.conclusion                15 days         max    after  78
tt22.publish                   10 days         max    after  79
tt22.implement_order           15 days         max    after  103.2
tt22.target_plan               10 days         max    after  104.1
tt25.duration_ttcp             60 days         max    after  article not seen
tt25.conclusion                15 days         max    after  36.1
tt25.superior_opinion          30 days         max    after  36.1
tt25.implement_order           15 days         max    after  53.1.a
pd.breach_authority            72 hours        max    after  23.1
pd.breach_subjects             72 hours        max    after  29.1.a
pd.breach_record               60 months       min    after  29.1.c
pd.dpia                        60 days         max    after  21.1
pd.dpia_update                  6 months       max    after  20.1
pd.dpia_reorg                  10 days         max    after  20.2
pd.request_ack                  2 working_days max    after  5.2-5.4
pd.stop                        15 days         max    after  5.2
pd.view_correct                10 days         max    after  5.3
pd.delete                      20 days         max    after  5.4
vt.issue                        1 working_days max    after  18.1
vt.incoming                     1 working_days max    after  23.1
vt.dossier_archive             12 months       max    after  30.2.b
"""
NO_NUMBER = {"ai.request.v2", "tt25.duration_province", "tt25.publish"}


def amounts(rule):
    return [extension.amount for extension in rule.extend]


def test_each_area_has_its_rules():
    found = dict.fromkeys(AREAS, 0)
    for name in MORE:
        found[name.split(".")[0]] += 1
    assert found == AREAS


def test_every_number_unit_kind_direction_and_article_is_as_it_was_found():
    written = [
        f"{rule.id} {rule.amount} {rule.unit} {rule.kind} {rule.direction} {rule.article}"
        for rule in MORE.values()
        if rule.amount
    ]
    assert sorted(written) == sorted(" ".join(line.split()) for line in NUMBERS.strip().splitlines())


def test_a_number_that_was_not_found_is_not_guessed():
    assert {name for name, rule in MORE.items() if not rule.amount} == NO_NUMBER
    for name in NO_NUMBER:
        assert MORE[name].confidence is Confidence.NOT_READ
        with pytest.raises(Refused, match="no_statutory_limit"):
            clocks.compute(MORE[name], date(2026, 10, 1), VN.calendar)


def test_an_article_or_number_that_was_not_seen_is_said_so_in_both_languages():
    rule = MORE["ai.request.v2"]
    assert cite(rule) == "Luật Tiếp cận thông tin (sửa đổi) 2026 (chưa thấy số hiệu), (chưa thấy số điều)"
    assert cite(rule, "en").endswith("(number not seen), (article not seen)")


def test_what_stands_beside_a_number_is_told_in_vietnamese_too():
    for name, rule in MORE.items():
        assert rule.note_vi or not (rule.note or rule.extension or rule.conditions), name
        for text in (rule.actor_vi, rule.action_vi, rule.event_from_vi):
            assert not text.isascii(), (name, text)


def test_every_further_period_written_with_a_plus_is_one_that_can_be_granted():
    for name, rule in MORE.items():
        if name != "vt.dossier_archive":
            assert amounts(rule) == [int(number) for number in re.findall(r"\+(\d+)", rule.extension)], name


def test_the_longest_inspection_of_2022_is_the_limit_with_its_extensions():
    longest = {
        name: rule.amount + sum(amounts(rule))
        for name, rule in MORE.items()
        if name.startswith("tt22.duration")
    }
    assert longest == {name: int(re.findall(r"max (\d+)", MORE[name].extension)[0]) for name in longest}
    assert sorted(longest.values()) == [45, 75, 120]


def test_an_inspection_is_first_found_complex_and_then_specially_complex():
    assert [one.when for one in MORE["tt22.duration_ttcp"].extend] == ["complex", "special"]


def test_an_inspection_in_a_remote_place_is_extended_once_whether_or_not_it_is_complex():
    assert [(one.amount, one.when) for one in MORE["tt22.duration_district"].extend] == [(15, "")]


def test_the_access_law_of_2016_counts_working_days_and_extends_by_calendar_days():
    for name in ("ai.request_online_complex.v1", "ai.request_post_complex.v1"):
        rule = MORE[name]
        assert (rule.unit, [one.unit for one in rule.extend]) == (TimeUnit.WORKING_DAYS, [TimeUnit.DAYS])
    assert [one.unit for one in MORE["ai.request_office_complex.v1"].extend] == [TimeUnit.WORKING_DAYS]


def test_a_request_about_personal_data_is_extended_once_by_as_much_as_the_decree_says():
    found = {name: amounts(rule) for name, rule in MORE.items() if rule.id.startswith("pd.") and rule.extend}
    assert found == {"pd.stop": [15], "pd.view_correct": [10], "pd.delete": [20]}


def test_a_dossier_may_stay_two_years_more_with_the_heads_consent():
    (more,) = MORE["vt.dossier_archive"].extend
    assert (more.amount, more.unit, more.article) == (24, TimeUnit.MONTHS, "31")


def test_only_explanations_and_inspections_of_2022_can_be_stopped():
    assert {name: rule.stops.article for name, rule in MORE.items() if rule.stops} == {
        "gt.explain": "14.1",
        "tt22.duration_ttcp": "47",
        "tt22.duration_province": "47",
        "tt22.duration_district": "47",
    }


@each_row([("2026-08-31", "v1"), ("2026-09-01", "v2")])
def test_wrong_published_information_is_answered_by_the_law_of_its_day(event, version):
    picked = VN.rules.pick("ai.public_inaccuracy", date.fromisoformat(event))
    assert picked.rule.id == f"ai.public_inaccuracy.{version}"


def test_what_was_pending_when_the_access_law_changed_is_counted_by_both_texts():
    before, after = date(2026, 8, 31), date(2026, 9, 1)
    assert MORE["ai.public_inaccuracy.v2"].transition is Transition.STRICTER

    def others(today):
        return [one.id for one in VN.rules.pick("ai.public_inaccuracy", before, today=today).alternatives]

    assert (others(before), others(after)) == ([], ["ai.public_inaccuracy.v2"])


def test_no_number_of_the_access_law_of_2016_starts_a_clock_after_its_end():
    old = [rule for name, rule in MORE.items() if name.startswith("ai.") and name.endswith(".v1")]
    assert len(old) == 12
    assert not any(rule.governs(date(2026, 9, 1)) for rule in old)
    assert all(rule.governs(date(2026, 8, 31)) for rule in old)


def test_one_inspection_law_ends_where_the_other_begins():
    for name, rule in MORE.items():
        if name.startswith("tt2"):
            days = [rule.governs(date(2025, 6, 30)), rule.governs(date(2025, 7, 1))]
            assert days == [name.startswith("tt22."), name.startswith("tt25.")], name


def test_a_notice_before_a_meeting_is_counted_backwards_and_never_shortened():
    before = {name for name, rule in MORE.items() if rule.direction == "before"}
    assert before == {
        "dc.meeting_notice",
        "dc.village_conference_notice",
        "dc.investment_board_notice",
        "dt.announce",
    }
    assert {MORE[name].kind for name in before} == {Kind.MIN}


def test_a_breach_is_told_within_72_hours_though_they_end_on_the_first_day_of_tet():
    due = clocks.compute(MORE["pd.breach_authority"], datetime(2026, 2, 14, 10, 30), VN.calendar)  # noqa: DTZ001
    assert due.moment == datetime(2026, 2, 17, 10, 30)  # noqa: DTZ001


def test_a_document_signed_on_a_friday_goes_out_on_monday_at_the_latest():
    assert clocks.compute(MORE["vt.issue"], date(2026, 11, 20), VN.calendar).legal_due == date(2026, 11, 23)


def test_a_complex_explanation_that_was_stopped_and_extended():
    explain, event = MORE["gt.explain"], date(2026, 10, 1)
    pause = Pause(date(2026, 10, 6), date(2026, 10, 12), "QĐ 1")
    more = Granted(15, TimeUnit.DAYS, date(2026, 10, 20), "TB 2")
    # 15 days end on 16 October; 5 days stood still (7 to 11); 15 more end on 5 November.
    assert clocks.run(explain, event, VN.calendar).unrolled == date(2026, 10, 16)
    assert clocks.run(explain, event, VN.calendar, pauses=[pause]).unrolled == date(2026, 10, 21)
    both = clocks.run(explain, event, VN.calendar, pauses=[pause], extensions=[more])
    assert both.unrolled == both.legal_due == date(2026, 11, 5)


def test_fifteen_working_days_of_2016_are_extended_by_fifteen_calendar_days():
    more = Granted(15, TimeUnit.DAYS, date(2026, 6, 15), "TB 3")
    rule, event = MORE["ai.request_online_complex.v1"], date(2026, 6, 1)
    assert clocks.run(rule, event, VN.calendar).unrolled == date(2026, 6, 22)
    assert clocks.run(rule, event, VN.calendar, extensions=[more]).unrolled == date(2026, 7, 7)


def test_an_inspection_that_was_extended_twice_may_last_120_days():
    rule, event = MORE["tt22.duration_ttcp"], date(2025, 1, 2)
    more = [Granted(30, TimeUnit.DAYS, on, "QĐ 4") for on in (date(2025, 2, 20), date(2025, 3, 20))]
    assert clocks.run(rule, event, VN.calendar, extensions=more).unrolled == date(2025, 5, 2)
    with pytest.raises(Refused, match="no_more_extensions"):
        clocks.run(rule, event, VN.calendar, extensions=[*more, more[0]])


def test_the_row_shown_to_those_who_change_a_rule_is_one_that_works():
    guide = Path(__file__).parents[2].joinpath("docs/howto/change-a-rule.md").read_text(encoding="utf-8")
    (row,) = tomllib.loads(guide.split("```toml\n")[1].split("```")[0])["rule"]
    new = rules.read(row)
    old = replace(MORE["dc.inspection_board_reply"], in_force_until=date(2030, 6, 30))
    book = RuleBook([old, new])
    days = [date(2030, 6, 30), date(2030, 7, 1)]
    assert [book.pick("dc.inspection_board_reply", day).rule for day in days] == [old, new]
