"""Who asks, and how often: before anything else is looked at."""

from django.http import HttpRequest
from django.utils import timezone

from hoiam.kit import throttle
from hoiam.law.refusal import Refused
from hoiam.office import tokens
from hoiam.office.tokens import Key

LARGEST = 256 * 1024
_SCHEME = "bearer "
_META = "hoiam.api.key"


class TooMany(Exception):
    """Slowed down for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def bearer(request: HttpRequest) -> str | None:
    """What stands after Bearer; anything else sent as a token is a wrong one."""
    sent = request.headers.get("Authorization")
    if sent is None:
        return None
    return sent[len(_SCHEME) :].strip() if sent.lower().startswith(_SCHEME) else ""


def fits(request: HttpRequest) -> None:
    """Before the body is read. Refused: too_large."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > LARGEST:
        raise Refused("too_large", most=LARGEST)


def enter(request: HttpRequest, secret: str | None) -> None:
    """Count this request and look at the token, if one was sent. One statement with a token, none without.

    Refused: wrong_token. TooMany: for this address, or this token.
    """
    if secret is None:
        _slow("api", request)
        return
    if throttle.spent("api_wrong", request):
        raise TooMany(throttle.MOST["api_wrong"][1])
    key = tokens.holder(secret, at=timezone.now())
    if key is None:
        throttle.count("api_wrong", request)
        raise Refused("wrong_token")
    if "read" in key.permissions:
        _slow("api_key", request, f"key{key.id}")
    else:
        _slow("api", request)
    request.META[_META] = key


def key(request: HttpRequest, permission: str) -> Key:
    """The token that was sent. Refused: no_token, not_allowed."""
    found: Key | None = request.META.get(_META)
    if found is None:
        raise Refused("no_token")
    if permission not in found.permissions:
        raise Refused("not_allowed", permission=permission)
    return found


def wrong_code(request: HttpRequest) -> None:
    """One more code that opens nothing."""
    throttle.count("code", request)


def codes_allowed(request: HttpRequest) -> None:
    """TooMany for whoever tries many codes; the same budget as the pages'."""
    if throttle.spent("code", request):
        raise TooMany(throttle.MOST["code"][1])


def _slow(what: str, request: HttpRequest, who: str = "") -> None:
    if throttle.spent(what, request, who):
        raise TooMany(throttle.MOST[what][1])
    throttle.count(what, request, who)
