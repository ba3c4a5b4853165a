"""Dates of rules, each worked out once: all cases that come in on one day count the same days."""

from datetime import date
from functools import lru_cache

from django.conf import settings

from hoiam.law import clocks, packs


def computed(rule_id: str, event_on: date) -> clocks.Due:
    """The due day of a rule of this installation. Refused: as hoiam.law.clocks.compute."""
    return _computed(settings.HOIAM_PACK, rule_id, event_on)


@lru_cache(maxsize=2048)
def _computed(name: str, rule_id: str, event_on: date) -> clocks.Due:
    pack = packs.load(name)
    return clocks.compute(pack.rules[rule_id], event_on, pack.calendar)
