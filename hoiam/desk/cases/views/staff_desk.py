"""What every page of the desk is made with: whose desk it is, and the frame around it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office


class OfUnit(Protocol):
    """What belongs to a unit, or to none yet."""

    @property
    def unit_id(self) -> int | None: ...


P = ParamSpec("P")
C = TypeVar("C", bound=OfUnit)
View = Callable[Concatenate[HttpRequest, office.Actor, P], HttpResponse]
TYPED = {
    "reason": _("Reason"),
    "body": _("Competent body"),
    "title": _("Title for the public"),
    "text": _("Text"),
    "ground": _("Ground"),
    "next_step": _("Next step"),
}


def begin_in(form: Form) -> None:
    """Who comes to fill it in begins in its first empty field, wherever on the page that stands."""
    empty = (field for field in form.visible_fields() if not field.value())
    for field in [*empty][:1]:
        field.field.widget.attrs["autofocus"] = True


def own(find: Callable[[], C], actor: office.Actor) -> C:
    """What is found of a unit whose desk they work at; of no unit yet, an operator's. Anything else is no page."""
    try:
        card = find()
    except Refused as refused:
        raise Http404 from refused
    nobodys = card.unit_id is None and actor.holds(Role.OPERATOR)
    if not nobodys and not (card.unit_id is not None and actor.roles_in(card.unit_id) & in_hand.DESK):
        raise Http404
    return card


def loses_nothing(view: View[P]) -> View[P]:
    """What was typed on a case that is no longer theirs is shown once more, and nothing else: still no such page."""

    @wraps(view)
    def inner(
        request: HttpRequest, actor: office.Actor, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, actor, *args, **kwargs)
        except Http404:
            typed = written(request.POST)
            if not typed:
                raise
            return frame.page(request, actor, "cases/staff/gone.html", {"lost": typed}, status=404)

    return inner


def written(post: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every text of a form, with its label: `reason`, or `p-0-ground` of a draft."""
    named = ((TYPED.get(key.rpartition("-")[2]), value.strip()) for key, value in post.items())
    return [(str(label), value) for label, value in named if label and value]
