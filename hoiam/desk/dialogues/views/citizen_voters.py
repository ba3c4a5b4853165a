"""Asking for a conference, and signing that one asks for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.dialogues import actions as dialogues
from hoiam.desk.dialogues.forms.citizen import RequestForm, SignForm
from hoiam.desk.dialogues.views import citizen, staff, words
from hoiam.kit import throttle
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.sealed.actions import Personal

METHODS = ["GET", "HEAD", "POST"]
COMMUNES = frozenset({"ward", "commune", "special_zone"})


@require_http_methods(METHODS)
def request_one(request: HttpRequest) -> HttpResponse:
    """What about, and where; signatures follow."""
    units = [(one.id, one.shown) for one in office.served() if one.kind in COMMUNES]
    form = RequestForm(request.POST if request.method == "POST" else None, units=units)
    refused = None
    if request.method == "POST" and form.is_valid():
        if _too_often(request):
            return throttle.too_many("question", request)
        said = form.cleaned_data
        try:
            made = dialogues.demand(unit_id=said["unit"], title=said["title"], by=None, at=timezone.now())
        except Refused as reason:
            refused = reason
        else:
            return redirect("dialogues:sign", made)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "refused": refused}
    return render(request, "dialogues/citizen/request.html", context, status=status)


@require_http_methods(METHODS)
def sign(request: HttpRequest, conference_id: int) -> HttpResponse:
    """One voter signs; only how many is shown."""
    card = citizen.public(conference_id)
    if card.kind != "asked":
        raise Http404
    form = SignForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        if _too_often(request):
            return throttle.too_many("question", request)
        try:
            dialogues.sign(conference_id=card.id, who=Personal(**form.cleaned_data), at=timezone.now())
        except Refused as reason:
            refused = reason
        else:
            messages.success(
                request, _("Your signature is counted. Nobody but the clerk in charge can see it.")
            )
            return redirect("dialogues:one", card.id)
    context = {**words.conference(card), "asking": staff.asking(card), "form": form, "refused": refused}
    status = 422 if request.method == "POST" else 200
    response = render(request, "dialogues/citizen/sign.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _too_often(request: HttpRequest) -> bool:
    throttle.count("question", request)
    return throttle.spent("question", request)
