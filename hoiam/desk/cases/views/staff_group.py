"""Several people with one matter at the desk: their list by number, what changes about it, slips, who was served."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.cases.actions import groups
from hoiam.desk.cases.forms import staff_group as forms
from hoiam.desk.cases.forms.staff_deeds import Lists
from hoiam.desk.cases.models import Kind
from hoiam.desk.cases.queries import CaseCard, signers
from hoiam.desk.cases.queries.signers import ListCard
from hoiam.desk.cases.views import group_words, together
from hoiam.desk.cases.views.deed import Deed
from hoiam.desk.cases.views.staff_case import visible
from hoiam.files import sniff
from hoiam.kit import days
from hoiam.kit.qr import TRACKING_LEVEL, qr
from hoiam.law import grouping
from hoiam.law.citation import cite
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Purpose

DEEDS: Mapping[str, Deed] = {
    "sign": Deed(
        gettext_lazy("Signatures"),
        gettext_lazy("Look at the paper: who has signed it or put a fingerprint on it, and nobody else."),
        gettext_lazy("These have signed"),
        gettext_lazy("Recorded."),
        forms.SignForm,
        groups.sign,
    ),
    "appoint": Deed(
        gettext_lazy("Written appointment of the representatives"),
        gettext_lazy("It names the representatives and is signed by everybody."),
        gettext_lazy("It is on file"),
        gettext_lazy("Recorded."),
        forms.AppointForm,
        groups.appoint,
    ),
    "represent": Deed(
        gettext_lazy("Change the representatives"),
        gettext_lazy("The writing that appointed others ends with that: put the new one on file next."),
        gettext_lazy("These represent"),
        gettext_lazy("Recorded. Everybody on the list is being told."),
        forms.RepresentForm,
        groups.represent,
    ),
    "join": Deed(
        gettext_lazy("Somebody joins"),
        gettext_lazy(
            "Each gets a code of their own. The appointment has to be signed by them too: put it on file next."
        ),
        gettext_lazy("Put them on the list"),
        gettext_lazy("They are on the list. Print their slips."),
        forms.JoinForm,
        groups.join,
    ),
    "leave": Deed(
        gettext_lazy("Somebody leaves"),
        gettext_lazy(
            "They stay on the list with the day; their code no longer shows the case. They are being told."
        ),
        gettext_lazy("Record that they left"),
        gettext_lazy("Recorded."),
        forms.LeaveForm,
        groups.leave,
        "warning",
    ),
    "serve": Deed(
        gettext_lazy("Who has the answer or decision"),
        gettext_lazy("Recorded again, the later word stands."),
        gettext_lazy("They had it"),
        gettext_lazy("Recorded."),
        forms.ServeForm,
        groups.serve,
    ),
}
PURPOSES = (Purpose.PRINT, Purpose.CONTACT, Purpose.VERIFY, Purpose.LEGAL)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk, which case, and its list."""

    actor: office.Actor
    card: CaseCard
    people: ListCard


