"""Tasks of a unit, one task with its history, and its steps as forms."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.directives import actions as directives, queries
from hoiam.desk.directives.forms import tasks as forms
from hoiam.desk.directives.queries import StepCard, TaskCard, choices
from hoiam.desk.directives.views import shared, words
from hoiam.files import queries as files
from hoiam.files.views import download
from hoiam.kit import cursors, days
from hoiam.law.procedures import directive_task
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

OWNER = "task-step"
FIRST = {"report": 0, "approve": 0, "grant_time": 0, "take_up": 0, "hand_on": 2, "cancel": 2}
"""What is done most often stands first, what is seldom done last."""
ICONS = {"report": "file-text", "approve": "circle-check", "return": "circle-x", "deny_time": "circle-x"}


@require_safe
@desk_view
def mine(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """What the unit in hand has to do, works on with others, has to acknowledge. Four statements beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.WORK)
    on = timezone.localdate()
    ended = request.GET.get("ended") == "on"
    after = cursors.day_and_number(request.GET.get("after", ""))
    found = queries.tasks.to_do(unit_id, ended=ended, after=after)
    asked = "?ended=on&" if ended else "?"
    context = {
        "rows": [words.task(row, on) for row in found.rows],
        "ended": ended,
        "next_url": f"{asked}after={found.next[0].isoformat()}.{found.next[1]}" if found.next else "",
        "first_url": asked if after else "",
        "beside": [] if ended else [words.task(row, on) for row in queries.tasks.beside(unit_id)],
        "briefed": queries.directives.to_acknowledge(unit_id),
        "below": queries.tasks.late_below([unit_id], on=on, limit=1).rows,
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "today": on,
    }
    return frame.page(request, actor, "directives/staff/mine.html", context)


