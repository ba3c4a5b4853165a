"""`hoiam law` as a jurist types it."""

import json

import pytest
from click.testing import CliRunner

from hoiam.config.commands import law
from hoiam.law import packs

RULES = packs.load("vn").rules


def run(*words):
    return CliRunner().invoke(law.command, words)


def in_force(rule):
    last = "9999-12-31" if rule.in_force_until is None else rule.in_force_until.isoformat()
    return max(rule.in_force_from.isoformat(), min("2026-11-17", last))


@pytest.mark.parametrize("options", [[], ["--lang", "en"], ["--json"]], ids=["vi", "en", "json"])
def test_every_rule_is_explained(options):
    for rule in RULES.values():
        asked = run("explain", "--rule", rule.id, "--event", in_force(rule), *options)
        assert asked.exit_code == 0, asked.output
        if options == ["--json"]:
            plain = json.loads(asked.output)
            assert (plain["rule"], plain["event"]) == (rule.id, in_force(rule))
            assert {"legal_due", "safe_due", "days", "sources"} <= plain.keys()
        else:
            assert rule.id in asked.output


def test_remote_and_complex_choose_the_variant():
    asked = run("explain", "--rule", "kn.settle1", "--event", "2026-07-01", "--remote", "--complex", "--json")
    assert json.loads(asked.output)["rule"] == "kn.settle1_remote_complex"


def test_until_says_how_much_is_used():
    asked = run(
        "explain", "--rule", "kn.accept.v2", "--event", "2026-11-17", "--until", "2026-11-20", "--json"
    )
    assert json.loads(asked.output)["until"] == {"on": "2026-11-20", "used": 3, "left": 4}


WRONG = [
    (["--rule", "kn.nothing", "--event", "2026-11-17"], "Không có quy định mang mã kn.nothing"),
    (["--rule", "kn.nothing", "--event", "2026-11-17", "--lang", "en"], "No rule has the id kn.nothing"),
    (["--rule", "kn.accept.v2", "--event", "17/11/2026"], "Không đọc được ngày 17/11/2026"),
    (["--rule", "kn.accept.v2", "--event", "2026-02-30", "--lang", "en"], "Not a date: 2026-02-30"),
    (
        ["--rule", "kn.accept.v2", "--event", "2026-11-17", "--until", "soon", "--lang", "en"],
        "Not a date: soon",
    ),
    (
        ["--rule", "kn.accept.v1", "--event", "2011-01-01", "--lang", "en"],
        "in force from 2012-07-01 to 2026-06-30",
    ),
    (["--rule", "kn.accept.v2", "--event", "2011-01-01"], "không áp dụng cho ngày 2011-01-01"),
    (["--rule", "tcd.result_notice", "--event", "2011-01-01"], "đến nay"),
    (
        ["--rule", "kn.settle1", "--event", "2026-11-17", "--with", "green", "--lang", "en"],
        "No such attribute: green",
    ),
    (["--rule", "kn.settle1", "--event", "2026-11-17T10:00", "--lang", "en"], "give a day, not a moment"),
    (
        ["--rule", "kn.settle1", "--event", "2026-11-17", "--pack", "mars"],
        "Không có bộ quy định mang tên mars.",
    ),
    (
        ["--rule", "kn.settle1", "--event", "2026-11-17", "--pack", "mars", "--lang", "en"],
        "There is no pack of rules called mars.",
    ),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_a_wrong_question_ends_with_2_and_says_what_is_wrong(options, message):
    asked = run("explain", *options)
    assert (asked.exit_code, message in asked.output) == (2, True), asked.output


def test_rules_can_be_listed_by_the_beginning_of_their_ids():
    assert len(run("rules").output.splitlines()) == len(RULES)
    named = run("rules", "kn.accept", "--lang", "en").output.splitlines()
    assert {line.split()[0] for line in named} == {"kn.accept.v1", "kn.accept.v1_decree", "kn.accept.v2"}
