"""Services and reports as GeoReport v2 writes them. Of a report only what the public register shows."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.cases.queries import RegisterRow
from hoiam.desk.cases.views import citizen_words, places, words
from hoiam.office import queries as office
from hoiam.public.api.open311 import asked

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery() -> dict[str, Any]:
    """Where this endpoint is and what it speaks."""
    here = f"{settings.HOIAM_URL}/open311/v2"
    return {
        "changeset": "2026-11-30T00:00:00Z",
        "contact": str(settings.HOIAM_SITE_NAME) or settings.HOIAM_URL,
        "key_service": _("The head or the operator of an office gives a token, on the page of API tokens."),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": here,
                "changeset": "2026-11-30T00:00:00Z",
                "type": "production",
                "formats": ["application/json", "text/xml"],
            }
        ],
    }


def services() -> list[dict[str, Any]]:
    """The fields of this installation, for reports."""
    return [
        {
            "service_code": one.code,
            "service_name": words.field(one.code),
            "description": _("Tell the office what is wrong or broken: %s") % words.field(one.code),
            "metadata": True,
            "type": "realtime",
            "keywords": "",
            "group": str(words.KINDS["report"]),
        }
        for one in words.pack().fields
    ]


def definition(code: str) -> dict[str, Any]:
    """What may be said besides the description."""
    attributes = [
        {
            "variable": True,
            "code": name,
            "datatype": "string",
            "required": False,
            "datatype_description": "",
            "order": order,
            "description": label,
        }
        for order, (name, label) in enumerate(asked.attribute_words().items(), start=1)
    ]
    return {"service_code": code, "attributes": attributes}


def report(row: RegisterRow) -> dict[str, Any]:
    """Masked: where it is only by its office, the text only if it was cleared."""
    name = places.named(row.unit_kind, row.unit, row.unit_en)
    changed = max(filter(None, (row.received_at, row.answered_at, row.closed_at)))
    return {
        "service_request_id": row.number,
        "status": "open" if row.state in citizen_words.OPEN else "closed",
        "status_notes": str(words.state(row.state)[0]),
        "service_name": words.field(row.field),
        "service_code": row.field,
        "description": row.title,
        "agency_responsible": places.committee(name),
        "service_notice": "",
        "requested_datetime": _moment(row.received_at),
        "updated_datetime": _moment(changed),
        "expected_datetime": _end_of(row.answer_due_on) if row.answer_due_on else None,
        "address": name,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def taken(number: str, code: str) -> dict[str, Any]:
    """What a new report gets; the notice holds the code that opens it."""
    address = f"{settings.HOIAM_URL}{reverse('cases:status', args=(code,))}"
    notice = _("Your code is %(code)s. With it you follow the report at %(address)s") % {
        "code": code,
        "address": address,
    }
    return {"service_request_id": number, "service_notice": notice, "account_id": None}


def agency(unit: office.UnitCard) -> str:
    """The office in words."""
    return places.committee(unit.shown)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _end_of(day: date) -> str:
    return _moment(timezone.make_aware(datetime.combine(day, time(23, 59, 59))))