@require_safe
@desk_view
def group(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """The list and what may be done with it. Six statements beside those of the case, however long it is."""
    return _page(request, _desk(actor, case_id))


@require_POST
@desk_view
def open_names(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Who they are, once, for somebody who says why; nothing of it is kept by the browser."""
    desk = _desk(actor, case_id)
    return _opened(request, desk, lambda names: _page(request, desk, names=names))


@require_POST
@desk_view
def slips(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """A slip with a code of their own for everybody who stands on the list. Never kept by a browser."""
    desk = _desk(actor, case_id)

    def sheet(names: Mapping[int, Personal]) -> HttpResponse:
        context = {
            "case": desk.card,
            "counted": group_words.counted(desk.people.people, desk.people.representatives),
            "unit_name": actor.unit_names[desk.card.unit_id],
            "site": settings.HOIAM_URL,
            "sealed": groups.tells_nothing(case_id=desk.card.id),
            "slips": [_slip(number, person) for number, person in names.items()],
        }
        return render(request, "cases/staff/group_slips.html", context)

    return _opened(request, desk, sheet, left=False)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def change(request: HttpRequest, actor: office.Actor, case_id: int, what: str) -> HttpResponse:
    """Do one thing with the list, or show its form again with all that was typed."""
    desk = _desk(actor, case_id)
    if what not in DEEDS:
        raise Http404
    if request.method != "POST":
        return _page(request, desk, opened=what)
    form = _form(desk, what, request.POST)
    refused = _taken(request, form)
    if refused or not form.is_valid():
        return _page(request, desk, bound={what: form}, refused=refused, status=422)
    try:
        DEEDS[what].action(case_id=case_id, by=actor, at=timezone.now(), **form.said())
    except Refused as reason:
        return _refused(request, actor, case_id, what, reason)
    messages.success(request, f"{desk.card.number}: {DEEDS[what].done}")
    return redirect("desk:group", case_id=case_id)


def _desk(actor: office.Actor, case_id: int) -> Desk:
    """Of a matter of one there is no such page, nor for who may not change the list."""
    card = visible(case_id, actor)
    people = signers.listed(case_id=case_id, on=timezone.localdate())
    if people is None or not actor.roles_in(card.unit_id) & grouping.WHO:
        raise Http404
    return Desk(actor, card, people)


def _opened(
    request: HttpRequest,
    desk: Desk,
    show: Callable[[Mapping[int, Personal]], HttpResponse],
    *,
    left: bool = True,
) -> HttpResponse:
    """Each opening is on the record before anything is shown; `left`: of those who left too."""
    form = _open_form(request.POST)
    if not form.is_valid():
        return _page(request, desk, bound={"open": form}, status=422)
    try:
        why = form.cleaned_data
        names = groups.names(case_id=desk.card.id, left=left, by=desk.actor, at=timezone.now(), **why)
    except Refused as refused:
        return _page(request, desk, bound={"open": form}, refused=[refused], status=422)
    return show(names)


def _taken(request: HttpRequest, form: Form) -> list[Refused]:
    """The scan that comes with an appointment."""
    if not isinstance(form, forms.AppointForm):
        return []
    form.token, refused = together.appointment(request, throttled=False)
    return refused


def _refused(
    request: HttpRequest, actor: office.Actor, case_id: int, what: str, reason: Refused
) -> HttpResponse:
    """The list as it is now, with what was typed."""
    desk = _desk(actor, case_id)
    form = _form(desk, what, {**dict(request.POST.items()), "version": str(desk.card.version)})
    status = 409 if reason.code == "changed_meanwhile" else 422
    return _page(request, desk, bound={what: form}, refused=[reason], status=status)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    names: Mapping[int, Personal] | None = None,
    bound: Mapping[str, Form] | None = None,
    opened: str = "",
    refused: list[Refused] | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = dict(bound or {})
    open_form = typed.get("open") or _open_form(None)
    context = {
        "case": desk.card,
        "people": desk.people,
        "counted": group_words.counted(desk.people.people, desk.people.representatives),
        "missing": group_words.missing(desk.people.missing),
        "limit": _limit(desk.people.most),
        "rows": [_row(one, names) for one in desk.people.signers],
        "named": names is not None,
        "deeds": _panels(desk, typed, opened),
        "open_form": open_form,
        "may_open": desk.card.may_open_identity,
        "window": desk.card.kind == Kind.COMPLAINT and desk.people.paper is not None,
        "unserved": len(desk.people.unserved),
        "appointment": together.kept(getattr(typed.get("appoint"), "token", "")),
        "accept": sniff.ACCEPT,
        "errors": list(typed.values()),
        "refused": refused or [],
    }
    return frame.page(request, desk.actor, "cases/staff/group.html", context, status=status)


def _panels(desk: Desk, typed: Mapping[str, Form], opened: str) -> list[dict[str, Any]]:
    """What may be done in this state, each with its form; what acceptance waits for stands open."""
    first = opened or next(iter(typed), "") or _next(desk.people)
    return [
        {
            "event": what,
            "deed": DEEDS[what],
            "open": what == first,
            "url": reverse("desk:group_change", args=(desk.card.id, what)),
            "form": typed.get(what) or _form(desk, what),
            "uploads": what == "appoint",
        }
        for what in DEEDS
        if _offered(what, desk)
    ]


def _offered(what: str, desk: Desk) -> bool:
    if what == "serve":
        return desk.people.paper is not None
    return desk.card.state in (grouping.JOINED if what == "join" else grouping.LEFT)


def _next(people: ListCard) -> str:
    """What most likely comes next."""
    wanted = {"signatures": "sign", "appointment": "appoint", "representatives": "represent"}
    if people.missing:
        return wanted[people.missing[0]]
    return "serve" if people.paper is not None and people.unserved else ""


def _form(desk: Desk, what: str, data: Any = None) -> Any:
    standing = frozenset(one.number for one in desk.people.standing)
    attached = [(one.id, one.name) for one in desk.card.files if one.purpose in {"evidence", "appointment"}]
    lists = Lists(standing=standing, attachments=attached)
    return DEEDS[what].form(data, lists=lists, initial={"version": desk.card.version}, auto_id=f"{what}_%s")


def _open_form(data: Any) -> forms.OpenForm:
    purposes = [(one.value, one.label) for one in PURPOSES]
    return forms.OpenForm(data, purposes=purposes, auto_id="open_%s")


def _limit(limit: grouping.Limit) -> dict[str, Any]:
    """How many may represent, and where that is written."""
    source = cite(limit.rule, days.language()) if limit.rule else ""
    return {"most": limit.most, "source": source}


def _row(one: signers.SignerCard, names: Mapping[int, Personal] | None) -> dict[str, Any]:
    person = names.get(one.number) if names else None
    return {"card": one, "person": person}


def _slip(number: int, person: Personal) -> dict[str, Any]:
    follow = f"{settings.HOIAM_URL}{reverse('cases:status', args=(person.code,))}"
    return {"number": number, "name": person.name, "code": person.code, "qr": qr(follow, TRACKING_LEVEL)}
