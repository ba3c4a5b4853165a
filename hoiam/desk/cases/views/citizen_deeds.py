"""What a citizen does with the code: rate, contest points, take the matter back. A page each."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import groups, split
from hoiam.desk.cases.forms.citizen import ContestForm, RateForm, ReceptionForm, WithdrawForm
from hoiam.desk.cases.queries import StatusCard
from hoiam.desk.cases.views import citizen_words
from hoiam.desk.cases.views.citizen import acting, base, case_view
from hoiam.law import grouping
from hoiam.law.refusal import Refused

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@case_view
@acting
def rate(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """One to five and a comment, once for each answer."""
    score = request.GET.get("score", "")
    form = RateForm(request.POST or None, initial={"score": score} if score in set("12345") else None)
    refused = _may(bool(card.reply) and card.state in {"answered", "closed"}, card)
    if card.reply and card.reply.rated_at:
        refused = Refused("already_rated")

    def act() -> None:
        cases.rate(case_id=card.id, at=timezone.now(), signer=card.signer, **form.cleaned_data)

    return _deed(request, card, "rate", form, act, refused)


@require_http_methods(METHODS)
@case_view
@acting
def reception(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """How they were received, of whoever got no answer; each number is a button of its own."""
    form = ReceptionForm(request.POST if request.method == "POST" else None)
    refused = _may(card.received_by is not None, card)
    if card.received_score is not None:
        refused = Refused("already_rated")

    def act() -> None:
        cases.rate_reception(case_id=card.id, at=timezone.now(), signer=card.signer, **form.cleaned_data)

    return _deed(request, card, "reception", form, act, refused)


@require_POST
@case_view
def part(request: HttpRequest, card: StatusCard, number: int) -> HttpResponse:  # noqa: ARG001 - a view
    """One of the cases that a letter was split into, for whoever holds the letter's code."""
    try:
        code = split.open_part(case_id=card.id, number=number, at=timezone.now(), signer=card.signer)
    except Refused as refused:
        raise Http404 from refused
    return redirect("cases:status", code=code)


@require_http_methods(METHODS)
@case_view
@acting
def contest(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """Choose the points that were not answered, and say why."""
    points = citizen_words.points(card)
    choices = [(one["point"].number, f"{one['point'].number}. {one['point'].text}") for one in points]
    form = ContestForm(request.POST or None, points=choices)
    refused = _may(card.state == "answered", card)

    def act() -> None:
        said = form.cleaned_data
        cases.contest(
            case_id=card.id,
            numbers=said["points"],
            reason=said["reason"],
            at=timezone.now(),
            signer=card.signer,
        )

    return _deed(request, card, "contest", form, act, refused)


@require_http_methods(METHODS)
@case_view
@acting
def withdraw(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """Asked once more before it is done."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    refused = _may("withdraw" in card.may, card)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        cases.withdraw(case_id=card.id, reason=reason, at=timezone.now(), signer=card.signer)

    return _deed(request, card, "withdraw", form, act, refused)


@require_http_methods(METHODS)
@case_view
def leave(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """One of several signers leaves the group; the others go on."""
    if card.group is None:
        raise Http404
    form = Form(request.POST if request.method == "POST" else None)
    refused = _may(card.state in grouping.LEFT, card)

    def act() -> None:
        groups.leave_oneself(case_id=card.id, signer=card.signer or 0, at=timezone.now())

    return _deed(request, card, "leave", form, act, refused)


def _may(allowed: bool, card: StatusCard) -> Refused | None:  # noqa: FBT001 - read with the state
    return None if allowed else Refused("wrong_state", state=card.state)


def _deed(
    request: HttpRequest,
    card: StatusCard,
    name: str,
    form: Form,
    act: Callable[[], None],
    refused: Refused | None,
) -> HttpResponse:
    """Ask, or do it and go back to the case; what cannot be done is said with what was typed kept."""
    if request.method == "POST" and refused is None and form.is_valid():
        try:
            act()
        except Refused as reason:
            refused = reason
        else:
            response = redirect(f"{base(request, card)['here']}?done={name}")
            response.status_code = 303
            return response
    context: dict[str, Any] = {**base(request, card), "form": form, "refused": [refused] if refused else []}
    status = 409 if refused and request.method == "POST" else 422 if form.errors else 200
    return render(request, f"cases/citizen/{name}.html", context, status=status)
