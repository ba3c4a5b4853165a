"""Where requests to version 1 come in. What describes and checks it is large: it is imported at its first request."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from hoiam.law.refusal import Refused
from hoiam.public.api import gate, language, problems

INSIDE = "hoiam.public.api.v1.addresses"
SENDING = ("cases", "press")


@csrf_exempt  # no cookie counts here: a browser that is signed in cannot be made to act
def v1(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Any request to version 1; every answer that is not one of its own is a problem in the asked language."""
    spoken = language.of(request)
    with translation.override(spoken):
        response = _answered(request, rest)
    response.headers["Content-Language"] = spoken
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    return response


def _answered(request: HttpRequest, rest: str) -> HttpResponseBase:
    try:
        gate.fits(request)
        gate.enter(request, gate.bearer(request))
        match = _inside().resolve(rest)
        if request.method == "POST" and rest in SENDING and request.content_type != "application/json":
            return problems.answer("wrong_type")
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return problems.answer("not_found")
    except Refused as refused:
        return problems.refused(refused)
    except gate.TooMany as slow:
        return problems.answer("too_many", wait=slow.seconds)
    return _method(response) if response.status_code == 405 else response  # noqa: PLR2004


def _method(response: HttpResponseBase) -> HttpResponse:
    made = problems.answer("wrong_method")
    made.headers["Allow"] = response.headers.get("Allow", "")
    return made


@cache
def _inside() -> URLResolver:
    return URLResolver(RoutePattern("", is_endpoint=False), INSIDE)
