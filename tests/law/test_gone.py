"""What was told and is there no more is found token by token, with the entry that told it last."""

import json

from hoiam.law import gone, told
from hoiam.law.gone import Missing, Tokens

A, B, C = (letter * 16 for letter in "abc")


def line(token, outcome=""):
    days = ("2026-03-02", "2026-03-16", "2026-03-02", "2026-03-02", "")
    return told.Line(token, "05977", "p", "answer", "r", *days, outcome, "", "", "", "2025-07-01")


ENTRIES = [(3, told.beside([line(A), line(B)])), (9, told.beside([line(B, "met"), line(C)]))]


def test_nothing_is_missing_where_every_token_is_there():
    assert gone.missing(ENTRIES, Tokens([C, A, B])) == {}


def test_a_token_without_a_row_is_found_as_it_was_told_last():
    assert gone.missing(ENTRIES, Tokens([C, A])) == {B: Missing(9, line(B, "met"))}
    assert set(gone.missing(ENTRIES, Tokens([]))) == {A, B, C}


def test_it_is_told_with_the_entry_that_told_it_and_in_batches():
    found = gone.missing(ENTRIES, Tokens([A])).values()
    said = json.loads(gone.spelled(found))
    assert (said["format"], said["rows"]) == (
        gone.FORMAT,
        [[B, 9, "05977", "p", "answer"], [C, 9, "05977", "p", "answer"]],
    )
    assert [[one.line.token for one in batch] for batch in gone.batches(found, 1)] == [[B], [C]]
