"""Figures are spelled in one way, whoever counts them."""

import csv
import json
from datetime import date

from hoiam.law import conferences, kept, receptions

ON = date(2026, 12, 2)
POSTS = [receptions.Row("05977", "a" * 32, 2026, 1, 2, 3), receptions.Row("05976", "b" * 32, 2026)]
DIALOGUES = [
    conferences.Row("05977", "a" * 32, 2026, in_person=1, said_kept=5),
    conferences.Row("05976", "b" * 32, 2026),
]


def test_as_one_line_whatever_the_order():
    text = kept.spelled(POSTS, DIALOGUES, log="example.org/log", on=ON)
    assert text == kept.spelled(POSTS[::-1], DIALOGUES[::-1], log="example.org/log", on=ON)
    said = json.loads(text)
    assert (said["format"], said["on"], said["posts"][1]["missed"]) == ("hoiam.kept/v1", "2026-12-02", 3)
    assert said["dialogues"][1]["said_kept"] == 5
    assert text.endswith("\n")


def test_dialogues_as_a_table_too():
    rows = list(csv.DictReader(kept.table(DIALOGUES).splitlines()))
    assert [row["unit"] for row in rows] == ["05976", "05977"]
    assert (rows[1]["in_person"], rows[1]["said_kept"], rows[1]["missed"]) == ("1", "5", "0")
