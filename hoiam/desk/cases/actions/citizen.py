"""What the citizen does with the code: rate, contest a point, withdraw."""

from collections.abc import Sequence
from datetime import datetime

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.kit.moments import local_day
from hoiam.law.procedures import petition
from hoiam.law.refusal import Refused
from hoiam.office import queries as office


def rate(*, case_id: int, score: int, comment: str, at: datetime) -> None:
    """Rate the reply, once. Refused: already_rated, score_out_of_range."""
    with record.opened(case_id=case_id) as case:
        reply = case.reply
        if reply is None:
            raise Refused("wrong_state", state=case.state)
        facts = petition.Facts(on=local_day(at), rated=reply.rated_at is not None, score=score)
        step = record.decide("rate", case=case, by=None, facts=facts)
        reply.score, reply.comment, reply.rated_at = score, comment, at
        reply.save(update_fields=("score", "comment", "rated_at"))
        mark = Mark(at=at, facts={"score": str(score)})
        record.record(case, step, mark=mark, entry=Entry(kind="case.rated", extra={"score": str(score)}))


def contest(*, case_id: int, numbers: Sequence[int], reason: str, at: datetime) -> None:
    """Say that points were not answered; just these are answered again. Refused: unknown_point, reason_needed."""
    with record.opened(case_id=case_id) as case:
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


def withdraw(*, case_id: int, reason: str, at: datetime) -> None:
    """Take the matter back; nobody has to say why."""
    with record.opened(case_id=case_id) as case:
        step = record.decide("withdraw", case=case, by=None, facts=petition.Facts(on=local_day(at)))
        case.outcome = "withdrawn"
        record.record(case, step, mark=Mark(at=at, note=reason), entry=Entry(kind="case.withdrawn"))
