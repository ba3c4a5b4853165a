"""Intake at the counter: one page, typed while the person speaks."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.forms.kinds import MEANINGS, explained
from hoiam.desk.cases.forms.staff_pads import CounterForm
from hoiam.desk.cases.forms.together import GroupCounterForm
from hoiam.desk.cases.models import Kind
from hoiam.desk.cases.views import staff_alike, staff_draft, together, words
from hoiam.files import actions as files, queries as file_queries, sniff
from hoiam.files.queries import FileCard
from hoiam.kit.typed import new_key
from hoiam.law import drafting
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view
from hoiam.sealed.actions import Personal

CHANNELS = ("counter", "phone", "paper")
F = TypeVar("F", bound=CounterForm)
PERSONAL = ("name", "id_number", "address", "phone", "email")


@desk_view
def register(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Show the form, or take in what it says."""
    units = in_hand.units_with(actor, in_hand.DESK)
    if not units:
        return frame.page(request, actor, "cases/staff/no_desk.html", {}, status=403)
    if request.method != "POST":
        return _begin(request, actor, units)
    form = _form(units, data=request.POST, files=request.FILES)
    kept, refused = _keep(request)
    form.appointment, more = together.appointment(request, throttled=False)
    refused += more
    if "save" in request.POST and not refused:
        return _save(request, actor, form, kept)
    if "check" in request.POST:
        similar = staff_alike.of_typed(request, actor, units)
        return _form_page(request, actor, form, kept=kept, refused=refused, similar=similar)
    if not form.is_valid() or refused:
        return _form_page(request, actor, form, kept=kept, refused=refused, status=422)
    return _take_in(request, actor, form, kept)


def _begin(request: HttpRequest, actor: office.Actor, units: list[tuple[int, str]]) -> HttpResponse:
    """A fresh form, or one that this clerk had under way; the others are offered."""
    chosen = {"submit_key": new_key(), "channel": "counter", "kind": "petition"}
    form = _form(units, initial={**chosen, "unit": in_hand.unit_in_hand(request, units)})
    drafts, asked = staff_draft.under_way(actor), request.GET.get("draft", "")
    opened = next((one for one in drafts if str(one.id) == asked), None)
    kept = staff_draft.filled(form, opened) if opened else ()
    offered = [staff_draft.shown(one) for one in drafts if one is not opened]
    found = {"drafts": offered, "opened": staff_draft.shown(opened) if opened else None}
    return _form_page(request, actor, form, kept=kept, found=found)


def _save(
    request: HttpRequest, actor: office.Actor, form: GroupCounterForm, kept: Sequence[FileCard]
) -> HttpResponse:
    """To go on with later: the clerk finds it when the page is opened again, the appointment among the files."""
    tokens = [*(one.token for one in kept), *filter(None, (form.appointment,))]
    try:
        at = staff_draft.keep(request.POST, actor, tokens=tokens)
    except Refused as refused:
        return _form_page(request, actor, form, kept=kept, refused=[refused], status=422)
    if at is not None:
        messages.success(request, _("What was typed is kept. You find it here when you come back."))
    return redirect("desk:register")


def _form(units: list[tuple[int, str]], **options: Any) -> GroupCounterForm:
    return counter_form(GroupCounterForm, units, **options)


def counter_form(
    kind: type[F], units: list[tuple[int, str]], *, without: frozenset[str] = frozenset(), **options: Any
) -> F:
    """A form of the counter, with what can be chosen there today; `without` these kinds of matter."""
    return kind(
        units=units,
        fields=words.options(words.pack().fields),
        kinds=[(code, name) for code, name in words.offered() if code not in without],
        channels=[(code, words.CHANNELS[code]) for code in CHANNELS],
        **options,
    )


def _take_in(
    request: HttpRequest, actor: office.Actor, form: GroupCounterForm, kept: Sequence[FileCard]
) -> HttpResponse:
    try:
        taken = cases.register(intake=intake_of(form.cleaned_data, kept), by=actor, at=timezone.now())
    except Refused as refused:
        return _form_page(request, actor, form, kept=kept, refused=[refused], status=422)
    if taken.again and differs(taken.case_id, form.cleaned_data, actor):
        return _form_page(request, actor, _with_new_key(form), kept=kept, earlier=taken.case_id, status=409)
    if taken.again:
        messages.info(request, _("This form had already been sent: here is the slip it got."))
    alike = staff_alike.after_register(taken.case_id, form.cleaned_data, actor)
    return redirect(f"{reverse('cases:slip', args=(taken.code,))}?desk=1{alike}")


def intake_of(said: dict[str, Any], kept: Sequence[FileCard]) -> cases.Intake:
    """What the form says, for the action."""
    return cases.Intake(
        unit_id=said["unit"],
        kind=said["kind"],
        channel=said["channel"],
        title=said["title"],
        body=said["body"],
        person=Personal(code="", **{name: said[name] for name in PERSONAL}),
        submit_key=said["submit_key"],
        secret=secrets.token_bytes(32),
        field=said["field"],
        consent=said["consent"],
        sealed=said["sealed"],
        about_conduct=said["about_conduct"] or bool(said["about_whom"]),
        about_whom=said["about_whom"],
        stub=said["stub"],
        files=[one.token for one in kept],
        press=_press(said),
        together=said.get("together"),
        against=said.get("against") or cases.Against(),
    )


def _press(said: dict[str, Any]) -> cases.PressSource | None:
    """Where it was published, of a matter of the press."""
    if said["kind"] != Kind.PRESS:
        return None
    return cases.PressSource(source=said["source"], published_on=said["published_on"])


def differs(case_id: int, said: dict[str, Any], actor: office.Actor) -> bool:
    """Whether another matter was typed over a form that was sent before (the back button)."""
    try:
        card = queries.case(case_id=case_id, by=actor, on=timezone.localdate())
    except Refused:
        return False
    return (card.title, card.body) != (said["title"], said["body"])


def _with_new_key(form: GroupCounterForm) -> GroupCounterForm:
    """The same words under a new key: sent again, they are a case of their own."""
    again = QueryDict(mutable=True)
    again.update(form.data)
    again["submit_key"] = new_key()
    form.data = again
    return form


def _keep(request: HttpRequest) -> tuple[tuple[FileCard, ...], list[Refused]]:
    """Files of earlier attempts that still wait, and those sent now; what cannot be taken is named with its reason."""
    tokens, refused = request.POST.getlist("kept"), []
    for upload in request.FILES.getlist("uploads"):
        try:
            tokens.append(files.stage(upload=upload, at=timezone.now()).token)
        except Refused as reason:
            refused.append(Refused(reason.code, **{**reason.facts, "name": upload.name}))
    return file_queries.staged(tokens=tokens), refused


def _form_page(
    request: HttpRequest,
    actor: office.Actor,
    form: GroupCounterForm,
    *,
    kept: Sequence[FileCard] = (),
    refused: list[Refused] | None = None,
    earlier: int | None = None,
    similar: list[dict[str, Any]] | None = None,
    found: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **(found or {}),
        "form": form,
        "clerk": actor.person_id,
        "days": words.pack().policy(drafting.POLICY),
        "kinds": explained(MEANINGS),
        "kept": kept,
        "refused": refused or [],
        "earlier": earlier,
        "similar": similar,
        "appointment": together.kept(form.appointment),
        "accept": sniff.ACCEPT,
    }
    return frame.page(request, actor, "cases/staff/register.html", context, status=status)
