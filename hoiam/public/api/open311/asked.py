"""What a GeoReport client asks for, and what it sends, read strictly. Refused: bad_request(why), no_such_…."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hoiam.desk.cases.forms.staff import MOST_TITLE
from hoiam.desk.cases.queries import RegisterFilter
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.citizen_words import OPEN
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

MOST_DAYS = 90
MOST_IDS = 50
PAGE, MOST_PAGE = 50, 100
CLOSED = frozenset(words.STATES) - OPEN
ATTRIBUTES = ("landmark", "since")
_NUMBER = re.compile(r"\d{4}-(\d{1,9})", re.ASCII)
_CURSOR = re.compile(r"([1-9]\d{5})\.(\d{1,15})", re.ASCII)
_FEW_DIGITS = re.compile(r"\d{1,8}", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """Either numbers of reports, or a part of the register."""

    ids: tuple[int, ...]
    chosen: RegisterFilter
    page: int


def bad(why: str) -> Refused:
    """400 with a sentence."""
    return Refused("bad_request", why=why)


def unit(request: HttpRequest) -> office.UnitCard | None:
    """The jurisdiction asked for: the code of an office. Refused: no_such_unit."""
    code = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id", "")
    if not code:
        return None
    found = next((card for card in office.served() if card.code == code), None)
    if found is None:
        raise Refused("no_such_unit")
    return found


def requests(request: HttpRequest, *, on: date) -> Asked:
    """The last ninety days, unless numbers or days are given."""
    given = request.GET
    jurisdiction = unit(request)
    since, until = _range(given, on)
    states = {"": (), "open": OPEN, "closed": CLOSED, "open,closed": (), "closed,open": ()}
    if given.get("status", "") not in states:
        raise bad(_("status is open or closed."))
    service = given.get("service_code", "")
    if service and not words.field(service):
        raise Refused("no_such_service")
    chosen = RegisterFilter(
        unit_id=jurisdiction.id if jurisdiction else None,
        kind="report",
        field=service,
        states=states[given.get("status", "")],
        since=since,
        until=until,
        after=_cursor(given.get("after", "")),
    )
    return Asked(_ids(given.get("service_request_id", "")), chosen, _page(given.get("page_size", "")))


def number(text: str) -> int | None:
    """2026-000123 is the row 123."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def report(given: QueryDict) -> dict[str, str | bool]:
    """What was sent, as the citizen's form says it. Refused: bad_request."""
    service = given.get("service_code", "")
    if not service:
        raise bad(_("service_code is missing."))
    if not words.field(service):
        raise Refused("no_such_service")
    description = given.get("description", "").strip()
    if not description:
        raise bad(_("description is missing."))
    return {
        "kind": "report",
        "field": service,
        "title": f"{words.field(service)}: {' '.join(description.split())}"[:MOST_TITLE],
        "body": "\n".join([description, "", *_place(given), *_attributes(given)]),
        "name": _name(given),
        "phone": given.get("phone", ""),
        "email": given.get("email", ""),
        "address": "",
        "id_number": "",
        "consent": False,
        "sealed": False,
    }


def _name(given: QueryDict) -> str:
    """Family name first, as it is written here."""
    return " ".join(filter(None, (given.get("last_name", "").strip(), given.get("first_name", "").strip())))


def _place(given: QueryDict) -> list[str]:
    """Lines for the protected text: where it is. One of three ways is needed."""
    lines = []
    latitude, longitude = _degrees(given.get("lat", ""), 90), _degrees(given.get("long", ""), 180)
    if latitude and longitude:
        lines.append(
            _("Position: latitude %(lat)s, longitude %(long)s") % {"lat": latitude, "long": longitude}
        )
    for name, label in (("address_string", _("Place: %s")), ("address_id", _("Code of the address: %s"))):
        text = " ".join(given.get(name, "").split())
        if text:
            lines.append(label % text[:300])
    if not lines:
        raise bad(_("lat and long, address_string or address_id is needed."))
    return lines


def _attributes(given: QueryDict) -> list[str]:
    labels = attribute_words()
    texts = {name: " ".join(given.get(f"attribute[{name}]", "").split())[:300] for name in ATTRIBUTES}
    lines = [f"{labels[name]}: {text}" for name, text in texts.items() if text]
    media = " ".join(given.get("media_url", "").split())[:500]
    return [*lines, _("Picture at: %s") % media] if media else lines


def attribute_words() -> Mapping[str, str]:
    """What each attribute of a service is called."""
    return {"landmark": _("Nearest landmark"), "since": _("Since when")}


def _degrees(text: str, most: int) -> str:
    if not text:
        return ""
    if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
        raise bad(_("lat and long are degrees (WGS 84) with a decimal point."))
    return text


def _range(given: QueryDict, on: date) -> tuple[date, date]:
    first, last = _day(given.get("start_date", "")), _day(given.get("end_date", ""))
    span = timedelta(days=MOST_DAYS)
    last = last or (min(first + span, on) if first else on)
    first = first or last - span
    if last - first > span:
        raise bad(_("start_date and end_date are at most 90 days apart."))
    return first, last


def _day(text: str) -> date | None:
    """The local day of a moment in W3C form."""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        found = datetime.fromisoformat(text) if moment is None else moment
        local = timezone.localtime(found).date() if timezone.is_aware(found) else found.date()
    except (ValueError, OverflowError):
        local = date.min
    if not 1990 <= local.year <= 2200:  # noqa: PLR2004 - what makes sense
        raise bad(_("start_date and end_date are moments such as 2026-11-24T00:00:00Z."))
    return local


def _ids(text: str) -> tuple[int, ...]:
    found = [number(part.strip()) for part in text.split(",") if part.strip()]
    if len(found) > MOST_IDS:
        raise bad(_("At most 50 reports at once."))
    return tuple(one or 0 for one in found)


def _cursor(text: str) -> tuple[date, int] | None:
    found = _CURSOR.fullmatch(text)
    return (date.fromordinal(int(found[1])), int(found[2])) if found else None


def _page(text: str) -> int:
    return max(1, min(int(text), MOST_PAGE)) if _FEW_DIGITS.fullmatch(text) else PAGE
