"""The steps of a conference as forms: called, announced, postponed, held, published, declined."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.dialogues import actions as dialogues
from hoiam.desk.dialogues.forms import staff as forms
from hoiam.desk.dialogues.queries import ConferenceCard
from hoiam.desk.dialogues.views import shared, words
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The head sets the day of a new conference."""
    unit_id, _units = in_hand.unit_of(request, actor, frozenset({Role.HEAD}))
    form = _call_form(request, unit_id, kinds=("yearly", "thematic"))

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {"form": form, "refused": refused, "event": "call", "event_title": words.event("call")}
        context |= {"unit_name": actor.unit_names[unit_id]}
        return frame.page(request, actor, "dialogues/staff/step.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        kind = said.pop("kind")
        dialogues.call(said=_called(said), by=actor, at=timezone.now(), unit_id=unit_id, kind=kind)

    return shared.done(
        request, form, act, _("The day is set. Announce it in time."), reverse("dialogue_desk:list"), page
    )


@require_http_methods(METHODS)
@desk_view
def step(request: HttpRequest, actor: office.Actor, conference_id: int, event: str) -> HttpResponse:
    """One step of one conference."""
    card = shared.conference_of(actor, conference_id)
    if event not in STEPS:
        raise Http404
    form_of, act_of, said = STEPS[event]
    form = form_of(request, card)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {
            **words.conference(card),
            "form": form,
            "refused": refused,
            "event": event,
            "event_title": words.event(event),
        }
        return frame.page(request, actor, "dialogues/staff/step.html", context, status=status)

    if request.method != "POST":
        return page(form=form)
    to = reverse("dialogue_desk:one", args=(card.id,))
    return shared.done(request, form, lambda typed: act_of(card, actor, typed), str(said), to, page)


def _call_form(request: HttpRequest, unit_id: int, *, kinds: tuple[str, ...], **initial: Any) -> Form:
    data = request.POST if request.method == "POST" else None
    offered = [(kind, words.KINDS[kind]) for kind in kinds]
    posts = shared.posts(unit_id)[1:]
    return forms.CallForm(data, kinds=offered, posts=posts, initial={"kind": kinds[0], **initial})


def _called(said: dict[str, Any]) -> dialogues.Called:
    return dialogues.Called(**{"chairs": (), **said})


def _call_of(request: HttpRequest, card: ConferenceCard) -> Form:
    return _call_form(request, card.unit_id, kinds=("asked",), title=card.title)


def _plain(form: type[Form]) -> Callable[[HttpRequest, ConferenceCard], Form]:
    def made(request: HttpRequest, _card: ConferenceCard) -> Form:
        return form(request.POST if request.method == "POST" else None)

    return made


def _call(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    said.pop("kind")
    dialogues.call(said=_called(said), by=by, at=timezone.now(), unit_id=card.unit_id, conference_id=card.id)


def _announce(card: ConferenceCard, by: office.Actor, _said: dict[str, Any]) -> None:
    dialogues.announce(conference_id=card.id, by=by, at=timezone.now())


def _postpone(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    dialogues.postpone(conference_id=card.id, by=by, at=timezone.now(), **said)


def _hold(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    in_person = said["who"] == "head"
    dialogues.hold(
        conference_id=card.id, in_person=in_person, present=said["present"], by=by, at=timezone.now()
    )


def _publish(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    dialogues.publish(conference_id=card.id, by=by, at=timezone.now(), **said)


def _decline(card: ConferenceCard, by: office.Actor, said: dict[str, Any]) -> None:
    dialogues.decline(conference_id=card.id, by=by, at=timezone.now(), **said)


FormOf = Callable[[HttpRequest, ConferenceCard], Form]
ActOf = Callable[[ConferenceCard, office.Actor, dict[str, Any]], None]
STEPS: dict[str, tuple[FormOf, ActOf, words.Words]] = {
    "call": (_call_of, _call, words.SAID["call"]),
    "announce": (_plain(Form), _announce, words.SAID["announce"]),
    "postpone": (_plain(forms.PostponeForm), _postpone, words.SAID["postpone"]),
    "hold": (_plain(forms.HoldForm), _hold, words.SAID["hold"]),
    "publish_results": (_plain(forms.PublishForm), _publish, words.SAID["publish_results"]),
    "decline": (_plain(forms.ReasonForm), _decline, words.SAID["decline"]),
}
