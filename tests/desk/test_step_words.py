"""Every step that a page shows is told in words: none by the name the code has for it."""

import importlib

from hoiam.desk.cases.views import citizen_words, staff_words
from hoiam.law.procedures import kinds

status, register = (
    importlib.import_module(f"hoiam.desk.cases.queries.{name}") for name in ("status", "register")
)
NAMED_BY_THE_PACK = {move.event for one in kinds.BY_KIND.values() for move in one.procedure.moves}


def test_every_step_on_the_public_register_has_words():
    shown = staff_words.EVENTS.keys() - set(register.INSIDE)
    assert len(shown) > 30
    assert shown - citizen_words.EVENTS.keys() == set()


def test_every_step_on_the_page_of_a_citizen_has_words():
    assert status.SHOWN - citizen_words.EVENTS.keys() - NAMED_BY_THE_PACK == set()
