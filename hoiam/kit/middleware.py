"""What every request and every answer gets: a language, and headers that keep the page to itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponseBase]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; "
    "script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    # Not "no-referrer": with it browsers send `Origin: null` with every form, which no CSRF check can accept.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR = 365 * 24 * 60 * 60


class SecurityHeadersMiddleware:
    """Outermost: refuses a body over HOIAM_REQUEST_LIMIT unread; a view may set a header of its own first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.limit = int(getattr(settings, "HOIAM_REQUEST_LIMIT", 60 * 1024 * 1024))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH", "")
        if length.isdecimal() and int(length) > self.limit:
            translation.activate(language_of(request))
            response: HttpResponseBase = render(request, "413.html", status=413)
        else:
            response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LanguageMiddleware:
    """The language is the reader's choice, not the browser's: `?lang=`, else the cookie, else ours."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        if request.GET.get("lang") == language:
            remember(response, language)
        return response


def language_of(request: HttpRequest) -> str:
    """Return the chosen language if we have it, else the installation's."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    spoken = {code for code, _ in settings.LANGUAGES}
    choices = (choice for choice in (request.GET.get("lang", ""), cookie) if choice in spoken)
    return next(choices, settings.LANGUAGE_CODE)


def remember(response: HttpResponseBase, language: str) -> None:
    """Set the cookie for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
    )
