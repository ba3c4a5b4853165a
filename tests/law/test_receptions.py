"""Figures of receptions counted from entries of the log: what each kind does to them, in the order of the log."""

import json

from hoiam.law import receptions
from hoiam.law.receptions import Entry, Row

HEAD, DEPUTY = {"chaired": "head"}, {"chaired": "deputy"}


def entry(kind, on="2026-11-16", chain="a" * 32, unit="05977", **facts):
    return Entry(f"session.{kind}", unit, chain, {"on": on, **facts})


def rows(*entries):
    return [
        (row.post[0], row.year, row.in_person, row.by_deputy, row.missed)
        for row in receptions.recount(entries)
    ]


def test_each_day_counts_once_as_it_ended():
    assert rows(
        entry("scheduled"),
        entry("held", **HEAD),
        entry("held", "2026-11-02", **DEPUTY),
        entry("missed", "2026-12-01"),
    ) == [("a", 2026, 1, 1, 1)]


def test_missed_and_held_after_all_is_held():
    assert rows(entry("missed"), entry("held", **HEAD)) == [("a", 2026, 1, 0, 0)]


def test_taken_back_it_is_gone_and_can_be_missed_or_held_anew():
    assert rows(entry("held", **HEAD), entry("withdrawn", **HEAD)) == []
    assert rows(entry("held", **HEAD), entry("withdrawn"), entry("missed")) == [("a", 2026, 0, 0, 1)]
    assert rows(entry("withdrawn")) == []


def test_a_period_that_was_missed_is_no_session():
    period = Entry("session.missed", "05977", "a" * 32, {"from": "2026-11-01", "until": "2026-11-30"})
    assert rows(period) == []


def test_posts_units_and_years_are_apart_and_in_order():
    found = rows(
        entry("held", chain="b" * 32, **HEAD), entry("held", "2025-11-17", **HEAD), entry("held", **HEAD)
    )
    assert found == [("a", 2025, 1, 0, 0), ("a", 2026, 1, 0, 0), ("b", 2026, 1, 0, 0)]


def test_they_are_spelled_in_one_way():
    one, other = Row("05977", "a" * 32, 2026, 1, 2, 3), Row("05976", "b" * 32, 2026)
    text = receptions.spelled([one, other], log="example.org/log")
    assert text == receptions.spelled([other, one], log="example.org/log")
    assert json.loads(text)["posts"][1] == {
        "unit": "05977", "post": "a" * 32, "year": 2026, "in_person": 1, "by_deputy": 2, "missed": 3,
    }  # fmt: skip
    assert text.endswith("\n")
