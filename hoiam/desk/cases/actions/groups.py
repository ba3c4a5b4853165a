"""What changes about a group after its matter came in: who joins, leaves, represents, signed, was served.

Every change keeps the counts of the case in its own transaction; the log tells how many they are, never who.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Max

from hoiam.desk.cases.actions import group_intake, procedure, record, telling
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.actions.group_intake import Fellow
from hoiam.desk.cases.models import Case, Served, Signer
from hoiam.desk.cases.queries import codes, signers
from hoiam.desk.cases.queries.signers import Paper
from hoiam.journal import actions as journal
from hoiam.journal.models import Vault
from hoiam.kit.moments import local_day
from hoiam.law import grouping
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed


def join(
    *,
    case_id: int,
    version: int,
    fellows: Sequence[Fellow],
    on: date,
    paper: str,
    by: office.Actor,
    at: datetime,
) -> None:
    """More people stand on it from that day, by that paper; an appointment that they did not sign stands no longer.

    Refused: no_such_case, not_a_group, signer_twice, too_many_people, too_many_representatives, and as `_changing`.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _changing(case, by, on=on, at=at)
        last = Signer.objects.filter(case=case).aggregate(last=Max("number"))["last"]
        grouping.listed([group_intake.as_listed(one.person) for one in fellows])
        _require_new(case, fellows)
        rows = group_intake.new_rows(case, fellows, after=last, on=on, at=at, paper=paper)
        Signer.objects.bulk_create(rows)
        group_intake.end_appointment(case, at=at)
        _count(case)
        grouping.represented(case.people, case.representatives, on=local_day(at), pack=record.pack())
        _record(case, "join", by=by, at=at, more={"day": on.isoformat(), "joined": str(len(rows))})
        _tell(case, at)


def leave(
    *, case_id: int, version: int, number: int, on: date, paper: str, by: office.Actor, at: datetime
) -> None:
    """One stands on it no longer, from that day, by that paper.

    Refused: no_such_signer, signer_left, last_signer, last_representative, and as `_changing`.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _changing(case, by, on=on, at=at, states=grouping.LEFT)
        _leave(case, _of_number(case, number), on=on, paper=paper, by=by, at=at)
        _begin_window(case, by, at)


def leave_oneself(*, case_id: int, signer: int, at: datetime) -> None:
    """The same by one's own code; nobody has to say why. Refused: wrong_state, and as `leave`."""
    with record.opened(case_id=case_id) as case:
        grouping.still_open(case.state, grouping.LEFT)
        row = Signer.objects.filter(case=case, pk=signer).first()
        if row is None:
            raise Refused("no_such_signer")
        _leave(case, row, on=local_day(at), paper="", by=None, at=at)
        _begin_window(case, None, at)


def represent(
    *, case_id: int, version: int, numbers: Collection[int], by: office.Actor, at: datetime
) -> None:
    """These represent from now on; the writing that appointed others ends with that.

    Refused: no_such_signer, no_representative, too_many_representatives, and as `_changing`.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _changing(case, by, on=None, at=at, states=grouping.LEFT)
        rows = _chosen(case, numbers)
        grouping.represented(case.people, len(rows), on=local_day(at), pack=record.pack())
        before = set(signers.standing(case.pk).filter(representative=True).values_list("number", flat=True))
        if before == {one.number for one in rows}:
            return
        standing = signers.standing(case.pk)
        standing.update(representative=False)
        standing.filter(pk__in=[one.pk for one in rows]).update(representative=True)
        group_intake.end_appointment(case, at=at)
        _count(case)
        _record(case, "represent", by=by, at=at)
        _tell(case, at)


def appoint(
    *,
    case_id: int,
    version: int,
    on: date,
    token: str = "",
    file_id: int | None = None,
    by: office.Actor,
    at: datetime,
) -> None:
    """The written appointment is on file: scanned now, among the attachments, or on paper only.

    Refused: no_such_file, as files.attach, and as `_changing`.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _changing(case, by, on=on, at=at, states=grouping.LEFT)
        if token:
            group_intake.appoint(case, token=token, on=on, by=by.person_id, at=at)
        else:
            _require_own(case, file_id)
            group_intake.put_appointment(case, file_id=file_id, on=on, by=by.person_id, at=at)
        _record(case, "appoint", by=by, at=at, more={"day": on.isoformat()})


