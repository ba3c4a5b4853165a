"""What a person's posts owe as a calendar, under a secret address that its owner makes and ends."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoiam.desk.cases.queries import board
from hoiam.desk.cases.queries.board import BoardRow
from hoiam.desk.cases.views import board_words as words
from hoiam.kit import ical, throttle
from hoiam.kit.days import day_text
from hoiam.law.refusal import Refused
from hoiam.office import boards, feeds, frame, queries as office
from hoiam.office.access import desk_view

MOST = 500
PRODUCT = "-//Hoi Am//Duties//VI"


@require_safe
@desk_view
def settings_page(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Whether there is an address, since when, and what to do with it."""
    return _page(request, actor)


@require_POST
@desk_view
def make(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A new address, shown this once."""
    try:
        token = feeds.make(by=actor, at=timezone.now())
    except Refused:
        messages.error(request, _("An address was made in another window just now. Make a new one here."))
        return redirect("desk:feed_settings")
    address = f"{settings.HOIAM_URL}{reverse('desk:feed', args=(token,))}?lang={get_language()}"
    return _page(request, actor, address=address)


@require_POST
@desk_view
def revoke(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The address gives nothing from now on."""
    feeds.revoke(by=actor, at=timezone.now())
    messages.success(request, _("The address has ended. Calendars that read it get nothing any more."))
    return redirect("desk:feed_settings")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs: no sign-in, no name, no word of a citizen. Five statements."""
    if throttle.spent("feed", request):
        return throttle.too_many("feed", request)
    person = feeds.owner(token)
    if person is None:
        throttle.count("feed", request)
        raise Http404
    on = timezone.localdate()
    posts = boards.posts(by=office.actor(person=person, on=on), on=on)
    own = [post for post in posts if post.own]
    hidden = board.unseen(person_id=person.pk, units=[post.unit_id for post in own], on=on)
    rows = board.nearest(post_ids=[post.id for post in own], limit=MOST, hidden=hidden)
    text = ical.calendar(map(_event, rows), name=_("Hồi Âm: what we owe"), product=PRODUCT)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="hoi-am.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _event(row: BoardRow) -> ical.AllDay:
    duty = row.duty
    named = f"{row.number}: {words.title(duty)}" if row.number else words.title(duty)
    lines = [_("Last day: %(day)s") % {"day": day_text(duty.due_on)}]
    if duty.safe_on != duty.due_on:
        lines.append(_("Work to: %(day)s") % {"day": day_text(duty.safe_on)})
    lines.append(words.remark(duty))
    page = reverse("desk:case", args=(duty.subject_id,)) if row.number else reverse("desk:board")
    return ical.AllDay(
        uid=f"duty-{duty.id}@{urlsplit(settings.HOIAM_URL).hostname or 'hoi-am'}",
        on=duty.due_on,
        summary=named,
        description="\n".join(filter(None, lines)),
        url=f"{settings.HOIAM_URL}{page}",
        changed=duty.opened_at,
    )


def _page(request: HttpRequest, actor: office.Actor, *, address: str = "") -> HttpResponse:
    made_at = feeds.made_at(person_id=actor.person_id)
    return frame.page(request, actor, "cases/staff/feed.html", {"address": address, "made_at": made_at})
