"""Questions and promises of a dialogue conference."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.law import dialogue, packs
from hoiam.law.book import RuleBook
from hoiam.law.dialogue import Phase, State
from hoiam.law.refusal import Refused
from tests.every import each_row

VN = packs.load("vn")
HELD = date(2026, 12, 10)
BEFORE, AFTER = date(2026, 12, 9), date(2026, 12, 11)


@each_row(
    [
        ("planned", False, BEFORE, None),
        ("planned", True, BEFORE, Phase.BEFORE),
        ("planned", True, AFTER, Phase.BEFORE),
        ("announced", True, BEFORE, Phase.BEFORE),
        ("announced", True, HELD, Phase.DURING),
        ("held", True, HELD, Phase.AFTER),
        ("published", True, AFTER, None),
        ("demanded", False, BEFORE, None),
    ]
)
def test_when_one_may_ask(state, announced, on, phase):
    assert dialogue.phase(state=state, announced=announced, held_on=HELD, on=on) == phase


def test_without_a_day_nothing_has_begun():
    assert dialogue.phase(state="announced", announced=True, held_on=None, on=HELD) == Phase.BEFORE


@each_row([(" \n", "question_empty"), ("x" * 1001, "question_too_long")])
def test_a_question_is_not_empty_and_not_too_long(text, code):
    with pytest.raises(Refused, match=code):
        dialogue.require_question(text)


def test_a_question_as_long_as_allowed_is_taken():
    dialogue.require_question("x" * 1000)


def test_one_device_asks_five_times():
    dialogue.require_device(asked=4)
    with pytest.raises(Refused, match="too_many_questions"):
        dialogue.require_device(asked=5)


@each_row(
    [
        ("Đường ngõ 7 bao giờ sửa?", ()),
        ("Gọi tôi số 0912 345 678 nhé", ("phone",)),
        ("Gọi +84912345678", ("phone",)),
        ("CCCD 020190123456", ("id_number",)),
        ("Viết cho a.b@example.vn", ("email",)),
        ("Lũ ăn  hại, gọi 0912345678", ("abuse", "phone")),
        ("Quyết định 1234/QĐ-UBND ngày 01/07/2026, 1.250.000 đồng", ()),
        ("Đường mòn đồ ngung", ()),
    ]
)
def test_what_is_pointed_out(text, found):
    assert dialogue.pointed_out(text, VN.rude) == found


@each_row(
    [
        ("show", "waiting", State.SHOWN),
        ("wait", "aside", State.WAITING),
        ("merge", "shown", State.MERGED),
        ("set_aside", "waiting", State.ASIDE),
        ("answer", "later", State.ANSWERED),
        ("defer", "shown", State.LATER),
    ]
)
def test_what_becomes_of_a_question(event, state, after):
    assert dialogue.decide(event, state=state, stage="announced") == after


@each_row(
    [
        ("dance", "waiting", "held", "unknown_event"),
        ("show", "answered", "held", "question_decided"),
        ("set_aside", "aside", "held", "question_decided"),
        ("answer", "shown", "published", "conference_over"),
    ]
)
def test_what_cannot_become_of_it(event, state, stage, code):
    with pytest.raises(Refused, match=code):
        dialogue.decide(event, state=state, stage=stage)


def test_what_was_put_off_is_answered_when_the_results_are_out():
    assert dialogue.decide("answer", state="later", stage="published") == State.ANSWERED


@each_row([(1, 1, "shown"), (1, 2, None), (1, 2, "merged"), (1, 2, "aside")])
def test_what_it_cannot_be_grouped_under(one, other, state):
    with pytest.raises(Refused, match="cannot_merge"):
        dialogue.require_merge(question_id=one, into_id=other, state=state)


def test_small_checks():
    dialogue.require_merge(question_id=1, into_id=2, state="waiting")
    dialogue.require_ground("abuse")
    dialogue.require_settled(unsettled=0)
    dialogue.require_words("Sẽ sửa.")
    dialogue.require_day(AFTER, on=HELD)
    dialogue.require_verdict("partly", due_on=HELD, kept_on=None, on=AFTER)
    dialogue.require_verdict("kept", due_on=AFTER, kept_on=BEFORE, on=HELD)
    dialogue.require_voters(1)
    assert dialogue.id_number("020 190 123 456") == "020190123456"


@each_row(
    [
        (lambda: dialogue.require_ground("chính kiến"), "unknown_ground"),
        (lambda: dialogue.require_settled(unsettled=2), "questions_open"),
        (lambda: dialogue.require_words(" "), "words_needed"),
        (lambda: dialogue.require_day(HELD, on=HELD), "day_in_past"),
        (lambda: dialogue.require_verdict("no", due_on=HELD, kept_on=None, on=AFTER), "verdict_unknown"),
        (lambda: dialogue.require_verdict("kept", due_on=HELD, kept_on=None, on=HELD), "verdict_too_early"),
        (lambda: dialogue.id_number("12345"), "id_number_wrong"),
        (lambda: dialogue.id_number("02019012345x"), "id_number_wrong"),
        (lambda: dialogue.id_number("٠٢٠١٩٠١٢٣٤٥٦"), "id_number_wrong"),
        (lambda: dialogue.require_voters(0), "voters_needed"),
    ]
)
def test_small_refusals(check, code):
    with pytest.raises(Refused, match=code):
        check()


@each_row([(1000, 100), (1001, 101), (7, 1)])
def test_the_share_of_voters_is_never_rounded_down(voters, needed):
    assert dialogue.needed(voters, VN) == needed


def test_a_promise_runs_by_the_pack_s_own_rule_and_not_without_one():
    assert dialogue.promise_rule(VN) == "house.dialogue_promise"
    assert dialogue.promise_rule(packs.load("demo_en")) == "house.meeting_promise"
    with pytest.raises(Refused, match="unknown_rule"):
        dialogue.promise_rule(replace(VN, rules=RuleBook([])))
