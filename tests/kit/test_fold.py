"""Folding: every syllable knows where it stood, and a tone has one place."""

import pytest
from hypothesis import example, given, settings, strategies as st

from hoiam.kit import fold

TEXTS = (
    st.text(st.sampled_from(" .,0123456789aAàạĐđðhòoaỏẻßﬁ_-/\u0301\u0323\u0303\u0300ưƯ漢бё\n"), max_size=60)
    | st.text()
)


@settings(deadline=None)
@given(TEXTS)
@example("1.250.000 1.25 20.11.2026 1.234.567.8 x1.000 1.000x")
@example("ßòa\u0301 İstanbul Ǆ ŉ")
def test_every_syllable_knows_its_place(text):
    spans = fold.spans(text)
    assert [span.word for span in spans] == fold.syllables(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(
        span.word in fold.syllables(text[span.start : span.end])[0] for span in spans if text.isascii()
    )


@pytest.mark.parametrize("text", ["hòa", "hoà", "HÒA", "thúy", "thuý", "khỏe", "khoẻ"])
def test_a_tone_has_one_place(text):
    pair = {"hòa": "hoà", "HÒA": "HÒA", "thúy": "thuý", "khỏe": "khoẻ"}
    assert fold.one_tone_place(text) == pair.get(text, text)
