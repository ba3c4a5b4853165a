"""A withdrawal on paper stands on a paper; originals go back to somebody; a scan is put in once."""

from datetime import date

import pytest

from hoiam.law import on_paper
from hoiam.law.on_paper import PART, WHOLE, Day
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

CLERK = frozenset({Role.CLERK})
RECEIVED, TODAY = date(2026, 11, 10), date(2026, 11, 24)


def day(on=TODAY):
    return Day(on=on, received_on=RECEIVED, today=TODAY)


def withdraw(**changes):
    said = {"roles": CLERK, "paper": "letter", "day": day(), "scans": 1, "event": WHOLE, "parts": ""}
    on_paper.withdraw(**{**said, **changes})


def give_back(**changes):
    said = {
        "allowed": True,
        "state": "received",
        "day": day(),
        "receiver": "sender",
        "name": "",
        "papers": "Sổ đỏ",
    }
    return on_paper.give_back(**{**said, **changes})


@pytest.mark.parametrize("paper", ["letter", "minutes"])
@pytest.mark.parametrize("on", [RECEIVED, TODAY])
def test_a_letter_or_minutes_of_any_day_since_receipt_will_do(paper, on):
    withdraw(paper=paper, day=day(on))
    withdraw(paper=paper, day=day(on), event=PART, parts="Nội dung thứ hai")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": frozenset({Role.HANDLER})}, "not_yours"),
        ({"paper": "word"}, "unknown_paper"),
        ({"day": day(date(2026, 11, 25))}, "day_not_yet"),
        ({"day": day(date(2026, 11, 9))}, "day_before_receipt"),
        ({"scans": 0}, "scan_needed"),
        ({"event": PART, "parts": " "}, "reason_needed"),
    ],
)
def test_what_does_not_stand_on_paper_is_not_withdrawn(changes, code):
    with pytest.raises(Refused, match=code):
        withdraw(**changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"allowed": False}, "not_yours"),
        ({"day": day(date(2026, 11, 25))}, "day_not_yet"),
        ({"papers": "\n"}, "papers_needed"),
        ({"receiver": "neighbour"}, "receiver_needed"),
        ({"receiver": "representative"}, "receiver_needed"),
        ({"receiver": "post", "name": " "}, "receiver_needed"),
    ],
)
def test_a_return_says_what_and_to_whom(changes, code):
    with pytest.raises(Refused, match=code):
        give_back(**changes)


def test_a_return_and_a_scan_change_neither_state_nor_clock():
    for step in (
        give_back(receiver="representative", name="Lý Văn Giả Định"),
        on_paper.scanned(allowed=True, state="received", again=False),
    ):
        assert (step.before, step.after, step.opens, step.closes) == ("received", "received", (), ())
    assert "05/2021" in give_back().source


def test_the_papers_are_kept_apart_from_who_took_them():
    note = on_paper.noted("Sổ đỏ | 2\n\nBiên lai | 1\n", " Lý Văn Giả Định ")
    assert note.endswith("Lý Văn Giả Định")
    assert on_paper.listed(note) == "Sổ đỏ | 2\nBiên lai | 1"
    assert on_paper.listed(on_paper.noted("Sổ đỏ", "")) == "Sổ đỏ"


def test_the_same_file_is_put_in_once_and_by_whom_it_concerns():
    with pytest.raises(Refused, match="scan_there"):
        on_paper.scanned(allowed=True, state="received", again=True)
    with pytest.raises(Refused, match="not_yours"):
        on_paper.scanned(allowed=False, state="received", again=False)


@pytest.mark.parametrize(
    ("roles", "own", "may"),
    [
        ({Role.CLERK}, False, True),
        ({Role.HEAD}, False, True),
        ({Role.HANDLER}, True, True),
        ({Role.HANDLER}, False, False),
        ({Role.OVERSEER}, True, False),
    ],
)
def test_clerk_head_and_whoever_handles_it_have_the_papers(roles, own, may):
    assert on_paper.may(frozenset(roles), is_assignee=own) is may
