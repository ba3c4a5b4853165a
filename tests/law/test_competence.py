"""Who answers a matter: the nearest row that says the most, on its day; nothing where no row speaks."""

from datetime import date

import pytest

from hoiam.law import competence, packs
from hoiam.law.competence import Competence, Level, answering
from hoiam.law.refusal import Refused

DAY = date(2026, 11, 30)
COMMUNE, OTHER, PROVINCE = "/20/05977/", "/20/06040/", "/20/"


def row(basis, level=Level.COMMUNE, **said):
    return Competence(
        **{"field": "land", "from_on": date(2026, 1, 1), "level": level, "basis": basis, **said}
    )


def basis(rows, *, field="land", procedure="petition", place=COMMUNE, on=DAY):
    found = answering(rows, field=field, procedure=procedure, place=place, on=on)
    return found.basis if found else None


def test_nothing_is_answered_where_no_row_speaks():
    rows = [row("a"), row("b", field="health", under=OTHER)]
    assert basis(rows, field="health") is None
    assert basis([]) is None


def test_the_unit_is_of_the_place_or_one_for_all():
    assert row("a").answers(COMMUNE) == COMMUNE
    assert row("a", Level.PROVINCE).answers(COMMUNE) == PROVINCE
    assert row("a", Level.UNIT, unit=OTHER).answers(COMMUNE) == OTHER


def test_a_province_is_no_place_for_a_row_of_communes():
    assert row("a").answers(PROVINCE) == ""
    assert basis([row("a")], place=PROVINCE) is None
    assert basis([row("a", Level.PROVINCE)], place=PROVINCE) == "a"


def test_the_nearest_area_holds_then_field_then_procedure():
    rows = [
        row("field"),
        row("procedure", field="", procedure="petition"),
        row("both", procedure="petition"),
        row("near", field="", procedure="petition", under=COMMUNE),
    ]
    assert basis(rows) == "near"
    assert basis(rows, place=OTHER) == "both"
    assert basis(rows[:2], place=OTHER) == "field"
    assert basis(rows, place=OTHER, field="health") == "procedure"


def test_of_a_complaint_only_a_row_that_names_its_procedure_speaks():
    rows = [row("field"), row("complaint", field="", procedure="complaint_first")]
    assert basis(rows, procedure="complaint_first") == "complaint"
    assert basis(rows[:1], procedure="complaint_first") is None


def test_an_area_is_not_one_whose_code_begins_alike():
    assert basis([row("a", under="/20/059/")]) is None


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "old"),
        (date(2026, 6, 30), "old"),
        (date(2026, 7, 1), "new"),
    ],
)
def test_both_days_are_included(on, found):
    rows = [row("old", until_on=date(2026, 6, 30)), row("new", from_on=date(2026, 7, 1))]
    assert basis(rows, on=on) == found


def test_of_two_that_hold_the_later_one_does():
    assert basis([row("new", from_on=date(2026, 7, 1)), row("old")]) == "new"


# What a jurisdiction brings


def test_viet_nam_brings_what_the_law_says_of_every_place_and_no_field():
    rows = packs.load("vn").competence
    assert [(one.procedure, one.level, one.field) for one in rows] == [
        ("complaint_second", Level.PROVINCE, "")
    ]
    assert packs.load("demo_en").competence == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"level": "moon"},
        {"level": "unit"},
        {"field": ""},
        {"basis": ""},
        {"unknown": "x"},
    ],
)
def test_a_row_that_is_not_whole_is_refused(changed):
    whole = {"field": "land", "level": "commune", "basis": "x", "from_on": DAY}
    assert competence.read([whole])
    with pytest.raises(Refused, match="competence_wrong"):
        competence.read([{**whole, **changed}])
