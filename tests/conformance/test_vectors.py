"""The engine against every vector of the conformance kit."""

import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from hoiam.law import clocks, packs
from hoiam.law.calendar import Calendar, CalendarDay, DayKind
from hoiam.law.pauses import Granted, Pause
from hoiam.law.rules import TimeUnit
from tests.conformance import make, walker, worked
from tests.law import builders

KIT = json.loads((make.FOLDER / "deadlines.json").read_text(encoding="utf-8"))
DAYS = json.loads((make.FOLDER / "calendar.json").read_text(encoding="utf-8"))["days"]
VECTORS = KIT["vectors"]
GROUPS = sorted({vector["id"].split(":")[0] for vector in VECTORS})
VN = packs.load("vn")


def days(rows):
    """Of the kit's own calendar, not of ours."""
    for row in rows:
        kind = DayKind(row.get("kind", "make_up" if row["working"] else "swapped_off"))
        yield CalendarDay(date.fromisoformat(row["date"]), kind, row["working"], "", "")


CALENDAR = Calendar(days(DAYS))


def event_of(vector):
    text = vector["event"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def rule_of(vector):
    """A rule of these facts that may be stopped and extended wherever the vector does so."""
    more = {}
    if "pauses" in vector:
        more["stops"] = {"source_document": "Luật Khiếu nại 02/2011/QH13", "article": "11a"}
    if "extensions" in vector:
        source = {"source_document": "Luật Tố cáo 25/2018/QH14", "article": "30"}
        more["extend"] = [{**row, **source} for row in vector["extensions"]]
    return builders.rule(**vector["rule"], **more)


def counted(vector, rule, calendar):
    event = event_of(vector)
    pauses = [
        Pause(date.fromisoformat(row["stopped_on"]), date.fromisoformat(row["resumed_on"]), "01/QĐ")
        for row in vector.get("pauses", ())
    ]
    signed = event.date() if isinstance(event, datetime) else event
    extensions = [
        Granted(row["amount"], TimeUnit(row["unit"]), signed, "02/QĐ") for row in vector.get("extensions", ())
    ]
    due = clocks.run(rule, event, calendar, pauses=pauses, extensions=extensions)
    found = {name: getattr(due, name).isoformat() for name in ("unrolled", "legal_due", "safe_due")}
    return found | ({"moment": due.moment.isoformat()[:16]} if due.moment else {})


def group(name):
    return [vector for vector in VECTORS if vector["id"].split(":")[0] == name]


@pytest.mark.parametrize("name", GROUPS)
def test_the_engine_agrees_with_every_vector(name):
    vectors = group(name)
    wrong = {}
    for vector in vectors:
        found = counted(vector, rule_of(vector), CALENDAR.amended(days(vector.get("changes", ()))))
        if found != vector["expected"]:
            wrong[vector["id"]] = (found, vector["expected"])
    assert vectors
    assert wrong == {}


def test_the_short_way_agrees_with_every_plain_vector():
    plain = [vector for vector in VECTORS if not {"pauses", "extensions", "changes"} & set(vector)]
    assert len(plain) > 500
    for vector in plain:
        found = clocks.dates(rule_of(vector), event_of(vector), CALENDAR)
        assert [on.isoformat() for on in found] == list(vector["expected"].values())[:3], vector["id"]


def test_our_own_rules_and_calendar_give_the_dates_of_their_vectors():
    scenes = [vector for vector in VECTORS if vector["id"].split(":")[0] in make.SCENES]
    assert {vector["about"]["rule"] for vector in scenes} == {
        name for name, rule in VN.rules.items() if rule.amount
    }
    for vector in scenes:
        rule = VN.rules[vector["about"]["rule"]]
        assert (rule.amount, rule.unit, rule.kind, rule.direction) == tuple(vector["rule"].values())
        assert counted(vector, rule, VN.calendar) == vector["expected"], vector["id"]


def test_what_may_still_change_is_marked_as_by_the_engine():
    for vector in VECTORS:
        due = clocks.compute(rule_of(vector), event_of(vector), VN.calendar)
        if not {"pauses", "extensions", "changes"} & set(vector):
            assert due.confirmed is not vector.get("provisional", False), vector["id"]


def test_our_own_rules_may_be_stopped_and_extended_as_the_vectors_do():
    changed = [vector for vector in VECTORS if vector["id"].startswith(("stop:", "extend:"))]
    assert changed
    for vector in changed:
        rule = VN.rules[vector["about"]["rule"]]
        assert counted(vector, rule, VN.calendar) == vector["expected"], vector["id"]


def test_the_files_are_what_the_walker_makes():
    for path, text in make.files().items():
        assert path.read_text(encoding="utf-8") == text, f"python -m tests.conformance.make ({path.name})"


def test_the_walker_and_the_paper_agree_on_every_worked_example():
    vectors = {vector["id"]: vector for vector in group("worked")}
    assert len(vectors) == len(worked.EXAMPLES) >= 18
    for example in worked.EXAMPLES:
        expected = vectors[f"worked:{example['number']}"]["expected"]
        assert (expected["legal_due"], expected["safe_due"]) == (example["legal_due"], example["safe_due"])
    assert vectors["worked:24"]["expected"]["moment"] == "2026-02-17T10:30"


def test_the_kit_is_large_and_no_vector_stands_in_it_twice():
    assert len(VECTORS) >= 700
    assert max(Counter(vector["id"] for vector in VECTORS).values()) == 1
    assert {"ordinary", "weekend", "tet", "swap", "year_end", "stop", "extend"} <= set(GROUPS)


def test_a_clock_that_is_a_day_off_is_found():
    """Vectors that no engine could fail would prove nothing: each group tells a neighbour's date apart."""
    shifted = Calendar(
        CalendarDay(row.on + timedelta(days=1), row.kind, row.working, "", "") for row in CALENDAR.entries
    )
    for name in ("holiday", "tet", "swap"):
        agree = [
            vector
            for vector in group(name)
            if counted(vector, rule_of(vector), shifted) == vector["expected"]
        ]
        assert len(agree) < len(group(name)) / 2, name


@pytest.mark.parametrize("amount", [3, 5, 7, 10, 15, 30])
@pytest.mark.parametrize("direction", ["after", "before"])
def test_every_receipt_day_of_2026_agrees_with_the_walker(amount, direction):
    rule = builders.rule(amount, "working_days", "min" if direction == "before" else "max", direction)
    facts = {"amount": amount, "unit": "working_days", "kind": rule.kind, "direction": direction}
    fingers = walker.Walker(walker.named_days(walker.calendar_rows()))
    for offset in range(365):
        event = date(2026, 1, 1) + timedelta(days=offset)
        due = clocks.compute(rule, event, VN.calendar)
        expected = fingers.expected(facts, event)
        assert [due.unrolled.isoformat(), due.legal_due.isoformat(), due.safe_due.isoformat()] == [
            *expected.values()
        ]
