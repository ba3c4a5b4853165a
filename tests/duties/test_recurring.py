"""Recurring duties: a period opens, is met by days held in person, runs out, or is not assessed; days are posted."""

from datetime import UTC, date

import pytest

from hoiam.duties import audit, recurring
from hoiam.duties.models import Duty, Occurrence
from hoiam.law.refusal import Refused
from hoiam.office.models import Holder, Person
from tests.duties import builders
from tests.duties.builders import at

CHAIR, DIALOGUE = "commune_chair", "dialogue_commune"
NOVEMBER = date(2026, 11, 10)


@pytest.fixture
def chair(here):
    person = Person.objects.create_user("chair", "Chủ Tịch Ví Dụ")
    Holder.objects.create(post=here, person=person, from_on=date(2026, 1, 1))
    return here


@pytest.fixture
def held(chair, clerk):
    """Notes that a day was held; by the head unless told otherwise, on the day itself unless told later."""

    def note(*days, key=CHAIR, by_post_holder=True, when=None):
        for day in days:
            recurring.record(
                post_id=chair.pk,
                key=key,
                day=day,
                by_post_holder=by_post_holder,
                by=clerk.pk,
                at=at(when or day),
            )

    return note


def rows(post, key=CHAIR):
    found = Duty.objects.filter(subject="post", subject_id=post.pk, key=key).order_by("event_on")
    return [(row.event_on, row.due_on, row.outcome) for row in found]


def refused(code, action, *args, **named):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        action(*args, **named)
    return caught.value.facts


class TestWorker:
    def test_a_period_is_opened_when_it_runs_with_its_rule_and_both_last_days(self, chair):
        recurring.keep_up(at=at(NOVEMBER))
        duty = Duty.objects.get(subject="post", key=CHAIR)
        assert (duty.subject_id, duty.post_id, duty.unit_id) == (chair.pk, chair.pk, chair.unit_id)
        assert (duty.rule_id, duty.event_on) == ("freq.commune_chair.v2", date(2026, 11, 1))
        assert (duty.due_on, duty.safe_on) == (date(2026, 11, 30), date(2026, 11, 30))
        assert rows(chair, DIALOGUE) == [(date(2026, 1, 1), date(2026, 12, 31), "")]

    def test_twice_is_once(self, chair):
        assert recurring.keep_up(at=at(NOVEMBER)) == 2
        assert recurring.keep_up(at=at(NOVEMBER, 9)) == 0
        assert Duty.objects.count() == 2

    def test_a_period_that_ended_without_is_late_since_the_next_day(self, chair):
        recurring.keep_up(at=at(NOVEMBER))
        recurring.keep_up(at=at(date(2026, 12, 3)))
        assert [row[2] for row in rows(chair)] == ["late", ""]
        late = Duty.objects.get(subject="post", outcome="late")
        assert late.closed_at.astimezone(UTC).date() == date(2026, 11, 30)  # midnight in Hà Nội
        assert audit.recount() == ()

    def test_what_a_standstill_left_out_is_made_up(self, chair):
        recurring.keep_up(at=at(date(2026, 8, 5)))
        recurring.keep_up(at=at(NOVEMBER))
        assert [(row[0].month, row[2]) for row in rows(chair)] == [
            (8, "late"),
            (9, "late"),
            (10, "late"),
            (11, ""),
        ]

    def test_the_week_of_tet_is_not_assessed(self, chair):
        recurring.keep_up(at=at(date(2026, 2, 10)))
        recurring.keep_up(at=at(date(2026, 2, 24)))
        assert [(row[0].day, row[2]) for row in rows(chair)] == [(9, "late"), (16, "void"), (23, "")]

    def test_the_change_from_weekly_to_monthly_leaves_a_part_week_unassessed(self, chair):
        recurring.keep_up(at=at(date(2026, 6, 29)))
        recurring.keep_up(at=at(date(2026, 7, 1)))
        assert rows(chair) == [
            (date(2026, 6, 29), date(2026, 6, 30), "void"),
            (date(2026, 7, 1), date(2026, 7, 31), ""),
        ]

    def test_a_post_whose_unit_ended_owes_nothing_more(self, chair):
        recurring.keep_up(at=at(NOVEMBER))
        chair.unit.valid_until = date(2026, 11, 20)
        chair.unit.save()
        recurring.keep_up(at=at(date(2026, 11, 20)))
        assert [row[2] for row in rows(chair)] == ["void"]
        assert recurring.keep_up(at=at(date(2026, 12, 1))) == 0

    def test_a_unit_that_is_not_served_owes_nothing_here(self, chair):
        chair.unit.served = False
        chair.unit.save()
        assert recurring.keep_up(at=at(NOVEMBER)) == 0

    def test_the_number_of_statements_does_not_grow_with_posts_that_are_up_to_date(
        self, chair, django_assert_num_queries
    ):
        recurring.keep_up(at=at(NOVEMBER))
        with django_assert_num_queries(5):
            recurring.keep_up(at=at(NOVEMBER))
        builders.post("06041")
        recurring.keep_up(at=at(NOVEMBER))
        with django_assert_num_queries(5):
            recurring.keep_up(at=at(NOVEMBER))


