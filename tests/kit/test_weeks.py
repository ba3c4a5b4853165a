"""A day's part in a count is worded in one place: a page says what the terminal says."""

from datetime import date

import pytest
from django.utils import translation

from hoiam.kit import weeks
from hoiam.law import clocks, explain, packs, telling
from hoiam.law.clocks import DayRole

PACK = packs.load("vn")
SKIPPING = explain.explain(PACK, "tcd.result_notice", date(2026, 11, 12))


@pytest.mark.parametrize(("language", "index"), [("vi", 0), ("en", 1)])
def test_page_and_terminal_say_the_same_of_every_day(language, index):
    assert SKIPPING.due is not None
    with translation.override(language):
        page = str(weeks.rows(SKIPPING.due.days, SKIPPING.due.legal_due))
        key = dict(weeks.table(SKIPPING.due.days).key)
    terminal = "\n".join(telling.lines(SKIPPING, language))
    roles = {day.role for day in SKIPPING.due.days}
    assert {DayRole.EVENT, DayRole.COUNTED, DayRole.SKIPPED} <= roles
    assert key == {role.value: telling.ROLES[role][index] for role in roles}
    for role in roles:
        assert telling.ROLES[role][index] in page
        assert telling.ROLES[role][index] in terminal


def test_every_part_of_a_day_has_words_of_its_own_in_both_languages():
    assert set(telling.ROLES) == set(clocks.DayRole)
    for index in (0, 1):
        said = [words[index] for words in telling.ROLES.values()]
        assert len(set(said)) == len(said)
        assert min(map(len, said)) > 3
