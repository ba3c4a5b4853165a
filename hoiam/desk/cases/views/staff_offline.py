"""The counter without network: a page that a browser keeps, and where it hands in what was written down meanwhile."""

from dataclasses import replace
from importlib import resources
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.forms.staff_offline import OfflineForm
from hoiam.desk.cases.views import offline_words, refusal_words, staff_register, words
from hoiam.journal import pads
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

PADS = 10
WORKER = "static/kit/offline-worker.js"
NO_SLIP = frozenset({"press"})
"""Kinds that nobody brings to the counter in person."""
ASKED = (
    "unit",
    "channel",
    "kind",
    "name",
    "phone",
    "address",
    "title",
    "body",
    "field",
    "stub",
    "day",
    "hour",
)
"""The fields of the page, in the order in which they are said."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def desk(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The page: pads and their slips, two statements beside sign-in. What is sent to it is one entry of a queue."""
    units = in_hand.units_with(actor, in_hand.DESK)
    if request.method == "POST":
        return _take_in(request, actor, units)
    if not units:
        return frame.page(request, actor, "cases/staff/no_desk.html", {}, status=403)
    unit_id = in_hand.unit_in_hand(request, units)
    form = _form(units, initial={"unit": unit_id, "channel": "counter", "kind": "petition"})
    known = pads.cards(unit_ids=[unit_id for unit_id, _name in units], limit=PADS)
    left = pads.left_in(pad_ids=[pad.id for pad in known])
    context = {
        "form": form,
        "fields": [form[name] for name in ASKED if name != "unit" or len(units) > 1],
        "units": units,
        "pads": [(pad, actor.unit_names[pad.unit_id], ", ".join(pads.ranges(left[pad.id]))) for pad in known],
        "known": {
            **_known(actor, units, left),
            "needed": [name for name in ASKED if form.fields[name].required],
        },
    }
    return frame.page(request, actor, "cases/staff/offline.html", context)


@require_safe
@desk_view
def session(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Who is signed in now, and a fresh token for forms."""
    return JsonResponse({"clerk": actor.person_id, "name": actor.name, "token": get_token(request)})


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, at an address that gives it this page and nothing else to look after."""
    text = (resources.files("hoiam.kit") / WORKER).read_text("utf-8")
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _known(
    actor: office.Actor, units: list[tuple[int, str]], left: dict[int, tuple[int, ...]]
) -> dict[str, Any]:
    """What the page's program goes by."""
    return {
        "clerk": actor.person_id,
        "name": actor.name,
        "units": {str(pk): name for pk, name in units},
        "zone": timezone.get_default_timezone_name(),
        "days": words.pack().policy("offline_days"),
        "left": {str(pad_id): numbers for pad_id, numbers in left.items()},
        "page": reverse("desk:offline"),
        "session": reverse("desk:offline_session"),
        "worker": reverse("desk:offline_worker"),
        "words": offline_words.spoken(),
    }


def _form(units: list[tuple[int, str]], **options: Any) -> OfflineForm:
    return staff_register.counter_form(OfflineForm, units, without=NO_SLIP, auto_id="offline_%s", **options)


def _take_in(request: HttpRequest, actor: office.Actor, units: list[tuple[int, str]]) -> HttpResponse:
    """One entry, once: sent again it gives what it gave."""
    if request.POST.get("clerk") != str(actor.person_id):
        return _refused([_("This entry belongs to the queue of another person. Nothing was taken in.")])
    form = _form(units, data=request.POST)
    if not form.is_valid():
        return _refused(_mistakes(form))
    said = form.cleaned_data
    intake = replace(staff_register.intake_of(said, ()), claimed_at=said["claimed_at"])
    try:
        taken = cases.register(intake=intake, by=actor, at=timezone.now())
    except Refused as refused:
        return _refused([refusal_words.plain(refused)])
    where = reverse("desk:case", args=(taken.case_id,))
    if taken.again and staff_register.differs(taken.case_id, said, actor):
        earlier = _(
            "This entry was taken in before, with other words. Correct the case itself, then remove the entry."
        )
        return JsonResponse({"reasons": [earlier], "url": where}, status=409)
    return JsonResponse({"code": taken.code, "url": where, "again": taken.again})


def _mistakes(form: OfflineForm) -> list[str]:
    found = form.errors.get_json_data().items()
    labels = {name: field.label or name for name, field in form.fields.items()}
    return [f"{labels.get(name, '')}: {error['message']}" for name, errors in found for error in errors]


def _refused(reasons: list[str]) -> JsonResponse:
    return JsonResponse({"reasons": reasons}, status=422)
