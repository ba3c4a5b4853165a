"""The reception days of a post: what is owed, what is planned and posted, what was held; one place for all of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.forms.staff import HoldForm, PlanForm, PostForm
from hoiam.desk.reception.queries import desks, sessions
from hoiam.desk.reception.views import words
from hoiam.desk.reception.views.here import Here, here, may_lead
from hoiam.duties import recurring, recurring_cards, taking_back, words as recurring_words
from hoiam.duties.recurring_cards import HeldCard
from hoiam.kit import cursors
from hoiam.law.procedures.reception_session import State
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

BACK = timedelta(days=92)
PAGE = 25
AHEAD = 12
DIALOGUE = "dialogue_commune"
NO_PLACE = reception.Where(sittings="", place="")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Look, or note one thing. At most ten statements beside sign-in, however many days there are."""
    at = here(request, actor)
    if request.method != "POST":
        return _page(request, actor, at)
    do = DEEDS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return do(request, actor, at)


def _hold(request: HttpRequest, actor: office.Actor, at: Here) -> HttpResponse:
    form = HoldForm(request.POST, keys=_keys(at))
    if not form.is_valid():
        return _page(request, actor, at, hold=form, status=422)
    said = form.cleaned_data

    def act() -> None:
        named = {"post_id": at.owing.id, "day": said["day"], "by": actor, "at": timezone.now()}
        if said["key"] == DIALOGUE:
            reception.note_dialogue(in_person=said["who"] == "head", **named)
        else:
            reception.note(chair=reception.Chair(deputy=said["who"] == "deputy"), **named)

    return _done(request, actor, at, {"hold": form}, act, _("The day is noted."))


def _plan(request: HttpRequest, actor: office.Actor, at: Here) -> HttpResponse:
    form = PlanForm(request.POST, ruled=_ruled(at))
    if not form.is_valid():
        return _page(request, actor, at, plan=form, status=422)
    said = form.cleaned_data
    where = None
    if said["sittings"]:
        where = reception.Where(sittings=said["sittings"], place=said["place"])

    def act() -> None:
        reception.plan(post_id=at.owing.id, day=said["day"], where=where, by=actor, at=timezone.now())

    return _done(request, actor, at, {"plan": form}, act, _("The day is in the schedule. Post it in time."))


def _post(request: HttpRequest, actor: office.Actor, at: Here) -> HttpResponse:
    form = PostForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, at, post_form=form, status=422)
    until = form.cleaned_data["until"]

    def act() -> None:
        reception.post(post_id=at.owing.id, until=until, by=actor, at=timezone.now())

    return _done(request, actor, at, {"post_form": form}, act, _("The schedule is noted as posted."))


DEEDS: dict[str, Callable[[HttpRequest, office.Actor, Here], HttpResponse]] = {
    "hold": _hold,
    "plan": _plan,
    "post": _post,
}


def _done(
    request: HttpRequest,
    actor: office.Actor,
    at: Here,
    typed: dict[str, forms.Form],
    action: Callable[[], None],
    said: str,
) -> HttpResponse:
    """Back to the page; or the page again with what was typed and why not."""
    try:
        action()
    except Refused as refused:
        return _page(request, actor, at, **typed, refused=refused, status=422)
    messages.success(request, said)
    return redirect(address(at))


def address(at: Here) -> str:
    """This page, of the post in hand."""
    return f"{reverse('reception:index')}?post={at.owing.id}"


def _page(
    request: HttpRequest, actor: office.Actor, at: Here, *, status: int = 200, **shown: Any
) -> HttpResponse:
    on = timezone.localdate()
    post = at.owing
    held = recurring_cards.held(
        post_id=post.id, limit=PAGE + 1, after=cursors.day_and_number(request.GET.get("after", ""))
    )
    last = held[PAGE - 1] if len(held) > PAGE else None
    after = cursors.day_and_number(request.GET.get("ahead", ""))
    ahead = sessions.ahead(post_id=post.id, on=on, limit=AHEAD + 1, after=after)
    more = ahead[AHEAD - 1].session if len(ahead) > AHEAD else None
    ahead = ahead[:AHEAD]
    ruled = _ruled(at)
    context = {
        **at.context(),
        "periods": [
            recurring_words.period(card) for card in recurring_cards.periods(post, first=on - BACK, on=on)
        ],
        "ahead": [(one, *words.state(one.session)) for one in ahead],
        **_lately(post.id, on),
        "held": [_held(card, actor, at, on) for card in held[:PAGE]],
        "next_url": f"{address(at)}&after={last.on.isoformat()}.{last.id}" if last else "",
        "later_url": f"{address(at)}&ahead={more.on.isoformat()}.{more.id}" if more else "",
        "year": on.year,
        "today": on,
        "ruled": ruled,
        "waiting": any(one.session.posted_on is None for one in ahead),
        "may_lead": may_lead(actor, at.post),
        "hold": HoldForm(keys=_keys(at), initial={"who": "head"}),
        "plan": PlanForm(ruled=ruled),
        "post_form": PostForm(initial={"until": ahead[-1].session.on if ahead else None}),
        **shown,
    }
    return frame.page(request, actor, "reception/staff/index.html", context, status=status)


def _lately(post_id: int, on: date) -> dict[str, Any]:
    """The last sessions: those missed and not explained, or opened and never closed; those that were held."""
    cards = [(card, *words.state(card)) for card in sessions.past(post_id=post_id, on=on, limit=AHEAD)]
    return {
        "past": [one for one in cards if one[0].stored is not State.MISSED and one[0].closed_at is None],
        "lately": [one for one in cards if one[0].closed_at is not None],
    }


def _ruled(at: Here) -> bool:
    on = timezone.localdate()
    return any(one.governs(on) or one.from_on > on for one in desks.regulations(at.owing.id))


def _held(card: HeldCard, actor: office.Actor, at: Here, on: date) -> dict[str, Any]:
    fresh = card.taken_back is None and on <= taking_back.until(at.owing, key=card.key, day=card.on)
    return {
        "card": card,
        "what": recurring_words.KINDS.get(card.key, card.key),
        "may_take_back": fresh and may_lead(actor, at.post),
    }


def _keys(at: Here) -> list[tuple[str, Any]]:
    """What this post owes and can be noted here; of a post of which no frequency was read, receptions."""
    owed = [key for key in recurring.families(at.owing.kind) if key != "party_report"]
    if not any(key != DIALOGUE for key in owed):
        owed = ["reception", *owed]
    named = {**recurring_words.KINDS, "reception": _("Receive citizens in person")}
    return [(key, named.get(key, key)) for key in owed]
