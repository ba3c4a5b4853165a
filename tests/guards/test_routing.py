"""Fields suggested for invented petitions after some were confirmed: bench.routing in small."""

import pytest

from bench import tellings
from hoiam.desk.cases.actions import learning
from hoiam.desk.cases.queries import routing
from hoiam.law import packs

pytestmark = pytest.mark.django_db
PACK = packs.load("vn")
CONFIRMED, ASKED = range(150), range(10_000, 10_080)
WATER = "Cơ sở xả thải ra kênh làm nước đen và có mùi hôi, ô nhiễm cả xóm."


def confirm(*, without=""):
    for number in CONFIRMED:
        one = tellings.told(number, "near")
        if one.field != without:
            learning.count({one.field: 1}, text=one.text)


def test_told_in_words_never_confirmed_the_field_is_among_the_first_three():
    confirm()
    asked = [tellings.told(number, "far") for number in ASKED]
    hits = [
        one.field in {found.field for found in routing.suggest(text=one.text, pack=PACK)} for one in asked
    ]
    assert sum(hits) >= len(asked) * 0.9


def test_the_lexicon_keeps_its_say_for_a_field_of_which_nothing_was_confirmed():
    confirm(without="environment")
    assert routing.suggest(text=WATER, pack=PACK)[0].field == "environment"
