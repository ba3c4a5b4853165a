"""Why nobody was signed in, in our own words: what to look at, and whom to ask; and how somebody was."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.forms import LoginForm
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

FRESH = timedelta(minutes=10)
"""So long a second factor counts as shown just now, where one is asked for once more. Our own measure."""
_FACTOR = "mfa"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """A wrong name and a wrong password are told alike."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The username or the password is wrong. Check capital letters and the Vietnamese keyboard, then try "
            "again. Forgotten? Ask the person who manages accounts in your office."
        ),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes, then try again."),
        "account_inactive": _("This account is closed. Ask the person who manages accounts in your office."),
    }


class SignInForm(LoginForm):  # type: ignore[misc]
    """One begins to type at once; after a mistake the summary of errors comes first."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            self.fields["login"].widget.attrs["autofocus"] = True


def second_factor(request: HttpRequest, *, since: datetime | None = None) -> bool:
    """Whether whoever asks showed a second factor in this session; with `since`, whether after that moment."""
    first = since.timestamp() if since else 0.0
    return any(
        one.get("method") == _FACTOR and one.get("at", 0.0) >= first
        for one in get_authentication_records(request, request.user)
    )


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the installation lets nobody of those who are asked work on without one, and this session has none."""
    return settings.HOIAM_SECOND_FACTOR == "required" and not second_factor(request)


def forget_second_factor(request: HttpRequest) -> None:
    """This session is again one of a password alone."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        one for one in records if one.get("method") != _FACTOR
    ]
