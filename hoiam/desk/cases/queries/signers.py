"""Who brought a matter together, as far as each may know: staff see the list by number, a signer only themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from hoiam.desk.cases.models import Appointment, Case, Decision, DecisionKind, Reply, Served, Signer
from hoiam.desk.cases.queries import codes
from hoiam.files import queries as files
from hoiam.kit.moments import local_day
from hoiam.law import grouping, packs
from hoiam.law.refusal import Refused

OWN_CODE = 1
"""The number of who sent it: the case's code is theirs."""


@dataclass(frozen=True, slots=True)
class Mine:
    """The entry of the one who looks: nothing of anybody else."""

    id: int
    number: int
    representative: bool
    joined_on: date
    left_on: date | None
    served_on: date | None


@dataclass(frozen=True, slots=True)
class GroupCard:
    """How many they are and how many represent them; nobody's name."""

    people: int
    representatives: int
    me: Mine

    @property
    def acts(self) -> bool:
        """Whether the one who looks acts for the group."""
        return self.me.representative and self.me.left_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerCard:
    """One line of the list at the desk; who it is stays sealed."""

    id: int
    number: int
    identity_id: int | None
    representative: bool
    signed: bool
    joined_on: date
    joined_paper: str
    left_on: date | None
    left_paper: str
    served_on: date | None


@dataclass(frozen=True, slots=True)
class AppointmentCard:
    """The writing that appoints the representatives, where it is on file."""

    on: date
    file_id: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What everybody of the group is to have: the reply or decision that stands."""

    what: str
    id: int
    number: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCard:
    """The whole list of a case; `missing` is what acceptance waits for (hoiam.law.grouping)."""

    people: int
    representatives: int
    most: grouping.Limit
    missing: tuple[str, ...]
    signers: tuple[SignerCard, ...]
    appointment: AppointmentCard | None
    paper: Paper | None

    @property
    def standing(self) -> tuple[SignerCard, ...]:
        """Those who did not leave."""
        return tuple(one for one in self.signers if one.left_on is None)

    @property
    def unserved(self) -> tuple[SignerCard, ...]:
        """Those who did not leave and are not noted as having it."""
        return tuple(one for one in self.standing if one.served_on is None)


def case_of_acting(code: str) -> int:
    """The case of a code, the case's own or a signer's, of who acts in it. Two statements. Refused: no_such_case."""
    case = codes.case_of_any(code)
    if case.representatives:
        hashed = codes.code_hash(codes.canonical(code))
        own = hashed == bytes(case.code_hash)
        row = Signer.objects.get(case=case, **({"number": OWN_CODE} if own else {"code_hash": hashed}))
        if row.left_on is not None or not row.representative:
            raise Refused("no_such_case")
    return case.pk


def group(*, case_id: int, code: bytes | None, people: int, representatives: int) -> GroupCard:
    """The case as one of its signers may know it; no code: the case's own. Two statements."""
    chosen = {"number": OWN_CODE} if code is None else {"code_hash": code}
    row = Signer.objects.get(case_id=case_id, **chosen)
    served = Served.objects.filter(signer=row).order_by("-id").values_list("on", flat=True).first()
    me = Mine(row.pk, row.number, row.representative, row.joined_on, row.left_on, served)
    return GroupCard(people, representatives, me)


def require_acting(*, case_id: int, signer_id: int) -> None:
    """Refused: no_such_case, signer_left, only_representatives. One statement."""
    row = Signer.objects.filter(pk=signer_id, case_id=case_id).first()
    if row is None:
        raise Refused("no_such_case")
    grouping.acts(represents=row.representative, gone=row.left_on is not None)


def standing(case_id: int) -> "QuerySet[Signer]":
    """Those who did not leave, in their order."""
    return Signer.objects.filter(case_id=case_id, left_on=None).order_by("number")


