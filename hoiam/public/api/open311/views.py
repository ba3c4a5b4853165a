"""GeoReport v2: services, their definitions, reports sent and read. `api_key`, or Bearer, is a token of an office."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.queries import RegisterPage
from hoiam.desk.cases.views import citizen, outside, words
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.office.tokens import Key
from hoiam.public.api import gate, language, problems
from hoiam.public.api.open311 import asked, form as forms, shown

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]
STATUS = {"no_token": 403, "wrong_token": 403, "bad_request": 400, "not_valid": 400}
"""Where the specification says otherwise than HTTP."""
UNREADABLE = (BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent, MultiPartParserError)


def georeport(*methods: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """For a view of the specification: forms, errors, language, token, and how often."""

    def made(view: View[P]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def inner(request: HttpRequest, form: str, *args: P.args, **named: P.kwargs) -> HttpResponse:
            written = form if form in forms.TYPES else "json"
            spoken = language.of(request)
            with translation.override(spoken):
                if request.method not in methods:
                    response = forms.error(written, 405, str(problems.words(Refused("wrong_method"))[1]))
                    response.headers["Allow"] = ", ".join(methods)
                elif form not in forms.TYPES:
                    response = forms.error(written, 404, _("The format is json or xml."))
                else:
                    response = _answered(view, request, form, *args, **named)
            response.headers["Content-Language"] = spoken
            response.headers["Cache-Control"] = "no-store"
            patch_vary_headers(response, ("Accept-Language",))
            return response

        return inner

    return made


def _answered(
    view: View[P], request: HttpRequest, form: str, *args: P.args, **named: P.kwargs
) -> HttpResponse:
    try:
        gate.fits(request)
        sent = request.GET.get("api_key") or request.POST.get("api_key") or gate.bearer(request)
        gate.enter(request, sent)
        return view(request, form, *args, **named)
    except Refused as refused:
        status, title = problems.words(refused)
        return forms.error(form, STATUS.get(refused.code, status), _told(refused, title))
    except gate.TooMany as slow:
        response = forms.error(form, 429, problems.words(Refused("too_many"))[1])
        response.headers["Retry-After"] = str(slow.seconds)
        return response
    except UNREADABLE:
        return forms.error(form, 400, problems.words(Refused("not_valid"))[1])


def _told(refused: Refused, title: str) -> str:
    if refused.code == "bad_request":
        return str(refused.facts["why"])
    errors = refused.facts.get("errors")
    if not isinstance(errors, dict):
        return title
    return " ".join([title, *(f"{name}: {' '.join(said)}" for name, said in errors.items())])


@georeport("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Where the endpoint is."""
    return forms.one(form, "discovery", shown.discovery())


@georeport("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """What can be reported."""
    asked.unit(request)
    return forms.many(form, "services", "service", shown.services())


@georeport("GET", "HEAD")
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """What may be said of one service."""
    asked.unit(request)
    if not words.field(code):
        raise Refused("no_such_service")
    return forms.one(form, "service_definition", shown.definition(code))


@georeport("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Reports of the register; or a new one. Two statements to read."""
    if request.method == "POST":
        return _send(request, form)
    on = timezone.localdate()
    wanted = asked.requests(request, on=on)
    if wanted.ids:
        rows = cases.some(case_ids=wanted.ids, kind="report", on=on)
        return forms.many(form, "service_requests", "request", [shown.report(row) for row in rows])
    found = cases.filtered(chosen=wanted.chosen, on=on, page=wanted.page)
    response = forms.many(form, "service_requests", "request", [shown.report(row) for row in found.rows])
    if found.next:
        response.headers["Link"] = _next(request, form, found)
    return response


@georeport("GET", "HEAD")
def request(request: HttpRequest, form: str, number: str) -> HttpResponse:  # noqa: ARG001 - a view
    """One report. One statement."""
    case_id = asked.number(number)
    rows = cases.some(case_ids=[case_id] if case_id else (), kind="report", on=timezone.localdate())
    if not rows or rows[0].number != number:
        raise Refused("no_such_case")
    return forms.many(form, "service_requests", "request", [shown.report(rows[0])])


@georeport("GET", "HEAD")
def token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    """The number behind the code of a report; wrong codes slow down whoever tries many."""
    gate.codes_allowed(request)
    code = citizen.known(token)
    try:
        card = cases.status(code=code, on=timezone.localdate())
    except Refused:
        gate.wrong_code(request)
        raise
    row = {"service_request_id": card.number, "token": code}
    return forms.many(form, "service_requests", "request", [row])


def _send(request: HttpRequest, form: str) -> HttpResponse:
    key = gate.key(request, "register")
    unit = asked.unit(request) or office.served_unit(key.unit_id)
    if unit is None or not key.covers(unit.path):
        raise Refused("not_yours")
    code = _taken(request, key, unit)
    card = cases.status(code=code, on=timezone.localdate())
    row = shown.taken(card.number, code)
    return forms.many(form, "service_requests", "request", [row], status=201)


def _taken(request: HttpRequest, key: Key, unit: office.UnitCard) -> str:
    said = {"unit": str(unit.id), **asked.report(request.POST)}
    once = request.headers.get("Idempotency-Key", "")[:200] or secrets.token_hex(16)
    spoken = language.of(request)
    return outside.send(said=said, language=spoken, token_id=key.id, key=once, at=timezone.now()).code


def _next(request: HttpRequest, form: str, found: RegisterPage) -> str:
    assert found.next is not None  # noqa: S101 - told to the type checker
    query = {name: value for name, value in request.GET.items() if name != "api_key"}
    query["after"] = f"{found.next[0].toordinal()}.{found.next[1]}"
    return f'<{reverse("api:requests", args=(form,))}?{urlencode(query)}>; rel="next"'
