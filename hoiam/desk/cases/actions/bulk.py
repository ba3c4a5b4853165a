"""One text for many cases: drafted, laid before the head, signed and sent, each case by the same actions as any other.

The worker does it row by row. What a row becomes is committed together with what was done to its case: killed
anywhere or run twice, nothing is answered twice and nothing is left out.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from hoiam.desk.cases.actions import answer, record
from hoiam.desk.cases.actions.answer import PointDraft
from hoiam.desk.cases.models import BulkReply, BulkRow, Case
from hoiam.desk.cases.queries import cards, firewall
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import bulk
from hoiam.law.bulk import State
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.office.models import Person

BATCH = 20
_NUMBER = re.compile(r"\d{4}-(\d{6,})", re.ASCII)


def begin(
    *, unit_id: int, case_ids: Sequence[int], text: bulk.Text, form_key: str, by: office.Actor, at: datetime
) -> int:
    """Start a list; gives its id, the same for a form sent twice.

    Cases of other units are left out, and those that whoever begins it keeps out of.

    Refused: as `law.bulk.begin`.
    """
    with db.writing():
        if (before := BulkReply.objects.filter(form_key=form_key).first()) is not None:
            return before.pk
        rows = Case.objects.filter(pk__in=case_ids, unit_id=unit_id)
        mine = firewall.open_to(rows, person_id=by.person_id, on=local_day(at))
        known = set(mine.values_list("pk", flat=True))
        ids = [case_id for case_id in dict.fromkeys(case_ids) if case_id in known]
        state = bulk.begin(text, count=len(ids), roles=by.roles_in(unit_id), pack=record.pack())
        row = BulkReply.objects.create(
            unit_id=unit_id,
            author_id=by.person_id,
            form_key=form_key,
            state=state,
            decision=text.decision,
            ground=text.ground.strip(),
            next_step=text.next_step.strip(),
            made_at=at,
        )
        BulkRow.objects.bulk_create(BulkRow(bulk=row, case_id=case_id) for case_id in ids)
        return row.pk


def decide(*, bulk_id: int, event: str, by: office.Actor, at: datetime) -> None:
    """The head approves the list, or stops it. Refused: no_such_list, as `law.bulk.decide`."""
    with db.writing():
        row = BulkReply.objects.select_for_update().filter(pk=bulk_id).first()
        if row is None:
            raise Refused("no_such_list")
        row.state = bulk.decide(event, state=row.state, roles=by.roles_in(row.unit_id))
        row.head_id, row.decided_at = by.person_id, at
        row.save(update_fields=("state", "head", "decided_at"))
        if row.state == State.SENDING:
            row.rows.filter(drafted=True, sent=False, code="").update(waits=True)


def work(*, at: datetime, limit: int = BATCH) -> int:
    """Do the next rows of lists that are being drafted or sent; gives how many. Not inside a transaction."""
    db.stand_alone()
    done = 0
    for one in BulkReply.objects.filter(state__in=(State.DRAFTING, State.SENDING)).order_by("pk")[:limit]:
        rows = list(one.rows.filter(waits=True).order_by("pk").values_list("pk", "case_id")[: limit - done])
        for row_id, case_id in rows:
            _row(one, row_id, case_id, at)
        done += len(rows)
        if not one.rows.filter(waits=True).exists():
            BulkReply.objects.filter(pk=one.pk, state=one.state).update(state=bulk.after(one.state))
    return done


def cases_of(text: str) -> list[int]:
    """Ids of the case numbers in a text (2026-000123); those that no case has are left out."""
    wanted = dict.fromkeys((int(number[1]), number[0]) for number in _NUMBER.finditer(text))
    ids = [pk for pk, _number in wanted][: bulk.MOST + 1]
    found = Case.objects.filter(pk__in=ids).values_list("pk", "received_on")
    return [pk for pk, received_on in found if (pk, cards.number_of(received_on, pk)) in wanted]


def _row(one: BulkReply, row_id: int, case_id: int, at: datetime) -> None:
    """One case in one transaction with its row; a refusal goes back whole, and its code stays."""
    act, changes = (_draft, {"drafted": True}) if one.state == State.DRAFTING else (_send, {"sent": True})
    try:
        with journal.recording():
            mine = BulkRow.objects.filter(pk=row_id, waits=True)
            if not mine.update(waits=False, **changes):
                return
            act(one, case_id, at)
    except Refused as refused:
        with db.writing():
            BulkRow.objects.filter(pk=row_id, waits=True).update(waits=False, code=refused.code)


def _draft(one: BulkReply, case_id: int, at: datetime) -> None:
    """The case's own points, or the whole matter as one; what somebody wrote there already stays."""
    by = _actor(one.author_id, at)
    case = _case(one, case_id)
    points = [
        PointDraft(
            number=point.number,
            text=point.text,
            decision=point.decision or one.decision,
            ground=point.ground or one.ground,
            next_step=point.next_step or one.next_step,
        )
        for point in case.points.order_by("number")
    ] or [PointDraft(number=1, text=case.title, **_text(one))]
    version = answer.save_points(case_id=case_id, version=case.version, points=points, by=by, at=at)
    answer.propose(case_id=case_id, version=version, by=by, at=at)


def _send(one: BulkReply, case_id: int, at: datetime) -> None:
    """Signed by whoever approved the list, who is still the head that day."""
    assert one.head_id is not None  # noqa: S101 - a constraint says so
    version = _case(one, case_id).version
    answer.approve(case_id=case_id, version=version, by=_actor(one.head_id, at), at=at)


def _case(one: BulkReply, case_id: int) -> Case:
    """Refused: no_such_case when it went to another unit meanwhile."""
    case = Case.objects.filter(pk=case_id, unit_id=one.unit_id).first()
    if case is None:
        raise Refused("no_such_case")
    return case


def _text(one: BulkReply) -> dict[str, str]:
    return {"decision": one.decision, "ground": one.ground, "next_step": one.next_step}


def _actor(person_id: int, at: datetime) -> office.Actor:
    return office.actor(person=Person.objects.get(pk=person_id), on=local_day(at))