def identities(case: Case, *, acting: bool = False) -> list[int]:
    """Of everybody who stands on it, or of those who act for all, to be told of a step. One statement."""
    found = standing(case.pk).filter(identity__isnull=False)
    if acting:
        found = found.filter(representative=True)
    return list(found.values_list("identity__pk", flat=True))


def count(case: Case) -> grouping.Count:
    """Two statements."""
    signed = standing(case.pk).filter(signed=True).count()
    appointed = Appointment.objects.filter(case=case, ended_at=None).exists()
    return grouping.Count(case.people, case.representatives, signed, appointed)


def missing(case: Case, *, on: date) -> tuple[str, ...]:
    """What the file of a group lacks; nothing for one person. Two statements for a group."""
    if not case.representatives:
        return ()
    pack = packs.load(settings.HOIAM_PACK)
    return grouping.missing(count(case), kind=case.kind, on=on, pack=pack)


def unserved(case: Case) -> int:
    """How many of the group are not noted as having the decision; none of one person. Two statements for a group."""
    paper = _paper(case) if case.representatives else None
    return 0 if paper is None else standing(case.pk).exclude(_having(paper)).count()


def listed(*, case_id: int, on: date) -> ListCard | None:
    """The list at the desk; None for a matter of one. Six statements, however long it is."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not case.representatives:
        return None
    paper = _paper(case)
    pack = packs.load(settings.HOIAM_PACK)
    appointment = Appointment.objects.filter(case=case, ended_at=None).first()
    rows = list(Signer.objects.filter(case=case).order_by("number"))
    signed = sum(one.signed for one in rows if one.left_on is None)
    so_far = grouping.Count(case.people, case.representatives, signed, appointment is not None)
    served = _served(case, paper)
    return ListCard(
        people=case.people,
        representatives=case.representatives,
        most=grouping.limit(case.people, on=on, pack=pack),
        missing=grouping.missing(so_far, kind=case.kind, on=on, pack=pack),
        signers=tuple(_card(row, served) for row in rows),
        appointment=AppointmentCard(appointment.on, appointment.file_id) if appointment else None,
        paper=paper,
    )


def has_file(*, case_id: int, file_id: int) -> bool:
    """Whether this attachment is the case's own. One statement."""
    try:
        found = files.about(file_id=file_id)
    except Refused:
        return False
    return (found.owner, found.owner_id) == ("case", case_id)


def paper_of(case: Case) -> Paper:
    """Refused: nothing_to_serve."""
    found = _paper(case)
    if found is None:
        raise Refused("nothing_to_serve")
    return found


def _paper(case: Case) -> Paper | None:
    """The reply that stands, or the decision that settles it. One statement."""
    if case.reply_id is not None:
        reply = Reply.objects.filter(pk=case.reply_id).values_list("pk", "number", "sent_at").get()
        return Paper("reply", reply[0], reply[1], local_day(reply[2]))
    settled = Decision.objects.filter(case=case, kind=DecisionKind.SETTLE).order_by("-id")
    row = settled.values_list("pk", "number", "on").first()
    return Paper("decision", *row) if row else None


def _having(paper: Paper) -> Exists:
    rows: QuerySet[Served] = Served.objects.filter(**{paper.what: paper.id})
    return Exists(rows.filter(signer=OuterRef("pk")))


def _served(case: Case, paper: Paper | None) -> Mapping[int, date]:
    if paper is None:
        return {}
    rows = Served.objects.filter(signer__case=case, **{paper.what: paper.id})
    return dict(rows.values_list("signer_id", "on"))


def _card(row: Signer, served: Mapping[int, date]) -> SignerCard:
    return SignerCard(
        id=row.pk,
        number=row.number,
        identity_id=row.identity_id,
        representative=row.representative,
        signed=row.signed,
        joined_on=row.joined_on,
        joined_paper=row.joined_paper,
        left_on=row.left_on,
        left_paper=row.left_paper,
        served_on=served.get(row.pk),
    )
