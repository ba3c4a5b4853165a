from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from hoiam.law import clocks, rules
from hoiam.law.citation import Source, cite
from hoiam.law.refusal import Refused
from tests.law import builders

# Every shape a rule of the law can take: unit, kind, direction, with and without a number, open and ended.
SHAPES = list(
    product(
        ["days", "working_days", "hours", "months"],
        ["max", "min", "limitation", "window"],
        ["after", "before"],
        [0, 1, 90],
        ["", "2026-06-30"],
        ["VERIFIED-1", "VERIFIED-2", "UNVERIFIED"],
    )
)


@pytest.mark.parametrize("unit", ["days", "working_days", "hours", "months"])
def test_a_rule_of_every_shape_is_read_and_gives_a_date_or_says_it_has_no_number(unit):
    calendar = builders.calendar()
    for _, kind, direction, amount, until, confidence in (shape for shape in SHAPES if shape[0] == unit):
        rule = builders.rule(amount, unit, kind, direction, in_force_until=until, confidence=confidence)
        assert (rule.unit, rule.kind, rule.direction, rule.confidence) == (unit, kind, direction, confidence)
        if amount:
            assert clocks.compute(rule, date(2026, 6, 1), calendar).days
        else:
            with pytest.raises(Refused, match="no_statutory_limit"):
                clocks.compute(rule, date(2026, 6, 1), calendar)


def test_all_that_a_rule_may_say_beside_its_number_is_kept():
    more = {"conditions": "complex", "extension": "+30", "sources": "two copies", "note": "n", "note_vi": "n"}
    rule = builders.rule(**more)
    assert {key: getattr(rule, key) for key in more} == more


def test_days_may_be_written_as_dates_or_as_text_and_an_empty_end_is_open():
    rule = builders.rule(in_force_from=date(2026, 7, 1), in_force_until="2026-12-31")
    assert (rule.in_force_from, rule.in_force_until) == (date(2026, 7, 1), date(2026, 12, 31))
    assert builders.rule(in_force_until="").in_force_until is None


def test_a_rule_is_in_force_from_its_first_to_its_last_day():
    rule = builders.rule(in_force_from="2026-01-01", in_force_until="2026-06-30")
    days = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"]
    assert [rule.governs(date.fromisoformat(day)) for day in days] == [False, True, True, False]


BROKEN = [
    pytest.param({"article": ""}, "rule_incomplete", id="no article"),
    pytest.param({"id": ""}, "rule_incomplete", id="no id"),
    pytest.param({"colour": "red"}, "rule_unknown_field", id="a field nobody knows"),
    pytest.param({"unit": "weeks"}, "rule_unknown_word", id="an unknown unit"),
    pytest.param({"kind": "soon"}, "rule_unknown_word", id="an unknown kind"),
    pytest.param({"direction": "sideways"}, "rule_unknown_word", id="an unknown direction"),
    pytest.param({"confidence": "sure"}, "rule_unknown_word", id="an unknown confidence"),
    pytest.param({"in_force_from": "1/7/2026"}, "rule_bad_day", id="a day not in ISO form"),
    pytest.param({"in_force_from": ""}, "rule_incomplete", id="no first day"),
    pytest.param({"amount": -1}, "rule_impossible", id="a negative amount"),
    pytest.param({"amount": "ten"}, "rule_impossible", id="an amount in words"),
    pytest.param(
        {"in_force_from": "2026-07-01", "in_force_until": "2026-06-30"}, "rule_impossible", id="ends first"
    ),
]


@pytest.mark.parametrize(("change", "code"), BROKEN)
def test_a_broken_row_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        rules.read({**builders.ROW, **change})
    assert refused.value.code == code
    assert refused.value.facts["rule"] == change.get("id", "test.rule")


def test_a_row_that_lacks_a_field_is_refused_and_says_which():
    row = {key: value for key, value in builders.ROW.items() if key not in {"kind", "unit"}}
    with pytest.raises(Refused) as refused:
        rules.read(row)
    assert refused.value.facts == {"rule": "test.rule", "missing": ["kind", "unit"]}


