"""Refusals that the procedures name by a code handed to a check: they too have words."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from hoiam.law.refusal import Refused

PROCEDURES = Path(__file__).resolve().parents[2] / "hoiam" / "law" / "procedures"
HANDED = re.compile(r'\b(?:within|over|still_open|over_if_open)\(\s*\w*"?\w+"?,\s*"(\w+)"')
CODES = sorted({code for file in PROCEDURES.glob("*.py") for code in HANDED.findall(file.read_text("utf-8"))})


def said(code, language):
    with translation.override(language):
        return render_to_string("cases/refusal.html", {"refused": Refused(code)}).strip()


@pytest.mark.parametrize("code", CODES)
def test_a_code_handed_to_a_check_is_worded_in_both_languages(code):
    vietnamese, english = said(code, "vi"), said(code, "en")
    assert code not in vietnamese + english
    assert vietnamese != english
    assert min(len(vietnamese), len(english)) > 10


def test_these_are_such_codes():
    assert {"finding_too_late", "extension_too_late", "window_over", "posting_too_short"} <= set(CODES)
