from datetime import date

import pytest

from hoiam.law import packs
from hoiam.law.book import RuleBook
from hoiam.law.refusal import Refused
from tests.every import each, each_row
from tests.law import builders

NEW = date(2026, 7, 1)
BEFORE, AFTER = date(2026, 6, 29), date(2026, 7, 2)


def rule(name, amount=10, **more):
    return builders.rule(amount, id=name, **more)


def versions(**more):
    """An old text and the one that takes its place on 2026-07-01."""
    return (
        rule("accept.v1", in_force_from="2012-07-01", in_force_until="2026-06-30"),
        rule("accept.v2", 7, in_force_from="2026-07-01", **more),
    )


def settle():
    """A limit and what replaces it for cases that are remote, complex, or both."""
    return (
        rule("settle", 30, stops={"source_document": "Law 1", "article": "11a"}),
        rule("settle.remote", 45, base="settle", when=["remote"]),
        rule("settle.both", 60, base="settle", when=["remote", "complex"]),
        rule("settle.complex", 46, base="settle", when=["complex"]),
        rule(
            "conclude",
            30,
            extend=[
                {
                    "amount": 30,
                    "unit": "days",
                    "source_document": "Law 2",
                    "article": "30.2",
                    "when": "special",
                },
                {"amount": 5, "unit": "days", "source_document": "Law 2", "article": "30.4"},
            ],
        ),
    )


def refusal(rules):
    with pytest.raises(Refused) as refused:
        RuleBook(rules)
    return refused.value.code, refused.value.facts


def test_a_book_is_a_mapping_of_rules_by_id():
    book = RuleBook(versions())
    assert list(book) == ["accept.v1", "accept.v2"]
    assert len(book) == 2
    assert book["accept.v2"].amount == 7
    assert "accept" not in book


def test_an_empty_book_knows_nothing():
    book = RuleBook([])
    assert (len(book), book.attributes, dict(book.versions)) == (0, frozenset(), {})


def test_two_rules_of_one_id_are_refused():
    assert refusal([rule("a"), rule("a", 7)]) == ("rule_twice", {"rule": "a"})


@each([{"base": "b", "when": ["remote"]}, {"alternative_to": "b"}])
def test_a_rule_that_points_at_none_is_refused(link):
    assert refusal([rule("a", **link)]) == ("rule_unknown_base", {"rule": "a", "base": "b"})


@each(["", "2026-07-01", "2027-01-01"])
def test_versions_in_force_on_one_day_are_refused(until):
    first = rule("a.v1", in_force_from="2012-07-01", in_force_until=until)
    facts = {"rule": "a.v2", "earlier": "a.v1", "on": NEW}
    assert refusal([rule("a.v2", in_force_from="2026-07-01"), first]) == ("versions_overlap", facts)


def test_versions_stand_in_the_order_they_came_whatever_the_order_of_the_file():
    old, new = versions()
    assert RuleBook([new, old]).versions["accept"] == (old, new)


def test_a_gap_between_versions_is_no_overlap():
    first = rule("a.v1", in_force_from="2012-07-01", in_force_until="2020-01-01")
    assert len(RuleBook([first, rule("a.v2", in_force_from="2026-07-01")])) == 2


def test_a_rule_is_named_by_its_id_or_by_its_family():
    old, new = versions()
    book = RuleBook([old, new])
    assert book.named("accept.v1") is old
    assert book.named("accept") is new


@each(["", "accept.v3", "acc"])
def test_a_name_nobody_knows_is_refused(name):
    book = RuleBook(versions())
    with pytest.raises(Refused) as refused:
        book.pick(name, NEW)
    assert (refused.value.code, refused.value.facts) == ("unknown_rule", {"rule": name})


def test_attributes_are_those_of_variants_and_of_extensions():
    assert RuleBook(settle()).attributes == {"remote", "complex", "special"}


def test_an_attribute_nobody_knows_is_refused_and_the_known_are_told():
    book = RuleBook(settle())
    with pytest.raises(Refused) as refused:
        book.pick("settle", NEW, ["remote", "urgent", "blue"])
    assert refused.value.code == "unknown_attribute"
    assert refused.value.facts == {
        "attributes": ["blue", "urgent"],
        "known": ["complex", "remote", "special"],
    }


@pytest.mark.parametrize("name", ["accept", "accept.v1", "accept.v2"])
@pytest.mark.parametrize(("event", "chosen"), [(BEFORE, "accept.v1"), (NEW, "accept.v2")])
def test_the_day_of_the_event_chooses_the_version_whichever_is_named(name, event, chosen):
    assert RuleBook(versions()).pick(name, event).rule.id == chosen


