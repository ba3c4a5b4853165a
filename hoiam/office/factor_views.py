"""A person's own second factor: whether there is one, setting it up, new recovery codes, taking it away, signing in."""

import importlib
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.kit import qr
from hoiam.law.refusal import Refused
from hoiam.office import accounts, factor
from hoiam.office.access import account_view
from hoiam.office.factor_forms import CodeForm, SetUpForm
from hoiam.office.models import Person

PENDING = "factor_pending"
GROUP = 4
BOTH = ["GET", "HEAD", "POST"]


@sensitive_post_parameters("code")
@require_http_methods(BOTH)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The second step of a sign-in, for whoever has a second factor."""
    step = importlib.import_module("hoiam.office.factor_sign_in")  # loads what passkeys need; seldom asked
    answer: HttpResponse = step.view(request)
    return answer


@require_safe
@account_view
def state(request: HttpRequest) -> HttpResponse:
    """Whether there is one. Two statements beside sign-in."""
    person = _person(request)
    card = factor.of(person.pk)
    context = {
        "card": card,
        "reset": factor.last_reset(person.pk),
        "shown": accounts.second_factor(request),
        "required": settings.HOIAM_SECOND_FACTOR == "required",
    }
    return _page(request, "office/factor.html", context)


@sensitive_post_parameters("code", "password")
@require_http_methods(BOTH)
@account_view
def set_up(request: HttpRequest) -> HttpResponse:
    """QR code and key of an app; then its code and the password. Whoever has one already is led to it."""
    person, secret = _person(request), _pending(request)
    if factor.has(person.pk):
        return redirect(_address("factor", request))
    if request.method != "POST":
        form = SetUpForm(user=person, secret=secret, at=timezone.now())
        return _set_up_page(request, form)
    form = SetUpForm(request.POST, user=person, secret=secret, at=timezone.now())
    if not form.is_valid():
        return _set_up_page(request, form, status=422)
    try:
        codes = factor.set_up(person.pk, secret=secret, counter=form.counter)
    except Refused:
        return redirect(_address("factor", request))
    del request.session[PENDING]
    record_authentication(request, person, "mfa", type="totp")
    return _page(request, "office/factor_codes.html", {"codes": codes, "fresh": True})


@sensitive_post_parameters("code")
@require_http_methods(BOTH)
@account_view
def renew(request: HttpRequest) -> HttpResponse:
    """New recovery codes for whoever shows the factor once more; shown this once."""
    form = _proof(request)
    if form is None:
        return redirect("factor")
    if not _proved(form):
        return _prove_page(request, form, "codes")
    try:
        codes = factor.renew_codes(form.user.pk)
    except Refused:
        return redirect("factor")
    return _page(request, "office/factor_codes.html", {"codes": codes})


@sensitive_post_parameters("code")
@require_http_methods(BOTH)
@account_view
def remove(request: HttpRequest) -> HttpResponse:
    """Taken away by whoever shows it once more."""
    form = _proof(request)
    if form is None:
        return redirect("factor")
    if not _proved(form):
        return _prove_page(request, form, "remove")
    factor.remove(form.user.pk)
    accounts.forget_second_factor(request)
    messages.success(request, _("The password alone signs you in again."))
    return redirect("factor")


@sensitive_post_parameters("code")
@require_http_methods(BOTH)
@account_view
def confirm(request: HttpRequest) -> HttpResponse:
    """For a session that began before there was a second factor."""
    form = _proof(request)
    if form is None:
        return redirect(_address("factor", request))
    if not _proved(form):
        return _prove_page(request, form, "confirm")
    return redirect(_next(request) or "factor")


def _proof(request: HttpRequest) -> CodeForm | None:
    """None for who has no second factor."""
    person = _person(request)
    if not factor.has(person.pk):
        return None
    return CodeForm(request.POST if request.method == "POST" else None, user=person, at=timezone.now())


def _proved(form: CodeForm) -> bool:
    if not form.is_valid():
        return False
    form.save()
    return True


def _set_up_page(request: HttpRequest, form: SetUpForm, *, status: int = 200) -> HttpResponse:
    address = get_adapter().build_totp_url(form.user, form.secret)
    grouped = [form.secret[start : start + GROUP] for start in range(0, len(form.secret), GROUP)]
    context = {
        "form": form,
        "qr": qr.qr(address, qr.TRACKING_LEVEL),
        "address": address,
        "secret": " ".join(grouped),
    }
    return _page(request, "office/factor_set_up.html", context, status=status)


def _prove_page(request: HttpRequest, form: CodeForm, what: str) -> HttpResponse:
    context = {"form": form, "what": what}
    return _page(request, "office/factor_prove.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {"next": _next(request), **context}, status=status)


def _pending(request: HttpRequest) -> str:
    """The key that waits for its first code: the same until then, encrypted in the session as later in its row."""
    kept = request.session.get(PENDING)
    if kept:
        return str(get_adapter().decrypt(kept))
    secret = generate_totp_secret()
    request.session[PENDING] = get_adapter().encrypt(secret)
    return str(secret)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - told to the type checker
    return request.user


def _next(request: HttpRequest) -> str:
    """Where to go on; only in this house."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else ""


def _address(name: str, request: HttpRequest) -> str:
    there = _next(request)
    return reverse(name) + (f"?{urlencode({'next': there})}" if there else "")
