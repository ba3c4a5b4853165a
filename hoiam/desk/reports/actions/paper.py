"""A signed account as PDF: the same bytes while nothing is asked or answered."""

import hashlib

from django.core.cache import cache

from hoiam.desk.cases.actions import setting
from hoiam.law import account_sheet
from hoiam.law.account_sheet import Given
from hoiam.law.refusal import Refused

KEPT_FOR = 600
"""Seconds: setting takes a third of one, and everybody may ask for it."""


def pdf(given: Given | None) -> bytes:
    """PDF/A-2a and PDF/UA-1. Refused: not_signed, while there is nothing of it to print."""
    if given is None:
        raise Refused("not_signed")
    made = account_sheet.compose(given)
    key = f"account-{hashlib.sha256(repr(made).encode()).hexdigest()}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = setting.pdf(made)
        cache.set(key, found, KEPT_FOR)
    return found
