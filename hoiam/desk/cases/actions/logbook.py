"""What rooms below this one record, and what did not happen, brought into the log: one event for each row.

Rooms that know no log keep rows; here each row that has no event yet gets one. What is missing is looked for by
row, never counted past, and marked in the event's own transaction: killed anywhere or run twice, nothing doubles.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet

from hoiam.duties import recurring
from hoiam.duties.models import Duty, Outcome
from hoiam.journal import actions as journal, named
from hoiam.journal.models import Noted, Visibility
from hoiam.office.models import CalendarAnnouncement, RuleSignOff

BATCH = 200
post_ref, unit_ref, ref = named.of_post, named.of_unit, named.ref
OFFICE = "office"
MISSED = {"dialogue_commune": "dialogue.missed"}


def keep_up(*, at: datetime) -> int:  # noqa: ARG001 - every part of the worker is told the moment
    """Sign-offs and announcements that are not in the log yet; gives how many got there."""
    return (
        _each("sign-off", RuleSignOff.objects.all(), _signed)
        + _each("sign-off-end", RuleSignOff.objects.filter(withdrawn_at__isnull=False), _withdrawn)
        + _each("announcement", _announcements(), _announced)
    )


def miss(*, at: datetime) -> int:
    """Periods that are over without what was owed in them; gives how many. Once a day.

    A day noted later follows in the same chain: that it was noted late stays visible.
    """
    late = Duty.objects.filter(subject=recurring.SUBJECT, outcome=Outcome.LATE).select_related("unit")
    return _each("missed-period", late, lambda row: _missed_period(row, at))


def document(text: str) -> str:
    """What a document is called, as the log names it: SHA-256, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(said: dict[str, Any]) -> str:
    """The one spelling of what is published beside an event: sorted keys, no spaces, UTF-8."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _each(what: str, rows: "QuerySet[Any]", event: Callable[[Any], dict[str, Any]]) -> int:
    noted = Noted.objects.filter(what=what, number=OuterRef("pk"))
    waiting = list(rows.exclude(Exists(noted)).order_by("pk")[:BATCH])
    return sum(_once(what, row, event(row)) for row in waiting)


def _once(what: str, row: Model, event: dict[str, Any]) -> bool:
    appended = journal.append_once(what=what, number=row.pk, visibility=Visibility.PUBLIC, **event)
    return appended is not None


def _signed(row: RuleSignOff) -> dict[str, Any]:
    facts = {"pack": row.pack, "rule": row.rule_id, "digest": row.digest, "document": document(row.document)}
    return {"ref": _rule_ref(row), "kind": "rule.signed-off", "unit": OFFICE, "at": row.at, "extra": facts}


def _withdrawn(row: RuleSignOff) -> dict[str, Any]:
    facts = {"pack": row.pack, "rule": row.rule_id, "digest": row.digest}
    return {
        "ref": _rule_ref(row),
        "kind": "rule.withdrawn",
        "unit": OFFICE,
        "at": row.withdrawn_at,
        "extra": facts,
    }


def _rule_ref(row: RuleSignOff) -> str:
    return ref(f"hoiam rule {settings.HOIAM_PACK} {row.rule_id}")


def _announcements() -> "QuerySet[CalendarAnnouncement]":
    return CalendarAnnouncement.objects.select_related("scope").prefetch_related("days")


def _announced(row: CalendarAnnouncement) -> dict[str, Any]:
    said: dict[str, Any] = {"document": row.document, "unit": row.scope.code if row.scope else ""}
    if row.withdraws_id is None:
        days = sorted((day.on.isoformat(), day.kind) for day in row.days.all())
        said["days"] = [{"on": on, "kind": kind} for on, kind in days]
        facts = {"announcement": str(row.pk), "days": str(len(days))}
    else:
        facts = {"announcement": str(row.pk), "withdraws": str(row.withdraws_id)}
    return {
        "ref": ref("hoiam calendar"),
        "kind": "calendar.withdrawn" if row.withdraws_id else "calendar.announced",
        "unit": row.scope.code if row.scope else OFFICE,
        "at": row.entered_at,
        "extra": facts,
        "beside": canonical(said),
    }


def _missed_period(row: Duty, at: datetime) -> dict[str, Any]:
    facts = {
        "frequency": row.rule_id,
        "from": row.event_on.isoformat(),
        "until": row.due_on.isoformat(),
    }
    kind = MISSED.get(row.key, "session.missed")
    return {"ref": post_ref(row.subject_id), "kind": kind, "unit": row.unit.code, "at": at, "extra": facts}
