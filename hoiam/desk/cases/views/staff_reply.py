"""The reply: drafted point by point, laid before the head, approved or sent back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.forms import staff_reply as forms
from hoiam.desk.cases.forms.staff_deeds import DeedForm, ReasonForm
from hoiam.desk.cases.queries import CaseCard
from hoiam.desk.cases.views import staff_desk, staff_page, staff_words, words
from hoiam.desk.cases.views.staff_case import visible
from hoiam.law.procedures import petition
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

Rows = Sequence[Mapping[str, Any]]


@desk_view
@staff_desk.loses_nothing
def reply(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Show the draft, or do with it what the pressed button says."""
    card = visible(case_id, actor)
    if request.method != "POST":
        return _page(request, actor, card, rows=_saved(card))
    order = request.POST.get("do", "save")
    return ORDERS.get(order, _rearrange)(request, actor, card)


def _rearrange(request: HttpRequest, actor: office.Actor, card: CaseCard) -> HttpResponse:
    """Add, split, move or drop a point: on the page only, until it is saved."""
    contested = {point.number for point in card.points if point.contested}
    rows = forms.rearranged(
        forms.typed(request.POST), request.POST.get("do", ""), body=card.body, keep=contested
    )
    return _page(request, actor, card, rows=rows, unsaved=True, form=_posted_form(request))


def _save(request: HttpRequest, actor: office.Actor, card: CaseCard) -> HttpResponse:
    saved = _keep(request, actor, card)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, _("The draft is saved."))
    return redirect("desk:reply", case_id=card.id)


def _propose(request: HttpRequest, actor: office.Actor, card: CaseCard) -> HttpResponse:
    """Save, then lay it before the head; what is missing is saved as it is and named."""
    saved = _keep(request, actor, card)
    if isinstance(saved, HttpResponse):
        return saved
    try:
        cases.propose(case_id=card.id, version=saved, by=actor, at=timezone.now())
    except Refused as refused:
        fresh = visible(card.id, actor)
        return _page(request, actor, fresh, rows=_saved(fresh), refused=refused, status=422)
    said = _("The reply lies before the head.")
    messages.success(request, f"{card.number}: {said}")
    return redirect("desk:case", case_id=card.id)


def _approve(request: HttpRequest, actor: office.Actor, card: CaseCard) -> HttpResponse:
    form = DeedForm(request.POST, auto_id="approve_%s")
    return _decided(
        request, actor, card, form, cases.approve, _("Approved. The reply is on its way to the citizen.")
    )


def _rework(request: HttpRequest, actor: office.Actor, card: CaseCard) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="rework_%s")
    return _decided(request, actor, card, form, cases.rework, _("Sent back to the handler."))


def _decided(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    form: DeedForm,
    action: Callable[..., Any],
    done: str,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, actor, card, rows=_saved(card), decision=form, status=422)
    try:
        action(case_id=card.id, by=actor, at=timezone.now(), **form.said())
    except Refused as refused:
        fresh = visible(card.id, actor)
        return _conflict(request, actor, fresh, refused, rows=_saved(fresh), decision=form, seen=form)
    messages.success(request, f"{card.number}: {done}")
    return redirect(f"{reverse('desk:queue')}?unit={card.unit_id}&state=proposed")


def _keep(request: HttpRequest, actor: office.Actor, card: CaseCard) -> int | HttpResponse:
    """The new version of the saved draft, or the page that says why it is not saved."""
    form, points = DeedForm(request.POST, auto_id="draft_%s"), _formset(data=request.POST)
    if not (form.is_valid() and points.is_valid()):
        return _page(request, actor, card, points=points, form=form, status=422)
    drafts = [_draft(said.cleaned_data) for said in points if said.cleaned_data]
    try:
        return cases.save_points(
            case_id=card.id, version=form.cleaned_data["version"], points=drafts, by=actor, at=timezone.now()
        )
    except Refused as refused:
        fresh = visible(card.id, actor)
        return _conflict(request, actor, fresh, refused, rows=forms.typed(request.POST), seen=form)


def _conflict(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    refused: Refused,
    *,
    seen: DeedForm,
    **page: Any,
) -> HttpResponse:
    """The page on the case as it is now: what was typed stays, what others did is told and shown."""
    meanwhile = refused.code == "changed_meanwhile"
    changes = staff_words.since(card, seen.cleaned_data.get("seen")) if meanwhile else []
    return _page(
        request,
        actor,
        card,
        refused=refused,
        changes=changes,
        status=409 if meanwhile else 422,
        unsaved=True,
        **page,
    )


