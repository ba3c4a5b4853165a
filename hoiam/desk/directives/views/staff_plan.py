"""A plan: drawn up, its tasks written down and given out; as a list, as a board, along time."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.directives import actions as directives, queries
from hoiam.desk.directives.forms import staff as forms
from hoiam.desk.directives.queries import PlanCard, choices
from hoiam.desk.directives.queries.plans import Filter
from hoiam.desk.directives.views import shared, timeline, words
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

MOST_BATCHES = 20


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A plan of a directive, of a task that came from above, or of one's own."""
    unit_id, _units = in_hand.unit_of(request, actor, in_hand.DESK)
    origin = _origin(request, actor, unit_id)
    posted = request.method == "POST"
    form = forms.PlanForm(request.POST if posted else None, initial={"form_key": new_key()})

    def page(*, form: Form, status: int = 200, refused: Refused | None = None, **_files: Any) -> HttpResponse:
        context = {
            "form": form,
            "refused": refused,
            "unit_name": actor.unit_names[origin["unit_id"]],
            **origin,
        }
        return frame.page(request, actor, "directives/staff/plan_form.html", context, status=status)

    if not posted:
        return page(form=form)

    def act(said: dict[str, Any]) -> str:
        said.pop("tokens")
        made = directives.draw(
            unit_id=origin["unit_id"],
            said=directives.Drawn(**said),
            by=actor,
            at=timezone.now(),
            directive_id=origin["directive"].id if origin["directive"] else None,
            task_id=origin["task"].row.id if origin["task"] else None,
        )
        return reverse("directive_desk:plan", args=(made,))

    return shared.done(request, form, act, _("The plan is there. Write down its tasks."), None, page)


def _origin(request: HttpRequest, actor: office.Actor, unit_id: int) -> dict[str, Any]:
    """Of what it is made; a plan of a task is the plan of the unit that has that task."""
    directive = cursors.number(request.GET.get("directive", ""))
    task = cursors.number(request.GET.get("task", ""))
    found: dict[str, Any] = {"directive": None, "task": None, "unit_id": unit_id}
    if directive is not None:
        found["directive"] = shared.directive_of(actor, directive)
    elif task is not None:
        found["task"] = card = shared.task_of(actor, task)
        if not actor.roles_in(card.row.unit_id) & in_hand.DESK:
            raise Http404
        found["unit_id"] = card.row.unit_id
    return found


