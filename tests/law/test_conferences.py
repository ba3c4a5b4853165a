"""Figures of dialogues counted from entries of the log: what each kind does to them, in the order of the log."""

from datetime import date

import pytest

from hoiam.law import conferences
from hoiam.law.conferences import Row
from hoiam.law.keeping import Entry

ON = date(2026, 12, 10)
OWN, NEW = "post 1", "post 2"


def entry(kind, day="2026-12-01", unit="05977", chain="c" * 32, **facts):
    said = {name.replace("_", "-"): value for name, value in facts.items()}
    return Entry(f"dialogue.{kind}", unit, chain, {"conference": "7", "post": "1", **said}, day)


def counted(*entries, on=ON):
    """Without what is nought."""
    rows = conferences.recount(entries, on=on, chain_of=lambda number: f"post {number}")
    return [
        {
            name: getattr(row, name)
            for name in ("unit", "post", "year", *conferences.COUNTS)
            if getattr(row, name)
        }
        for row in rows
    ]


def line(unit="05977", post=OWN, year=2026, **counts):
    return {"unit": unit, "post": post, "year": year, **counts}


CALLED = entry("called", on="2026-12-08")
HELD = entry("took-place", "2026-12-09", on="2026-12-08", chaired="head", results_due="2026-12-18")
PROMISED = entry("promised", promise="3", what="deed", due="2026-12-05", conference="7")


def test_one_that_is_held_counts_in_the_year_of_its_day_for_who_chaired():
    assert counted(CALLED, HELD) == [line(in_person=1, results_running=1)]
    deputy = entry("took-place", on="2026-12-08", chaired="deputy", results_due="2026-12-18")
    assert counted(CALLED, deputy) == [line(by_deputy=1, results_running=1)]


def test_one_whose_day_is_past_and_that_was_not_held_is_overdue_the_next_day():
    assert counted(CALLED, on=date(2026, 12, 8)) == []
    assert counted(CALLED, on=date(2026, 12, 9)) == [line(overdue=1)]


def test_one_that_was_postponed_is_told_apart():
    moved = entry("postponed", before="2026-12-08", on="2026-12-20")
    assert counted(CALLED, moved) == []
    later = entry("took-place", on="2026-12-20", chaired="head", results_due="2026-12-30")
    assert counted(CALLED, moved, later) == [line(in_person=1, postponed=1, results_running=1)]


@pytest.mark.parametrize(
    ("day", "on", "how"),
    [
        ("2026-12-18", date(2026, 12, 31), "in_time"),
        ("2026-12-19", date(2026, 12, 31), "late"),
        ("", date(2026, 12, 18), "running"),
        ("", date(2026, 12, 19), "overdue"),
    ],
)
def test_results_are_in_time_until_the_end_of_their_last_day(day, on, how):
    out = [entry("results", day, questions="40")] if day else []
    asked = {"questions": 40} if day else {}
    assert counted(CALLED, HELD, *out, on=on) == [line(in_person=1, **asked, **{f"results_{how}": 1})]


def test_a_day_that_days_off_moved_is_the_later_one():
    moved = entry("deadline-moved", clock="results", was="2026-12-18", due="2026-12-21", announcement="1")
    out = entry("results", "2026-12-21", questions="0")
    assert counted(CALLED, HELD, moved, out) == [line(in_person=1, results_in_time=1)]
    other = entry("deadline-moved", clock="announce", was="2026-12-01", due="2026-12-02", announcement="1")
    assert counted(CALLED, HELD, other) == counted(CALLED, HELD)


def test_setting_the_day_that_voters_asked_for_is_owed_from_when_enough_ask():
    enough = entry("enough-asked", asking="10", voters="100", call_due="2026-12-11")
    assert counted(enough) == [line(calls_running=1)]
    assert counted(enough, entry("too-few-asked")) == counted(enough, entry("declined")) == []
    assert counted(enough, entry("called", "2026-12-11", on="2026-12-30")) == [line(calls_in_time=1)]
    assert counted(enough, entry("called", "2026-12-12", on="2026-12-30")) == [line(calls_late=1)]


