"""Which device asks or votes: a random token in a signed cookie; the database knows a hash of it, per conference."""

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse

from hoiam.desk.dialogues.queries import codes
from hoiam.kit import throttle

COOKIE, SALT = "device", "dialogue device"
DAYS = 60 * 60 * 24 * 60
TOKEN = 16


def token(request: HttpRequest) -> str:
    """What the cookie says, or nothing."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT))
    except signing.BadSignature:
        return ""


def known(request: HttpRequest, conference_id: int) -> bytes | None:
    """The device at this conference; None when it brings no cookie of ours."""
    found = token(request)
    return codes.device(conference_id, found) if found else None


def remembered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """From its first page on, a device has a token."""
    if not token(request):
        value = signing.dumps(secrets.token_hex(TOKEN), salt=SALT)
        response.set_cookie(
            COOKIE, value, max_age=DAYS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


def too_often(request: HttpRequest) -> bool:
    """A device without a cookie is known by nothing but its address, for some minutes."""
    if token(request):
        return False
    throttle.count("question", request)
    return throttle.spent("question", request)
