"""What a unit that ended still owes follows its function: no date changes, and what was counted stays where it was.

Each moves in a transaction of its own and is then no longer owed by the unit that ended: run twice, nothing is doubled.
"""

import logging
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoiam.desk.reports.actions import accounting, asking, record, supervising
from hoiam.desk.reports.models import Account, Question, Recommendation, Step
from hoiam.duties import succession as duties
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.office import passing, queries as office
from hoiam.office.passing import Passing

log = logging.getLogger("hoiam.succession")
FUNCTION = "reports"
EVENT = "succeed"
BATCH = 100


def follow(*, at: datetime, limit: int = BATCH) -> int:
    """Let up to so many follow; gives how many did. Those whose successor has nobody to owe them wait."""
    db.stand_alone()
    on, moved = local_day(at), 0
    for one in passing.begun(function=FUNCTION, on=on):
        try:
            desk = _desk(one, on)
        except Refused as refused:
            log.warning("succession: accounts of %s wait: %s", one.unit_code, refused.code)
            continue
        if desk.unit.id == one.unit_id:
            continue
        for account_id in list(_accounts(one).values_list("pk", flat=True)[: limit - moved]):
            moved += _move_account(account_id, one, desk, at)
        for pk in list(_recommendations(one).values_list("pk", flat=True)[: limit - moved]):
            moved += _move_recommendation(pk, one, desk, at)
    return moved


def _desk(one: Passing, on: date) -> office.Desk:
    """Refused: no_such_unit, no_recipient, successor_not_unique."""
    unit_id = office.successor(unit_id=one.successors[0], function=FUNCTION, on=on)
    return office.desk(unit_id=unit_id, on=on)


def _accounts(one: Passing) -> "QuerySet[Account]":
    """Not published yet, or with a question that waits."""
    waiting = Exists(Question.objects.filter(account=OuterRef("pk"), state="open"))
    rows = Account.objects.filter(unit_id=one.unit_id)
    return rows.filter(~Q(state="published") | waiting).order_by("id")


def _recommendations(one: Passing) -> "QuerySet[Recommendation]":
    rows = Recommendation.objects.filter(owner__unit_id=one.unit_id)
    return rows.exclude(state="done").order_by("id")


def _move_account(account_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    """False when somebody else was faster."""
    with journal.recording():
        row = _accounts(one).select_for_update().filter(pk=account_id).first()
        if row is None:
            return False
        entry = record.log(row, "account.passed", _told(one, desk), at=at)
        row.unit_id, row.owner_id = desk.unit.id, desk.head_post_id
        row.save(update_fields=("unit", "owner"))
        Step.objects.create(account=row, event=EVENT, at=at, entry=entry)
        _pass_on(accounting.SUBJECT, row.pk, one, desk, at)
        for question_id in row.questions.filter(state="open").values_list("pk", flat=True):
            _pass_on(asking.SUBJECT, question_id, one, desk, at)
    return True


def _move_recommendation(pk: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    with journal.recording():
        row = _recommendations(one).select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            return False
        told = {"programme": str(row.programme_id), "recommendation": str(row.pk), **_told(one, desk)}
        chain = f"hoiam supervision {row.programme_id}"
        record.append(chain, desk.unit.id, "supervision.passed", told, at=at)
        row.owner_id = desk.head_post_id
        row.save(update_fields=("owner",))
        _pass_on(supervising.SUBJECT, row.pk, one, desk, at)
    return True


def _told(one: Passing, desk: office.Desk) -> dict[str, str]:
    return {
        "from": one.unit_code,
        "to": desk.unit.code,
        "since": one.on.isoformat(),
        "began": passing.began(desk.unit.id).isoformat(),
        "post": str(desk.head_post_id),
    }


def _pass_on(subject: str, subject_id: int, one: Passing, desk: office.Desk, at: datetime) -> None:
    duties.follow(
        subject=subject,
        subject_id=subject_id,
        post_id=desk.head_post_id,
        unit_id=desk.unit.id,
        since=one.on,
        at=at,
    )
