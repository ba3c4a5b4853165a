"""Whose receptions are in hand: a unit, and one of its posts."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from hoiam.desk.reception.queries import desks, sessions
from hoiam.desk.reception.queries.desks import DeskPost
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import in_hand, owing, queries as office
from hoiam.office.owing import OwingPost


@dataclass(frozen=True, slots=True)
class Here:
    """The unit in hand, those to choose from, its posts that receive citizens, and the one asked for."""

    unit_id: int
    unit_name: str
    units: list[tuple[int, str]]
    posts: tuple[DeskPost, ...]
    post: DeskPost

    @property
    def owing(self) -> OwingPost:
        return self.post.owing

    def context(self) -> dict[str, Any]:
        """What the frame of each of these pages needs."""
        return {
            "unit": self.unit_id,
            "unit_name": self.unit_name,
            "units": [{"pk": pk, "name": name} for pk, name in self.units],
            "posts": self.posts,
            "post": self.post,
        }


def here(request: HttpRequest, actor: office.Actor, post_id: int | None = None) -> Here:
    """The unit in hand with the post asked for, else its head; somebody else's is no page. Two statements, or three."""
    units = _units(actor)
    unit_id = in_hand.unit_in_hand(request, units) if post_id is None else _post(post_id).unit_id
    names = dict(units)
    if unit_id is None or unit_id not in names:
        raise Http404
    posts = desks.posts(unit_id, on=timezone.localdate())
    asked = post_id or _asked(request)
    found = next((one for one in posts if one.owing.id == asked), None) or next(iter(posts), None)
    if found is None or (post_id is not None and found.owing.id != post_id):
        raise Http404
    return Here(unit_id, names[unit_id], units, posts, found)


def session(request: HttpRequest, actor: office.Actor, session_id: int) -> tuple[SessionCard, Here]:
    """A session of a unit of theirs; others are no page. Four statements."""
    try:
        card = sessions.one(session_id, on=timezone.localdate())
    except Refused as refused:
        raise Http404 from refused
    return card, here(request, actor, card.post_id)


def may_lead(actor: office.Actor, post: DeskPost) -> bool:
    """Whether this person is the head of it, as far as pages need to know."""
    heads = post.owing.is_head and Role.HEAD in actor.roles_in(post.owing.unit_id)
    return heads or post.holder == actor.name


def _units(actor: office.Actor) -> list[tuple[int, str]]:
    """Where this person works at the desk; of somebody who only holds a post, its unit. One statement then."""
    on = timezone.localdate()
    units = in_hand.units_with(actor, in_hand.DESK)
    return units or [
        (card.id, card.shown) for card in office.units(owing.units_of(actor.person_id, on=on), on=on).values()
    ]


def _asked(request: HttpRequest) -> int | None:
    return cursors.number(request.GET.get("post", ""))


def _post(post_id: int) -> OwingPost:
    try:
        return owing.post(post_id)
    except Refused as refused:
        raise Http404 from refused
