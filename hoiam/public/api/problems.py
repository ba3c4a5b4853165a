"""What went wrong, for programs and for people: a code with facts, in words of the asked language (RFC 9457)."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoiam.law.refusal import Refused

CONTENT_TYPE = "application/problem+json"
KNOWN: dict[str, tuple[int, str | Promise]] = {
    "not_json": (400, _("The body is not JSON.")),
    "no_token": (401, _("A token is needed: Authorization: Bearer …")),
    "wrong_token": (401, _("This token is unknown, has ended or has expired.")),
    "not_allowed": (403, _("This token may not do that.")),
    "not_yours": (403, _("This token does not count for that office.")),
    "not_found": (404, _("There is nothing at this address.")),
    "no_such_case": (404, _("No case has this code or number.")),
    "no_such_unit": (404, _("No office has this code.")),
    "no_such_service": (404, _("No service has this code.")),
    "wrong_method": (405, _("This address does not understand the method.")),
    "no_recipient": (409, _("This office cannot be sent anything yet.")),
    "key_used_for_another": (
        409,
        _("This idempotency key was used for another body. Choose a new key for what is new."),
    ),
    "already_sent": (409, _("This was sent before; its identity has been erased since.")),
    "too_large": (413, _("The body is too large.")),
    "wrong_type": (415, _("Send the body as application/json.")),
    "not_valid": (422, _("Something in the request is missing or wrong.")),
    "too_many": (429, _("Too many requests. Try again after the seconds in Retry-After.")),
}
BASE = "urn:hoiam:problem:"


def answer(code: str, facts: Mapping[str, object] | None = None, *, wait: int = 0) -> HttpResponse:
    """The problem as an answer; an unknown code is one of the law's own: 409."""
    status, title = KNOWN.get(code, (409, _("The law does not allow it in this state.")))
    body = {
        "type": f"{BASE}{code}",
        "title": str(title),
        "status": status,
        "code": code,
        "facts": {name: _plain(value) for name, value in (facts or {}).items()},
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=f"{CONTENT_TYPE}; charset=utf-8"
    )
    if status == 401:  # noqa: PLR2004 - RFC 9110, section 11.6.1
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def refused(refusal: Refused) -> HttpResponse:
    """A refusal, as it is."""
    return answer(refusal.code, refusal.facts)


def words(refusal: Refused) -> tuple[int, str]:
    """Status and one sentence, for those who want no more."""
    status, title = KNOWN.get(refusal.code, (409, _("The law does not allow it in this state.")))
    return status, str(title)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float | bool) or value is None else str(value)
