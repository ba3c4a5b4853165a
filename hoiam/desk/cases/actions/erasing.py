"""Forgetting a finished case on a decision: what people wrote goes, or all that the log's entries say as well.

The log tells that it happened before the key goes; entries and holders' receipts stay as they are.
"""

import hashlib
import re
import secrets
from datetime import datetime

from django.db import connection
from django.db.models import Q

from hoiam.desk.cases.actions import index, learning, record
from hoiam.desk.cases.models import (
    OPEN_STATES,
    Case,
    Challenged,
    Decision,
    Dialogue,
    Document,
    Message,
    Outgoing,
    Point,
    RedactedCopy,
    Reply,
    SentOnce,
    Signer,
    Step,
    Verification,
)
from hoiam.desk.cases.queries import codes, signers
from hoiam.files import actions as files
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.law import grouping
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

GROUNDS = ("retention", "request", "court", "authority")
"""Kept long enough; asked for by the person; a court's decision; another authority's decision."""
DECISION_LIMIT = 120
NOTHING = "—"
_NUMBER = re.compile(r"\d{4}-(\d{6,})", re.ASCII)
_TABLES = (
    *("journal_vault", "journal_event", "cases_case", "cases_point", "cases_reply", "cases_step"),
    *("cases_document", "cases_outgoing", "cases_redactedcopy", "cases_sentonce"),
    *("cases_message", "cases_decision", "cases_verification", "cases_dialogue", "cases_signer"),
    *("cases_challenged", "cases_search", "cases_fieldword", "sealed_identity", "files_file"),
)


def erase(
    *, code: str, documents_only: bool, ground: str, decision: str, by: office.Actor, at: datetime
) -> int:
    """Erase the case with this code or number; gives its id.

    Only documents: what was written, attached and said of the person goes, and what proves documents; kind and
    dates of each event can still be opened. Else nothing can be.
    Refused: not_operator, unknown_ground(known), reason_needed, reason_too_long, no_such_case, wrong_state, erased.
    """
    if not by.holds(Role.OPERATOR):
        raise Refused("not_operator")
    _check(ground, decision)
    case_id = _found(code)
    with record.opened(case_id=case_id) as case:
        if case.state in (*OPEN_STATES, "answered"):
            raise Refused("wrong_state", state=case.state)
        facts = {"ground": ground, "decision": hashlib.sha256(decision.strip().encode()).hexdigest()}
        db.overwriting()
        entry = journal.erase(
            ref=case.ref, documents_only=documents_only, unit=case.unit.code, at=at, facts=facts
        )
        _forget(case, by, decision.strip(), at)
        what = "documents" if documents_only else "case"
        _note(case, entry.event_id, {"what": what, "ground": ground, "decision": decision.strip()}, by, at)
    return case_id


def erase_signer(
    *, code: str, number: int, ground: str, decision: str, by: office.Actor, at: datetime
) -> tuple[str, ...]:
    """Forget one of several signers, by their number on the list: who they are, and the code that opened it for them.

    How many they are, who represented, days, steps and the matter itself stay. Gives the numbers of other cases that
    the same person stands on because one was made from the other: each needs its own decision.
    Refused: as `erase`; no_such_signer, signer_stands, signer_erased.
    """
    if not by.holds(Role.OPERATOR):
        raise Refused("not_operator")
    _check(ground, decision)
    with record.opened(case_id=_found(code)) as case:
        row = Signer.objects.select_for_update().filter(case=case, number=number).first()
        if row is None:
            raise Refused("no_such_signer")
        over = case.state not in (*OPEN_STATES, "answered")
        grouping.forget(gone=row.left_on is not None, over=over)
        if row.identity_id is None or sealed.erased(identity_id=row.identity_id):
            raise Refused("signer_erased")
        facts = {"ground": ground, "decision": hashlib.sha256(decision.strip().encode()).hexdigest()}
        db.overwriting()
        entry = journal.tell_erased(ref=case.ref, what="signer", unit=case.unit.code, at=at, facts=facts)
        sealed.erase(identity_id=row.identity_id, by=by.person_id, reason=decision.strip(), at=at)
        _forget_signer(case, row)
        said = {"what": "signer", "signer": str(number), "ground": ground, "decision": decision.strip()}
        _note(case, entry.event_id, said, by, at)
        return _elsewhere(row)


