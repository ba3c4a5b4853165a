"""Verdicts on a few invented petitions told again, and on what only looks like them: bench.duplicates in small."""

import random

import pytest

from bench import retellings, tellings
from hoiam.kit import apart, likeness
from hoiam.kit.likeness import Verdict

NUMBERS = range(1, 41, 2)
"""Told in the voice that no threshold was chosen on."""


def verdicts(kind, retell):
    for number in NUMBERS:
        one = tellings.told(number)
        text = retell(one, random.Random(f"{kind}:{number}"))
        if text:
            yield likeness.compare(apart.take_apart(text), apart.take_apart(one.text)).verdict


@pytest.mark.parametrize("kind", retellings.SAME)
def test_told_again_it_is_the_same_matter(kind):
    found = list(verdicts(kind, retellings.SAME[kind]))
    assert found.count(Verdict.SAME) >= len(found) * 0.9


@pytest.mark.parametrize("kind", retellings.OTHERS)
def test_what_only_looks_like_it_is_not(kind):
    found = list(verdicts(kind, retellings.OTHERS[kind]))
    assert len(found) > len(NUMBERS) / 2
    assert found.count(Verdict.SAME) <= 1


def test_the_voices_share_no_sentence():
    for chapter in tellings.book()["field"]:
        assert not set(chapter["near"]) & set(chapter["far"])
        assert min(len(chapter[voice]) for voice in tellings.VOICES) > tellings.SENTENCES
