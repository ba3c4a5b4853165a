from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from hoiam.law import clocks, rules
from hoiam.law.citation import Source, cite
from hoiam.law.refusal import Refused
from hoiam.law.rules import TimeUnit
from tests.every import each, each_row
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


@each(["days", "working_days", "hours", "months"])
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
    pytest.param({"confidence": "HOUSE"}, "rule_impossible", id="a rule of this system that cites a text"),
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


@each_row(BROKEN)
def test_a_broken_row_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        rules.read({**builders.ROW, **change})
    assert refused.value.code == code
    assert refused.value.facts["rule"] == change.get("id", "test.rule")


def test_a_rule_of_this_system_has_neither_document_nor_article():
    rule = builders.rule(confidence="HOUSE", source_document="", article="")
    assert cite(rule) == "Quy tắc của hệ thống"


EXTENSION = {"amount": 30, "unit": "days", "source_document": "Luật Tố cáo 25/2018/QH14", "article": "30.2"}
STOPS = {"source_document": "Luật Tố cáo 25/2018/QH14", "article": "34.2"}
WRONG = [
    pytest.param({"article": 28}, "rule_impossible", id="an article that is a number"),
    pytest.param({"note_vi": ["a"]}, "rule_impossible", id="a note that is a list"),
    pytest.param({"article": []}, "rule_incomplete", id="an article that is an empty list"),
    pytest.param({"amount": True}, "rule_impossible", id="an amount that is yes"),
    pytest.param({"amount": 7.5}, "rule_impossible", id="half a day"),
    pytest.param({"transition": "later"}, "rule_unknown_word", id="an unknown transition"),
    pytest.param({"applied_from": "soon"}, "rule_bad_day", id="applied from no day"),
    pytest.param({"base": "other"}, "rule_impossible", id="a base without a when"),
    pytest.param({"when": ["remote"]}, "rule_impossible", id="a when without a base"),
    pytest.param({"base": "other", "when": []}, "rule_impossible", id="an empty when"),
    pytest.param({"base": "other", "when": "remote"}, "rule_impossible", id="a when that is no list"),
    pytest.param({"base": "other", "when": [1]}, "rule_impossible", id="an attribute that is a number"),
    pytest.param({"extend": EXTENSION}, "rule_impossible", id="an extension that is no list"),
    pytest.param({"extend": ["30 days"]}, "rule_impossible", id="an extension that is no row"),
    pytest.param(
        {"extend": [{**EXTENSION, "article": ""}]}, "rule_incomplete", id="an extension by no article"
    ),
    pytest.param(
        {"extend": [{**EXTENSION, "amount": ""}]}, "rule_incomplete", id="an extension of no amount"
    ),
    pytest.param({"extend": [{**EXTENSION, "amount": -1}]}, "rule_impossible", id="a shorter extension"),
    pytest.param(
        {"extend": [{**EXTENSION, "unit": "weeks"}]}, "rule_unknown_word", id="an extension in weeks"
    ),
    pytest.param({"extend": [{**EXTENSION, "by": "us"}]}, "rule_unknown_field", id="an extension by whom"),
    pytest.param({"extend": [{**EXTENSION, "when": ["remote"]}]}, "rule_impossible", id="several whens"),
    pytest.param({"stops": "34.2"}, "rule_impossible", id="a stop that is no row"),
    pytest.param({"stops": {"article": "34.2"}}, "rule_incomplete", id="a stop by no document"),
    pytest.param({"stops": {**STOPS, "in_force_from": "2019"}}, "rule_bad_day", id="a stop from no day"),
    pytest.param({"stops": {**STOPS, "days": 5}}, "rule_unknown_field", id="a stop of five days"),
]


@each_row(WRONG)
def test_a_row_whose_parts_are_broken_is_refused_by_its_own_name(change, code):
    with pytest.raises(Refused) as refused:
        rules.read({**builders.ROW, **change})
    assert (refused.value.code, refused.value.facts["rule"]) == (code, "test.rule")


def test_a_broken_part_says_what_it_lacks_or_has_too_much():
    with pytest.raises(Refused) as lacking:
        rules.read({**builders.ROW, "extend": [{"amount": 30}]})
    with pytest.raises(Refused) as unknown:
        rules.read({**builders.ROW, "stops": {**STOPS, "days": 5}})
    assert lacking.value.facts["missing"] == ["article", "source_document", "unit"]
    assert unknown.value.facts["fields"] == ["days"]


def test_further_periods_keep_their_order_unit_and_source():
    later = {**EXTENSION, "amount": 20, "unit": "working_days", "when": "special"}
    first, second = builders.rule(extend=[EXTENSION, later]).extend
    assert (first.amount, first.unit, first.when) == (30, TimeUnit.DAYS, "")
    assert (second.amount, second.unit, second.when) == (20, TimeUnit.WORKING_DAYS, "special")
    assert cite(second) == "Luật Tố cáo 25/2018/QH14, Điều 30 khoản 2"


def test_where_a_clock_may_be_stopped_is_written_and_since_when():
    assert builders.rule().stops is None
    assert builders.rule(stops=STOPS).stops.in_force_from is None
    dated = builders.rule(stops={**STOPS, "in_force_from": date(2019, 1, 1)}).stops
    assert (dated.article, dated.in_force_from) == ("34.2", date(2019, 1, 1))


@each([{"stops": STOPS}, {"extend": [EXTENSION]}])
def test_a_rule_in_hours_is_neither_stopped_nor_extended(more):
    with pytest.raises(Refused, match="rule_impossible"):
        builders.rule(unit="hours", **more)


def test_no_rule_is_extended_by_hours():
    with pytest.raises(Refused, match="rule_impossible"):
        builders.rule(extend=[{**EXTENSION, "unit": "hours"}])


def test_a_variant_names_its_base_and_every_attribute_it_asks_for():
    rule = builders.rule(base="other", when=["remote", "complex"])
    assert (rule.base, rule.when) == ("other", {"remote", "complex"})


@each_row(
    [
        ("kn.accept.v2", "kn.accept"),
        ("kn.accept.v1_decree", "kn.accept.v1_decree"),
        ("kn.settle1", "kn.settle1"),
    ]
)
def test_versions_share_a_family(name, family):
    assert builders.rule(id=name).family == family


def test_a_rule_applied_earlier_by_this_system_governs_from_that_day():
    rule = builders.rule(in_force_from="2026-07-01", applied_from="2025-07-01")
    assert rule.governs(date(2025, 7, 1))
    assert not rule.governs(date(2025, 6, 30))


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


@each_row(CITATIONS)
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
