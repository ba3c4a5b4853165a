"""What came of a reception: each content a case with the head's direction, a promised day a duty, then the conclusion.

Nghị định 154/2026/NĐ-CP, điều 25: directions are issued as a written notice of conclusion with a time limit.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import documents
from hoiam.desk.cases.queries import desk
from hoiam.desk.reception.actions import acting, bookings
from hoiam.desk.reception.actions.acting import Entry, Follows, Mark
from hoiam.desk.reception.models import Booking, Content, Session
from hoiam.desk.reception.queries import minutes, places
from hoiam.duties import actions as duties, stepping
from hoiam.duties.models import Outcome
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import booking, numbering
from hoiam.law.document_templates import Recipient
from hoiam.law.procedures.reception_session import State as SessionState
from hoiam.law.refusal import Refused
from hoiam.office import owing, queries as office
from hoiam.sealed import actions as sealed

SUBJECT = "content"
PROMISED = "promised"
RULE = "tcd.head_promised_reply"
PURPOSE = "verify"
RECEIPT = "tcd.02"
HEARD = frozenset({booking.State.WITH_HEAD, booking.State.DONE})
CONCLUDED = frozenset({SessionState.CONCLUDED, SessionState.CONCLUDED_DEPUTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One content: the words of a new matter, or the case it belongs to; the direction, who sees to it, by when."""

    booking_id: int
    form_key: str
    direction: str
    kind: str = "petition"
    title: str = ""
    body: str = ""
    case_id: int | None = None
    unit_id: int | None = None
    promised_on: date | None = None


def note(*, said: Said, reason: str, by: office.Actor, at: datetime) -> Content:
    """Write one content down; a new matter comes in as one brought to the counter, of the person who was received.

    `reason`: why the identity is opened for it, as the record of openings keeps it. Pressed twice it is the same one.
    Refused: no_such_booking, not_yours, not_received_yet, identity_needed, direction_needed, day_in_past, no_such_case,
    and as cases.register.
    """
    earlier = Content.objects.filter(form_key=said.form_key).first()
    if earlier is not None:
        return earlier
    person = None
    if said.case_id is None:
        row = bookings.loaded(said.booking_id, version=None, by=by)
        person = _person(row, reason, by, at)
    with journal.recording():
        row = bookings.loaded(said.booking_id, version=None, by=by)
        _allow(row, said, at)
        case_id = _known(said, by) if person is None else _new(row, said, person, by, at)
        return _write(row, said, case_id, by, at)


def answered(*, content_id: int, by: office.Actor, at: datetime) -> None:
    """What was promised for a day was given. Refused: no_such_content, not_yours, nothing_promised."""
    with journal.recording():
        row = Content.objects.select_for_update(of=("self",)).select_related("booking__session__unit")
        content = row.filter(pk=content_id).first()
        if content is None:
            raise Refused("no_such_content")
        session = content.booking.session
        if not by.roles_in(session.unit_id) & places.MAY:
            raise Refused("not_yours")
        if content.promised_on is None or content.answered_on is not None:
            raise Refused("nothing_promised")
        _end(content, at)


def receipt(*, content_id: int, by: office.Actor, at: datetime) -> tuple[int, int]:
    """A draft of form 02/TCD for papers handed over with a content: the numbers of its case and of the draft.

    Hour, place and who takes them stand in it already (Nghị định 154/2026/NĐ-CP, điều 15.4).
    Refused: no_such_content, not_yours, and as documents.start.
    """
    with journal.recording():
        content = Content.objects.select_related("booking__session").filter(pk=content_id).first()
        if content is None:
            raise Refused("no_such_content")
        session = content.booking.session
        if not by.roles_in(session.unit_id) & places.MAY:
            raise Refused("not_yours")
        document_id = documents.start(case_id=content.case_id, form=RECEIPT, by=by, at=at)
        began = (content.booking.began_at or at).astimezone(places.ZONE)
        known = {
            "began": f"{began:%H} giờ {began:%M} phút, {numbering.dated(began.date())}",
            "place_held": session.place,
            "officer": by.name,
            "copies": "02",
        }
        to = Recipient(kind=documents.template_of(RECEIPT).to, name="")
        documents.save(document_id=document_id, version=1, values=known, recipients=[to], by=by, at=at)
        return content.case_id, document_id


def keep_up(*, at: datetime) -> int:
    """Promises whose case was answered meanwhile are met with that day; gives how many. Idempotent."""
    owed = Content.objects.filter(promised_on__isnull=False, answered_on=None)
    rows = owed.filter(case__answered_at__isnull=False).select_related("booking__session__unit")
    done = 0
    for content in rows.order_by("id")[:200]:
        with journal.recording():
            _end(content, at)
        done += 1
    return done


