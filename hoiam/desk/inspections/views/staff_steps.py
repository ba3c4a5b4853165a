"""The steps of an inspection as forms: decided, announced, ended, drafted, explained, concluded, published, ordered."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from hoiam.desk.inspections import actions as inspections, queries
from hoiam.desk.inspections.forms import staff as forms
from hoiam.desk.inspections.queries import InspectionCard, files as evidence
from hoiam.desk.inspections.views import shared, words
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law import clearing
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A decision to inspect, after an entry of the programme or without one."""
    unit_id = shared.inspecting_unit(actor)
    waiting = queries.waiting(unit_id=unit_id)
    form = _decide_form(request, unit_id, waiting)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        title = words.event("decide")
        context = {"form": form, "refused": refused, "event": "decide", "event_title": title}
        context |= {"unit_name": actor.unit_names[unit_id]}
        return frame.page(request, actor, "inspections/staff/step.html", context, status=status)

    if request.method != "POST":
        return page(form=form)
    made: list[int] = []

    def act(said: dict[str, Any]) -> None:
        decided = inspections.Decided(**_filled(said, waiting))
        made.append(inspections.decide(unit_id=unit_id, said=decided, by=actor, at=timezone.now()))

    to = reverse("inspection_desk:list")
    said = _("The decision is recorded. The unit reads of it when it is announced.")
    return shared.done(request, form, act, said, to, page)


@require_http_methods(shared.METHODS)
@desk_view
def step(request: HttpRequest, actor: office.Actor, inspection_id: int, event: str) -> HttpResponse:
    """One step of one inspection."""
    card, inside = shared.inspection_of(actor, inspection_id)
    if event not in STEPS or inside is (event == "explain"):
        raise Http404
    form_of, act_of, said = STEPS[event]
    form = form_of(request.POST if request.method == "POST" else None, initial=_initial(card, event))

    def page(
        *, form: Form, status: int = 200, refused: Refused | None = None, files: Any = ()
    ) -> HttpResponse:
        context = {
            **words.inspection(card),
            "form": form,
            "files": files,
            "explained_with": evidence.of_explanation(card.id) if card.explained_on else (),
            "refused": refused,
            "event": event,
            "event_title": words.event(event),
        }
        return frame.page(request, actor, "inspections/staff/step.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(typed: dict[str, Any]) -> None:
        act_of(inspection_id=card.id, said=inspections.Said(**typed), by=actor, at=timezone.now())

    to = reverse("inspection_desk:one", args=(card.id,))
    return shared.done(request, form, act, str(said), to, page)


@require_http_methods(shared.METHODS)
@desk_view
def publish(request: HttpRequest, actor: office.Actor, inspection_id: int) -> HttpResponse:
    """Each marked passage is decided on; then everybody reads the rest in full."""
    card, inside = shared.inspection_of(actor, inspection_id)
    if not inside or card.concluded_on is None:
        raise Http404
    form = forms.PublishForm(
        request.POST if request.method == "POST" else None,
        passages=clearing.passages(card.conclusion),
        grounds=words.choices(words.GROUNDS),
    )

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {**words.inspection(card), "form": form, "refused": refused}
        return frame.page(request, actor, "inspections/staff/publish.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(_typed: dict[str, Any]) -> None:
        inspections.publish(inspection_id=card.id, grounds=form.grounds(), by=actor, at=timezone.now())

    to = reverse("inspection_desk:one", args=(card.id,))
    return shared.done(request, form, act, _("The conclusion is published in full."), to, page)


def _decide_form(request: HttpRequest, unit_id: int, waiting: tuple[queries.EntryCard, ...]) -> Form:
    chosen = cursors.number(request.GET.get("entry", ""))
    entry = next((one for one in waiting if one.id == chosen), None)
    initial = {
        "form_key": new_key(),
        "kind": "planned" if entry else "unscheduled",
        "entry_id": entry.id if entry else None,
        "theme": entry.theme if entry else "",
        "members": [one.id for one in queries.entry(entry.id).inspectors] if entry else [],  # type: ignore[union-attr]  # it waits
    }
    return forms.DecideForm(
        request.POST if request.method == "POST" else None,
        kinds=words.choices(words.KINDS),
        entries=[(one.id, f"{one.target.shown}: {one.theme}") for one in waiting],
        units=shared.below(unit_id),
        people=shared.inspectors(unit_id),
        initial=initial,
    )


def _filled(said: dict[str, Any], waiting: tuple[queries.EntryCard, ...]) -> dict[str, Any]:
    """The unit of the entry, where one was chosen. Refused: unit_missing."""
    entry = next((one for one in waiting if one.id == said["entry_id"]), None)
    target_id = entry.target.id if entry else said["target_id"]
    if target_id is None:
        raise Refused("unit_missing")
    return {**said, "target_id": target_id}


def _initial(card: InspectionCard, event: str) -> dict[str, Any]:
    return {"text": card.draft} if event == "conclude" else {}


FormOf = Callable[..., Form]
ActOf = Callable[..., None]
STEPS: dict[str, tuple[FormOf, ActOf, words.Words]] = {
    "announce": (
        forms.UntilForm,
        inspections.announce,
        gettext_lazy("It is announced: the unit and everybody can read of it."),
    ),
    "extend": (forms.ExtendForm, inspections.extend, gettext_lazy("The last day is moved.")),
    "break_off": (forms.NumberReasonForm, inspections.break_off, gettext_lazy("It is broken off.")),
    "pass_to_police": (forms.NumberForm, inspections.pass_to_police, gettext_lazy("It is recorded.")),
    "end": (Form, inspections.end, gettext_lazy("It is over on the spot. The report is due now.")),
    "report": (Form, inspections.report, gettext_lazy("The report is recorded. The draft is due now.")),
    "draft": (
        forms.DraftForm,
        inspections.draft,
        gettext_lazy("The draft is with the inspected unit, which may explain itself."),
    ),
    "explain": (forms.ExplainForm, inspections.explain, gettext_lazy("The explanation is recorded.")),
    "ask_superior": (forms.ReasonForm, inspections.ask_superior, gettext_lazy("It is recorded.")),
    "give_opinion": (forms.NumberForm, inspections.give_opinion, gettext_lazy("It is recorded.")),
    "note_silence": (Form, inspections.note_silence, gettext_lazy("It is recorded.")),
    "conclude": (
        forms.ConcludeForm,
        inspections.conclude,
        gettext_lazy("The conclusion is signed. Each finding is now a duty of the post it names."),
    ),
    "order": (forms.OrderForm, inspections.order, gettext_lazy("The order is recorded.")),
    "carry_out": (Form, inspections.carry_out, gettext_lazy("It is recorded as carried out.")),
}
