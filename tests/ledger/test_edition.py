"""An edition of open data is spelled alike by everybody, read again, and held against files."""

import pytest

from hoiam.ledger import edition
from hoiam.ledger.edition import Difference, File, Set
from hoiam.ledger.errors import Malformed

CASES = Set(
    "cases", "2026-12-01", "2026-12-01T08:00:00+07:00", 3, (File("cases.csv", 9, "aa"), File("b", 1, "bb"))
)
UNITS = Set("units", "2026-12-01", "2026-12-01T08:00:00+07:00", 1, (File("units.csv", 2, "cc"),))
TEXT = edition.spelled([UNITS, CASES])


def test_the_order_in_which_sets_are_given_changes_nothing_and_it_is_read_again():
    assert edition.spelled([CASES, UNITS]) == TEXT
    read = edition.read(TEXT)
    assert list(read) == ["cases", "units"]
    assert read["units"] == UNITS
    assert edition.spelled(read.values()) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", '{"format":"other","sets":[]}'),
        '{"format":"hoiam.data/v1","sets":[{"name":"a"}]}',
        '{"format":"hoiam.data/v1","sets":[{"name":"a","on":"","at":"","rows":1,"files":{}}]}',
    ],
)
def test_what_is_no_edition_is_refused(text):
    with pytest.raises(Malformed):
        edition.read(text)


def test_files_that_are_missing_unknown_or_others_are_named():
    there = {"cases": {"cases.csv": "aa", "b": "xx"}, "other": {"o": "dd"}}
    assert list(edition.differences(edition.read(TEXT), there)) == [
        Difference("cases/b", "other", "bb", "xx"),
        Difference("other/o", "unknown", "", "dd"),
        Difference("units/units.csv", "missing", "cc", ""),
    ]
    same = {"cases": {"cases.csv": "aa", "b": "bb"}, "units": {"units.csv": "cc"}}
    assert list(edition.differences(edition.read(TEXT), same)) == []


def test_what_changed_between_editions_is_named_by_set():
    before = edition.read(edition.spelled([CASES]))
    assert edition.changed(before, edition.read(TEXT)) == ("units",)
    assert edition.changed(edition.read(TEXT), before) == ("units",)
    assert edition.changed(before, before) == ()


def test_a_hash_leads_to_its_files():
    assert edition.holding(edition.read(TEXT), "aa") == ("cases/cases.csv",)
    assert edition.holding(edition.read(TEXT), "zz") == ()