@require_safe
@desk_view
def plan(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """Its tasks as a list, by unit, state, lateness. Four statements beside sign-in."""
    card = shared.plan_of(actor, plan_id)
    on = timezone.localdate()
    form = _filter(request, card)
    asked = form.cleaned_data if form.is_valid() else {}
    after = cursors.number(request.GET.get("after", ""))
    chosen = Filter(
        unit_id=asked.get("unit"), state=asked.get("state", ""), late=asked.get("late", False), after=after
    )
    found = queries.plans.tasks(card.id, chosen, on=on)
    query = urlencode(
        {name: request.GET[name] for name in ("unit", "state", "late") if request.GET.get(name)}
    )
    context = {
        **_common(actor, card, on),
        "view": "list",
        "form": form,
        "rows": [words.task(row, on) for row in found.rows],
        "asked": bool(query),
        "first_url": f"?{query}" if after else "",
        "next_url": f"?{query}&after={found.next}" if found.next else "",
    }
    return frame.page(request, actor, "directives/staff/plan.html", context)


@require_safe
@desk_view
def board(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """The first tasks of each state. Three statements beside sign-in."""
    card = shared.plan_of(actor, plan_id)
    on = timezone.localdate()
    found = queries.plans.board(card.id)
    columns = []
    for code in words.STATES:
        rows = [row for row in found if (row.state or words.WAITING) == code]
        if rows:
            label, color = words.state(code)
            more = len(rows) == queries.plans.ON_BOARD
            columns.append(
                {
                    "code": code,
                    "label": label,
                    "color": color,
                    "rows": [words.task(row, on) for row in rows],
                    "more": more,
                }
            )
    context = {**_common(actor, card, on), "view": "board", "columns": columns}
    return frame.page(request, actor, "directives/staff/plan_board.html", context)


@require_safe
@desk_view
def along(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """Along time, with its table. Four statements beside sign-in."""
    card = shared.plan_of(actor, plan_id)
    on = timezone.localdate()
    after = cursors.number(request.GET.get("after", ""))
    found = queries.plans.tasks(card.id, Filter(after=after), on=on)
    steps = queries.plans.milestones([row.id for row in found.rows])
    context = {
        **_common(actor, card, on),
        "view": "timeline",
        "drawing": timeline.drawn(found.rows, steps, on),
        "rows": timeline.table([words.task(row, on) for row in found.rows], steps),
        "first_url": "?" if after else "",
        "next_url": f"?after={found.next}" if found.next else "",
    }
    return frame.page(request, actor, "directives/staff/plan_timeline.html", context)


@require_POST
@desk_view
def give_out(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """The head gives out what is written down, batch by batch."""
    card = shared.plan_of(actor, plan_id)
    given = 0
    try:
        for _batch in range(MOST_BATCHES):
            count = directives.give_out(plan_id=card.id, by=actor, at=timezone.now())
            given += count
            if not count:
                break
    except Refused as refused:
        return _plan_refused(request, actor, card, refused)
    messages.success(
        request, ngettext("%(n)s task is given out.", "%(n)s tasks are given out.", given) % {"n": given}
    )
    return redirect("directive_desk:plan", card.id)


@require_http_methods(shared.METHODS)
@desk_view
def new_task(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """A task more."""
    card = shared.plan_of(actor, plan_id)
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    on = timezone.localdate()
    offered = shared.offered(card.unit_id, on)
    posted = request.method == "POST"
    form = forms.TaskForm(request.POST if posted else None, initial={"form_key": new_key()}, **offered)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None, **_files: Any) -> HttpResponse:
        shown = _with_heir(request, form, refused, offered, on)
        context = {**words.plan(card, on), "refused": refused, **shown}
        return frame.page(request, actor, "directives/staff/task_form.html", context, status=status)

    if not posted:
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        said.pop("tokens")
        said.setdefault("beside", ())
        directives.write(plan_id=card.id, said=directives.Wanted(**said), by=actor, at=timezone.now())

    again = reverse("directive_desk:new_task", args=(card.id,))
    to = again if request.POST.get("go") == "more" else reverse("directive_desk:plan", args=(card.id,))
    return shared.done(request, form, act, _("The task is written down."), to, page)


def taken_off(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """What was typed for a task that a colleague took off the plan meanwhile, to be written down anew."""
    card = shared.plan_of(actor, plan_id)
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    on = timezone.localdate()
    said = request.POST.copy()
    said["form_key"] = new_key()
    context = {
        **words.plan(card, on),
        "form": forms.TaskForm(said, **shared.offered(card.unit_id, on)),
        "refused": Refused("task_taken_off"),
        "send_to": reverse("directive_desk:new_task", args=(card.id,)),
    }
    return frame.page(request, actor, "directives/staff/task_form.html", context, status=409)


def _with_heir(
    request: HttpRequest, form: Form, refused: Refused | None, offered: dict[str, Any], on: date
) -> dict[str, Any]:
    """Of a unit that is no more: its name, its successor's, and the form with the successor's head chosen."""
    shown = {"form": form, **_gone(refused, on)}
    heir_id = shown.get("heir_id")
    post_id = choices.head_post(_int(heir_id)) if heir_id else None
    if post_id is not None:
        data = request.POST.copy()
        data["post_id"] = str(post_id)
        shown["form"] = forms.TaskForm(data, **offered)
    return shown


def _gone(refused: Refused | None, on: date) -> dict[str, Any]:
    """A unit that is no more, and who has its functions, by name."""
    if refused is None or refused.code != "unit_dissolved":
        return {}
    heir_id = refused.facts["successor_id"]
    gone = words.unit(_int(refused.facts["unit_id"]), on)
    return {"gone": gone, "heir_id": heir_id, "heir": words.unit(_int(heir_id), on) if heir_id else ""}


def _int(value: object) -> int:
    return int(str(value))


@require_POST
@desk_view
def drop(request: HttpRequest, actor: office.Actor, task_id: int) -> HttpResponse:
    """A task that was not given out yet is taken off."""
    card = shared.task_of(actor, task_id)
    try:
        directives.drop(task_id=card.row.id, by=actor)
    except Refused as refused:
        plan_card = shared.plan_of(actor, card.row.plan_id)
        return _plan_refused(request, actor, plan_card, refused)
    messages.success(request, _("The task is taken off the plan."))
    return redirect("directive_desk:plan", card.row.plan_id)


def _plan_refused(
    request: HttpRequest, actor: office.Actor, card: PlanCard, refused: Refused
) -> HttpResponse:
    on = timezone.localdate()
    found = queries.plans.tasks(card.id, Filter(), on=on)
    context = {
        **_common(actor, card, on),
        "view": "list",
        "refused": refused,
        **_gone(refused, on),
        "form": _filter(request, card),
        "rows": [words.task(row, on) for row in found.rows],
    }
    status = 409 if refused.code in shared.CHANGED else 422
    return frame.page(request, actor, "directives/staff/plan.html", context, status=status)


def _filter(request: HttpRequest, card: PlanCard) -> forms.FilterForm:
    states = [(code, words.state(code)[0]) for code in words.STATES]
    return forms.FilterForm(request.GET, units=queries.plans.units(card.id), states=states)


def _common(actor: office.Actor, card: PlanCard, on: date) -> dict[str, Any]:
    counts = queries.plans.counts([card.id], on=on).get(card.id, queries.Counts())
    roles = actor.roles_in(card.unit_id)
    return {
        **words.plan(card, on),
        "tiles": words.tiles(counts, reverse("directive_desk:plan", args=(card.id,))),
        "counts": counts,
        "may_write": bool(roles & in_hand.DESK),
        "may_give": Role.HEAD in roles and counts.waiting,
        "today": on,
    }
