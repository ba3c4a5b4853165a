"""The table of what becomes of a matter."""

from itertools import product

import pytest

from hoiam.law import handling, packs
from hoiam.law.handling import Matter, Way, advise


@pytest.mark.parametrize(
    ("matter", "way", "give_back"),
    [
        (Matter(kind="petition"), Way.ACCEPT, False),
        (Matter(kind="complaint", originals=True), Way.ACCEPT, False),
        (Matter(kind="complaint", own=False), Way.GUIDE, False),
        (Matter(kind="complaint", own=False, originals=True), Way.GUIDE, True),
        (Matter(kind="complaint_again", own=False), Way.GUIDE, False),
        (Matter(kind="denunciation", own=False), Way.TRANSFER, False),
        (Matter(kind="petition", own=False, originals=True), Way.TRANSFER, False),
        (Matter(kind="report", own=False), Way.TRANSFER, False),
        (Matter(kind="petition", eligible=False), Way.FILE, False),
        (Matter(kind="complaint", eligible=False, originals=True), Way.FILE, True),
        (Matter(kind="petition", mixed=True, own=False), Way.SPLIT, False),
    ],
)
def test_each_row(matter, way, give_back):
    found = advise(matter)
    assert (found.way, found.give_back) == (way, give_back)
    assert found.source in {handling.CIRCULAR, handling.DECREE}


def test_no_matter_is_left_without_a_way():
    facts = [
        Matter(kind=kind, mixed=mixed, eligible=eligible, own=own, originals=originals)
        for kind, mixed, eligible, own, originals in product(("complaint", "petition"), *[(True, False)] * 4)
    ]
    assert {advise(one).way for one in facts} == set(Way)


def test_the_ground_about_what_is_thought_is_left_out_on_purpose():
    """Circular 05/2021 also names content against a line: neither a fact of the table nor a ground of refusal."""
    assert set(Matter.__dataclass_fields__) == {"kind", "mixed", "eligible", "own", "originals"}
    grounds = [
        f"{ground.code} {ground.vi} {ground.en}".lower() for ground in packs.load("vn").petition_grounds
    ]
    assert grounds
    thought = ("đường lối", "chủ trương", "quan điểm", "chính trị", "opinion", "party line", "political")
    assert [ground for ground in grounds if any(word in ground for word in thought)] == []
