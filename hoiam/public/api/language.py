"""Programs ask for a language with each request: `?lang=`, else Accept-Language, else the installation's."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import trans_real


def of(request: HttpRequest) -> str:
    """One that we have."""
    accepted = trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    asked = (request.GET.get("lang", ""), *(code.partition("-")[0] for code, _weight in accepted))
    spoken = {code for code, _name in settings.LANGUAGES}
    return next((code for code in asked if code in spoken), settings.LANGUAGE_CODE)