def test_before_any_version_the_one_named_is_given():
    book = RuleBook(versions(transition="stricter"))
    assert book.pick("accept.v1", date(2000, 1, 1)).rule.id == "accept.v1"
    latest = book.pick("accept", date(2000, 1, 1))
    assert (latest.rule.id, latest.alternatives) == ("accept.v2", ())


@each_row(
    [
        ([], "settle"),
        (["special"], "settle"),
        (["remote"], "settle.remote"),
        (["complex", "special"], "settle.complex"),
        (["complex", "remote"], "settle.both"),
    ]
)
def test_the_variant_that_asks_for_most_of_what_the_case_is_takes_the_place(attributes, chosen):
    assert RuleBook(settle()).pick("settle", NEW, attributes).rule.id == chosen


def test_of_two_variants_that_ask_as_much_the_last_written_is_taken():
    rules = [
        rule("a"),
        rule("a.complex", 60, base="a", when=["complex"]),
        rule("a.special", 90, base="a", when=["special"]),
    ]
    assert RuleBook(rules).pick("a", NEW, {"complex", "special"}).rule.id == "a.special"


def test_a_variant_not_in_force_on_the_day_takes_no_place():
    rules = [rule("a"), rule("a.remote", 45, base="a", when=["remote"], in_force_from="2026-07-01")]
    book = RuleBook(rules)
    assert book.pick("a", BEFORE, ["remote"]).rule.id == "a"
    assert book.pick("a", NEW, ["remote"]).rule.id == "a.remote"


def test_variants_of_a_rule_are_listed():
    book = RuleBook(settle())
    assert [one.id for one in book.variants(book["settle"])] == [
        "settle.remote",
        "settle.both",
        "settle.complex",
    ]
    assert book.variants(book["conclude"]) == ()


def test_texts_for_one_clock_know_each_other_whichever_is_named():
    law, decree, sheet = (
        rule("law"),
        rule("decree", alternative_to="law"),
        rule("sheet", alternative_to="law"),
    )
    book = RuleBook([law, decree, sheet, rule("other")])
    assert book.alternatives(law) == (decree, sheet)
    assert book.alternatives(decree) == (law, sheet)
    assert book.alternatives(book["other"]) == ()


def test_only_texts_in_force_on_the_day_of_the_event_disagree():
    decree = rule("decree", alternative_to="law", in_force_from="2020-12-10", in_force_until="2026-06-30")
    book = RuleBook([rule("law"), decree])
    assert book.pick("law", date(2020, 12, 9)).alternatives == ()
    assert book.pick("law", BEFORE).alternatives == (decree,)
    assert book.pick("law", NEW).alternatives == ()


@each([None, BEFORE, AFTER])
def test_by_default_a_later_text_has_no_say_over_what_is_pending(today):
    picked = RuleBook(versions()).pick("accept", BEFORE, today=today)
    assert (picked.rule.id, picked.alternatives) == ("accept.v1", ())


@each_row([(None, 1), (BEFORE, 0), (date(2026, 6, 30), 0), (NEW, 1), (AFTER, 1)])
def test_where_no_text_says_the_later_one_is_counted_too_once_it_is_in_force(today, others):
    picked = RuleBook(versions(transition="stricter")).pick("accept", BEFORE, today=today)
    assert (picked.rule.id, len(picked.alternatives)) == ("accept.v1", others)


@each_row([(None, "accept.v1"), (BEFORE, "accept.v1"), (NEW, "accept.v2")])
def test_a_text_that_takes_over_what_is_pending_does_so_once_it_is_in_force(today, chosen):
    picked = RuleBook(versions(transition="new_text")).pick("accept", BEFORE, today=today)
    assert (picked.rule.id, picked.alternatives) == (chosen, ())


def test_an_earlier_text_has_no_say_over_a_later_event():
    picked = RuleBook(versions(transition="stricter")).pick("accept", NEW, today=AFTER)
    assert (picked.rule.id, picked.alternatives) == ("accept.v2", ())


def test_the_same_clock_for_a_case_that_is_also_so_or_no_longer():
    book, on = packs.load("vn").rules, date(2026, 12, 2)
    ordinary, complicated = book["kn.settle1"], book["kn.settle1_complex"]
    assert book.being(ordinary, "remote", on, holds=True).id == "kn.settle1_remote"
    assert book.being(complicated, "remote", on, holds=True).id == "kn.settle1_remote_complex"
    assert book.being(book["kn.settle1_remote_complex"], "remote", on, holds=False) is complicated
    assert book.being(book["kn.send1"], "remote", on, holds=True) is book["kn.send1"]
