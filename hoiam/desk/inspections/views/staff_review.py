"""What a unit found wrong with itself: its list, a new one, and that it is mended."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.actions import self_review
from hoiam.desk.inspections.forms import staff as forms
from hoiam.desk.inspections.views import shared, words
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Of one unit, the newest first. One statement beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, shared.DESK)
    found = queries.self_reviews(unit_ids=[unit_id], after=cursors.number(request.GET.get("after", "")))
    context = {
        "rows": [words.review(one, timezone.localdate()) for one in found.rows],
        "next_url": f"?after={found.next}" if found.next else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
    }
    return frame.page(request, actor, "inspections/staff/reviews.html", context)


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """What is wrong, what is done about it, until when."""
    unit_id, _units = in_hand.unit_of(request, actor, shared.DESK)
    form = forms.ReviewForm(
        request.POST if request.method == "POST" else None,
        categories=words.choices(words.FAULTS),
        initial={"form_key": new_key()},
    )

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {"form": form, "refused": refused, "unit_name": actor.unit_names[unit_id]}
        return frame.page(request, actor, "inspections/staff/review_new.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        seen = self_review.Seen(**said)
        self_review.declare(unit_id=unit_id, said=seen, by=actor, at=timezone.now())

    to = reverse("inspection_desk:reviews")
    return shared.done(
        request, form, act, _("Recorded as a duty of the head; everybody can read it."), to, page
    )


@require_http_methods(shared.METHODS)
@desk_view
def one(request: HttpRequest, actor: office.Actor, review_id: int) -> HttpResponse:
    """One of them, and what shows that it is mended."""
    try:
        card = queries.self_review(review_id)
    except Refused as refused:
        raise Http404 from refused
    if not actor.roles_in(card.owner_unit_id) & shared.DESK:
        raise Http404
    form = forms.MendForm(request.POST if request.method == "POST" else None)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {"form": form, "refused": refused, "review": words.review(card, timezone.localdate())}
        return frame.page(request, actor, "inspections/staff/review.html", context, status=status)

    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        self_review.mend(review_id=card.id, by=actor, at=timezone.now(), **said)

    to = reverse("inspection_desk:reviews")
    return shared.done(request, form, act, _("Recorded as mended."), to, page)
