"""The answer: drafted point by point, proposed, approved by the head, sent."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hoiam.desk.cases.actions import index, letter, numbers, privacy, record, signing
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case, Point, Reply
from hoiam.desk.cases.queries import firewall
from hoiam.desk.cases.queries.excerpts import reply_text
from hoiam.files import actions as files
from hoiam.kit.moments import local_day
from hoiam.law import numbering
from hoiam.law.document_templates import Addressee, Recipient
from hoiam.law.procedures import petition
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

MOST_POINTS = 30
FORM = "reply"
NO_NUMBER = "…/UBND-TCD"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDraft:
    """One point as the handler leaves it; unfinished is fine until it is proposed."""

    number: int
    text: str
    decision: str = ""
    ground: str = ""
    next_step: str = ""


def save_points(
    *, case_id: int, version: int, points: Sequence[PointDraft], by: office.Actor, at: datetime
) -> int:
    """Keep the draft; gives the new version.

    Refused: too_many_points, point_without_text, contested_point_gone, changed_meanwhile.
    """
    with record.opened(case_id=case_id, version=version) as case:
        record.decide("draft", case=case, by=by, facts=_facts(case, by, at))
        _write_points(case, points)
        case.version += 1
        case.save(update_fields=("version",))
        _note_draft(case, by, at)
        return case.version


def propose(*, case_id: int, version: int, by: office.Actor, at: datetime) -> None:
    """Lay the draft before the head. Refused: points_incomplete(missing), no_points."""
    with record.opened(case_id=case_id, version=version) as case:
        step = record.decide("propose", case=case, by=by, facts=_facts(case, by, at))
        record.record(case, step, mark=Mark(at=at, by=by.person_id))


def rework(*, case_id: int, version: int, reason: str, by: office.Actor, at: datetime) -> None:
    """The head sends the draft back with a reason."""
    with record.opened(case_id=case_id, version=version) as case:
        step = record.decide(
            "rework", case=case, by=by, facts=petition.Facts(on=local_day(at), reason=reason)
        )
        record.record(case, step, mark=Mark(at=at, by=by.person_id, note=reason))
        record.tell_staff(case, case.handler_id, "rework", at=at)


def approve(*, case_id: int, version: int, by: office.Actor, at: datetime) -> Reply:
    """The head signs: the reply is frozen, the letter made, the citizen told, the clock stopped.

    Refused: drafted_in_conflict when whoever laid it before the head keeps out of the case by now; proxy_over.
    """
    with record.opened(case_id=case_id, version=version) as case:
        step = record.decide("approve", case=case, by=by, facts=_facts(case, by, at))
        _require_clean_draft(case, at)
        reply, digest = _reply(case, by, at)
        case.reply, case.answered_at, case.rounds = reply, at, reply.round
        entry = Entry(kind="case.replied", extra={"round": str(reply.round)}, docs={"reply": digest})
        mark = Mark(at=at, by=by.person_id, facts={"round": str(reply.round)})
        record.record(case, step, mark=mark, entry=entry)
        record.tell_citizen(case, "replied", at=at)
        return reply


def preview(*, case_id: int, by: office.Actor, at: datetime) -> bytes:
    """The letter as it would go out today, without a number. Refused: no_such_case, not_yours, no_points."""
    case = Case.objects.select_related("unit").filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    record.keep_out(case, by)
    if not privacy.works_on(case, by):
        raise Refused("not_yours")
    on = local_day(at)
    desk = office.desk(unit_id=case.unit_id, on=on)
    signer = signing.expected(desk=desk, by=by, on=on)
    reply = _unsigned(case, by, signer, number=NO_NUMBER, at=at)
    if not reply.points:
        raise Refused("no_points")
    return letter.reply_letter(case=case, reply=reply, desk=desk, signature=signer.signature, on=on)


def _require_clean_draft(case: Case, at: datetime) -> None:
    """A draft of somebody who keeps out by now is not signed; the head sends it back."""
    if not case.guarded:
        return
    author = case.steps.filter(event="propose").order_by("-id").values_list("by_id", flat=True).first()
    if author is not None and firewall.bars(case_id=case.pk, person_id=author, on=local_day(at)):
        raise Refused("drafted_in_conflict")


def _note_draft(case: Case, by: office.Actor, at: datetime) -> None:
    """Who worked on the draft last: one line of history for each person's stretch of work."""
    last = case.steps.order_by("-id").first()
    if last and last.event == "draft" and last.by_id == by.person_id:
        case.steps.filter(pk=last.pk).update(at=at)
        return
    record.note(case, "draft", by=by.person_id, at=at)