def sign(*, case_id: int, version: int, numbers: Collection[int], by: office.Actor, at: datetime) -> None:
    """Whose signatures, or fingerprints, are on the paper; of all others they are not. Refused: as `_changing`."""
    with record.opened(case_id=case_id, version=version) as case:
        _changing(case, by, on=None, at=at, states=grouping.LEFT)
        rows = _chosen(case, numbers)
        standing = signers.standing(case.pk)
        standing.update(signed=False)
        standing.filter(pk__in=[one.pk for one in rows]).update(signed=True)
        _record(case, "sign", by=by, at=at, more={"signed": str(len(rows))})


def serve(
    *, case_id: int, version: int, numbers: Collection[int], on: date, by: office.Actor, at: datetime
) -> None:
    """These have the reply or the decision that stands since that day.

    Of a complaint the right to complain again begins when the last of them has it, and counts from the latest day.
    Refused: no_such_case, not_a_group, not_yours, nothing_to_serve, nobody_chosen, no_such_signer, day_not_yet,
    day_before_decision.
    """
    with record.opened(case_id=case_id, version=version) as case:
        _own(case, by)
        paper = signers.paper_of(case)
        _require_day(on, since=paper.on, at=at, early="day_before_decision")
        rows = _chosen(case, numbers)
        if not rows:
            raise Refused("nobody_chosen")
        _serve(paper, rows, on, by, at)
        _note_served(case, paper, on, by, at)
        _begin_window(case, by, at)


def names(
    *, case_id: int, purpose: str, reason: str, left: bool, by: office.Actor, at: datetime
) -> dict[int, sealed.Personal]:
    """Who they are, by number; each opening is recorded before anything is shown. `left`: those who left as well.

    Not within a transaction. Refused: no_such_case, not_a_group, not_yours, and as sealed.open_many.
    """
    case = Case.objects.select_related("unit").filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    _own(case, by)
    rows = list(Signer.objects.filter(case=case).order_by("number") if left else signers.standing(case.pk))
    ids = [one.identity_id for one in rows if one.identity_id is not None]
    found = sealed.open_many(identity_ids=ids, by=by.person_id, purpose=purpose, reason=reason, at=at)
    return {
        one.number: found[one.identity_id]
        for one in rows
        if one.identity_id in found and _belongs(one, case, found[one.identity_id])
    }


def tells_nothing(*, case_id: int) -> bool:
    """Whether slips of this case name neither office nor day nor matter: so the sender wished it."""
    refs = Case.objects.filter(pk=case_id).values("ref")
    return Vault.objects.filter(ref__in=refs, sealed=True).exists()


def _belongs(row: Signer, case: Case, person: sealed.Personal) -> bool:
    return codes.opens(person.code, stored=bytes(row.code_hash or case.code_hash))


def _changing(
    case: Case,
    by: office.Actor,
    *,
    on: date | None,
    at: datetime,
    states: frozenset[str] = grouping.JOINED,
) -> None:
    """Refused: no_such_case, not_a_group, not_yours, wrong_state, day_not_yet, day_before_receipt."""
    _own(case, by)
    grouping.change(case.state, _roles(case, by), states=states)
    if on is not None:
        _require_day(on, since=None, at=at, early="")


def _own(case: Case, by: office.Actor) -> None:
    record.keep_out(case, by)
    if not case.representatives:
        raise Refused("not_a_group")
    if not _roles(case, by) & grouping.WHO:
        raise Refused("not_yours")


def _roles(case: Case, by: office.Actor) -> frozenset[Role]:
    return kinds.acting(case.kind, by.roles_in(case.unit_id))


def _require_day(on: date, *, since: date | None, at: datetime, early: str) -> None:
    if on > local_day(at):
        raise Refused("day_not_yet")
    if since is not None and on < since:
        raise Refused(early, since=since)


def _require_new(case: Case, fellows: Sequence[Fellow]) -> None:
    """Nobody joins who stands on it already."""
    known = {
        bytes(mark): number
        for number, mark in signers.standing(case.pk).values_list("number", "mark")
        if mark
    }
    for place, one in enumerate(fellows, start=1):
        first = known.get(group_intake.mark_of(case, one.person))
        if first is not None:
            raise Refused("signer_there", number=first, line=place)


