"""A withdrawal brought on paper, and originals given back: a page each, for who has the paper in hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.cases.actions import on_paper as actions
from hoiam.desk.cases.forms.staff_on_paper import ReturnForm, WithdrawalForm
from hoiam.desk.cases.queries import CaseCard
from hoiam.desk.cases.views import on_paper_offered, staff_desk, staff_words, uploads
from hoiam.desk.cases.views.staff_case import visible
from hoiam.files.queries import FileCard
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

F = TypeVar("F", WithdrawalForm, ReturnForm)


@desk_view
@staff_desk.loses_nothing
def withdrawal(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """The paper of a withdrawal, its day and its scan; not offered where nothing can be withdrawn."""
    card = visible(case_id, actor)
    events = on_paper_offered.withdrawable(card, actor)
    if not events:
        raise Http404

    def form(data: Any = None, **initial: Any) -> WithdrawalForm:
        return WithdrawalForm(data, events=events, initial=initial, auto_id="paper_%s")

    def act(made: WithdrawalForm, tokens: list[str]) -> str:
        actions.withdraw(case_id=case_id, by=actor, at=timezone.now(), **made.given(tokens))
        return _("The withdrawal is recorded. The citizen is being told.")

    return _answer(request, actor, card, "withdrawal", form, act)


@desk_view
@staff_desk.loses_nothing
def originals(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Which original papers went back, to whom, on which day."""
    card = visible(case_id, actor)
    if not on_paper_offered.may_give_back(card, actor):
        raise Http404

    def form(data: Any = None, **initial: Any) -> ReturnForm:
        return ReturnForm(data, initial={"on": timezone.localdate(), **initial}, auto_id="paper_%s")

    def act(made: ReturnForm, tokens: list[str]) -> str:
        actions.give_back(case_id=case_id, by=actor, at=timezone.now(), **made.given(tokens))
        return _("The return is recorded. The form of return (Circular 05/2021) is under Documents.")

    return _answer(request, actor, card, "originals", form, act)


def _answer(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    name: str,
    form: Callable[..., F],
    act: Callable[[F, list[str]], str],
) -> HttpResponse:
    """The form, or what it does; after a refusal with all that was typed and sent."""
    if request.method != "POST":
        return _page(request, actor, card, name, form(version=card.version, seen=len(card.steps)))
    made = form(request.POST)
    kept, refused = uploads.taken(request, throttled=False)
    if not made.is_valid() or refused:
        return _page(request, actor, card, name, made, kept=kept, refused=refused, status=422)
    try:
        done = act(made, [one.token for one in kept])
    except Refused as reason:
        fresh = visible(card.id, actor)
        again = form({**request.POST.dict(), "version": fresh.version, "seen": len(fresh.steps)})
        seen = made.cleaned_data.get("seen")
        changes = staff_words.since(fresh, seen) if reason.code == "changed_meanwhile" else ()
        status = 409 if changes else 422
        return _page(
            request,
            actor,
            fresh,
            name,
            again,
            kept=kept,
            refused=() if changes else [reason],
            changes=changes,
            status=status,
        )
    messages.success(request, f"{card.number}: {done}")
    return redirect("desk:case", case_id=card.id)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    name: str,
    form: WithdrawalForm | ReturnForm,
    *,
    kept: Sequence[FileCard] = (),
    refused: Sequence[Refused] = (),
    changes: Sequence[Mapping[str, Any]] = (),
    status: int = 200,
) -> HttpResponse:
    context = {"case": card, "form": form, "kept": kept, "refused": refused, "changes": changes}
    return frame.page(request, actor, f"cases/staff/{name}.html", context, status=status)