def conclude(
    *, session_id: int, version: int | None, number: str, on: date, by: office.Actor, at: datetime
) -> None:
    """The written notice of conclusion is issued; everybody received is told where it can be read.

    Refused: no_such_session, changed_meanwhile, not_yours, wrong_state, decision_needed, nothing_promised, day_not_yet.
    """
    if on > local_day(at):
        raise Refused("day_not_yet")
    with acting.opened(session_id=session_id, version=version) as row:
        until = minutes.last_promise(session_id)
        if until is None:
            raise Refused("nothing_promised")
        mark = Mark(post=owing.post(row.post_id), by=by, at=at)
        step = acting.decide("conclude", state=row.state, mark=mark, number=number, until=until)
        count = minutes.counted(session_id)
        facts = {
            "on": row.on.isoformat(),
            "contents": str(count.contents),
            "promised": str(count.promised),
            "until": until.isoformat(),
        }
        acting.record(
            row,
            step,
            mark=mark,
            entry=Entry(kind="session.concluded", facts=facts, reason=f"{number}\n{on.isoformat()}"),
            events={"replies": row.on},
            promised={"replies": until},
            facts={"number": number, "signed": on.isoformat(), "until": until.isoformat()},
        )
        for one in Booking.objects.filter(session=row, state=booking.State.DONE).select_related("session"):
            bookings.tell(one, "concluded", at=at)
        _replied(row, at)


def case_code(*, booking_id: int, content_id: int, at: datetime) -> str:
    """The code of the case that came in with a content, for whoever holds the code of that booking.

    An earlier case is not given away: a number can be typed by mistake. Refused: no_such_content.
    """
    content = Content.objects.select_related("case").filter(pk=content_id, booking_id=booking_id).first()
    if content is None or content.case.submit_key != content.form_key or content.case.identity_id is None:
        raise Refused("no_such_content")
    return sealed.open(identity_id=content.case.identity_id, by=None, purpose="print", at=at).code


def _person(row: Booking, reason: str, by: office.Actor, at: datetime) -> sealed.Personal:
    if row.identity_id is None:
        raise Refused("identity_needed")
    return sealed.open(identity_id=row.identity_id, by=by.person_id, purpose=PURPOSE, reason=reason, at=at)


def _allow(row: Booking, said: Said, at: datetime) -> None:
    if row.state not in HEARD:
        raise Refused("not_received_yet")
    if not said.direction.strip():
        raise Refused("direction_needed")
    if said.promised_on is not None and said.promised_on <= local_day(at):
        raise Refused("day_in_past", named=said.promised_on, on=local_day(at))


def _known(said: Said, by: office.Actor) -> int:
    """A case that they may see. Refused: no_such_case."""
    if said.case_id is None or not desk.seen_by(case_id=said.case_id, by=by):
        raise Refused("no_such_case")
    return said.case_id


def _new(row: Booking, said: Said, person: sealed.Personal, by: office.Actor, at: datetime) -> int:
    intake = cases.Intake(
        unit_id=row.session.unit_id,
        kind=said.kind,
        channel="counter",
        title=said.title,
        body=said.body,
        person=person,
        submit_key=said.form_key,
        secret=secrets.token_bytes(16),
        language=row.language,
        quiet=True,
    )
    return cases.register(intake=intake, by=by, at=at).case_id


def _write(row: Booking, said: Said, case_id: int, by: office.Actor, at: datetime) -> Content:
    content = Content(
        booking=row,
        case_id=case_id,
        direction=said.direction.strip(),
        unit_id=said.unit_id,
        promised_on=said.promised_on,
        form_key=said.form_key,
        made_at=at,
        made_by_id=by.person_id,
    )
    content.save(force_insert=True)
    if said.promised_on is not None:
        _owe(content, row, said.promised_on, at)
    return content


def _owe(content: Content, row: Booking, day: date, at: datetime) -> None:
    post = owing.post(row.session.post_id)
    owner = stepping.Owner(
        unit_id=post.unit_id, post_id=post.id, path=post.path, subject=SUBJECT, subject_id=content.pk
    )
    due = stepping.promise(owner=owner, key=PROMISED, rule_id=RULE, event=row.session.on, day=day, at=at)
    facts = {"on": row.session.on.isoformat(), "promise": str(content.pk), "due": due.legal_due.isoformat()}
    acting.log(post.id, acting.unit_code(post), Entry(kind="session.promised", facts=facts), at=at)


def _end(content: Content, at: datetime) -> None:
    content.answered_on = local_day(at)
    content.save(update_fields=("answered_on",))
    duties.close(
        subject=SUBJECT,
        subject_id=content.pk,
        keys=[PROMISED],
        outcome=Outcome.MET,
        at=at,
        on=local_day(at),
        event="answer",
    )
    session = content.booking.session
    facts = {"on": session.on.isoformat(), "promise": str(content.pk), "answered": local_day(at).isoformat()}
    acting.log(session.post_id, session.unit.code, Entry(kind="session.answered", facts=facts), at=at)
    concluded = Session.objects.select_for_update(of=("self",)).select_related("unit")
    row = concluded.filter(pk=session.pk, state__in=CONCLUDED, taken_back_at=None).first()
    if row is not None:
        _replied(row, at)


def _replied(row: Session, at: datetime) -> None:
    """Of a session with its conclusion issued: once every promise is kept, its replies are over."""
    count = minutes.counted(row.pk)
    if count.answered < count.promised:
        return
    mark = Follows(post=owing.post(row.post_id), at=at)
    step = acting.decide("report_replies", state=row.state, mark=mark)
    facts = {"on": row.on.isoformat(), "promised": str(count.promised)}
    acting.record(row, step, mark=mark, entry=Entry(kind="session.replied", facts=facts))
