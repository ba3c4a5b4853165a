"""The documents of a procedure with decisions, as pages show them, and the other instance of the same complaint."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from hoiam.desk.cases.models import (
    Case,
    Decision,
    DecisionKind,
    Dialogue,
    Document,
    DocumentState,
    Verification,
)
from hoiam.desk.cases.queries import cards, procedures
from hoiam.law import document_templates, packs

MOST_OFFERED = 50
"""Documents of a case that are looked through for what a step may stand on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCard:
    """One numbered document; `recipients` for staff alone: they may be names."""

    id: int
    kind: str
    number: str
    on: date
    reason: str
    content: str
    criteria: tuple[str, ...]
    recipients: str
    signed_title: str
    sent_on: date | None
    delivered_on: date | None
    effective_on: date | None
    until: date | None
    published_on: date | None
    published_where: str
    posted_until: date | None
    document_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationCard:
    """One order to verify, and its report once it is there; `differs` None until then."""

    number: str
    on: date
    verifier: str
    plan: str
    until: date | None
    reported_on: date | None
    findings: str
    differs: bool | None
    document_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCard:
    """A numbered document that no step stands on yet; `events`: those that it decides."""

    id: int
    form: str
    code: str
    on: date
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueCard:
    """One dialogue; `participants` with names for staff alone: others read in what capacity each came."""

    on: date
    time: str
    place: str
    given_up: bool
    notice_number: str
    announced_on: date | None
    held_on: date | None
    minutes_number: str
    participants: tuple[Mapping[str, str], ...]
    absence: str
    agreed: str
    disputed: str


@dataclass(frozen=True, slots=True)
class Instance:
    """The other instance of the same complaint."""

    id: int
    number: str
    kind: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFile:
    """All of it, oldest first."""

    decisions: tuple[DecisionCard, ...] = ()
    verifications: tuple[VerificationCard, ...] = ()
    dialogues: tuple[DialogueCard, ...] = ()
    earlier: Instance | None = None
    later: Instance | None = None
    issued: tuple[IssuedCard, ...] = ()

    @property
    def settled(self) -> DecisionCard | None:
        """The decision of this instance."""
        return next((one for one in reversed(self.decisions) if one.kind == "settle"), None)

    @property
    def ahead(self) -> DialogueCard | None:
        """The dialogue that is planned and not yet held."""
        return next((one for one in self.dialogues if not one.given_up and one.held_on is None), None)


NOTHING = ComplaintFile()
NOTIFIED = frozenset({"refusing", "refused"})
"""States of a petition in which a written notice may be on file."""


def of(*, case_id: int, kind: str, state: str, earlier_id: int | None, inside: bool) -> ComplaintFile:
    """Three statements, two more `inside`; one more for each other instance; of a petition as `_refusal`.

    `inside`: for staff, with what verifiers found and the documents that a step may stand on.
    """
    if procedures.held(kind):
        return NOTHING
    if procedures.is_petition(kind):
        return _refusal(case_id, inside=inside) if state in NOTIFIED else NOTHING
    decisions = Decision.objects.filter(case_id=case_id).order_by("id")
    verifications = Verification.objects.filter(case_id=case_id).order_by("id")
    dialogues = Dialogue.objects.filter(case_id=case_id).order_by("id")
    return ComplaintFile(
        decisions=tuple(_decision(row, inside=inside) for row in decisions),
        verifications=tuple(map(_verification, verifications)) if inside else (),
        dialogues=tuple(_dialogue(row, inside=inside) for row in dialogues),
        earlier=_instance(Case.objects.filter(pk=earlier_id)) if earlier_id else None,
        later=_instance(Case.objects.filter(earlier_id=case_id)),
        issued=_issued(case_id) if inside else (),
    )


def _refusal(case_id: int, *, inside: bool) -> ComplaintFile:
    """Of a petition just the notice that it is refused: one statement, one more `inside`."""
    rows = Decision.objects.filter(case_id=case_id, kind=DecisionKind.REFUSE).order_by("id")
    return ComplaintFile(
        decisions=tuple(_decision(row, inside=inside) for row in rows),
        issued=_issued(case_id) if inside else (),
    )


def _issued(case_id: int) -> tuple[IssuedCard, ...]:
    """The newest first."""
    known = packs.load(settings.HOIAM_PACK).document_templates
    rows = Document.objects.filter(
        case_id=case_id,
        state=DocumentState.ISSUED,
        outgoing__isnull=False,
        decision=None,
        verification=None,
    ).order_by("-id")
    return tuple(
        IssuedCard(id=pk, form=form, code=code, on=on, events=events)
        for pk, form, code, on, values in rows.values_list(
            "pk", "form", "outgoing__code", "issued_on", "values"
        )[:MOST_OFFERED]
        if on and form in known and (events := document_templates.decided_by(known[form], values))
    )


def without_names(found: ComplaintFile) -> ComplaintFile:
    """For a signer who does not represent the group: not who took part in dialogues, nor to whom papers went."""
    return replace(
        found,
        decisions=tuple(replace(one, recipients="") for one in found.decisions),
        dialogues=tuple(replace(one, participants=()) for one in found.dialogues),
    )


def _instance(rows: "QuerySet[Case]") -> Instance | None:
    row = rows.values_list("pk", "received_on", "kind", "unit_id").first()
    if row is None:
        return None
    pk, received_on, kind, unit_id = row
    return Instance(pk, cards.number_of(received_on, pk), kind, unit_id)


def _decision(row: Decision, *, inside: bool) -> DecisionCard:
    return DecisionCard(
        id=row.pk,
        kind=row.kind,
        number=row.number,
        on=row.on,
        reason=row.reason,
        content=row.content,
        criteria=tuple(row.criteria),
        recipients=row.recipients if inside else "",
        signed_title=row.signed_title,
        sent_on=row.sent_on,
        delivered_on=row.delivered_on,
        effective_on=row.effective_on,
        until=row.until,
        published_on=row.published_on,
        published_where=row.published_where,
        posted_until=row.posted_until,
        document_id=row.document_id,
    )


def _verification(row: Verification) -> VerificationCard:
    return VerificationCard(
        number=row.number,
        on=row.on,
        verifier=row.verifier,
        plan=row.plan,
        until=row.until,
        reported_on=row.reported_on,
        findings=row.findings,
        differs=row.differs,
        document_id=row.document_id,
    )


def _dialogue(row: Dialogue, *, inside: bool) -> DialogueCard:
    came = row.participants if inside else [{"name": "", "role": one["role"]} for one in row.participants]
    return DialogueCard(
        on=row.on,
        time=row.time,
        place=row.place,
        given_up=row.given_up,
        notice_number=row.notice_number,
        announced_on=row.announced_on,
        held_on=row.held_on,
        minutes_number=row.minutes_number,
        participants=tuple(one for one in came if one["name"] or one["role"]),
        absence=row.absence,
        agreed=row.agreed,
        disputed=row.disputed,
    )
