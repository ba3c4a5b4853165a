"""The slip of a case of an older register: whoever stands in front of the clerk gets a code of their own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hoiam.desk.cases.actions import giving_code
from hoiam.desk.cases.forms.staff_on_paper import CodeGivenForm
from hoiam.desk.cases.queries import CaseCard
from hoiam.desk.cases.views import on_paper_offered
from hoiam.desk.cases.views.staff_case import visible
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def give(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Ask by which paper the person showed who they are; then the slip, to be printed."""
    card = visible(case_id, actor)
    if not on_paper_offered.may_give_code(card, actor):
        raise Http404
    if request.method != "POST":
        return _page(request, actor, card, _fresh(card))
    form = CodeGivenForm(request.POST, auto_id="code_%s")
    if not form.is_valid():
        return _page(request, actor, card, form, status=422)
    try:
        code = giving_code.give_code(case_id=case_id, by=actor, at=timezone.now(), **form.said())
    except Refused as refused:
        again = _fresh(visible(case_id, actor), seen=form.cleaned_data["seen"])
        status = 409 if refused.code == "changed_meanwhile" else 422
        return _page(request, actor, card, again, refused=refused, status=status)
    return redirect(f"{reverse('cases:slip', args=(code,))}?desk=1")


def _fresh(card: CaseCard, **typed: str) -> CodeGivenForm:
    return CodeGivenForm(initial={"version": card.version, **typed}, auto_id="code_%s")


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    form: CodeGivenForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"case": card, "form": form, "refused": refused}
    return frame.page(request, actor, "cases/staff/give_code.html", context, status=status)