def test_promises_and_answers_put_off_stand_apart_and_belong_to_who_made_them():
    other = entry("promised", promise="4", what="answer", due="2027-01-05", post="2")
    assert counted(PROMISED, other) == [
        line(promises_overdue=1),
        line(post=NEW, year=2027, answers_running=1),
    ]
    assert counted(PROMISED, entry("promise-kept", promise="3", on="2026-12-05")) == [
        line(promises_in_time=1)
    ]
    assert counted(PROMISED, entry("promise-kept", promise="3", on="2026-12-06")) == [line(promises_late=1)]


def test_of_verdicts_the_last_that_were_told_count():
    said = [entry("verdicts", promise="3", kept=k, partly="2", not_kept="1") for k in ("2", "6")]
    assert counted(PROMISED, *said) == [line(promises_overdue=1, said_kept=6, said_partly=2, said_not_kept=1)]


def year(kind, chain=OWN, **facts):
    return Entry(f"dialogue.{kind}", "05977", chain, facts)


MISSED = year("missed", **{"from": "2025-01-01", "until": "2025-12-31"})
NOTED = year("held", on="2025-06-01", chaired="head")


def test_a_year_without_is_missed_unless_the_head_held_one_in_it_after_all():
    assert counted(MISSED) == [line(year=2025, missed=1)]
    assert counted(MISSED, NOTED) == []
    assert counted(MISSED, NOTED, year("withdrawn", on="2025-06-01")) == [line(year=2025, missed=1)]
    assert counted(MISSED, year("held", on="2025-06-01", chaired="deputy")) == [line(year=2025, missed=1)]
    assert counted(MISSED, year("held", NEW, on="2025-06-01", chaired="head")) == [line(year=2025, missed=1)]


PASSED = {"from": "05977", "to": "06400", "since": "2026-12-04", "began": "2026-12-04", "post": "2"}


def test_what_is_open_follows_to_the_unit_after_and_what_was_late_before_stays():
    assert counted(PROMISED, entry("promise-passed", promise="3", **PASSED)) == [
        line("06400", NEW, promises_overdue=1)
    ]
    late = {**PASSED, "since": "2026-12-06", "began": "2026-12-06"}
    assert counted(PROMISED, entry("promise-passed", promise="3", **late)) == [line(promises_late=1)]
    older = {**late, "began": "2025-07-01"}
    assert counted(PROMISED, entry("promise-passed", promise="3", **older)) == [
        line(promises_late=1),
        line("06400", NEW, promises_overdue=1),
    ]
    kept = entry("promise-kept", promise="3", on="2026-12-05")
    assert counted(PROMISED, kept, entry("promise-passed", promise="3", **late)) == [line(promises_in_time=1)]


def test_a_conference_follows_with_its_results_and_stays_held_where_it_was_held():
    moved = entry("transferred", **PASSED)
    assert counted(CALLED, HELD, moved) == [line(in_person=1), line("06400", NEW, results_running=1)]
    assert counted(CALLED, moved) == [line("06400", NEW, overdue=1)]
    assert counted(entry("transferred", **PASSED)) == []


def test_one_whose_day_was_past_before_stays_with_the_unit_that_ended():
    after = entry("transferred", **{**PASSED, "since": "2026-12-09", "began": "2026-12-09"})
    assert counted(CALLED, after) == [line(overdue=1)]
    by_the_new = entry(
        "took-place", on="2026-12-08", post="2", unit="06400", chaired="head", results_due="2026-12-18"
    )
    assert counted(CALLED, after, by_the_new) == [line(in_person=1), line("06400", NEW, results_running=1)]
    moved = entry("postponed", before="2026-12-08", on="2026-12-09", post="2", unit="06400")
    assert counted(CALLED, after, moved) == [line("06400", NEW, overdue=1)]


def test_lines_add_up():
    one = Row("05977", OWN, 2026, in_person=1, said_kept=5)
    assert (one + one).in_person == 2
    assert (one + one).said_kept == 10
    assert (one + one).year == 2026


def test_what_other_entries_say_changes_nothing():
    assert counted(entry("announced", on="2026-12-08"), entry("demanded")) == []
