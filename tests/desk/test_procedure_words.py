"""Every refusal of the law room has words in both languages, also where its code is handed on or put together."""

import ast
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from hoiam.desk.directives.views import import_words
from hoiam.law.refusal import Refused

LAW = Path(__file__).resolve().parents[2] / "hoiam" / "law"
PROCEDURES = LAW / "procedures"
HANDED = re.compile(r'\b(?:within|over|still_open|over_if_open)\(\s*\w*"?\w+"?,\s*"(\w+)"')
ROOMS = ("cases", "directives", "inspections")
"""Whose pages word what the law refuses: all of them what those of cases word, and each besides what is its own."""
FINDINGS = {f"finding_without_{lacking}" for lacking in ("words", "evidence", "ground", "remedy")}
CODES = sorted({code for file in PROCEDURES.glob("*.py") for code in HANDED.findall(file.read_text("utf-8"))})


class Fact(date):
    """Whatever a sentence asks for: a day, a number, a list of nothing, whose first is a day."""

    def __int__(self):
        return 2

    def __getitem__(self, _index):
        return self

    def __iter__(self):
        return iter(())


def _name_of(function):
    return getattr(function, "id", getattr(function, "attr", ""))


def called(name):
    """The first argument of every call of this name in the law room."""
    for file in LAW.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and name == _name_of(node.func):
                yield node.args[0]


def constants(name):
    return {argument.value for argument in called(name) if isinstance(argument, ast.Constant)}


def of_rows():
    """The codes of bad rows are put together from what the row is and what is wrong with it."""
    return {f"{noun}_{wrong}" for noun in constants("Place") for wrong in constants("refuse")}


def every_code():
    return sorted(constants("Refused") | of_rows() | FINDINGS | set(CODES))


def said(code, language):
    facts = defaultdict(lambda: Fact(2026, 11, 24), {"count": 2} if code == "parts_open" else {})
    refused = Refused(code)
    refused.facts = facts
    with translation.override(language):
        for room in ROOMS:
            words = render_to_string(f"{room}/refusal.html", {"refused": refused}).strip()
            if code not in words:
                return words
        return str(import_words.PROBLEMS.get(code, words))


@pytest.mark.parametrize("code", every_code())
def test_every_code_of_the_law_room_is_worded_in_both_languages(code):
    vietnamese, english = said(code, "vi"), said(code, "en")
    assert code not in vietnamese + english
    assert vietnamese != english
    assert min(len(vietnamese), len(english)) > 10


def test_these_are_such_codes():
    assert {"finding_too_late", "extension_too_late", "window_over", "posting_too_short"} <= set(CODES)


def test_the_codes_of_rows_are_among_them():
    assert of_rows() >= {
        "row_incomplete",
        "row_bad_day",
        "row_unknown_word",
        "rule_impossible",
        "rule_unknown_field",
    }
    assert {"row_twice", "unknown_pack", "not_the_holder"} <= set(every_code())


def test_no_code_is_put_together_in_a_way_that_is_not_known_here():
    """Otherwise one could go without words."""
    odd = {ast.unparse(one) for one in called("Refused") if not isinstance(one, ast.Constant)}
    assert odd == {"f'{self.noun}_{what}'", "f'finding_without_{lacking}'", "code"}


def test_a_code_without_words_would_be_found():
    assert "no_such_code" in said("no_such_code", "en")


@pytest.mark.parametrize(("language", "words"), [("vi", "còn thiếu: per, who"), ("en", "lacks: per, who")])
def test_a_bad_row_is_named_with_what_is_wrong(language, words):
    refused = Refused("row_incomplete", row="freq.x", missing=["per", "who"])
    with translation.override(language):
        page = render_to_string("cases/refusal.html", {"refused": refused})
    assert words in page
    assert "freq.x" in page
