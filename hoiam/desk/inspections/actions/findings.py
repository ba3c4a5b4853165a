"""Findings: each is whole, becomes a duty of a post with the conclusion, and is remedied when somebody else says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.inspections.actions import conflicts, record, telling
from hoiam.desk.inspections.models import Finding, Inspection, RemedyReport
from hoiam.desk.inspections.queries import files as evidence
from hoiam.duties import actions as duties, stepping
from hoiam.duties.models import Outcome
from hoiam.files import actions as files
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import inspecting
from hoiam.law.refusal import Refused
from hoiam.office import owing, queries as office

SUBJECT, KEY = "finding", "remedy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding as it is written down. `form_key`: sent twice under one key, it is there once. `tokens`: uploads."""

    what: str
    evidence: str
    ground: str
    severity: str
    remedy: str
    post_id: int | None
    due_on: date
    form_key: str
    tokens: Sequence[str] = ()


def find(*, inspection_id: int, said: Found, by: office.Actor, at: datetime) -> int:
    """Write a finding down, before the conclusion. Gives its id.

    Refused: not_yours, wrong_state, finding_without_…, unknown_severity, day_in_past, no_such_post; as files.attach.
    """
    inspecting.require_finding(
        what=said.what,
        evidence=said.evidence,
        ground=said.ground,
        severity=said.severity,
        remedy=said.remedy,
        post_id=said.post_id,
    )
    inspecting.require_ahead(said.due_on, on=local_day(at))
    with record.opened(inspection_id) as row:
        record.require(by, row.unit_id, *record.OFFICE)
        before = Finding.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        inspecting.require_running(row.state)
        made = _made(row, said, _post(row, said.post_id, at))
        told = {
            "finding": str(made.number),
            "severity": said.severity,
            "post": str(made.post_id),
            "due": made.due_on.isoformat(),
        }
        docs = {"what": said.what, "remedy": said.remedy, "evidence": said.evidence}
        record.log(row, "inspection.found", told, at=at, docs=docs, tokens=said.tokens)
        record.attach(said.tokens, owner=evidence.FINDING, owner_id=made.pk, at=at)
    return made.pk


def drop(*, finding_id: int, reason: str, by: office.Actor, at: datetime) -> None:
    """Taken back before the conclusion, for example after the explanation; its files go with it.

    Refused: no_such_finding, not_yours, findings_closed, reason_needed.
    """
    with journal.recording():
        row, inspection = _locked(finding_id)
        record.require(by, inspection.unit_id, *record.OFFICE)
        inspecting.require_running(inspection.state)
        inspecting.require_reason(reason)
        told = {"finding": str(row.number), "post": str(row.post_id)}
        record.log(inspection, "inspection.finding-dropped", told, at=at, docs={"reason": reason})
        files.erase(owner=evidence.FINDING, owner_id=row.pk)
        row.delete()


def review(*, finding_id: int, by: office.Actor, at: datetime) -> None:
    """The head has looked at it in person. Twice is once. Refused: no_such_finding, not_the_head."""
    with journal.recording():
        row, inspection = _locked(finding_id)
        on = local_day(at)
        holder = owing.holders([inspection.post_id], on=on).get(inspection.post_id)
        inspecting.require_in_person(by.person_id, holder)
        if row.reviewed_on is not None:
            return
        row.reviewed_by_id, row.reviewed_on = inspection.post_id, on
        row.save(update_fields=("reviewed_by", "reviewed_on"))
        told = {"finding": str(row.number), "post": str(inspection.post_id), "on": on.isoformat()}
        record.log(inspection, "inspection.head-reviewed", told, at=at)


