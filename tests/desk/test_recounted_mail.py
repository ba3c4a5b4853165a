"""Days off announced late: heads and handlers get one mail each, with their dates that were counted anew."""

from datetime import date, timedelta

import pytest

from hoiam.desk.cases.actions import calendar, recounted
from hoiam.duties import recompute
from hoiam.duties.models import DateChange, Duty, Recount
from hoiam.notices import render
from hoiam.notices.models import Notice
from hoiam.office import calendars
from hoiam.office.models import Holder
from tests import cast as people
from tests.desk import calendar_story as story, reception_story as receptions

pytestmark = pytest.mark.django_db
TELLING = story.moment(date(2026, 11, 19))
DAYS = [date(2026, 11, day) for day in (9, 10, 12, 13, 16, 17, 18)]


def letters(**chosen):
    return Notice.objects.filter(template="cases/recounted", **chosen)


def rows_of(person):
    return letters(person=f"person:{person.pk}").get().context["rows"]


def test_the_head_gets_one_mail_with_every_date_that_changed(cast):
    story.received_on(cast, *DAYS)
    story.announce(cast)
    letter = letters().get()
    assert letter.person == f"person:{cast.head.pk}"
    assert letter.context["count"] == len(letter.context["rows"]) == DateChange.objects.count() > 2
    assert letter.context["document"] == story.DOCUMENT
    told = {(row["clock"], row["was"], row["due"], row["work"]) for row in letter.context["rows"]}
    assert told == {
        (one.duty.key, *(day.isoformat() for day in (one.due_before, one.due_after, one.safe_after)))
        for one in DateChange.objects.select_related("duty")
    }
    work = [row["work"] for row in letter.context["rows"]]
    assert work == sorted(work)


def test_the_handler_is_told_of_the_cases_given_to_them_and_nobody_else_of_those(cast):
    case = people.accepted(cast, at=story.moment(date(2026, 10, 14)))  # 45 days end on Saturday the 28th
    case.handler_id = cast.handler.pk
    case.save()
    people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    assert [(row["clock"], row["stands"]) for row in rows_of(cast.handler)] == [("answer", "yes")]
    assert len(rows_of(cast.head)) == 2
    assert letters().count() == 2


def test_a_day_to_work_to_that_comes_forward_is_told_to_staff_though_to_no_citizen(cast):
    people.received(cast, at=story.moment(date(2026, 10, 15)))
    story.announce(cast)
    (row,) = rows_of(cast.head)
    assert (row["was"], row["due"], row["work"]) == ("2026-11-30", "2026-11-30", story.WORKED.isoformat())


def test_a_reception_day_to_be_posted_is_among_them(cast):
    day = date(2026, 12, 1)
    receptions.planned(cast, day, date(2026, 11, 10))
    story.announce(cast, story.closure("", date(2026, 11, 25)))
    assert DateChange.objects.get().duty.subject == "planned_day"
    (row,) = rows_of(cast.head)
    assert (row["case"], row["event"], row["clock"]) == ("", day.isoformat(), "schedule_posting")


def test_whoever_holds_the_post_now_is_told_and_a_vacant_post_tells_nobody(cast):
    people.received(cast, at=story.moment(date(2026, 11, 12)))
    Holder.objects.filter(post__unit=cast.ward).update(until_on=date(2026, 11, 15))
    story.announce(cast)
    assert DateChange.objects.exists()
    assert not letters().exists()


def test_nobody_is_told_when_nothing_changes(cast):
    people.received(cast, at=story.moment(date(2026, 11, 2)))
    story.announce(cast, story.closure("", date(2026, 11, 26)))
    assert not letters().exists()


def test_a_closure_of_one_unit_tells_its_own_head_alone(cast):
    people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast, story.closure(cast.ward.path, date(2026, 11, 20)))
    assert list(letters().values_list("person", flat=True)) == [f"person:{cast.head.pk}"]


# Once, whatever happens


def test_counting_again_tells_nobody_twice(cast):
    story.received_on(cast, *DAYS)
    story.announce(cast)
    before = list(letters().values())
    calendar.recount(at=TELLING)
    Recount.objects.all().delete()
    calendar.recount(at=TELLING)
    assert list(letters().values()) == before


