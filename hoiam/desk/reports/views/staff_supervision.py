"""Programmes of supervision as staff enter and answer them."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.reports import actions as reports, queries
from hoiam.desk.reports.forms import staff as forms
from hoiam.desk.reports.queries import ProgrammeCard, RecommendationCard
from hoiam.desk.reports.views import shared, words
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The newest first: of their own units, of all for who oversees. One statement beside sign-in."""
    units = dict(_units(actor))
    if not units:
        raise Http404
    found = queries.programmes(unit_ids=list(units), after=cursors.number(request.GET.get("after", "")))
    context = {
        "rows": [words.programme(row) for row in found.rows],
        "next_url": f"?after={found.next}" if found.next else "",
        "may_enter": any(reports.may_enter(actor, pk) for pk in units),
    }
    return frame.page(request, actor, "reports/staff/supervision.html", context)


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Enter a programme, with the number of its document."""
    units = [(pk, name) for pk, name in _units(actor) if reports.may_enter(actor, pk)]
    if not units:
        raise Http404
    form = forms.ProgrammeForm(
        request.POST if request.method == "POST" else None,
        units=units,
        kinds=list(words.BY.items()),
        initial={"form_key": new_key()},
    )

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {"form": form, "refused": refused}
        return frame.page(request, actor, "reports/staff/programme_new.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(form=form, status=422 if form.is_bound else 200)
    said = dict(form.cleaned_data)
    unit_id = said.pop("unit_id")
    try:
        made = reports.plan(unit_id=unit_id, said=reports.Said(**said), by=actor, at=timezone.now())
    except Refused as refused:
        return page(form=form, status=422, refused=refused)
    return redirect("report_desk:programme", made)


@require_http_methods(shared.METHODS)
@desk_view
def programme(request: HttpRequest, actor: office.Actor, programme_id: int) -> HttpResponse:
    """Its visits and recommendations; enter one more of either. Four statements beside sign-in."""
    card = _programme(actor, programme_id)
    posts = shared.posts(card.unit_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    known: dict[str, Form] = {
        "visit": forms.VisitForm(
            request.POST if do == "visit" else None, auto_id="visit_%s", initial={"form_key": new_key()}
        ),
        "recommend": forms.RecommendForm(
            request.POST if do == "recommend" else None,
            posts=posts,
            auto_id="recommend_%s",
            initial={"form_key": new_key()},
        ),
    }

    def page(*, form: Form | None = None, status: int = 200, refused: Refused | None = None) -> HttpResponse:  # noqa: ARG001 - as every page
        return _page(request, actor, card, known, status, refused)

    if request.method != "POST":
        return page()
    if do not in known:
        raise Http404

    def act(said: dict[str, Any]) -> None:
        same: dict[str, Any] = {"programme_id": card.id, "by": actor, "at": timezone.now()}
        if do == "visit":
            reports.visit(came=reports.Came(**said), **same)
        else:
            reports.recommend(said=reports.Recommended(**said), **same)

    to = reverse("report_desk:programme", args=(card.id,))
    return shared.done(request, known[do], act, _("Recorded."), to, page)


@require_http_methods(shared.METHODS)
@desk_view
def recommendation(request: HttpRequest, actor: office.Actor, recommendation_id: int) -> HttpResponse:
    """Answer it, with a day if something is to be done; later, what shows that it is done."""
    card = _recommendation(actor, recommendation_id)
    do = "finish" if card.state == "answered" else "answer"
    typed = request.POST if request.method == "POST" else None
    form = forms.DoneForm(typed) if do == "finish" else forms.ReplyForm(typed)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        fresh = queries.recommendation(recommendation_id)
        context = {
            **words.recommendation(fresh, timezone.localdate()),
            "form": form,
            "refused": refused,
            "do": do,
            "may": bool(actor.roles_in(fresh.unit_id) & {Role.HEAD, Role.CLERK}),
        }
        return frame.page(request, actor, "reports/staff/recommendation.html", context, status=status)

    if request.method != "POST":
        return page(form=form)
    version = cursors.number(request.POST.get("version", ""))
    if version is None:
        raise Http404
    same: dict[str, Any] = {
        "recommendation_id": card.id,
        "version": version,
        "by": actor,
        "at": timezone.now(),
    }

    def act(said: dict[str, Any]) -> None:
        if do == "finish":
            reports.finish(**same, **said)
        else:
            reports.reply(**same, **said)

    to = reverse("report_desk:programme", args=(card.programme_id,))
    return shared.done(request, form, act, _("Recorded."), to, page)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: ProgrammeCard,
    known: dict[str, Form],
    status: int,
    refused: Refused | None,
) -> HttpResponse:
    on = timezone.localdate()
    context = {
        **words.programme(card),
        "visits": queries.visits(card.id),
        "recommendations": [words.recommendation(one, on) for one in queries.recommendations(card.id)],
        "forms": known,
        "refused": refused,
        "may_enter": reports.may_enter(actor, card.unit_id),
    }
    return frame.page(request, actor, "reports/staff/programme.html", context, status=status)


def _units(actor: office.Actor) -> list[tuple[int, str]]:
    """Where they work at the desk; every served unit for who oversees."""
    if actor.holds(Role.OVERSEER):
        return [(one.id, one.shown) for one in office.served()]
    desk = {Role.CLERK, Role.HEAD}
    return [(pk, name) for pk, name in actor.units() if actor.roles_in(pk) & desk]


def _programme(actor: office.Actor, programme_id: int) -> ProgrammeCard:
    try:
        card = queries.programme(programme_id)
    except Refused as refused:
        raise Http404 from refused
    if card.unit_id not in dict(_units(actor)):
        raise Http404
    return card


def _recommendation(actor: office.Actor, recommendation_id: int) -> RecommendationCard:
    try:
        card = queries.recommendation(recommendation_id)
    except Refused as refused:
        raise Http404 from refused
    if card.unit_id not in dict(_units(actor)):
        raise Http404
    return card
