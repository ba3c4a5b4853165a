"""Voters who ask for a conference: counted for all, listed for the clerk whom the head named."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.dialogues import actions as dialogues
from hoiam.desk.dialogues.forms import staff as forms
from hoiam.desk.dialogues.queries import ConferenceCard
from hoiam.desk.dialogues.views import shared, staff, words
from hoiam.kit import deeds
from hoiam.law.procedures.dialogue_conference import COLLECTING
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view
from hoiam.sealed.actions import Personal

Act = Callable[[ConferenceCard, office.Actor, dict[str, Any]], object]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def voters(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """How many there are, of how many; signatures from paper; who keeps the list, and the list."""
    card = shared.conference_of(actor, conference_id)
    if card.kind != "asked":
        raise Http404
    on = timezone.localdate()
    clerks = [(one.id, one.name) for one in office.staff(unit_id=card.unit_id, role=Role.CLERK, on=on)]
    do = request.POST.get("do", "") if request.method == "POST" else ""
    known = {name: form_of(request if do == name else None, clerks) for name, form_of in FORMS.items()}

    def page(*, form: Form | None = None, status: int = 200, **more: Any) -> HttpResponse:
        context = _context(card, actor, clerks, {**known, **({do: form} if form else {})})
        return frame.page(request, actor, "dialogues/staff/voters.html", {**context, **more}, status=status)

    if request.method != "POST":
        return page()
    if do == "open":
        return _opened(card, actor, known["open"], page)
    if do not in ACTS:
        raise Http404
    to = reverse("dialogue_desk:voters", args=(card.id,))
    return shared.done(request, known[do], lambda said: ACTS[do](card, actor, said), _("Recorded."), to, page)


def _context(
    card: ConferenceCard, actor: office.Actor, clerks: list[tuple[int, str]], known: dict[str, Form]
) -> dict[str, Any]:
    roles = actor.roles_in(card.unit_id)
    return {
        **words.conference(card),
        "asking": staff.asking(card),
        "forms": known,
        "keeper": dict(clerks).get(card.keeper_id or 0, ""),
        "may_name": Role.HEAD in roles,
        "may_type": Role.CLERK in roles,
        "may_open": card.keeper_id == actor.person_id and Role.CLERK in roles,
        "collecting": card.state in COLLECTING,
    }


def _opened(card: ConferenceCard, actor: office.Actor, form: Form, page: deeds.Page) -> HttpResponse:
    """The list itself, shown once and never in an address; every opening is recorded."""
    if not form.is_valid():
        return page(form=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        found = dialogues.open_list(
            conference_id=card.id, reason=reason, by=actor, at=timezone.now(), limit=500
        )
    except Refused as refused:
        return page(form=form, refused=refused, status=422)
    return page(signers=found)


def _count(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    dialogues.count_voters(conference_id=card.id, by=by, at=timezone.now(), **said)


def _name(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    dialogues.name_keeper(conference_id=card.id, by=by, at=timezone.now(), **said)


def _type(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    listed = [
        Personal(name=name, id_number=number, address=village) for name, number, village in said["people"]
    ]
    dialogues.sign_on_paper(conference_id=card.id, people=listed, by=by, at=timezone.now())


def _sent(request: HttpRequest | None) -> QueryDict | None:
    """What was typed, of the form that was sent."""
    return request.POST if request else None


ACTS: dict[str, Act] = {"count": _count, "name": _name, "type": _type}
FORMS: dict[str, Callable[[HttpRequest | None, list[tuple[int, str]]], Form]] = {
    "count": lambda request, _clerks: forms.VotersForm(_sent(request), auto_id="count_%s"),
    "name": lambda request, clerks: forms.KeeperForm(_sent(request), people=clerks, auto_id="name_%s"),
    "type": lambda request, _clerks: forms.PaperListForm(_sent(request), auto_id="type_%s"),
    "open": lambda request, _clerks: forms.ReasonForm(_sent(request), auto_id="open_%s"),
}
