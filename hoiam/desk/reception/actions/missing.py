"""Sessions whose day has passed and that nobody opened: missed by their date; the worker brings that into the log."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from hoiam.desk.reception.actions import holding
from hoiam.desk.reception.models import Session
from hoiam.desk.reception.queries import sessions
from hoiam.journal.models import Noted
from hoiam.kit.moments import local_day
from hoiam.law.procedures.reception_session import AHEAD

BATCH = 200


def note(*, at: datetime) -> int:
    """Those that the log does not know yet; gives how many. No page waits for it."""
    on = local_day(at)
    known = Noted.objects.filter(what=holding.MISSED, number=OuterRef("pk"))
    ahead = Session.objects.filter(sessions.missed(on), state__in=AHEAD, taken_back_at=None)
    rows = ahead.exclude(Exists(known))
    waiting = list(rows.select_related("unit").order_by("pk")[:BATCH])
    return sum(holding.note_missed(row, at=at) is not None for row in waiting)