class TestHeld:
    def test_enough_days_meet_the_duty_on_the_day_that_completes_it(self, chair, held):
        held(date(2026, 11, 3), date(2026, 11, 12))
        duty = Duty.objects.get(subject="post", key=CHAIR)
        assert (duty.outcome, duty.closed_at) == ("met", at(date(2026, 11, 12)))

    def test_a_day_held_by_a_deputy_is_kept_and_does_not_count(self, chair, held):
        held(date(2026, 11, 3))
        held(date(2026, 11, 12), by_post_holder=False)
        assert Duty.objects.get(subject="post", key=CHAIR).outcome == ""
        assert list(Occurrence.objects.values_list("by_post_holder", flat=True).order_by("on")) == [
            True,
            False,
        ]

    def test_days_noted_later_count_for_the_day_on_which_they_were(self, chair, held):
        held(date(2026, 11, 3), date(2026, 11, 12), when=date(2026, 11, 20))
        closed = Duty.objects.get(subject="post", key=CHAIR).closed_at
        assert at(date(2026, 11, 12), 0) < closed < at(date(2026, 11, 12), 17)

    def test_a_period_found_late_is_met_after_all_when_its_days_are_noted_afterwards(self, chair, held):
        recurring.keep_up(at=at(NOVEMBER))
        held(date(2026, 11, 3))
        recurring.keep_up(at=at(date(2026, 12, 1)))
        held(date(2026, 11, 27), when=date(2026, 12, 2))
        assert [row[2] for row in rows(chair)] == ["met", ""]
        assert audit.recount() == ()

    def test_a_later_day_does_not_help_a_period_that_is_over(self, chair, held):
        recurring.keep_up(at=at(NOVEMBER))
        held(date(2026, 11, 3))
        held(date(2026, 12, 1))
        assert [row[2] for row in rows(chair)] == ["late", ""]

    def test_a_day_before_anything_was_followed_here_is_kept_and_opens_no_old_period(self, chair, held):
        held(date(2026, 8, 4), when=NOVEMBER)
        assert [row[0] for row in rows(chair)] == [date(2026, 11, 1)]

    def test_the_dialogue_of_the_year_is_a_duty_of_its_own(self, chair, held):
        held(date(2026, 11, 3), key=DIALOGUE)
        assert [row[2] for row in rows(chair, DIALOGUE)] == ["met"]
        assert rows(chair, CHAIR) == []

    def test_the_same_day_twice_is_refused(self, held):
        held(date(2026, 11, 3))
        assert refused("day_noted_already", held, date(2026, 11, 3)) == {"day": date(2026, 11, 3)}

    def test_a_day_to_come_is_refused(self, held):
        facts = refused("day_in_future", held, date(2026, 11, 11), when=NOVEMBER)
        assert facts == {"day": date(2026, 11, 11), "today": NOVEMBER}

    def test_a_day_before_the_post_existed_is_refused(self, held):
        facts = refused("before_post", held, date(2025, 6, 30))
        assert facts == {"day": date(2025, 6, 30), "since": date(2025, 7, 1)}

    def test_a_day_after_the_unit_ended_is_refused(self, chair, held):
        chair.unit.valid_until = date(2026, 11, 1)
        chair.unit.save()
        assert refused("after_post", held, date(2026, 11, 3))["until"] == date(2026, 10, 31)

    def test_a_day_on_which_nobody_held_the_post_is_refused_with_the_gap(self, chair, held):
        facts = refused("holder_gap", held, date(2025, 12, 1))
        assert facts == {"post": chair.pk, "since": None, "until": date(2025, 12, 31)}
        Holder.objects.update(until_on=date(2026, 11, 5))
        assert refused("holder_gap", held, date(2026, 11, 9))["since"] == date(2026, 11, 6)

    def test_what_a_post_does_not_owe_is_refused(self, held):
        refused("frequency_not_owed", held, date(2026, 11, 3), key="party_report")

    def test_nobody_else_than_a_head_owes_it(self, chair, held):
        chair.is_head = False
        chair.save()
        refused("no_such_post", held, date(2026, 11, 3))