RECEPTION, COMPLAINTS = "Luật Tiếp công dân 42/2013/QH13", "Luật Khiếu nại 02/2011/QH13"
DECREE = "Nghị định 154/2026/NĐ-CP"
AMENDED = "Luật 02/2011/QH13 sửa đổi bởi Luật 136/2025/QH15"
CITATIONS = [
    (RECEPTION, "28.1", f"{RECEPTION}, Điều 28 khoản 1", "Law 42/2013/QH13, article 28.1"),
    (DECREE, "41.3.b", f"{DECREE}, Điều 41 khoản 3 điểm b", "Decree 154/2026/NĐ-CP, article 41.3.b"),
    (
        DECREE,
        "25.2-25.3",
        f"{DECREE}, Điều 25 khoản 2 đến khoản 3",
        "Decree 154/2026/NĐ-CP, articles 25.2–25.3",
    ),
    (DECREE, "36-40", f"{DECREE}, Điều 36 đến Điều 40", "Decree 154/2026/NĐ-CP, articles 36–40"),
    (DECREE, "28b", f"{DECREE}, Điều 28b", "Decree 154/2026/NĐ-CP, article 28b"),
    (
        f"{RECEPTION}; {DECREE}",
        "18.4; 25.3",
        f"{RECEPTION}, Điều 18 khoản 4; {DECREE}, Điều 25 khoản 3",
        "Law 42/2013/QH13, article 18.4; Decree 154/2026/NĐ-CP, article 25.3",
    ),
    (
        COMPLAINTS,
        "27; 36.1",
        f"{COMPLAINTS}, Điều 27; Điều 36 khoản 1",
        "Law 02/2011/QH13, article 27; article 36.1",
    ),
    (COMPLAINTS, "12.1.đ", f"{COMPLAINTS}, Điều 12 khoản 1 điểm đ", "Law 02/2011/QH13, article 12.1.đ"),
    (
        AMENDED,
        "33.1",
        f"{AMENDED}, Điều 33 khoản 1",
        "Law 02/2011/QH13 amended by Law 136/2025/QH15, article 33.1",
    ),
    (
        "Bộ luật Lao động 45/2019/QH14",
        "111",
        "Bộ luật Lao động 45/2019/QH14, Điều 111",
        "Code 45/2019/QH14, article 111",
    ),
    (
        "Quy định 11-QĐi/TW",
        "",
        "Quy định 11-QĐi/TW, (chưa thấy số điều)",
        "Regulation 11-QĐi/TW, (article not seen)",
    ),
    (
        "Quy định 11-QĐi/TW",
        "article number not seen",
        "Quy định 11-QĐi/TW, (chưa thấy số điều)",
        "Regulation 11-QĐi/TW, (article not seen)",
    ),
    (
        "A procedure sheet",
        "time limit field",
        "A procedure sheet, mục thời hạn giải quyết",
        "A procedure sheet, time limit field",
    ),
    ("", "", "Quy tắc của hệ thống", "House rule"),
]


@pytest.mark.parametrize(("document", "article", "vietnamese", "english"), CITATIONS)
def test_a_citation_reads_as_a_jurist_writes_it(document, article, vietnamese, english):
    source = Source(document, article)
    assert (cite(source), cite(source, "en")) == (vietnamese, english)


def test_a_rule_is_cited_as_its_source():
    assert cite(builders.rule()) == "Luật Tiếp công dân 42/2013/QH13, Điều 28 khoản 1"


def test_a_rule_is_a_value():
    assert replace(builders.rule(), amount=7) == builders.rule(7)


def test_a_refusal_carries_a_code_and_facts_and_prints_only_the_code():
    refused = Refused("too_late", last_day=date(2026, 6, 1))
    assert (refused.code, refused.facts, str(refused)) == (
        "too_late",
        {"last_day": date(2026, 6, 1)},
        "too_late",
    )