@require_safe
@desk_view
def late(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Past their day at those to whom these units gave something. One statement beside sign-in."""
    units = shared.units_of(actor)
    if not units:
        raise Http404
    on = timezone.localdate()
    after = cursors.day_and_number(request.GET.get("after", ""))
    found = queries.tasks.late_below(units, on=on, after=after)
    context = {
        "rows": [words.task(row, on) for row in found.rows],
        "first_url": "?" if after else "",
        "next_url": f"?after={found.next[0].isoformat()}.{found.next[1]}" if found.next else "",
        "today": on,
    }
    return frame.page(request, actor, "directives/staff/late.html", context)


@require_safe
@desk_view
def task(request: HttpRequest, actor: office.Actor, task_id: int) -> HttpResponse:
    """Where it stands, what can be done, what happened. Seven statements beside sign-in."""
    card = shared.task_of(actor, task_id)
    on = timezone.localdate()
    steps = queries.tasks.steps(card.row.id)
    context = {
        **_shown(card, on),
        "may": [(event, words.event(event)) for event in available(actor, card, on)],
        "steps": [_step(one) for one in reversed(steps)],
        "evidence": [one for one in reversed(steps) if one.files or one.link],
        "plans": [words.plan_row(row, on) for row in queries.plans.of_task(card.row.id, on=on)],
        "may_plan": bool(actor.roles_in(card.row.unit_id) & in_hand.DESK) and card.row.state in shared_open(),
        "may_drop": not card.row.state and bool(actor.roles_in(card.plan_unit_id) & in_hand.DESK),
    }
    return frame.page(request, actor, "directives/staff/task.html", context)


@require_http_methods(shared.METHODS)
@desk_view
def step(request: HttpRequest, actor: office.Actor, task_id: int, event: str) -> HttpResponse:
    """One step of one task."""
    card = shared.task_of(actor, task_id)
    if event not in STEPS:
        raise Http404
    on = timezone.localdate()
    form_of, act_of = STEPS[event]
    form = form_of(request.POST if request.method == "POST" else None, card)

    def page(
        *, form: Form, status: int = 200, refused: Refused | None = None, files: Any = ()
    ) -> HttpResponse:
        context = {
            **_shown(card, on),
            "form": form,
            "refused": refused,
            "files": files,
            "event": event,
            "event_title": words.event(event),
        }
        return frame.page(request, actor, "directives/staff/step.html", context, status=status)

    if request.method != "POST":
        return page(form=form)
    to = reverse("directive_desk:task", args=(card.row.id,))
    return shared.done(
        request, form, lambda said: act_of(card, actor, said), str(words.SAID[event]), to, page
    )


@require_safe
@desk_view
def file(request: HttpRequest, actor: office.Actor, task_id: int, token: str) -> HttpResponse:  # noqa: ARG001 - a view
    """A file that shows something."""
    card = shared.task_of(actor, task_id)
    held = shared.found(lambda: files.about(token=token))
    if held.owner != OWNER or not queries.tasks.has_step(card.row.id, held.owner_id):
        raise Http404
    return download(token, {OWNER: {held.owner_id}})


def available(actor: office.Actor, card: TaskCard, on: date) -> list[str]:
    """Steps that this person may try, by the side they stand on. One statement."""
    state = card.row.state
    if not state:
        return []
    assignee = actor.person_id in choices.holders(card.post_id, on=on)
    given = directive_task.PROCEDURE.available(state, actor.roles_in(card.plan_unit_id), is_assignee=assignee)
    doing = directive_task.PROCEDURE.available(state, actor.roles_in(card.row.unit_id), is_assignee=assignee)
    giving = directive_task.GIVING
    may = [one for one in given if one in giving] + [one for one in doing if one not in giving]
    own = card.reported_by_id == actor.person_id
    shown = [one for one in may if not (one == "approve" and own)]
    return sorted(shown, key=lambda one: FIRST.get(one, 1))


def shared_open() -> frozenset[str]:
    """States in which a plan of one's own may carry a task out."""
    return frozenset({"assigned", "in_work", "asked"})


def _shown(card: TaskCard, on: date) -> dict[str, Any]:
    return {
        **words.task(card.row, on),
        "task": card,
        "plan_unit": words.unit(card.plan_unit_id, on),
        "today": on,
    }


def _step(one: StepCard) -> dict[str, Any]:
    """For kit/timeline.html."""
    said = []
    if one.day is not None:
        said.append(days.day_text(one.day))
    if one.number:
        said.append(_("Document %(number)s") % {"number": one.number})
    return {
        "title": words.event(one.event),
        "icon": ICONS.get(one.event, "check"),
        "color": "neutral",
        "at": one.at,
        "by": one.by or "",
        "text": "\n".join((*said, *filter(None, (one.text,)))),
    }


def _said(given: dict[str, Any]) -> directives.Said:
    names = ("text", "link", "tokens", "number", "day")
    return directives.Said(**{name: given[name] for name in names if name in given})


def _plain(event: str) -> "ActOf":
    def act(card: TaskCard, by: office.Actor, given: dict[str, Any]) -> None:
        directives.step(task_id=card.row.id, event=event, by=by, at=timezone.now(), said=_said(given))

    return act


def _act(action: Callable[..., None]) -> "ActOf":
    def act(card: TaskCard, by: office.Actor, given: dict[str, Any]) -> None:
        action(task_id=card.row.id, said=_said(given), by=by, at=timezone.now())

    return act


def _progress(card: TaskCard, by: office.Actor, given: dict[str, Any]) -> None:
    reached = given.get("reached", ())
    directives.note_progress(
        task_id=card.row.id, said=_said(given), by=by, at=timezone.now(), reached=reached
    )


def _hand_on(card: TaskCard, by: office.Actor, given: dict[str, Any]) -> None:
    directives.hand_on(
        task_id=card.row.id, post_id=given["post_id"], said=_said(given), by=by, at=timezone.now()
    )


def _form(kind: type[Form]) -> "FormOf":
    def made(data: Any, _card: TaskCard) -> Form:
        return kind(data)

    return made


def _progress_form(data: Any, card: TaskCard) -> Form:
    steps = [
        (one.id, f"{days.day_text(one.on, 'short')}: {one.text}")
        for one in card.milestones
        if not one.done_on
    ]
    return forms.ProgressForm(data, steps=steps)


def _hand_on_form(data: Any, card: TaskCard) -> Form:
    on = timezone.localdate()
    posts = [(post.id, post.shown) for post in office.posts(unit_id=card.row.unit_id, on=on)]
    return forms.HandOnForm(data, posts=[one for one in posts if one[0] != card.post_id])


FormOf = Callable[[Any, TaskCard], Form]
ActOf = Callable[[TaskCard, office.Actor, dict[str, Any]], None]
STEPS: dict[str, tuple[FormOf, ActOf]] = {
    "take_up": (_form(Form), _plain("take_up")),
    "hand_on": (_hand_on_form, _hand_on),
    "note_progress": (_progress_form, _progress),
    "ask_for_time": (_form(forms.AskForm), _act(directives.ask_for_time)),
    "grant_time": (_form(forms.GrantForm), _act(directives.grant_time)),
    "deny_time": (_form(forms.ReasonForm), _plain("deny_time")),
    "report": (_form(forms.ReportForm), _act(directives.report)),
    "return": (_form(forms.ReasonForm), _plain("return")),
    "approve": (_form(forms.ApproveForm), _act(directives.approve)),
    "cancel": (_form(forms.CancelForm), _plain("cancel")),
}
