"""The reception days of a unit's head: what is owed, what was held, what is planned and posted."""

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

from hoiam.desk.cases.actions import reception
from hoiam.desk.cases.forms.staff_queue import cursor
from hoiam.desk.cases.forms.staff_recurring import HoldForm, PlanForm, PostedForm
from hoiam.desk.cases.views import board_words
from hoiam.duties import recurring, recurring_cards, taking_back
from hoiam.duties.recurring_cards import HeldCard
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, owing, queries as office
from hoiam.office.access import desk_view
from hoiam.office.owing import OwingPost

BACK = timedelta(days=92)
PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def recurring_days(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Look, or note one thing. At most seven statements beside sign-in, however many days there are."""
    units = in_hand.units_with(actor, in_hand.DESK)
    unit_id = in_hand.unit_in_hand(request, units)
    post = owing.head_of(unit_id) if unit_id is not None else None
    if post is None or not recurring.families(post.kind):
        raise Http404
    if request.method != "POST":
        return _page(request, actor, post)
    do = DEEDS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return do(request, actor, post)


def _hold(request: HttpRequest, actor: office.Actor, post: OwingPost) -> HttpResponse:
    form = HoldForm(request.POST, keys=_keys(post))
    if not form.is_valid():
        return _page(request, actor, post, hold=form, status=422)
    said = form.cleaned_data
    return _done(
        request,
        actor,
        post,
        {"hold": form},
        lambda: reception.hold(
            unit_id=post.unit_id,
            key=said["key"],
            day=said["day"],
            in_person=said["who"] == "head",
            by=actor,
            at=timezone.now(),
        ),
        _("The day is noted."),
    )


def _plan(request: HttpRequest, actor: office.Actor, post: OwingPost) -> HttpResponse:
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, post, plan=form, status=422)
    day = form.cleaned_data["day"]
    return _done(
        request,
        actor,
        post,
        {"plan": form},
        lambda: reception.plan(unit_id=post.unit_id, day=day, by=actor, at=timezone.now()),
        _("The day is in the schedule. Post it in time."),
    )


def _posted(request: HttpRequest, actor: office.Actor, post: OwingPost) -> HttpResponse:
    form = PostedForm(request.POST)
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["day"]
    return _done(
        request,
        actor,
        post,
        {},
        lambda: reception.posted(unit_id=post.unit_id, day=day, by=actor, at=timezone.now()),
        _("The schedule is noted as posted."),
    )


DEEDS: dict[str, Callable[[HttpRequest, office.Actor, OwingPost], HttpResponse]] = {
    "hold": _hold,
    "plan": _plan,
    "posted": _posted,
}


def _done(
    request: HttpRequest,
    actor: office.Actor,
    post: OwingPost,
    typed: dict[str, forms.Form],
    action: Callable[[], None],
    said: str,
) -> HttpResponse:
    """Back to the page; or the page again with what was typed and why not."""
    try:
        action()
    except Refused as refused:
        return _page(request, actor, post, **typed, refused=refused, status=422)
    messages.success(request, said)
    return redirect(reverse("desk:recurring"))


def _page(
    request: HttpRequest, actor: office.Actor, post: OwingPost, *, status: int = 200, **shown: Any
) -> HttpResponse:
    on = timezone.localdate()
    found = recurring_cards.held(post_id=post.id, limit=PAGE + 1, after=cursor(request.GET.get("after", "")))
    last = found[PAGE - 1] if len(found) > PAGE else None
    here = reverse("desk:recurring")
    cards = recurring_cards.periods(post, first=on - BACK, on=on)
    context = {
        "unit_name": actor.unit_names[post.unit_id],
        "unit": post.unit_id,
        "units": [{"pk": pk, "name": name} for pk, name in in_hand.units_with(actor, in_hand.DESK)],
        "periods": [board_words.period(card) for card in cards],
        "planned": recurring_cards.planned(post_id=post.id, on=on),
        "held": [_held(card, actor, post, on) for card in found[:PAGE]],
        "next_url": f"{here}?after={last.on.isoformat()}.{last.id}" if last else "",
        "hold": HoldForm(keys=_keys(post), initial={"who": "head"}),
        "plan": PlanForm(),
        **shown,
    }
    return frame.page(request, actor, "cases/staff/recurring.html", context, status=status)


def _held(card: HeldCard, actor: office.Actor, post: OwingPost, on: date) -> dict[str, Any]:
    fresh = card.taken_back is None and on <= taking_back.until(post, key=card.key, day=card.on)
    return {
        "card": card,
        "what": board_words.KINDS.get(card.key, card.key),
        "may_take_back": fresh and Role.HEAD in actor.roles_in(post.unit_id),
    }


def _keys(post: OwingPost) -> list[tuple[str, Any]]:
    """What this post owes and can be noted here."""
    return [(key, board_words.KINDS.get(key, key)) for key in recurring.families(post.kind)]