def _draft(said: Mapping[str, Any]) -> cases.PointDraft:
    return cases.PointDraft(
        number=said["number"] or 0,
        text=said["text"],
        decision=said["decision"],
        ground=said["ground"],
        next_step=said["next_step"],
    )


def _formset(**options: Any) -> Any:
    return forms.formset(decisions=words.options(words.pack().reply_decisions), **options)


def _saved(card: CaseCard) -> Rows:
    """The points as they are kept; one empty row to begin with."""
    kept = [{name: getattr(point, name) for name in forms.NAMES} for point in card.points]
    return kept or [forms.blank()]


def _posted_form(request: HttpRequest) -> DeedForm:
    """The page that was edited stays the one that is compared when it is saved."""
    return DeedForm(
        initial={name: request.POST.get(name) for name in ("version", "seen")}, auto_id="draft_%s"
    )


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    *,
    rows: Rows = (),
    points: Any = None,
    form: DeedForm | None = None,
    decision: DeedForm | None = None,
    refused: Refused | None = None,
    changes: Sequence[Mapping[str, Any]] = (),
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    formset = points if points is not None else _formset(rows=rows)
    start = {"version": card.version, "seen": len(card.steps)}
    label, color = words.state(card.state)
    context = {
        "case": card,
        "state": label,
        "color": color,
        "today": timezone.localdate(),
        "form": form or DeedForm(initial=start, auto_id="draft_%s"),
        "formset": formset,
        "rows": _rows(formset, card),
        "errors": _errors(formset),
        "missing": _missing(card),
        "saved": [staff_page.point(one) for one in card.points],
        "may_draft": "draft" in card.may,
        "may_decide": "approve" in card.may,
        "may_propose": "propose" in card.may,
        "approve_form": DeedForm(initial=start, auto_id="approve_%s"),
        "rework_form": _rework_form(decision, start),
        "refused": refused,
        "changes": changes,
        "unsaved": unsaved,
        "wish": staff_words.wish(card),
        "lost": _lost(formset if unsaved and "draft" not in card.may else (), decision, card),
    }
    return frame.page(request, actor, "cases/staff/reply.html", context, status=status)


def _rework_form(decision: DeedForm | None, start: Mapping[str, Any]) -> DeedForm:
    """With the reason as it was typed, on the case as it is now."""
    if not isinstance(decision, ReasonForm):
        return ReasonForm(initial=start, auto_id="rework_%s")
    if decision.errors:
        return decision
    return ReasonForm(initial={**start, "reason": decision.cleaned_data["reason"]}, auto_id="rework_%s")


def _lost(forms_: Any, decision: DeedForm | None, card: CaseCard) -> list[tuple[str, str]]:
    """What was typed for a step that is no longer open: shown, so that it can be copied."""
    fields = [field for form in forms_ for field in form.visible_fields()]
    if decision is not None and "rework" not in card.may:
        fields += decision.visible_fields()
    return [(str(field.label), str(field.value())) for field in fields if field.value()]


def _rows(formset: Any, card: CaseCard) -> list[dict[str, Any]]:
    """Each form with what the citizen said against the point it came from."""
    known = {point.number: point for point in card.points}
    numbers = (forms.number_of({"number": form["number"].value()}) for form in formset)
    return [
        {"form": form, "before": known.get(number)} for form, number in zip(formset, numbers, strict=True)
    ]


def _errors(formset: Any) -> list[tuple[str, str]]:
    """For kit/error_summary.html: where to go, and what is wrong there."""
    if not formset.is_bound:
        return []
    return [
        (str(form[name].auto_id), f"{_nth(at)}: {form[name].label}: {error}")
        for at, form in enumerate(formset, start=1)
        for name, errors in form.errors.items()
        if name in form.fields
        for error in errors
    ]


def _missing(card: CaseCard) -> list[tuple[str, str]]:
    """What the saved draft still lacks, as links to the fields."""
    labels = {"decision": _("Decision"), "ground": _("Ground"), "next_step": _("Next step")}
    facts = [petition.PointFacts(p.number, p.decision, p.ground, p.next_step) for p in card.points]
    return [
        (f"id_{forms.PREFIX}-{number - 1}-{field}", f"{_nth(number)}: {labels[field]}")
        for number, field in petition.missing(facts, words.pack())
    ]


def _nth(number: int) -> str:
    return _("Point %(n)s") % {"n": number}


ORDERS = {"save": _save, "propose": _propose, "approve": _approve, "rework": _rework}