def _facts(case: Case, by: office.Actor, at: datetime) -> petition.Facts:
    points = tuple(
        petition.PointFacts(point.number, point.decision, point.ground, point.next_step)
        for point in case.points.order_by("number")
    )
    return petition.Facts(on=local_day(at), points=points, is_assignee=case.handler_id == by.person_id)


def _write_points(case: Case, points: Sequence[PointDraft]) -> None:
    """The numbers follow the order; a point that was contested keeps that it was."""
    if len(points) > MOST_POINTS:
        raise Refused("too_many_points", most=MOST_POINTS)
    contested = {point.number: point for point in case.points.filter(contested=True)}
    if gone := sorted(set(contested) - {draft.number for draft in points}):
        raise Refused("contested_point_gone", number=gone[0])
    case.points.all().delete()
    rows = []
    for number, draft in enumerate(points, start=1):
        if not draft.text.strip():
            raise Refused("point_without_text", number=number)
        before = contested.get(draft.number)
        rows.append(
            Point(
                case=case,
                number=number,
                text=draft.text.strip(),
                decision=draft.decision,
                ground=draft.ground.strip(),
                next_step=draft.next_step.strip(),
                contested=before is not None,
                contest_reason=before.contest_reason if before else "",
            )
        )
    Point.objects.bulk_create(rows)


def _reply(case: Case, by: office.Actor, at: datetime) -> tuple[Reply, bytes]:
    """The frozen reply with its letter; the digest is of the very file the citizen gets."""
    on = local_day(at)
    desk = office.desk(unit_id=case.unit_id, on=on)
    signer = signing.signer(desk=desk, by=by, on=on)
    reply = _unsigned(case, by, signer, number=_number(case, by, at), at=at)
    pdf = letter.reply_letter(case=case, reply=reply, desk=desk, signature=signer.signature, on=on)
    card = files.store(
        data=pdf,
        name=f"tra-loi-{record.number(case)}-{reply.round}.pdf",
        media_type="application/pdf",
        owner=record.SUBJECT,
        owner_id=case.pk,
        purpose="reply",
        at=at,
    )
    reply.letter_id = card.id
    reply.save()
    index.add(case_id=case.pk, text=reply_text(reply.number, reply.points))
    return reply, hashlib.sha256(pdf).digest()


def _unsigned(case: Case, by: office.Actor, signer: signing.Signer, *, number: str, at: datetime) -> Reply:
    points = [
        {
            "number": p.number,
            "text": p.text,
            "decision": p.decision,
            "ground": p.ground,
            "next_step": p.next_step,
        }
        for p in case.points.order_by("number")
    ]
    return Reply(
        case=case,
        round=case.rounds + 1,
        number=number,
        points=points,
        signed_by_id=by.person_id,
        signed_title=signer.title,
        sent_at=at,
    )


def _number(case: Case, by: office.Actor, at: datetime) -> str:
    """A reply is an official letter of the day it is approved, addressed by the number of its case."""
    what = numbers.Numbered(
        kind=numbering.LETTER,
        form=FORM,
        subject=letter.subject(case),
        signer=by.name,
        recipients=(Recipient(kind=Addressee.COMPLAINANT, name=letter.addressee(case)),),
    )
    return numbers.take(case=case, what=what, on=local_day(at), by=by, at=at).code