def _forget_signer(case: Case, row: Signer) -> None:
    """A code that nobody holds takes the place of theirs; the sender's is the case's own."""
    unheld = secrets.token_bytes(len(case.code_hash))
    row.mark, row.joined_paper, row.left_paper = None, "", ""
    if row.number == signers.OWN_CODE:
        case.code_hash = unheld
    else:
        row.code_hash = unheld
    row.save(update_fields=("mark", "joined_paper", "left_paper", "code_hash"))
    case.version += 1
    case.save(update_fields=("code_hash", "version"))


def _elsewhere(row: Signer) -> tuple[str, ...]:
    """Cases made from this one, or that it was made from, where the same person is still known."""
    same = Q(origin=row) | Q(pk=row.origin_id)
    found = Signer.objects.filter(same, mark__isnull=False).select_related("case").order_by("case_id")
    return tuple(record.number(one.case) for one in found)


def scrub() -> None:
    """Take what was erased out of the database's own leftovers: free pages and old versions of rows.

    Not within a transaction.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in _TABLES:
            cursor.execute(f"VACUUM {table}")


def _check(ground: str, decision: str) -> None:
    if ground not in GROUNDS:
        raise Refused("unknown_ground", known=", ".join(GROUNDS))
    if not decision.strip():
        raise Refused("reason_needed")
    if len(decision.strip()) > DECISION_LIMIT:
        raise Refused("reason_too_long", limit=DECISION_LIMIT)


def _found(code: str) -> int:
    number = _NUMBER.fullmatch(code.strip())
    if number is None:
        return codes.case_of_code(code).pk
    case = Case.objects.only("received_on").filter(pk=int(number[1])).first()
    if case is None or record.number(case) != code.strip():
        raise Refused("no_such_case")
    return case.pk


def _forget(case: Case, by: office.Actor, decision: str, at: datetime) -> None:
    Reply.objects.filter(case=case).update(points=[], comment="", letter=None)
    Document.objects.filter(case=case, state="draft").delete()
    Document.objects.filter(case=case).update(values={}, recipients=[], pdf=None, signed=None)
    Outgoing.objects.filter(case=case).update(subject=NOTHING, recipients=[])
    RedactedCopy.objects.filter(case=case).delete()
    Point.objects.filter(case=case).delete()
    Challenged.objects.filter(case=case).delete()
    Step.objects.filter(case=case).update(note="")
    SentOnce.objects.filter(case=case).delete()
    Message.objects.filter(case=case).update(text="")
    Decision.objects.filter(case=case).update(reason="", content="", recipients="")
    Verification.objects.filter(case=case).update(verifier=NOTHING, plan="", findings="")
    Dialogue.objects.filter(case=case).update(place="", participants=[], agreed="", disputed="")
    files.erase(owner=record.SUBJECT, owner_id=case.pk)
    index.drop(case_id=case.pk)
    learning.forget(case)
    _forget_people(case, by, decision, at)
    case.title, case.body = NOTHING, ""
    case.public_title = case.public_text = ""
    case.cleared_at = None
    case.version += 1
    case.save()


def _forget_people(case: Case, by: office.Actor, decision: str, at: datetime) -> None:
    """The sender, and everybody who signed with them, those who left among them."""
    rows = Signer.objects.filter(case=case)
    known = {case.identity_id, *rows.values_list("identity_id", flat=True)} - {None}
    rows.update(mark=None, joined_paper="", left_paper="")
    for identity_id in sorted(one for one in known if one is not None):
        if not sealed.erased(identity_id=identity_id):
            sealed.erase(identity_id=identity_id, by=by.person_id, reason=decision, at=at)


def _note(case: Case, entry: int, facts: dict[str, str], by: office.Actor, at: datetime) -> None:
    record.note(case, "erase", by=by.person_id, at=at, facts=facts, entry=entry)