def _require_own(case: Case, file_id: int | None) -> None:
    if file_id is not None and not signers.has_file(case_id=case.pk, file_id=file_id):
        raise Refused("no_such_file")


def _of_number(case: Case, number: int) -> Signer:
    row = Signer.objects.filter(case=case, number=number).first()
    if row is None:
        raise Refused("no_such_signer")
    return row


def _chosen(case: Case, numbers: Collection[int]) -> list[Signer]:
    """Refused: no_such_signer for whoever left or never stood on it."""
    rows = list(signers.standing(case.pk).filter(number__in=set(numbers)))
    if len(rows) != len(set(numbers)):
        raise Refused("no_such_signer")
    return rows


def _leave(case: Case, row: Signer, *, on: date, paper: str, by: office.Actor | None, at: datetime) -> None:
    gone = row.left_on is not None
    grouping.leave(signers.count(case), represents=row.representative, gone=gone)
    if on < row.joined_on:
        raise Refused("day_before_joining", since=row.joined_on)
    row.left_on, row.left_paper = on, paper
    row.save(update_fields=("left_on", "left_paper"))
    _count(case)
    _record(case, "leave", by=by, at=at, more={"day": on.isoformat(), "signer": str(row.number)})
    _tell(case, at)
    if row.identity_id is not None:
        telling.tell([row.identity_id], case, "group-left", at=at, day=on.isoformat())


def _tell(case: Case, at: datetime) -> None:
    """Everybody who stands on it: how many they are now."""
    people, representatives = str(case.people), str(case.representatives)
    record.tell_citizen(case, "group", at=at, people=people, representatives=representatives)


def _count(case: Case) -> None:
    """The counts of the case, from its list."""
    marks = list(signers.standing(case.pk).values_list("representative", flat=True))
    case.people, case.representatives = len(marks), sum(marks)


def _record(
    case: Case, what: str, *, by: office.Actor | None, at: datetime, more: dict[str, str] | None = None
) -> None:
    """Version, log entry and history: how many they are now, and what changed."""
    counts = {"people": str(case.people), "representatives": str(case.representatives)}
    case.version += 1
    case.save(update_fields=("people", "representatives", "version"))
    appended = journal.append(
        ref=case.ref,
        kind="case.group-changed",
        unit=case.unit.code,
        at=at,
        extra={"what": what, **counts},
        docs={"signers": group_intake.digest_now(case)},
    )
    record.note(
        case,
        what,
        by=by.person_id if by else None,
        at=at,
        facts={**counts, **(more or {})},
        entry=appended.event_id,
    )


def _serve(paper: Paper, rows: Sequence[Signer], on: date, by: office.Actor, at: datetime) -> None:
    """Noted again, the later word stands."""
    chosen = {f"{paper.what}_id": paper.id}
    Served.objects.filter(signer__in=rows, **chosen).delete()
    Served.objects.bulk_create(Served(signer=row, on=on, by_id=by.person_id, at=at, **chosen) for row in rows)


def _begin_window(case: Case, by: office.Actor | None, at: datetime) -> None:
    """Once the last of them has the decision: the step that begins the window, with the latest day.

    `by` None: the last one without it left by their own code. The step is the office's all the same: it follows from
    what the office noted of the others.
    """
    roles = _roles(case, by) if by else frozenset({Role.CLERK})
    may = kinds.ruled(case.kind).available(case.state, roles, is_assignee=False)
    if "delivered" not in may or signers.unserved(case):
        return
    standing = Served.objects.filter(signer__case=case, signer__left_on=None, decision__isnull=False)
    latest = standing.order_by("-decision_id", "-on").values_list("on", flat=True).first()
    if latest is not None:
        procedure.step_of("delivered", case, Said(day=latest), by=by, at=at, roles=roles)


def _note_served(case: Case, paper: Paper, on: date, by: office.Actor, at: datetime) -> None:
    served = case.people - signers.unserved(case)
    counts = {"served": str(served), "people": str(case.people)}
    case.version += 1
    case.save(update_fields=("version",))
    appended = journal.append(
        ref=case.ref,
        kind="case.served",
        unit=case.unit.code,
        at=at,
        extra={"what": paper.what, "on": on.isoformat(), **counts},
    )
    facts = {**counts, "day": on.isoformat()}
    record.note(case, "serve", by=by.person_id, at=at, facts=facts, entry=appended.event_id)
