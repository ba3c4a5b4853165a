"""Who is asking: views of the desk get the signed-in person with the roles held today."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from hoiam.office import accounts, factor, queries

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
DeskView = Callable[Concatenate[HttpRequest, queries.Actor, P], HttpResponseBase]


def desk_view(view: DeskView[P]) -> View[P]:
    """Sign-in required; the view's second argument is the Actor. Session, person, roles: three statements.

    Nothing of it stays in the browser's or a proxy's cache: counters share machines.
    """

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request))
        actor = queries.actor(person=request.user, on=timezone.localdate())
        if accounts.needs_second_factor(request) and factor.asked_of(actor):
            return to_set_up(request)
        response = view(request, actor, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return inner


def account_view(view: View[P]) -> View[P]:
    """Sign-in required; for pages of the person's own account, open without a second factor. Two statements."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request))
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return inner


def to_set_up(request: HttpRequest) -> HttpResponseBase:
    """Where a second factor is set up or shown; from there one goes on to where one was."""
    response = redirect(f"{reverse('factor')}?{urlencode({'next': way_back(request)})}")
    add_never_cache_headers(response)
    return response


def way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: this page, or the page a form was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}):
        return "/desk/"
    parts = urlsplit(sent_from)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/desk/"
