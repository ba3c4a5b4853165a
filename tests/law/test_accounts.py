"""An account of a head: its steps, its days by holder, who signs, what may be asked."""

import json
from dataclasses import replace
from datetime import date

import pytest

from hoiam.law import accounts, packs
from hoiam.law.accounts import Asked, Line, Period, Section, State
from hoiam.law.frequencies import Holding, Span
from hoiam.law.refusal import Refused

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NEW_YEAR = date(2027, 1, 1)
VN, EN = packs.load("vn"), packs.load("demo_en")


@pytest.mark.parametrize(
    ("event", "state", "after"),
    [
        ("write", "draft", State.DRAFT),
        ("recount", "draft", State.DRAFT),
        ("sign", "draft", State.SIGNED),
        ("publish", "signed", State.PUBLISHED),
    ],
)
def test_each_step_leads_on(event, state, after):
    assert accounts.move(event, state) is after


@pytest.mark.parametrize(
    ("event", "state", "code"),
    [
        ("burn", "draft", "unknown_event"),
        ("write", "signed", "account_signed"),
        ("sign", "published", "account_signed"),
        ("publish", "draft", "wrong_state"),
    ],
)
def test_a_step_at_the_wrong_time_is_refused(event, state, code):
    with pytest.raises(Refused, match=code):
        accounts.move(event, state)


def test_days_in_order_no_longer_than_a_year_and_over():
    accounts.require_period(FIRST, LAST, on=NEW_YEAR)
    for first, last, on, code in (
        (LAST, FIRST, NEW_YEAR, "period_wrong"),
        (date(2025, 12, 30), LAST, NEW_YEAR, "account_too_long"),
        (FIRST, LAST, LAST, "period_not_over"),
    ):
        with pytest.raises(Refused, match=code):
            accounts.require_period(first, last, on=on)


def test_the_post_was_there_on_all_of_the_days():
    accounts.require_lived(Span(FIRST, None), FIRST, LAST)
    for lived in (Span(date(2026, 1, 2), None), Span(None, date(2026, 12, 30))):
        with pytest.raises(Refused, match="no_such_days"):
            accounts.require_lived(lived, FIRST, LAST)


def test_only_who_holds_the_post_signs_and_a_former_holder_is_told_so():
    accounts.require_holder(person=1, holder=1, held_before=True)
    for before, code in ((True, "former_holder"), (False, "not_the_holder")):
        with pytest.raises(Refused, match=code):
            accounts.require_holder(person=1, holder=2, held_before=before)


def test_what_is_signed_was_counted_after_its_last_day():
    accounts.require_counted(NEW_YEAR, last=LAST)
    for day in (None, LAST):
        with pytest.raises(Refused, match="count_first"):
            accounts.require_counted(day, last=LAST)


def days(found):
    return [(one.first, one.last, one.holder) for one in found]


def test_the_days_are_divided_by_who_held_the_post():
    held = [
        Holding(2, Span(date(2026, 7, 1), None)),
        Holding(1, Span(None, date(2026, 5, 31))),
        Holding(3, Span(date(2024, 1, 1), date(2024, 2, 1))),
    ]
    assert days(accounts.periods(held, FIRST, LAST)) == [
        (FIRST, date(2026, 5, 31), 1),
        (date(2026, 6, 1), date(2026, 6, 30), None),
        (date(2026, 7, 1), LAST, 2),
    ]


def test_days_that_nobody_held_it_are_nobodys():
    assert days(accounts.periods([], FIRST, LAST)) == [(FIRST, LAST, None)]


def test_figures_are_spelled_one_way_and_read_again():
    line = Line("task", {"in_time": 2, "late": 1})
    found = (Period(FIRST, date(2026, 3, 1), 7, (line,)), Period(date(2026, 3, 2), LAST, None))
    text = accounts.spelled(found, post="abc", first=FIRST, last=LAST, on=NEW_YEAR)
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) + "\n"
    assert [(one.holder, one.lines) for one in accounts.read(text)] == [(0, (line,)), (None, ())]
    assert accounts.read("") == ()


def test_a_kind_that_is_not_named_stands_among_others():
    assert [Line(key, {}).section for key in ("task", "mend", "novelty")] == [
        Section.TASKS, Section.INSPECTION, Section.OTHER,
    ]  # fmt: skip


def test_words_stand_in_parts_that_there_are():
    assert accounts.words({"summary": " Tốt. ", "tasks": " "}) == {"summary": "Tốt."}
    for said, code in (({"poem": "x"}, "unknown_section"), ({"tasks": "a" * 4001}, "words_too_long")):
        with pytest.raises(Refused, match=code):
            accounts.words(said)


def test_a_year_is_as_long_as_its_post():
    assert accounts.of_year(2026, Span()) == (FIRST, LAST)
    assert accounts.of_year(2026, Span(date(2026, 3, 1), date(2026, 4, 1))) == (
        date(2026, 3, 1),
        date(2026, 4, 1),
    )
    assert accounts.of_year(2026, Span(date(2027, 1, 1), None)) is None


def test_a_question_has_words_and_no_numbers_of_anybody():
    accounts.require_asked("Bao giờ?", ["abuse"])
    for text, found, code in (
        (" ", (), "question_empty"),
        ("a" * 1001, (), "question_too_long"),
        ("Gọi tôi", ("phone",), "personal_in_text"),
    ):
        with pytest.raises(Refused, match=code):
            accounts.require_asked(text, found)


def test_a_question_is_answered_once_and_hidden_only_on_a_ground():
    assert accounts.decide("answer", state="open") is Asked.ANSWERED
    assert accounts.decide("hide", state="answered", ground="personal") is Asked.HIDDEN
    for event, state, ground, code in (
        ("burn", "open", "", "unknown_event"),
        ("answer", "answered", "", "question_decided"),
        ("hide", "open", "critical", "unknown_ground"),
    ):
        with pytest.raises(Refused, match=code):
            accounts.decide(event, state=state, ground=ground)


def test_rules_of_this_system_are_shown_as_such():
    rule = accounts.require_rule(VN, "account")
    assert (rule.confidence, rule.amount, rule.unit) == ("HOUSE", 1, "months")
    assert accounts.require_rule(EN, "account").amount == 1
    without = replace(EN, rules={})
    assert accounts.house_rule(without, "account") is None
    with pytest.raises(Refused, match="unknown_rule"):
        accounts.require_rule(without, "account")


@pytest.mark.parametrize(
    ("on", "counted_on", "drafted"),
    [
        (date(2026, 12, 31), None, False),
        (date(2027, 1, 1), None, False),
        (date(2027, 1, 2), None, True),
        (date(2027, 2, 9), None, True),
        (date(2027, 1, 2), date(2026, 12, 31), True),
        (date(2027, 1, 2), date(2027, 1, 1), False),
    ],
)
def test_the_draft_of_a_year_is_put_together_once_when_thirty_days_are_left(on, counted_on, drafted):
    said = {"last": date(2026, 12, 31), "due": date(2027, 2, 1), "counted_on": counted_on, "on": on}
    assert accounts.to_draft(**said) is drafted
