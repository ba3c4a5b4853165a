"""What the citizen does with the code: rate, contest a point, withdraw.

`signer`: whose code it is, where several people brought the matter; only those who represent them act. Each is refused
then as record.opened.
"""

from collections.abc import Sequence
from datetime import datetime

from hoiam.desk.cases.actions import procedure, record
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Reception
from hoiam.desk.cases.queries import procedures
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import passing_on, rating
from hoiam.law.procedures import petition
from hoiam.law.refusal import Refused
from hoiam.office import queries as office


def rate(*, case_id: int, score: int, comment: str, at: datetime, signer: int | None = None) -> None:
    """Rate the reply, once. Refused: already_rated, score_out_of_range."""
    with record.opened(case_id=case_id, signer=signer) as case:
        reply = case.reply
        if reply is None:
            raise Refused("wrong_state", state=case.state)
        facts = petition.Facts(on=local_day(at), rated=reply.rated_at is not None, score=score)
        step = record.decide("rate", case=case, by=None, facts=facts)
        reply.score, reply.comment, reply.rated_at = score, comment, at
        reply.save(update_fields=("score", "comment", "rated_at"))
        mark = Mark(at=at, facts={"score": str(score)})
        record.record(case, step, mark=mark, entry=Entry(kind="case.rated", extra={"score": str(score)}))


def rate_reception(*, case_id: int, score: int, at: datetime, signer: int | None = None) -> None:
    """Say how one was received where no answer was given, or the matter passed on: once for each office.

    Refused: as law.rating.reception.
    """
    with record.opened(case_id=case_id, signer=signer) as case:
        steps = case.steps.order_by("id").values_list("event", "facts")
        passed = passing_on.last_from((event, facts) for event, facts in steps)
        whose = rating.whose(state=case.state, unit=case.unit_id, passed_by=passed)
        rated = Reception.objects.filter(case=case, unit_id=whose or 0).exists()
        unit_id = rating.reception(
            whose=whose, state=case.state, score=score, rated=rated, pack=record.pack()
        )
        row = Reception.objects.create(case=case, unit_id=unit_id, after=case.state, score=score, at=at)
        told = {"score": str(score), "of": "reception"}
        appended = journal.append(ref=case.ref, kind="case.rated", unit=row.unit.code, at=at, extra=told)
        facts = {"score": str(score), "unit": str(unit_id)}
        record.note(case, "reception", at=at, unit_id=unit_id, facts=facts, entry=appended.event_id)


def contest(
    *, case_id: int, numbers: Sequence[int], reason: str, at: datetime, signer: int | None = None
) -> None:
    """Say that points were not answered; just these are answered again. Refused: unknown_point, reason_needed."""
    with record.opened(case_id=case_id, signer=signer) as case:
        points = list(case.points.order_by("number"))
        facts = petition.Facts(
            on=local_day(at),
            contested=tuple(numbers),
            reason=reason,
            points=tuple(petition.PointFacts(point.number) for point in points),
        )
        step = record.decide("contest", case=case, by=None, facts=facts)
        for point in points:
            point.contested = point.number in numbers
            point.contest_reason = reason if point.contested else ""
            if point.contested:
                point.decision = point.ground = point.next_step = ""
            point.save()
        case.promised_on = None
        listed = ".".join(str(number) for number in sorted(set(numbers)))
        mark = Mark(at=at, note=reason, facts={"points": listed})
        record.record(case, step, mark=mark, entry=Entry(kind="case.contested", extra={"points": listed}))
        record.tell_staff(case, case.handler_id, "contested", at=at)
        desk = office.desk(unit_id=case.unit_id, on=local_day(at))
        record.tell_staff(case, desk.head_person_id, "contested", at=at)


def withdraw(*, case_id: int, reason: str, at: datetime, signer: int | None = None) -> None:
    """Take the matter back; nobody has to say why. What is being settled ends by a decision still to be signed."""
    with record.opened(case_id=case_id, signer=signer) as case:
        if not procedures.is_petition(case.kind):
            procedure.step_of("withdraw", case, Said(reason=reason), by=None, at=at)
            return
        step = record.decide("withdraw", case=case, by=None, facts=petition.Facts(on=local_day(at)))
        case.outcome = "withdrawn"
        record.record(case, step, mark=Mark(at=at, note=reason), entry=Entry(kind="case.withdrawn"))


def withdraw_part(*, case_id: int, parts: str, at: datetime, signer: int | None = None) -> None:
    """Take back a part of a complaint; the rest is settled (Law 02/2011/QH13, article 10). Refused: reason_needed."""
    if not parts.strip():
        raise Refused("reason_needed")
    procedure.take("withdraw_part", case_id=case_id, said=Said(reason=parts), by=None, at=at, signer=signer)


def go_on(*, case_id: int, reason: str, at: datetime, signer: int | None = None) -> None:
    """Take a terminated complaint up again, within its window (article 11.8). Refused: window_over."""
    procedure.take("continue", case_id=case_id, said=Said(reason=reason), by=None, at=at, signer=signer)
