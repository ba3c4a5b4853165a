"""An invented county runs on the same tables: nothing Vietnamese is wired into rules, clocks or procedures."""

import re
from datetime import date

import pytest

from hoiam.law import clocks, packs
from hoiam.law.citation import cite
from hoiam.law.procedures import consultation, dialogue_conference, registry
from hoiam.law.procedures.moves import Running
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

COUNTY = packs.load("demo_en")
VIETNAMESE = re.compile(r"[À-ỹĐđ]")
HEAD = frozenset({Role.HEAD})
each_procedure = pytest.mark.parametrize("procedure", registry.of(COUNTY), ids=lambda one: one.name)


def due(rule_id: str, event: date) -> clocks.Due:
    return clocks.compute(COUNTY.rules[rule_id], event, COUNTY.calendar)


def refused(procedure, event, state, facts) -> str:
    with pytest.raises(Refused) as caught:
        procedure.decide(event, state=state, roles=HEAD, facts=facts, pack=COUNTY)
    return caught.value.code


def test_it_has_three_procedures_of_all_that_there_are():
    assert {procedure.name for procedure in registry.of(COUNTY)} == {
        "petition",
        "consultation",
        "dialogue_conference",
    }


@each_procedure
def test_every_event_state_and_clock_of_a_procedure_has_its_word_source_and_rule(procedure):
    for kind, codes in (
        ("state", procedure.states),
        ("event", procedure.events),
        ("clock", procedure.clocks),
    ):
        assert {f"{procedure.name}.{kind}.{code}" for code in codes} <= set(COUNTY.words)
    assert all(COUNTY.source(procedure.name, event) for event in procedure.events)
    assert all(COUNTY.clock(procedure.name, clock).rule_id in COUNTY.rules for clock in procedure.clocks)


def test_every_rule_is_cited_without_a_vietnamese_word():
    cited = [cite(rule, "en") for rule in COUNTY.rules.values()]
    cited += [cite(source, "en") for source in COUNTY.sources.values()]
    assert "Saltmarsh Byelaws Ordinance 8/2020, article 2.1" in cited
    assert [text for text in cited if VIETNAMESE.search(text)] == []


def test_all_its_words_are_english_in_both_places():
    entries = [*COUNTY.words.values(), *COUNTY.fields, *COUNTY.refusal_grounds, *COUNTY.reply_decisions]
    entries += COUNTY.policies.values()
    assert all(entry.vi == entry.en for entry in entries)
    assert [entry.en for entry in entries if VIETNAMESE.search(entry.en)] == []
    days = COUNTY.calendar.entries
    assert all(day.name_vi == day.name_en and not VIETNAMESE.search(day.name_en + day.source) for day in days)


def test_its_year_has_two_holidays_and_no_other_country_s():
    assert [str(day.on) for day in COUNTY.calendar.entries if day.on.year == 2026] == [
        "2026-03-02",
        "2026-11-26",
    ]
    assert COUNTY.calendar.is_working(date(2026, 11, 24))
    assert not packs.load("vn").calendar.is_working(date(2026, 11, 24))


def test_it_shares_no_rule_with_the_first_pack():
    assert not set(COUNTY.rules) & set(packs.load("vn").rules)


def test_a_draft_byelaw_stays_open_for_its_four_weeks():
    period = due("smc.consultation.period", date(2026, 11, 16))
    assert (period.legal_due, period.safe_due) == (date(2026, 12, 14), date(2026, 12, 15))
    open_clock = {"period": Running("smc.consultation.period", period.legal_due)}
    early = consultation.Facts(on=date(2026, 12, 14), clocks=open_clock)
    assert refused(consultation.PROCEDURE, "close", "open", early) == "period_too_short"
    later = consultation.Facts(on=date(2026, 12, 15), clocks=open_clock)
    step = consultation.PROCEDURE.decide("close", state="open", roles=HEAD, facts=later, pack=COUNTY)
    assert step.after == "closed"


def test_a_town_meeting_is_announced_ten_working_days_before():
    meeting = date(2026, 12, 8)
    assert due("smc.meeting.announce", meeting).legal_due == date(2026, 11, 23)  # Harvest Day is left out
    late = dialogue_conference.Facts(on=date(2026, 11, 24), held_on=meeting)
    assert refused(dialogue_conference.PROCEDURE, "announce", "planned", late) == "notice_too_short"
    asked = dialogue_conference.Facts(on=date(2026, 11, 2), asking=5, voters=100, reason="few")
    assert refused(dialogue_conference.PROCEDURE, "decline", "demanded", asked) == "enough_asked"


def test_an_answer_may_be_extended_once_from_the_unrolled_limit():
    rule = COUNTY.rules["smc.petition.answer"]
    granted = clocks.Granted(10, rule.unit, date(2026, 11, 20), "7/2026")
    longer = clocks.run(rule, date(2026, 11, 2), COUNTY.calendar, extensions=[granted])
    assert longer.legal_due == date(2026, 12, 15)
    assert due(rule.id, date(2026, 11, 2)).legal_due == date(2026, 12, 1)