def test_moved_in_many_rounds_it_is_still_one_mail_with_all(cast, monkeypatch):
    story.received_on(cast, *DAYS)
    monkeypatch.setattr(calendar, "AT_ONCE", 0)
    story.announce(cast)
    calendar.recount(at=TELLING, most=2)
    assert DateChange.objects.count() == 2
    assert not letters().exists()
    while calendar.recount(at=TELLING, most=2):
        pass
    assert letters().get().context["count"] == DateChange.objects.count() > 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "deed"), [(recounted, "put"), (recompute, "looked")])
def test_killed_while_telling_it_is_told_once(cast, monkeypatch, module, deed):
    story.received_on(cast, *DAYS)
    monkeypatch.setattr(calendar, "AT_ONCE", 0)
    story.announce(cast)
    real = getattr(module, deed)

    def killed(*args, **said):
        real(*args, **said)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, deed, killed)
        with pytest.raises(KeyboardInterrupt):
            calendar.recount(at=TELLING)
    assert not letters().exists()
    calendar.recount(at=TELLING)
    assert letters().get().context["count"] == DateChange.objects.count()


def test_what_the_second_look_finds_is_told_alone(cast):
    people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast, at=TELLING)
    calendars.seen(0)  # a process that has not heard of it
    late = people.received(cast, at=story.moment(date(2026, 11, 12)))
    Duty.objects.filter(subject_id=late.pk, key="notice").update(
        due_on=date(2026, 11, 27), safe_on=date(2026, 11, 20)
    )
    calendar.recount(at=TELLING + recompute.GRACE + timedelta(seconds=1))
    first, second = letters().order_by("pk")
    assert (first.context["count"], second.context["count"]) == (1, 1)
    assert second.context["rows"][0]["case"].endswith(f"{late.pk:06d}")


def test_a_long_list_is_cut_and_says_how_many_more(cast, monkeypatch):
    monkeypatch.setattr(recounted, "LISTED", 2)
    story.received_on(cast, *DAYS)
    story.announce(cast)
    said = letters().get().context
    assert len(said["rows"]) == 2
    assert said["more"] == said["count"] - 2 > 0


def test_how_many_statements_the_letters_take_does_not_hang_on_the_dates(cast, django_assert_num_queries):
    story.received_on(cast, *DAYS)
    announced = story.announce(cast)
    Recount.objects.all().delete()
    said = calendars.announcement(announced)
    with django_assert_num_queries(4):
        assert len(recounted.letters(said, at=TELLING)) == 1


# What it says


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_mail_lists_each_date_in_words(language):
    common = {"event": "2026-12-01", "stands": ""}
    rows = [
        {
            **common,
            "case": "2026-000001",
            "clock": "notice",
            "was": "2026-11-27",
            "due": "2026-11-28",
            "work": "2026-11-20",
        },
        {
            **common,
            "case": "2026-000002",
            "clock": "answer",
            "was": "2026-11-30",
            "due": "2026-11-30",
            "work": "2026-11-26",
            "stands": "yes",
        },
        {
            **common,
            "case": "",
            "clock": "schedule_posting",
            "was": "2026-11-23",
            "due": "2026-11-23",
            "work": "2026-11-19",
        },
    ]
    context = {
        "document": story.DOCUMENT,
        "count": 5,
        "more": 2,
        "rows": rows,
        "link": "https://x.example/desk/",
        "site": "x",
    }
    words = render.render(template="cases/recounted", language=language, context=context)
    assert "5" in words.subject
    lines = [line for line in words.body.splitlines() if line.startswith("- ")]
    assert len(lines) == 3
    for line, told in zip(
        lines,
        [
            ("2026-000001", "27/11/2026", "28/11/2026", "20/11/2026"),
            ("2026-000002", "30/11/2026", "26/11/2026"),
            ("01/12/2026", "23/11/2026", "19/11/2026"),
        ],
        strict=True,
    ):
        assert all(word in line for word in told)
    assert "2026-11" not in words.body
    assert story.DOCUMENT in words.body
    assert "https://x.example/desk/" in words.body
