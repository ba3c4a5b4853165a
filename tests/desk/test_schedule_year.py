"""A year of sessions made from a regulation: the three posts of the seed in two years, only what is missing."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from hoiam.config.commands import reception as command
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import generating
from hoiam.desk.reception.models import Regulation, Session
from hoiam.desk.reception.queries import yearly
from hoiam.desk.reception.queries.yearly import Standing
from hoiam.duties import audit
from hoiam.duties.models import Duty, PlannedDay
from hoiam.journal.models import Event, Supplement
from hoiam.law import packs, schedules
from hoiam.law.refusal import Refused
from hoiam.office import owing
from hoiam.office.models import Post
from tests.desk import reception_story as story
from tests.desk.reception_story import at, by

JANUARY = date(2026, 1, 2)
PATTERNS = {"": "month:1,16", "party_secretary_commune": "month:16", "council_chair": "quarter:1"}


@pytest.fixture
def posts(cast):
    """The head of the ward, its party secretary and its council chair, each with a regulation of the year."""
    for kind in PATTERNS:
        if kind:
            Post.objects.create(unit=cast.ward, title=kind, title_en=kind, kind=kind)
    found = list(Post.objects.filter(unit=cast.ward).order_by("id"))
    for post in found:
        said = story.regulation(pattern=schedules.pattern(PATTERNS[post.kind]), from_on=date(2026, 1, 1))
        reception.enter(post_id=post.pk, said=said, by=by(cast, on=JANUARY), at=at(JANUARY))
    return found


def generate(cast, post, year, when=JANUARY):
    return reception.generate(post_id=post.pk, year=year, by=by(cast, on=when), at=at(when))


def on(post, year):
    rows = Session.objects.filter(post=post, nominal_on__year=year).order_by("on")
    return list(rows.values_list("on", flat=True))


@pytest.mark.parametrize("year", [2026, 2027])
def test_each_post_of_the_seed_has_its_days_with_the_right_shifts(cast, posts, year):
    calendar = packs.load("vn").calendar
    for post, count in zip(posts, (24, 12, 4), strict=True):
        assert generate(cast, post, year) == count
        law = schedules.year(schedules.pattern(PATTERNS[post.kind]), year, calendar)
        assert on(post, year) == [one.on for one in law]
    assert audit.recount() == ()
    first = date(2026, 1, 5) if year == 2026 else date(2027, 1, 4)
    assert {min(on(post, year)) for post in (posts[0], posts[2])} == {first}


def test_each_day_owes_its_posting_and_the_log_names_all_of_them(cast, posts):
    generate(cast, posts[2], 2027)
    assert Duty.objects.filter(subject="planned_day", outcome="").count() == PlannedDay.objects.count() == 4
    event = Event.objects.get(kind="session.scheduled")
    assert "\ndays 4\nfrom 2027-01-04\n" in event.statement
    days = json.loads(Supplement.objects.get(event=event).text)["days"]
    assert days == ["2027-01-04", "2027-04-01", "2027-07-01", "2027-10-01"]


def test_again_there_is_nothing_to_plan_and_nothing_doubles(cast, posts):
    generate(cast, posts[0], 2027)
    with pytest.raises(Refused, match="nothing_to_plan"):
        generate(cast, posts[0], 2027)
    assert Session.objects.count() == 24


def test_what_is_missing_is_added_and_what_was_moved_is_not_planned_again(cast, posts):
    reception.plan(post_id=posts[0].pk, day=date(2027, 3, 1), by=by(cast), at=at(story.BEGIN))
    assert generate(cast, posts[0], 2027, when=story.BEGIN) == 23
    moved = Session.objects.get(on=date(2027, 5, 4))
    story.does(
        reception.postpone, moved, cast=cast, who="head", when=story.BEGIN, to=date(2027, 5, 6), reason="Họp."
    )
    with pytest.raises(Refused, match="nothing_to_plan"):
        generate(cast, posts[0], 2027, when=story.BEGIN)


def test_only_days_to_come_are_planned(cast, posts):
    assert generate(cast, posts[0], 2026, when=story.BEGIN) == 3
    assert on(posts[0], 2026) == [date(2026, 11, 16), date(2026, 12, 1), date(2026, 12, 16)]
    found = yearly.year(owing.post(posts[0].pk), 2026, on=story.BEGIN)
    assert [one.standing for one in found.days[-4:]] == [Standing.PAST, *[Standing.THERE] * 3]


def test_a_regulation_of_part_of_a_year_makes_its_part(cast, posts):
    story.ruled(cast, pattern=schedules.pattern("week:1"), from_on=date(2027, 7, 1))
    found = yearly.year(owing.post(posts[0].pk), 2027, on=JANUARY)
    assert {
        one.planned.nominal.weekday() for one in found.days if one.planned.nominal >= date(2027, 7, 1)
    } == {1}
    assert len([one for one in found.days if one.planned.nominal < date(2027, 7, 1)]) == 12
    assert Regulation.objects.get(pattern="month:1,16").until_on == date(2027, 6, 30)


def test_months_with_too_few_days_are_named_and_posts_that_owe_none_have_none(cast, posts):
    secretary = yearly.year(owing.post(posts[1].pk), 2027, on=JANUARY)
    assert [one.planned for one in secretary.short] == [1] * 12
    assert yearly.year(owing.post(posts[2].pk), 2027, on=JANUARY).short == ()


def test_without_a_regulation_it_is_refused_and_so_are_strangers(cast):
    post = story.chair(cast)
    with pytest.raises(Refused, match="no_regulation"):
        generate(cast, post, 2027)
    with pytest.raises(Refused, match="not_yours"):
        reception.generate(post_id=post.pk, year=2027, by=by(cast, "stranger"), at=at(story.BEGIN))


def test_many_posts_take_few_statements(cast, posts, django_assert_max_num_queries):
    found = owing.posts(on=JANUARY)
    with django_assert_max_num_queries(45):
        assert generating.generate_all(found, year=2027, by=cast.clerk.pk, at=at(JANUARY)) == 40
    assert generating.generate_all(found, year=2027, by=cast.clerk.pk, at=at(JANUARY)) == 0


def test_all_or_nothing(cast, posts, monkeypatch):
    def broken(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(generating, "_log", broken)
    with pytest.raises(RuntimeError):
        generate(cast, posts[0], 2027)
    assert not Session.objects.exists()
    assert not PlannedDay.objects.exists()


def test_the_command_plans_all_of_them_and_knows_who_answers(cast, posts):
    run = CliRunner().invoke(command.command, ["schedules", "--year", "2028", "--as", "clerk"])
    assert (run.exit_code, run.output) == (0, "40\n")
    wrong = CliRunner().invoke(command.command, ["schedules", "--year", "2028", "--as", "nobody"])
    assert wrong.exit_code == 1


def test_a_post_that_ends_has_no_days_after_it(cast, posts):
    cast.ward.valid_until = date(2027, 3, 1)
    cast.ward.save()
    assert generate(cast, posts[0], 2027) == 4
    assert max(on(posts[0], 2027)) < date(2027, 3, 1) + timedelta(days=1)
