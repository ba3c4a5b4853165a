"""Figures of receptions counted from entries of the log: what each kind does to them, in the order of the log."""

from datetime import date

from hoiam.law import receptions
from hoiam.law.keeping import Entry

HEAD, DEPUTY = {"chaired": "head"}, {"chaired": "deputy"}
ON = date(2026, 12, 31)


def entry(kind, on="2026-11-16", chain="a" * 32, unit="05977", **facts):
    return Entry(f"session.{kind}", unit, chain, {"on": on, **facts})


def rows(*entries):
    return [
        (row.post[0], row.year, row.in_person, row.by_deputy, row.missed)
        for row in receptions.recount(entries, on=ON, chain_of=str)
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


def promised(number, due, chain="a" * 32):
    return Entry("session.promised", "05977", chain, {"on": "2026-11-16", "promise": number, "due": due})


def answered(number, day):
    return Entry("session.answered", "05977", "a" * 32, {"promise": number, "answered": day})


def test_promises_count_in_the_year_of_their_day_as_they_stand_on_a_day():
    entries = [
        promised("1", "2026-11-30"), answered("1", "2026-11-30"),
        promised("2", "2026-11-30"), answered("2", "2026-12-01"),
        promised("3", "2026-12-30"), promised("4", "2026-12-31"), promised("5", "2027-01-04"),
        answered("9", "2026-12-01"),
    ]  # fmt: skip
    this, next_year = receptions.recount(entries, on=ON, chain_of=str)
    counts = [this.promises_in_time, this.promises_late, this.promises_running, this.promises_overdue]
    assert (this.year, counts) == (2026, [1, 1, 1, 1])
    assert (next_year.year, next_year.promises_running) == (2027, 1)


def test_a_promise_follows_to_the_unit_after():
    said = {"promise": "1", "to": "06400", "since": "2026-12-01", "began": "2026-12-01", "post": "2"}
    passed = Entry("session.promise-passed", "05977", "a" * 32, said)
    (row,) = receptions.recount(
        [promised("1", "2026-12-20"), passed], on=ON, chain_of=lambda post: f"post {post}"
    )
    assert (row.unit, row.post, row.promises_overdue) == ("06400", "post 2", 1)
