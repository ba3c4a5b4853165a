"""Following a case with its code: nobody signs in, whoever has the code is its citizen."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases import queries
from hoiam.desk.cases.forms.citizen import CodeForm
from hoiam.desk.cases.models import OPEN_STATES
from hoiam.desk.cases.queries import StatusCard, challenged, codes, splits
from hoiam.desk.cases.views import (
    challenged_words,
    citizen_rights,
    citizen_words,
    complaint_file,
    group_words,
    message_words,
    places,
    words,
)
from hoiam.files import queries as files
from hoiam.files.views import download_response
from hoiam.kit import throttle
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused

NOBODY = "0000-0000-0000-00"
"""A well-formed code that no case has: asked for in place of a malformed one, so that both answers cost the same."""
PAGE_EDITION = 5
"""Raised when the status page is laid out anew, so that no browser shows an old copy."""

View = Callable[..., HttpResponse]


def case_view(view: View) -> View:
    """For addresses with a code: the view's second argument is the card.

    Wrong codes all get the same answer, and slow down whoever tries many.
    """

    @wraps(view)
    def inner(request: HttpRequest, code: str, **named: int | str) -> HttpResponse:
        if throttle.spent("code", request):
            return throttle.too_many("code", request)
        try:
            card = queries.status(code=known(code), on=timezone.localdate())
        except Refused:
            throttle.count("code", request)
            return unknown(request)
        left = card.group is not None and card.group.me.left_on is not None
        response = _left(request, card) if left else view(request, card, **named)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return inner


def acting(view: View) -> View:
    """Within `case_view`, for what only the sender does, or a representative of several people."""

    @wraps(view)
    def inner(request: HttpRequest, card: StatusCard, **named: int | str) -> HttpResponse:
        if not card.acts:
            return render(request, "cases/citizen/represented.html", base(request, card), status=403)
        return view(request, card, **named)

    return inner


def _left(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """Nothing of the case but that its signer left it, and when."""
    return render(request, "cases/citizen/left.html", base(request, card))


def known(code: str) -> str:
    """The code as printed, or nobody's."""
    try:
        return codes.canonical(code)
    except Refused:
        return NOBODY


def unknown(request: HttpRequest) -> HttpResponse:
    """There is no such case: the same page whether the code is malformed, mistyped or guessed."""
    context = {"form": CodeForm(), "unknown": True}
    response = render(request, "cases/citizen/follow.html", context, status=404)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Type a code. Posted, so that a wrong one stands in no address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "cases/citizen/follow.html", {"form": form}, status=422 if form.is_bound else 200
        )
    if throttle.spent("code", request):
        return throttle.too_many("code", request)
    code = known(form.cleaned_data["code"])
    try:
        queries.find_by_code(code=code)
    except Refused:
        throttle.count("code", request)
        return render(request, "cases/citizen/follow.html", {"form": form, "unknown": True}, status=404)
    return redirect("cases:status", code=code)


@require_safe
@case_view
def status(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """Where it is, who holds it, every date and step, the answer. Three statements, and no page if nothing changed."""
    etag = _edition(card)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged.headers["Cache-Control"] = "private, no-cache"
        return unchanged
    office, post = citizen_words.holder(card)
    label, color = words.state(card.state, card.kind)
    context = {
        **base(request, card),
        "state": label,
        "color": color,
        "now": citizen_words.now(card),
        "office": office,
        "post": post,
        **citizen_words.dates(card.dates),
        **asks_reception(card),
        "open": card.state in citizen_words.OPEN,
        "replies": citizen_words.replies(card),
        "history": citizen_words.timeline(card.steps, public=not card.acts, kind=card.kind),
        "contest_until": citizen_words.contest_until(card),
        "asked": card.state in OPEN_STATES and message_words.waiting(card.steps),
        **complaint_file.shown(card.complaint_file),
        "ahead": card.complaint_file.ahead,
        "parts": splits.parts(card.id) if card.state == "split" else (),
        **group_words.mine(card),
    }
    context["rights"] = citizen_rights.rights(card, context["code"])
    response = render(request, "cases/citizen/status.html", context)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def asks_reception(card: StatusCard) -> dict[str, Any]:
    """Whether to ask how they were received, and where, if that is not the office that has it now."""
    unit = card.received_by
    return {
        "ask_reception": unit is not None and card.received_score is None,
        "received_at": places.office_of(unit) if unit and unit != card.unit_id else "",
    }


@require_safe
@case_view
@acting
def sent(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """What the citizen sent: words, names of files, and what a complaint is brought against, as recorded now."""
    found = challenged.of(case_id=card.id, kind=card.kind, lodged_on=local_day(card.received_at))
    context = {
        **base(request, card),
        "kind": words.KINDS.get(card.kind, ""),
        "field": words.field(card.field),
        "against": challenged_words.facts(found) if found else [],
        "files": [
            file for file in files.of_owner(owner="case", owner_id=card.id) if file.purpose == "evidence"
        ],
    }
    return render(request, "cases/citizen/sent.html", context)


@require_safe
@case_view
def letter(request: HttpRequest, card: StatusCard, number: int) -> HttpResponse:  # noqa: ARG001 - a view
    """The signed letter of one round, as it went out."""
    letters = [file for file in files.of_owner(owner="case", owner_id=card.id) if file.purpose == "reply"]
    if not 1 <= number <= len(letters):
        raise Http404
    try:
        return download_response(files.read(token=letters[number - 1].token, clean=True))
    except Refused as refused:
        raise Http404 from refused


def base(request: HttpRequest, card: StatusCard) -> dict[str, Any]:
    """What every page of a case needs; the code comes from the address."""
    match = request.resolver_match
    code, today = known(str(match.kwargs["code"])) if match else "", timezone.localdate()
    return {
        "case": card,
        "code": code,
        "today": today,
        "taken_over": citizen_words.taken_over(card, today),
        "here": reverse("cases:status", args=(code,)),
        "scores": range(5, 0, -1),
    }


def _edition(card: StatusCard) -> str:
    """Changes with every step, every day and every language."""
    last = card.steps[-1].at.isoformat() if card.steps else ""
    now = (timezone.localdate(), get_language(), card.unit_until)
    facts = (PAGE_EDITION, card.id, card.state, len(card.steps), last, card.group, *now)
    return quote_etag(hashlib.sha256(repr(facts).encode()).hexdigest()[:32])
