"""Feeds and calendars of one office or of all, for programs that read again and again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoiam.kit import atom, ical
from hoiam.kit.days import language
from hoiam.office import queries as office
from hoiam.office.cards import UnitCard
from hoiam.public.data import calendars, feeds
from hoiam.public.data.package import publisher

FEED_BACK, FEED_AHEAD = timedelta(days=92), timedelta(days=400)
ALL_BACK, ALL_AHEAD = timedelta(days=14), timedelta(days=60)
"""A calendar of all offices shows less: it would be as long as they are many."""
OPEN = {
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@require_safe
def atom_of_all(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """News of every office. A statement for each source."""
    here = reverse("public:feed", args=(name,))
    return _atom(
        name, {unit.code: unit for unit in office.served()}, here, reverse("public:data"), publisher()
    )


@require_safe
def atom_of_unit(request: HttpRequest, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """News of one office. A statement for each source."""
    unit = served(code)
    here = reverse("public:unit_feed", args=(code, name))
    return _atom(name, {code: unit}, here, reverse("public:unit_page", args=(code,)), office.committee(unit))


@require_safe
def calendar_of_all(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What is dated in every office, some weeks around today. A statement for each source."""
    on = timezone.localdate()
    span = calendars.Span(on - ALL_BACK, on + ALL_AHEAD, on)
    units = {unit.id: unit for unit in office.served()}
    return _calendar(units, span, publisher(), "lich-cong-khai.ics")


@require_safe
def calendar_of_unit(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What is dated in one office. A statement for each source."""
    on = timezone.localdate()
    unit = served(code)
    span = calendars.Span(on - FEED_BACK, on + FEED_AHEAD, on)
    return _calendar({unit.id: unit}, span, unit.shown, f"lich-{unit.code}.ics")


def served(code: str) -> UnitCard:
    """A unit this installation works for, by its code."""
    found = next((one for one in office.served() if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _atom(name: str, units: feeds.Units, here: str, page: str, author: str) -> HttpResponse:
    if name not in feeds.FEEDS:
        raise Http404
    feed = feeds.FEEDS[name]
    data = atom.feed(
        feeds.entries(feed, units),
        id=f"{settings.HOIAM_URL}{here}",
        title=f"{feed.title}: {author}",
        url=f"{settings.HOIAM_URL}{here}",
        page=f"{settings.HOIAM_URL}{page}",
        author=author,
        empty_at=datetime(2025, 7, 1, tzinfo=timezone.get_current_timezone()),
        language=language(),
    )
    return HttpResponse(data, content_type="application/atom+xml; charset=utf-8", headers=OPEN)


def _calendar(units: calendars.Units, span: calendars.Span, whose: str, file: str) -> HttpResponse:
    name = _("Public dates: %(unit)s") % {"unit": whose}
    data = ical.calendar(calendars.events(units, span), name=name, product=calendars.PRODUCT)
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=OPEN)
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response
