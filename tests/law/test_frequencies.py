"""Recurring duties: whole and part periods, Tết, days and not sittings, and who answers for a period."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from hoiam.law import frequencies, packs
from hoiam.law.frequencies import Answerable, Holding, Reason, Span, Verdict
from hoiam.law.refusal import Refused

PACK = packs.load("vn")
WEEKLY, MONTHLY = (PACK.frequencies[f"freq.commune_chair.v{n}"] for n in (1, 2))
YEARLY = PACK.frequencies["freq.dialogue_commune"]
REPORT = PACK.frequencies["freq.party_report"]
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def periods(frequency, first, last, **named):
    return frequencies.periods(frequency, first, last, PACK.calendar, **named)


def november():
    return periods(MONTHLY, *NOVEMBER)[0]


def days(*numbers):
    return [date(2026, 11, number) for number in numbers]


class TestPeriods:
    def test_a_month_ends_on_its_last_day_and_safely_on_its_last_working_day(self):
        (one,) = periods(MONTHLY, date(2026, 10, 9), date(2026, 10, 9))
        assert (one.first, one.due, one.safe) == (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 30))
        assert (one.needed, one.assessable) == (2, True)

    def test_a_week_is_monday_to_sunday(self):
        (one,) = periods(WEEKLY, date(2026, 3, 4), date(2026, 3, 4))
        assert (one.first, one.last, one.safe) == (date(2026, 3, 2), date(2026, 3, 8), date(2026, 3, 6))

    def test_a_year_is_a_calendar_year(self):
        (one,) = periods(YEARLY, date(2026, 5, 5), date(2026, 5, 5))
        assert (one.first, one.last, one.needed) == (date(2026, 1, 1), date(2026, 12, 31), 1)

    def test_days_asked_for_touch_every_period_they_lie_in(self):
        found = periods(MONTHLY, date(2026, 10, 31), date(2026, 12, 1))
        assert [one.first.month for one in found] == [10, 11, 12]

    def test_the_week_of_tet_without_a_working_day_is_not_assessable(self):
        (one,) = periods(WEEKLY, date(2026, 2, 17), date(2026, 2, 17))
        assert (one.reason, one.safe) == (Reason.NO_WORKING_DAY, date(2026, 2, 22))

    def test_nothing_is_owed_before_the_rule_or_after_it(self):
        assert periods(MONTHLY, date(2026, 5, 1), date(2026, 6, 30)) == ()
        assert periods(WEEKLY, date(2026, 7, 1), date(2026, 7, 5)) == ()

    def test_a_period_cut_by_the_end_of_the_rule_is_not_assessable(self):
        (one,) = periods(WEEKLY, date(2026, 6, 29), date(2026, 7, 5))
        assert (one.first, one.last) == (date(2026, 6, 29), date(2026, 6, 30))
        assert one.reason is Reason.PART_OF_RULE

    def test_a_month_cut_by_the_start_of_the_rule_is_not_assessable_the_next_is(self):
        cut, whole = periods(REPORT, date(2025, 11, 1), date(2025, 12, 31))
        assert (cut.first, cut.reason) == (date(2025, 11, 23), Reason.PART_OF_RULE)
        assert whole.assessable

    def test_a_post_that_begins_or_ends_within_a_period_is_assessed_in_whole_ones_only(self):
        lived = Span(date(2026, 9, 15), date(2026, 11, 14))
        found = periods(MONTHLY, date(2026, 8, 1), date(2026, 12, 31), lived=lived)
        assert [one.reason for one in found] == [Reason.PART_OF_POST, None, Reason.PART_OF_POST]

    def test_days_in_the_wrong_order_are_refused(self):
        with pytest.raises(Refused, match="dates_order"):
            periods(MONTHLY, date(2026, 2, 1), date(2026, 1, 1))

    def test_a_part_period_that_lies_outside_the_days_asked_for_is_left_out(self):
        assert periods(MONTHLY, date(2026, 9, 1), date(2026, 9, 10), lived=Span(date(2026, 9, 20))) == ()


class TestVersions:
    def test_weekly_until_june_2026_and_two_days_a_month_from_july_meet_without_gap_or_overlap(self):
        found = frequencies.of_family((MONTHLY, WEEKLY), date(2026, 6, 15), date(2026, 8, 31), PACK.calendar)
        assert [(one.first, one.needed, one.reason) for one in found] == [
            (date(2026, 6, 15), 1, None),
            (date(2026, 6, 22), 1, None),
            (date(2026, 6, 29), 1, Reason.PART_OF_RULE),
            (date(2026, 7, 1), 2, None),
            (date(2026, 8, 1), 2, None),
        ]
        gaps = {b.first - a.last for a, b in pairwise(found)}
        assert gaps == {timedelta(days=1)}


class TestVerdict:
    def test_two_sittings_on_one_day_are_one_day(self):
        assert november().completed_on(days(10, 10)) is None

    def test_it_is_complete_on_the_day_of_the_last_that_was_needed(self):
        assert november().completed_on(days(26, 10, 12)) == date(2026, 11, 12)

    def test_days_of_another_month_do_not_count(self):
        assert november().completed_on([date(2026, 10, 30), date(2026, 11, 12)]) is None

    @pytest.mark.parametrize(
        ("held", "on", "verdict"),
        [
            ((3, 4), date(2026, 11, 4), Verdict.MET),
            ((3,), date(2026, 11, 30), Verdict.RUNNING),
            ((3,), date(2026, 12, 1), Verdict.MISSED),
        ],
    )
    def test_a_post_has_met_is_running_or_has_missed(self, held, on, verdict):
        assert november().verdict(days(*held), on=on) is verdict

    def test_a_part_period_is_never_missed(self):
        (cut,) = periods(WEEKLY, date(2026, 6, 30), date(2026, 6, 30))
        assert cut.verdict([], on=date(2026, 12, 1)) is Verdict.NOT_ASSESSABLE


class TestAnswerable:
    def answer(self, *holdings):
        return frequencies.answerable(november(), holdings, PACK.calendar)

    def test_one_who_held_the_post_on_all_working_days_answers_for_the_period(self):
        whole = Holding(7, Span(date(2026, 11, 2)))  # 1 November is a Sunday
        assert self.answer(whole) == Answerable(7)

    def test_a_change_of_holder_in_the_middle_leaves_nobody_to_answer(self):
        before, after = Holding(7, Span(None, date(2026, 11, 15))), Holding(8, Span(date(2026, 11, 16)))
        assert self.answer(before, after) == Answerable(None, Reason.SEVERAL_HOLDERS)

    def test_a_change_on_a_weekend_day_before_the_first_working_day_changes_nothing(self):
        before, after = Holding(7, Span(None, date(2026, 11, 1))), Holding(8, Span(date(2026, 11, 2)))
        assert self.answer(before, after) == Answerable(8)

    def test_a_vacant_working_day_leaves_nobody_to_answer(self):
        assert self.answer(Holding(7, Span(date(2026, 11, 3)))) == Answerable(None, Reason.HOLDER_GAP)

    def test_nobody_answers_for_a_period_that_is_not_assessed(self):
        (tet,) = periods(WEEKLY, date(2026, 2, 17), date(2026, 2, 17))
        found = frequencies.answerable(tet, [Holding(7, Span())], PACK.calendar)
        assert found == Answerable(None, Reason.NO_WORKING_DAY)


class TestTakenBack:
    """A note that was wrong: by whom, why, and how long after the period."""

    PERIOD = frequencies.periods(MONTHLY, *NOVEMBER, PACK.calendar)[0]
    LAST = date(2026, 12, 31)

    def asked(self, **changes):
        said = {"by_holder": True, "reason": "ghi nhầm", "on": self.LAST}
        frequencies.require_take_back(self.PERIOD, **{**said, **changes})

    def test_until_a_month_after_its_last_day(self):
        assert frequencies.take_back_until(self.PERIOD) == self.LAST
        self.asked()

    def test_a_day_later_the_period_is_closed(self):
        with pytest.raises(Refused, match=r"^period_closed$") as caught:
            self.asked(on=date(2027, 1, 1))
        assert caught.value.facts == {"last": date(2026, 11, 30), "until": self.LAST}

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_a_reason_is_needed(self, reason):
        with pytest.raises(Refused, match=r"^reason_needed$"):
            self.asked(reason=reason)

    def test_only_whoever_answers_for_it_says_so(self):
        with pytest.raises(Refused, match=r"^not_the_holder$"):
            self.asked(by_holder=False, reason="")