def owe(inspection: Inspection, row: Finding, *, at: datetime) -> None:
    """In the caller's transaction: the remedy is a duty from now on, and whoever owes it is told."""
    on = local_day(at)
    post = owing.named([row.owner_id])[row.owner_id]
    unit = office.units([post.unit_id], on=on)[post.unit_id]
    owner = stepping.Owner(
        unit_id=unit.id, post_id=post.id, path=unit.path, subject=SUBJECT, subject_id=row.pk
    )
    rule = inspecting.house_rule(record.pack(), "inspection_remedy")
    stepping.promise(owner=owner, key=KEY, rule_id=rule, event=on, day=row.due_on, at=at)
    row.owed_since = on
    row.save(update_fields=("owed_since",))
    told = {
        "finding": str(row.number),
        "remedy": str(row.pk),
        "severity": row.severity,
        "post": str(row.owner_id),
        "unit-owing": unit.code,
        "due": row.due_on.isoformat(),
    }
    record.log(inspection, "inspection.remedy-demanded", told, at=at)
    telling.holders(row, inspection, "finding", at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, and what shows it: words, an address, uploads. `form_key`: taken in once."""

    evidence: str
    form_key: str
    link: str = ""
    tokens: Sequence[str] = ()


def report(*, finding_id: int, said: Done, by: office.Actor, at: datetime) -> None:
    """What was done, and what shows it.

    Refused: no_such_finding, not_yours, evidence_needed, remedy_decided; as files.attach.
    """
    inspecting.require_evidence(said.evidence)
    with journal.recording():
        if RemedyReport.objects.filter(form_key=said.form_key).exists():
            return
        row, inspection = _locked(finding_id)
        require_doer(row, by, at)
        row.state = inspecting.moved("report", row.state)
        row.save(update_fields=("state",))
        made = RemedyReport.objects.create(
            finding=row,
            evidence=said.evidence.strip(),
            link=said.link,
            by_id=by.person_id,
            at=at,
            form_key=said.form_key,
        )
        told, docs = _told(row, local_day(at)), {"evidence": said.evidence}
        record.log(inspection, "inspection.remedy-reported", told, at=at, docs=docs, tokens=said.tokens)
        record.attach(said.tokens, owner=evidence.REMEDY, owner_id=made.pk, at=at)
        telling.team(row, inspection, "remedy-reported", at=at)


def judge(*, finding_id: int, accept: bool, reason: str, by: office.Actor, at: datetime) -> None:
    """The inspectorate accepts what was reported, or sends it back with a reason. What was accepted was done on the day
    of its report.

    Refused: no_such_finding, not_yours, own_deed, inspector_related, remedy_decided, reason_needed.
    """
    with journal.recording():
        row, inspection = _locked(finding_id)
        record.require(by, inspection.unit_id, *record.OFFICE)
        event = "accept" if accept else "send_back"
        state = inspecting.moved(event, row.state)
        said = row.reports.select_for_update().get(accepted=None)
        inspecting.require_other(by.person_id, said.by_id)
        bound = conflicts.bound([by.person_id], target_id=inspection.target_id, at=at)
        inspecting.require_untied([by.person_id], bound)
        if not accept:
            inspecting.require_reason(reason)
        row.state = state
        said.accepted, said.judged_by_id, said.judged_at = accept, by.person_id, at
        said.reason = reason.strip()
        said.save()
        if accept:
            _settle(row, said, at)
        row.save()
        docs = {"reason": reason} if reason.strip() else {}
        told = _told(row, local_day(said.at))
        kind = "inspection.remedy-accepted" if accept else "inspection.remedy-sent-back"
        record.log(inspection, kind, told, at=at, docs=docs)
        telling.holders(row, inspection, "remedy-accepted" if accept else "remedy-sent-back", at=at)


def require_doer(row: Finding, by: office.Actor, at: datetime) -> None:
    """Whoever holds the post, or the desk of its unit. Refused: not_yours."""
    post = owing.named([row.owner_id])[row.owner_id]
    holder = owing.holders([post.id], on=local_day(at)).get(post.id)
    inspecting.require_doer(
        holds=holder == by.person_id, roles=by.roles_in(post.unit_id), owed=row.owed_since is not None
    )


def _settle(row: Finding, said: RemedyReport, at: datetime) -> None:
    row.accepted_on, row.settled_on = local_day(at), local_day(said.at)
    duties.close(
        subject=SUBJECT,
        subject_id=row.pk,
        keys=[KEY],
        outcome=Outcome.MET,
        at=said.at,
        on=local_day(said.at),
    )


def _told(row: Finding, on: date) -> dict[str, str]:
    return {
        "finding": str(row.number),
        "remedy": str(row.pk),
        "post": str(row.owner_id),
        "due": row.due_on.isoformat(),
        "on": on.isoformat(),
    }


def _made(row: Inspection, said: Found, post_id: int) -> Finding:
    last = row.findings.order_by("-number").values_list("number", flat=True).first() or 0
    return Finding.objects.create(
        inspection=row,
        number=last + 1,
        what=said.what.strip(),
        evidence=said.evidence.strip(),
        ground=said.ground.strip(),
        severity=said.severity,
        remedy=said.remedy.strip(),
        post_id=post_id,
        owner_id=post_id,
        due_on=said.due_on,
        form_key=said.form_key,
    )


def _locked(finding_id: int) -> tuple[Finding, Inspection]:
    """Both rows. Refused: no_such_finding."""
    found = Finding.objects.filter(pk=finding_id).values_list("inspection_id", flat=True).first()
    if found is None:
        raise Refused("no_such_finding")
    inspection = Inspection.objects.select_for_update().get(pk=found)
    return Finding.objects.select_for_update().get(pk=finding_id), inspection


def _post(row: Inspection, post_id: int | None, at: datetime) -> int:
    """Refused: post_elsewhere."""
    known = {post.id for post in office.posts(unit_id=row.target_id, on=local_day(at))}
    return inspecting.require_post(post_id, known)
