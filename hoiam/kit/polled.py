"""A part of a page that many browsers ask for again and again: made once a second for all, sent only when it changed.

Such a part holds nothing of who asks: no token, no name. Its buttons belong to a form that stands outside it.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language

SECOND = 1


def part(request: HttpRequest, key: str, make: Callable[[], str]) -> HttpResponse:
    """The part as it is now, at most a second old; or that it is as the browser has it."""
    text, etag = kept(key, make)
    answer = get_conditional_response(request, etag=etag) or HttpResponse(text)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def kept(key: str, make: Callable[[], str]) -> tuple[str, str]:
    """The part in the language in hand, with its tag."""
    found: tuple[str, str] | None = cache.get(_name(key))
    return found or fresh(key, make)


def fresh(key: str, make: Callable[[], str]) -> tuple[str, str]:
    """Made anew, for a page that somebody comes back to from changing it; kept for the others."""
    text = make()
    found = text, quote_etag(hashlib.sha256(text.encode()).hexdigest()[:24])
    cache.set(_name(key), found, SECOND)
    return found


def _name(key: str) -> str:
    return f"polled:{key}:{get_language()}"
