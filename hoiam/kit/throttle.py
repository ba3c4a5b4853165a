"""Slows down who tries too often from one address; each process counts in its memory and forgets within minutes."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MINUTE = 60
MOST = {
    "code": (10, MINUTE),
    "upload": (60, 10 * MINUTE),
    "feed": (10, MINUTE),
    "picture": (30, 10 * MINUTE),
    "question": (30, 10 * MINUTE),
    "api": (120, MINUTE),
    "api_key": (600, MINUTE),
    "api_wrong": (10, MINUTE),
}
_NETWORK = 64  # one household's share of IPv6


def spent(what: str, request: HttpRequest, who: str = "") -> bool:
    """Whether this address, or `who`, has used up its attempts."""
    return bool(cache.get(_key(what, request, who), 0) >= MOST[what][0])


def count(what: str, request: HttpRequest, who: str = "") -> None:
    """One attempt more; the time runs from the first."""
    key, seconds = _key(what, request, who), MOST[what][1]
    if not cache.add(key, 1, seconds):
        try:
            cache.incr(key)
        except ValueError:
            cache.set(key, 1, seconds)


def too_many(what: str, request: HttpRequest) -> HttpResponse:
    """The same page for whoever is slowed down."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(MOST[what][1])
    response.headers["Cache-Control"] = "no-store"
    return response


def address(request: HttpRequest) -> str:
    """Who asks; what the nearest proxy says of it only where one is configured."""
    named = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HOIAM_PROXY else ""
    text = named.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return text[:64]
    if found.version == 6 and found.ipv4_mapped is None:  # noqa: PLR2004 - the version
        return str(ipaddress.ip_network((found, _NETWORK), strict=False))
    return str(found)


def _key(what: str, request: HttpRequest, who: str) -> str:
    return f"throttle:{what}:{(who or address(request)).replace(' ', '')}"
