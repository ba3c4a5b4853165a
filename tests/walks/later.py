"""Lets days pass for one case or session of a served demonstration: all that is on file of it was so many days earlier.

`python -m tests.walks.later case CASE_ID DAYS`, `session SESSION_ID DAYS` of one that has not begun, or `task TASK_ID
DAYS`, works on the installation the environment names.
"""

import os
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
django.setup()

from django.db import transaction  # noqa: E402 - Django first

from hoiam.desk.cases.models import Case, Decision, Dialogue, Verification  # noqa: E402
from hoiam.desk.directives.models import Task  # noqa: E402
from hoiam.desk.reception.models import Booking, Session  # noqa: E402
from hoiam.duties import recurring  # noqa: E402
from hoiam.duties.models import STANDS_STILL, Duty, PlannedDay  # noqa: E402
from hoiam.duties.standing import EXTEND  # noqa: E402

DAYS = {
    Duty: ("event_on", "due_on", "safe_on"),
    Decision: ("on", "sent_on", "delivered_on", "effective_on", "until", "published_on", "posted_until"),
    Dialogue: ("on", "announced_on", "held_on"),
    Verification: ("on", "until", "reported_on"),
    Session: ("on", "nominal_on", "posted_on", "made_at", "changed_at"),
    PlannedDay: ("on", "posted_on", "planned_at"),
    Booking: ("slot_at", "made_at"),
    Task: ("given_on", "first_due_on", "due_on"),
}
MOMENTS = {Duty: ("overdue_at", "opened_at", "closed_at")}


def shift_session(session_id: int, back: timedelta) -> None:
    with transaction.atomic():
        session = Session.objects.select_related("planned").get(pk=session_id)
        duties = Duty.objects.filter(subject=recurring.PLANNED, subject_id=session.planned_id)
        for row in (session, session.planned, *duties, *session.bookings.all()):
            _move(row, back)


def shift_task(task_id: int, back: timedelta) -> None:
    with transaction.atomic():
        for row in (Task.objects.get(pk=task_id), *Duty.objects.filter(subject="task", subject_id=task_id)):
            _move(row, back)


def shift(case_id: int, back: timedelta) -> None:
    with transaction.atomic():
        duties = Duty.objects.filter(subject="case", subject_id=case_id)
        papers = [model.objects.filter(case_id=case_id) for model in (Decision, Dialogue, Verification)]
        for rows in (duties, *papers):
            for row in rows:
                _move(row, back)
        case = Case.objects.get(pk=case_id)
        for name in ("received_at", "received_on", "due_on", "answer_due_on", "answered_at"):
            _back(case, name, back)
        case.save()


def _move(row: object, back: timedelta) -> None:
    for name in (*DAYS[type(row)], *MOMENTS.get(type(row), ())):
        _back(row, name, back)
    for sign in getattr(row, "signs", None) or ():
        assert sign["sign"] != EXTEND
        sign["on"] = (date.fromisoformat(sign["on"]) - back).isoformat()
    row.save()


def _back(row: object, name: str, back: timedelta) -> None:
    value = getattr(row, name)
    if value is not None and value != STANDS_STILL:
        setattr(row, name, value - back)


if __name__ == "__main__":
    what = {"case": shift, "session": shift_session, "task": shift_task}[sys.argv[1]]
    what(int(sys.argv[2]), timedelta(days=int(sys.argv[3])))
