"""Figures from lines of the log: what anybody can count again."""

import json
from datetime import date
from fractions import Fraction

import pytest

from hoiam.law import scores, told
from hoiam.law.told import Key, Line

ON = date(2026, 4, 10)
NO_KEPT = '{"posts":[]}'


def line(**changes: str) -> Line:
    said = {
        "token": "a",
        "unit": "05977",
        "post": "p",
        "kind": "answer",
        "rule": "r",
        "event": "2026-03-02",
        "due": "2026-03-16",
        "received": "",
        "opened": "2026-03-02",
        "closed": "",
        "outcome": "",
        "opened_by": "submit",
        "ended_by": "",
        "field": "",
        "began": "2025-07-01",
    }
    return Line(**{**said, **changes})


def counts(*lines: Line, month: str = "2026-03") -> told.Counts:
    return told.recount(lines, on=ON)[Key("05977", "p", "answer", "", month)]


def test_the_latest_line_holds() -> None:
    before, after = line(), line(closed="2026-03-10", outcome="met")
    assert told.latest([[before], [after]]) == {"a": after}


def test_what_is_told_is_read_again() -> None:
    assert list(told.read(told.beside([line(token="b"), line()]))) == [line(), line(token="b")]


@pytest.mark.parametrize("wrong", [{"format": "x"}, {"format": told.FORMAT, "columns": ["token"]}])
def test_another_format_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"x|hoiam"):
        list(told.read(json.dumps(wrong)))


def test_a_running_duty_counts_in_the_month_of_its_last_day() -> None:
    found = counts(line(received="2026-03-02"))
    assert (found.received, found.open, found.overdue) == (1, 1, 1)
    assert counts(line(due="2026-04-10"), month="2026-04").overdue == 0


def test_what_was_overdue_before_the_unit_began_is_not_its_own() -> None:
    assert counts(line(began="2026-03-20")).overdue == 0
    ended = line(began="2026-03-20", closed="2026-03-25", outcome="late")
    assert told.recount([ended], on=ON) == {}


def test_what_stands_still_has_no_month() -> None:
    found = counts(line(due=told.NEVER), month="")
    assert (found.open, found.overdue) == (1, 0)


def test_what_ended_counts_its_days() -> None:
    met = counts(line(closed="2026-03-16", outcome="met"))
    assert (met.met, met.late, met.used, met.allowed, met.last, met.spent) == (1, 0, 14, 14, 1, {14: 1})
    late = counts(line(closed="2026-03-31", outcome="late"))
    assert (late.met, late.late, late.used, late.last, late.spent) == (0, 1, 29, 0, {30: 1})


@pytest.mark.parametrize(
    ("event", "outcome", "name"),
    [
        ("refuse", "met", "refused"),
        ("transfer", "handed_over", "passed"),
        ("cancel", "void", "silent"),
        ("cancel", "void", "void"),
    ],
)
def test_how_else_it_ended(event: str, outcome: str, name: str) -> None:
    assert getattr(counts(line(closed="2026-03-10", outcome=outcome, ended_by=event)), name) == 1


def test_what_is_closed_when_it_was_done_is_no_silent_end() -> None:
    assert counts(line(closed="2026-03-10", outcome="met", ended_by="close")).silent == 0


def test_what_was_opened_again_counts_in_that_month() -> None:
    assert counts(line(opened_by="contest")).reopened == 1


def test_what_was_handed_over_counts_for_nobody() -> None:
    assert told.recount([line(closed="2026-03-10", outcome="handed_over")], on=ON) == {}


def test_the_spelling_is_one_whatever_the_order() -> None:
    lines = [line(), line(token="b", unit="06040", closed="2026-03-16", outcome="met")]
    ways = [told.recount(some, on=ON) for some in (lines, lines[::-1])]
    one, other = (told.spelled(table, kept=NO_KEPT, log="x.example/log", on=ON) for table in ways)
    assert one == other
    assert json.loads(one)["duties"][1][:5] == ["06040", "p", "answer", "", "2026-03"]
    assert told.as_table(ways[0]) == told.as_table(ways[1])
    assert "14:1" in told.as_table(ways[0])


def test_what_cancels_out_is_not_spelled() -> None:
    table = {Key("05977", "p", "answer", "", "2026-03"): told.Counts(spent={3: 0})}
    assert json.loads(told.spelled(table, kept=NO_KEPT, log="x", on=ON))["duties"] == []


def test_differences_name_the_column() -> None:
    known = {"a": line(), "b": line(token="b")}
    found = list(told.differences(known, [line(due="2026-05-05"), line(token="c")]))
    assert [(one.token, one.column, one.told, one.stands) for one in found] == [
        ("a", "due", "2026-03-16", "2026-05-05"),
        ("c", "untold", "", "answer 05977 p 2026-03-02 2026-03-16"),
        ("b", "gone", "answer 05977 p 2026-03-02 2026-03-16", ""),
    ]


def test_no_difference_where_there_is_none() -> None:
    assert list(told.differences({"a": line()}, [line()])) == []


def test_what_was_told_as_ended_and_then_otherwise_is_named() -> None:
    ended = line(closed="2026-03-10", outcome="met")
    batches = [
        (3, [line()]),
        (5, [ended]),
        (8, [ended._replace(field="land")]),
        (9, [ended._replace(outcome="late")]),
    ]
    [(index, one)] = told.told_otherwise(batches)
    assert (index, one.token, one.column, one.told, one.stands) == (9, "a", "outcome", "met", "late")


def test_days_fall_into_the_steps() -> None:
    assert [scores.bucket(days) for days in (-3, 0, 14, 15, 18, 19, 400, 99999)] == [
        0,
        0,
        14,
        18,
        18,
        21,
        9999,
        9999,
    ]


def test_half_and_nine_tenths_within_so_many_days() -> None:
    spent = {2: 5, 10: 4, 45: 1}
    assert scores.within(spent, Fraction(1, 2)) == 2
    assert scores.within(spent, Fraction(9, 10)) == 10
    assert scores.within({}, Fraction(1, 2)) is None


def test_the_middle_of_shares() -> None:
    assert scores.median([]) is None
    assert scores.median([Fraction(1), Fraction(0), Fraction(1, 2)]) == Fraction(1, 2)
    assert scores.median([Fraction(1), Fraction(0)]) == 0


def test_small_numbers_and_the_last_day() -> None:
    few = scores.Indicators(in_time=4, last_day=1)
    assert few.small
    assert few.share_last_day == Fraction(1, 4)
    assert scores.Indicators().share_last_day is None
    assert scores.Indicators(void=1, refused=2, passed=3, silent=4, reopened=5).otherwise == 15
    assert not scores.Indicators(in_time=3, late=2).small
