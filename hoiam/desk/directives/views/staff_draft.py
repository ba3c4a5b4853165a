"""A task that is written down and not given out yet is written anew; of two who do so at once the second is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from hoiam.desk.directives import actions as directives, queries
from hoiam.desk.directives.forms import staff as forms
from hoiam.desk.directives.queries import TaskCard
from hoiam.desk.directives.views import shared, staff_plan, words
from hoiam.kit import cursors, days
from hoiam.law import task_draft
from hoiam.law.refusal import Refused
from hoiam.law.task_draft import Draft
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

LABELS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("Task"),
    "post_id": gettext_lazy("Responsible post"),
    "due_on": gettext_lazy("Due day"),
    "measure": gettext_lazy("What is measured"),
    "evidence": gettext_lazy("What is to show that it is done"),
    "beside": gettext_lazy("Working with it"),
    "steps": gettext_lazy("Steps on the way"),
}


@require_http_methods(shared.METHODS)
@desk_view
def edit(request: HttpRequest, actor: office.Actor, task_id: int) -> HttpResponse:
    """Everything that it says. Seven statements beside sign-in."""
    posted, plan_id = request.method == "POST", cursors.number(request.GET.get("plan", ""))
    try:
        card = shared.task_of(actor, task_id)
    except Http404:
        if posted and plan_id is not None:
            return staff_plan.taken_off(request, actor, plan_id)
        raise
    if not actor.roles_in(card.plan_unit_id) & in_hand.DESK:
        raise Http404
    on = timezone.localdate()
    offered = shared.offered(card.plan_unit_id, on)
    form = forms.EditForm(request.POST if posted else None, initial=_initial(card), **offered)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None, **_files: Any) -> HttpResponse:
        fresh: TaskCard = shared.found(lambda: queries.tasks.one(task_id))
        changes = _changes(fresh, refused)
        context = {
            **words.plan(queries.plans.one(card.row.plan_id), on),
            "task": fresh,
            "form": _opened_now(request, fresh, offered) if changes else form,
            "refused": refused,
            "changes": changes,
        }
        return frame.page(request, actor, "directives/staff/task_form.html", context, status=status)

    if card.row.state:
        return page(form=form, refused=Refused("task_given"), status=409)
    if not posted:
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        said.pop("tokens")
        opened = said.pop("opened")
        wanted = directives.Wanted(form_key="", **said)
        directives.rewrite(task_id=card.row.id, said=wanted, opened=opened, by=actor, at=timezone.now())

    to = reverse("directive_desk:task", args=(card.row.id,))
    return shared.done(request, form, act, _("The task is changed."), to, page)


def draft_of(card: TaskCard) -> Draft:
    """What it says, as it is compared."""
    return task_draft.draft(
        title=card.row.title,
        post_id=card.post_id,
        due_on=card.row.due_on,
        measure=card.measure,
        evidence=card.evidence,
        beside=sorted(card.beside_ids),
        steps=[(one.on, one.text) for one in card.milestones],
    )


def _initial(card: TaskCard) -> dict[str, Any]:
    said = draft_of(card)
    return {
        "title": said.title,
        "post_id": said.post_id,
        "due_on": said.due_on,
        "measure": said.measure,
        "evidence": said.evidence,
        "beside": list(said.beside),
        "steps": "\n".join(f"{day:%d/%m/%Y}; {what}" for day, what in said.steps),
        "opened": task_draft.mark(said),
    }


def _opened_now(request: HttpRequest, fresh: TaskCard, offered: dict[str, Any]) -> Form:
    """What was typed, to be sent again by somebody who has seen what changed."""
    data = request.POST.copy()
    data["opened"] = task_draft.mark(draft_of(fresh))
    return forms.EditForm(data, **offered)


def _changes(fresh: TaskCard, refused: Refused | None) -> list[tuple[str, str]]:
    """What another editor changed: the field, and what it says now."""
    if refused is None or refused.code != "task_changed":
        return []
    names = refused.facts["fields"]
    said = {name: _worded(name, fresh) for name in LABELS}
    return [(str(LABELS[name]), said[name]) for name in LABELS if isinstance(names, tuple) and name in names]


def _worded(name: str, fresh: TaskCard) -> str:
    plain: dict[str, str] = {
        "title": fresh.row.title,
        "post_id": f"{fresh.row.responsible}, {fresh.row.unit}",
        "due_on": _day(fresh.row.due_on),
        "measure": fresh.measure,
        "evidence": fresh.evidence,
        "beside": ", ".join(fresh.beside),
        "steps": "; ".join(f"{_day(one.on)}: {one.text}" for one in fresh.milestones),
    }
    return plain[name] or "–"


def _day(day: date) -> str:
    return days.day_text(day, "short")
