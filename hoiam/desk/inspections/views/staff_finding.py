"""One finding: reported, accepted, sent back, looked at by the head; and days on which the head was there."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.inspections import actions as inspections, queries
from hoiam.desk.inspections.actions import presence
from hoiam.desk.inspections.forms import staff as forms
from hoiam.desk.inspections.queries import FindingCard, files as evidence
from hoiam.desk.inspections.views import shared, words
from hoiam.files.views import download
from hoiam.kit.typed import new_key
from hoiam.law import remedies
from hoiam.law.inspecting import FINDING
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

Act = Callable[[FindingCard, office.Actor, dict[str, Any]], object]


@require_http_methods(shared.METHODS)
@desk_view
def find(request: HttpRequest, actor: office.Actor, inspection_id: int) -> HttpResponse:
    """A finding is written down."""
    card, inside = shared.inspection_of(actor, inspection_id)
    if not inside:
        raise Http404
    form = forms.FindingForm(
        request.POST if request.method == "POST" else None,
        severities=[(code, label) for code, (label, _color) in words.SEVERITIES.items()],
        posts=shared.posts(card.target.id),
        initial={"form_key": new_key(), "severity": "serious"},
    )

    def page(
        *, form: Form, status: int = 200, refused: Refused | None = None, files: Any = ()
    ) -> HttpResponse:
        context = {**words.inspection(card), "form": form, "refused": refused, "files": files}
        return frame.page(request, actor, "inspections/staff/find.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        found = inspections.Found(**said)
        inspections.find(inspection_id=card.id, said=found, by=actor, at=timezone.now())

    to = reverse("inspection_desk:one", args=(card.id,))
    return shared.done(request, form, act, _("The finding is recorded."), to, page)


@require_http_methods(shared.METHODS)
@desk_view
def finding(request: HttpRequest, actor: office.Actor, finding_id: int) -> HttpResponse:
    """What was found, reported and said to it, with what can be done. Ten statements beside sign-in."""
    try:
        card = queries.finding(finding_id)
    except Refused as refused:
        raise Http404 from refused
    inside = _inside(actor, card)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    known = {name: form_of(request if name == do else None) for name, form_of in FORMS.items()}
    if request.method != "POST":
        return _page(request, actor, card, known, inside=inside)
    if do not in ACTS:
        raise Http404

    def page(*, form: Form, status: int, **more: Any) -> HttpResponse:
        fresh = queries.finding(finding_id)
        return _page(request, actor, fresh, {**known, do: form}, inside=inside, status=status, **more)

    def act(said: dict[str, Any]) -> object:
        return ACTS[do](card, actor, said)

    gone = reverse("inspection_desk:one", args=(card.inspection_id,))
    to = gone if do == "drop" else request.path
    return shared.done(request, known[do], act, _("Recorded."), to, page)


@require_safe
@desk_view
def file(request: HttpRequest, actor: office.Actor, finding_id: int, token: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Evidence of a finding or of its remedy, for both sides."""
    try:
        card = queries.finding(finding_id)
    except Refused as refused:
        raise Http404 from refused
    _inside(actor, card)
    return download(token, evidence.owners(card.id))


@require_http_methods(shared.METHODS)
@desk_view
def present(request: HttpRequest, actor: office.Actor, inspection_id: int) -> HttpResponse:
    """Days on which the head was there in person."""
    card, inside = shared.inspection_of(actor, inspection_id)
    if not inside:
        raise Http404
    form = forms.PresentForm(request.POST if request.method == "POST" else None)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {**words.inspection(card), "form": form, "refused": refused}
        return frame.page(request, actor, "inspections/staff/present.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        presence.note(inspection_id=card.id, days=said["days"], by=actor, at=timezone.now())

    to = reverse("inspection_desk:one", args=(card.id,))
    return shared.done(request, form, act, _("The days are recorded."), to, page)


def _inside(actor: office.Actor, card: FindingCard) -> bool:
    """Whether they are of the office that inspects; to others than it and the unit there is no such page."""
    if actor.roles_in(card.inspecting_id) & shared.INSPECTING:
        return True
    theirs = shared.is_theirs(actor, card.owner_unit_id) or shared.is_theirs(actor, card.target.id)
    since = queries.one(card.inspection_id).drafted_on if theirs else None
    if not remedies.seen(inspects=False, theirs=theirs, since=since):
        raise Http404
    return False


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: FindingCard,
    known: dict[str, Form],
    *,
    inside: bool,
    status: int = 200,
    refused: Refused | None = None,
    files: Any = (),
) -> HttpResponse:
    inspection = queries.one(card.inspection_id)
    owed = card.owed_since is not None
    context = {
        **words.inspection(inspection),
        "finding": words.finding(card, timezone.localdate()),
        "evidence": evidence.of_finding(card.id),
        "reports": queries.reports(card.id),
        "forms": known,
        "inside": inside,
        "may_report": owed and not inside and card.state in {"demanded", "sent_back"},
        "may_judge": inside and card.state == "reported",
        "may_drop": inside and inspection.state in FINDING,
        "may_review": Role.HEAD in actor.roles_in(card.inspecting_id) and card.reviewed_on is None,
        "refused": refused,
        "files": files,
        "today": timezone.localdate(),
    }
    return frame.page(request, actor, "inspections/staff/finding.html", context, status=status)


def _report(card: FindingCard, by: office.Actor, said: dict[str, Any]) -> None:
    done = inspections.Done(**said)
    inspections.report_remedy(finding_id=card.id, said=done, by=by, at=timezone.now())


def _judge(card: FindingCard, by: office.Actor, said: dict[str, Any]) -> None:
    accept = said["verdict"] == "accept"
    inspections.judge(finding_id=card.id, accept=accept, reason=said["reason"], by=by, at=timezone.now())


def _drop(card: FindingCard, by: office.Actor, said: dict[str, Any]) -> None:
    inspections.drop(finding_id=card.id, reason=said["reason"], by=by, at=timezone.now())


def _review(card: FindingCard, by: office.Actor, _said: dict[str, Any]) -> None:
    inspections.review(finding_id=card.id, by=by, at=timezone.now())


ACTS: dict[str, Act] = {"report": _report, "judge": _judge, "drop": _drop, "review": _review}


def _data(request: HttpRequest | None) -> Any:
    return request.POST if request else None


FORMS: dict[str, Callable[[HttpRequest | None], Form]] = {
    "report": lambda request: forms.EvidenceForm(
        _data(request), auto_id="report_%s", initial={"form_key": new_key()}
    ),
    "judge": lambda request: forms.JudgeForm(_data(request), auto_id="judge_%s"),
    "drop": lambda request: forms.ReasonForm(_data(request), auto_id="drop_%s"),
    "review": lambda request: Form(_data(request)),
}
