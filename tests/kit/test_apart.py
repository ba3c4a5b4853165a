"""What a text names, and by which words around it two texts name something else."""

import pytest

from hoiam.kit import apart, likeness
from hoiam.kit.likeness import Verdict

LETTER = (
    "Tôi tên là Nông Thị Giả Định, sinh năm 1961, ở xã An Phú. Thửa đất số 87, tờ bản đồ số 14 của gia đình tôi bị ghi "
    "nhầm chủ từ ngày 12/03/2026. Tôi đã nộp 12.500.000 đồng tiền đo đạc mà chưa được trả lời."
)
CHANGES = {
    "another plot": {"số 87": "số 212", "số 14": "số 9", "12/03/2026": "01/09/2025"},
    "another person": {"Nông Thị Giả Định": "Hứa Văn Thử Nghiệm", "1961": "1984", "12.500.000": "3.000.000"},
    "another amount and day": {"12.500.000": "3.000.000", "12/03/2026": "20/10/2025"},
}


def compared(one, other):
    return likeness.compare(apart.take_apart(one), apart.take_apart(other))


def changed(text, changes):
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def facts(text):
    return {fact.value for fact in apart.take_apart(text).facts}


def test_names_numbers_and_whole_dates_are_facts():
    assert facts(LETTER) == {"nong thi gia dinh", "1961", "an phu", "87", "14", "12/3/2026", "12500000"}
    assert facts("Ngày 02-9-2026, số 7/9 và 5.1") == {"2/9/2026", "7", "9", "5", "1"}


def test_what_stands_around_tells_which_fact_it_is():
    plot = next(fact for fact in apart.take_apart(LETTER).facts if fact.value == "87")
    assert plot.around == (("<", "dat", "so"), (">", "to", "ban"))


@pytest.mark.parametrize("spelt", [str.upper, str.lower])
def test_without_a_difference_of_capitals_names_are_looked_for_in_the_other_text(spelt):
    assert not [fact for fact in apart.take_apart(spelt(LETTER)).facts if fact.named]
    found = compared(LETTER, spelt(LETTER))
    assert (found.verdict, found.facts, found.contradicted) == (Verdict.SAME, 1.0, 0)
    assert ("An Phú", "place") in found.shared


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_same_words_about_something_else_are_a_template(changes):
    found = compared(LETTER, changed(LETTER, changes))
    assert (found.verdict, found.contradicted) == (Verdict.TEMPLATE, len(changes))


def test_a_slip_in_a_name_or_a_long_number_contradicts_nothing():
    found = compared(LETTER, changed(LETTER, {"Giả Định": "Giả Đinhj", "12.500.000": "12.501.000"}))
    assert (found.verdict, found.contradicted) == (Verdict.SAME, 0)


def test_texts_that_name_nothing_are_compared_by_what_they_tell():
    assert compared("đèn đường hỏng đã lâu", "đèn đường hỏng đã lâu").verdict is Verdict.SAME
    assert compared("", "").verdict is not Verdict.SAME
