"""What a unit finds wrong with itself: a duty of its head, mended with evidence or late by its date."""

from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.actions import logbook
from hoiam.desk.inspections.actions import record
from hoiam.desk.inspections.models import SelfReview
from hoiam.duties import actions as duties, stepping
from hoiam.duties.models import Outcome
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import inspecting
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

SUBJECT, KEY = "self_review", "mend"
MAY = (Role.CLERK, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is wrong, what is done about it, until when. `form_key`: sent twice under one key, it is there once."""

    category: str
    what: str
    mends: str
    due_on: date
    form_key: str


def declare(*, unit_id: int, said: Seen, by: office.Actor, at: datetime) -> int:
    """Everybody reads it from now on. Gives its id.

    Refused: not_yours, unknown_category, fault_without_words, fault_without_remedy, day_in_past, no_recipient.
    """
    on = local_day(at)
    record.require(by, unit_id, *MAY)
    inspecting.require_fault(category=said.category, what=said.what, mends=said.mends)
    inspecting.require_ahead(said.due_on, on=on)
    with journal.recording():
        before = SelfReview.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        desk = office.desk(unit_id=unit_id, on=on)
        row = SelfReview.objects.create(
            unit_id=unit_id,
            post_id=desk.head_post_id,
            owner_id=desk.head_post_id,
            category=said.category,
            what=said.what.strip(),
            mends=said.mends.strip(),
            said_on=on,
            due_on=said.due_on,
            form_key=said.form_key,
        )
        owner = stepping.Owner(
            unit_id=unit_id,
            post_id=desk.head_post_id,
            path=desk.unit.path,
            subject=SUBJECT,
            subject_id=row.pk,
        )
        rule = inspecting.house_rule(record.pack(), "self_review_mend")
        stepping.promise(owner=owner, key=KEY, rule_id=rule, event=on, day=said.due_on, at=at)
        told = {"what": said.category, "due": said.due_on.isoformat(), "post": str(row.post_id)}
        row.logged = log(
            row, "inspection.fault-declared", told, at=at, docs={"words": said.what, "mends": said.mends}
        )
        row.save(update_fields=("logged",))
    return row.pk


def mend(*, review_id: int, evidence: str, link: str, by: office.Actor, at: datetime) -> None:
    """It is mended; what shows it. Refused: no_such_review, not_yours, evidence_needed, mended_already(since)."""
    inspecting.require_evidence(evidence)
    with journal.recording():
        row = SelfReview.objects.select_for_update().select_related("owner").filter(pk=review_id).first()
        if row is None:
            raise Refused("no_such_review")
        record.require(by, row.owner.unit_id, *MAY)
        inspecting.require_not_mended(row.mended_on)
        on = local_day(at)
        row.mended_on, row.evidence, row.link = on, evidence.strip(), link
        row.save(update_fields=("mended_on", "evidence", "link"))
        duties.close(subject=SUBJECT, subject_id=row.pk, keys=[KEY], outcome=Outcome.MET, at=at, on=on)
        told = {"due": row.due_on.isoformat(), "on": on.isoformat(), "post": str(row.owner_id)}
        log(row, "inspection.fault-mended", told, at=at, docs={"evidence": evidence})


def log(
    row: SelfReview,
    kind: str,
    told: dict[str, str],
    *,
    at: datetime,
    docs: dict[str, str] | None = None,
) -> int:
    """An entry in the chain of this self-review; gives the event's id."""
    unit = office.units([row.unit_id], on=local_day(at))[row.unit_id]
    appended = journal.append(
        ref=ref(row.pk),
        kind=kind,
        unit=unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"review": str(row.pk), **told},
        docs=record.digests(docs or {}),
    )
    return appended.event_id


def ref(review_id: int) -> str:
    """The chain of a self-review."""
    return logbook.ref(f"hoiam self-review {review_id}")
