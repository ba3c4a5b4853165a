"""The explanation of a date, in both languages and as data."""

from datetime import date, datetime, time

import pytest

from hoiam.law import clocks, explain, packs, telling
from hoiam.law.book import RuleBook
from hoiam.law.calendar import Calendar
from hoiam.law.refusal import Refused
from tests.every import each, each_row
from tests.law import builders

VN = packs.load("vn")
KEYS = [
    "rule", "asked", "event", "attributes", "legal_due", "safe_due", "works_to", "confirmed", "confidence",
    "alternatives", "until", "days", "sources",
]  # fmt: skip


def d(text):
    return date.fromisoformat(text)


def in_force(rule):
    """A day on which this rule governs."""
    return max(rule.in_force_from, min(d("2026-11-17"), rule.in_force_until or date.max))


@each(["vi", "en"])
def test_every_rule_explains_itself(lang):
    for rule in VN.rules.values():
        found = explain.explain(VN, rule.id, in_force(rule))
        assert found.rule.id == rule.id
        told, plain = list(telling.lines(found, lang)), telling.plain(found, lang)
        assert list(plain) == KEYS
        assert rule.id in told[0]
        assert (plain["legal_due"] is None) == (rule.amount == 0) == (telling.NO_LIMIT[lang == "en"] in told)
        assert plain["sources"]
        assert sum(day["role"] == "counted" for day in plain["days"]) == (
            0
            if rule.amount == 0
            else len([row for row in clocks.compute(rule, in_force(rule), VN.calendar).days if row.counted])
        )


def test_an_explanation_lists_each_day_with_its_reason_and_document():
    told = "\n".join(telling.lines(explain.explain(VN, "kn.accept.v2", d("2026-11-17")), "en"))
    assert "Legal date: Friday 27 November 2026" in told
    assert (
        "Tuesday 24 November 2026  day off, not counted (Vietnam Culture Day; Nghị quyết 28/2026/QH16, Điều 2)"
        in told
    )
    assert "  7  Friday 27 November 2026  counted" in told
    vietnamese = "\n".join(telling.lines(explain.explain(VN, "kn.accept.v2", d("2026-11-17"))))
    assert "Thứ Bảy 21/11/2026  ngày nghỉ, không tính" in vietnamese
    assert "Điều 2 khoản 15 điểm b" in vietnamese


def test_a_complaint_in_transit_shows_all_three_texts_and_works_to_the_earliest():
    found = explain.explain(VN, "kn.accept", d("2026-06-29"), until=d("2026-07-03"))
    assert found.rule.id == "kn.accept.v1"
    assert {other.rule.id: other.legal_due for other in found.others} == {
        "kn.accept.v1_decree": d("2026-07-13"),
        "kn.accept.v2": d("2026-07-08"),
    }
    assert found.works_to.legal_due == d("2026-07-08")
    told = list(telling.lines(found, "en"))
    assert "Work to: Wednesday 8 July 2026" in told
    assert "By the end of: Friday 3 July 2026: 4 used, 6 left" in told
    plain = telling.plain(found)
    assert (plain["works_to"], plain["until"]) == ("2026-07-08", {"on": "2026-07-03", "used": 4, "left": 6})
    assert len(plain["alternatives"]) == 2


def test_a_period_that_may_not_be_cut_short_works_to_the_later_of_two():
    days, more = builders.rule(5, kind="min"), builders.rule(10, kind="min")
    on = d("2026-06-01")
    found = explain.Explanation(
        asked="", rule=days, event=on, attributes=(), progress=None,
        due=clocks.compute(days, on, VN.calendar), others=(clocks.compute(more, on, VN.calendar),),
    )  # fmt: skip
    assert found.works_to.rule is more


def test_past_the_limit_it_says_how_late():
    found = explain.explain(VN, "kn.accept.v2", d("2026-11-02"), until=d("2026-11-20"))
    assert found.progress == explain.Progress(d("2026-11-20"), 7, -9)
    assert "Friday 20 November 2026: 9 days late" in "\n".join(telling.lines(found, "en"))


def test_attributes_choose_the_variant():
    found = explain.explain(VN, "kn.settle1", d("2026-07-01"), attributes=["remote", "complex"])
    assert (found.rule.id, found.attributes) == ("kn.settle1_remote_complex", ("complex", "remote"))
    assert "kn.settle1_remote_complex (kn.settle1)" in next(iter(telling.lines(found)))


def test_hours_are_told_to_the_minute_and_need_no_progress():
    moment = datetime.combine(d("2026-02-14"), time(10, 30))
    found = explain.explain(VN, "pd.breach_authority", moment, until=d("2026-02-15"))
    assert found.progress is None
    assert "Legal date: 10:30 Tuesday 17 February 2026" in list(telling.lines(found, "en"))
    assert telling.plain(found)["legal_due"] == "2026-02-17T10:30:00"


def test_a_rule_without_a_number_has_no_date_to_work_to():
    found = explain.explain(VN, "tcd.head_promised_reply", d("2026-11-17"), until=d("2026-11-18"))
    assert (found.due, found.works_to, found.progress) == (None, None, None)


def test_a_year_without_official_days_off_is_marked():
    found = explain.explain(VN, "kn.accept.v2", d("2026-11-17"), calendar=Calendar([]))
    assert telling.UNCONFIRMED[0] in list(telling.lines(found))


@each_row(
    [
        ("unknown_rule", "kn.nothing", d("2026-11-17"), ()),
        ("unknown_attribute", "kn.settle1", d("2026-11-17"), ("green",)),
        ("rule_not_in_force", "kn.accept.v2", d("1999-01-01"), ()),
        ("day_needed", "kn.accept.v2", datetime.combine(d("2026-11-17"), time()), ()),
    ]
)
def test_what_cannot_be_explained_is_refused(code, name, event, attributes):
    with pytest.raises(Refused) as refused:
        explain.explain(VN, name, event, attributes=attributes)
    assert refused.value.code == code


def test_recounting_works_to_the_strictest_text_and_keeps_the_legal_day():
    rule, on = VN.rules["kn.accept.v1"], d("2026-02-10")
    other = clocks.compute(VN.rules["kn.accept.v1_decree"], on, VN.calendar)
    assert explain.dates(VN.rules, rule, on, VN.calendar).safe_due < other.safe_due
    main = clocks.compute(VN.rules["kn.accept.v1_decree"], on, VN.calendar)
    reckoned = explain.dates(VN.rules, main.rule, on, VN.calendar)
    assert (reckoned.unrolled, reckoned.legal_due) == (main.unrolled, main.legal_due)
    assert reckoned.safe_due == clocks.compute(rule, on, VN.calendar).safe_due < main.safe_due


def test_recounting_a_shortest_period_works_to_the_longer_text():
    short = builders.rule(5, kind="min", id="a.short")
    longer = builders.rule(10, kind="min", id="a.longer", alternative_to="a.short")
    on, calendar = d("2026-06-01"), VN.calendar
    assert (
        explain.dates(RuleBook([short, longer]), short, on, calendar).safe_due
        == clocks.dates(longer, on, calendar).safe_due
    )
