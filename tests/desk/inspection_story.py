"""An inspection of a ward by its province as tests need it: planned, decided, on the spot, concluded, remedied."""

import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from hoiam.desk.inspections import actions as inspections
from hoiam.desk.inspections.actions import programme, self_review
from hoiam.desk.inspections.models import Entry, Finding, Inspection, SelfReview
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.office.models import Holder, Person, Post
from tests import cast as people

DRAFT = (
    "Phường tiếp nhận đơn chậm. [[Bà Nông Thị Giả Định, 020190000001]] đã gửi đơn hai lần. Phường phải sửa."
)
DUE = timedelta(days=40)


def chairman(cast) -> Person:
    """Who heads the province; made when first asked for."""
    now = Holder.objects.filter(post__unit=cast.province, post__is_head=True, until_on=None).first()
    if now is not None:
        return now.person
    person = people._person("province_head", cast.province, Role.HEAD)
    post = Post.objects.create(
        unit=cast.province,
        title="Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn",
        title_en="Chairman of the People's Committee of Lang Son province",
        is_head=True,
    )
    Holder.objects.create(post=post, person=person, from_on=people.FIRST_DAY)
    office.forget_served()
    return person


def second_inspector(cast) -> Person:
    """A colleague of the inspector; made when first asked for."""
    found = Person.objects.filter(username="second_inspector").first()
    return found or people._person("second_inspector", cast.province, Role.INSPECTOR)


def post(unit) -> Post:
    return Post.objects.get(unit=unit, is_head=True)


def acting(person, at: datetime | None = None):
    return people.actor(person, timezone.localdate(at or timezone.now()))


def planned(cast, *, target=None, at: datetime | None = None, **changes) -> Entry:
    """Put into the programme of this year by the inspector."""
    at = at or timezone.now()
    chairman(cast)
    day = timezone.localdate(at)
    said = {
        "target_id": (target or cast.ward).pk,
        "theme": "Tiếp công dân và giải quyết kiến nghị",
        "reason": "never",
        "begins_on": day,
        "days": 20,
        "form_key": secrets.token_hex(20),
        "inspectors": (cast.inspector.pk,),
        **changes,
    }
    year = said.pop("year", day.year)
    by = said.pop("by", cast.inspector)
    pk = programme.add(
        unit_id=cast.province.pk, year=year, said=programme.Planned(**said), by=acting(by, at), at=at
    )
    return Entry.objects.get(pk=pk)


def approved(cast, *, at: datetime | None = None, year: int | None = None) -> None:
    at = at or timezone.now()
    programme.approve(
        unit_id=cast.province.pk,
        year=year or timezone.localdate(at).year,
        number="12/QĐ-UBND",
        by=acting(chairman(cast), at),
        at=at,
    )


def decided(cast, *, at: datetime | None = None, **changes) -> Inspection:
    """Unscheduled, unless said otherwise."""
    at = at or timezone.now()
    chairman(cast)
    said = {
        "target_id": cast.ward.pk,
        "kind": "unscheduled",
        "theme": "Tiếp công dân và giải quyết kiến nghị",
        "number": "45/QĐ-TTr",
        "ground": "Nhiều việc quá hạn trong quý trước.",
        "leader": cast.inspector.pk,
        "members": (cast.inspector.pk,),
        "form_key": secrets.token_hex(20),
        **changes,
    }
    by = acting(said.pop("by", cast.inspector), at)
    pk = inspections.decide(unit_id=cast.province.pk, said=inspections.Decided(**said), by=by, at=at)
    return Inspection.objects.get(pk=pk)


def step(cast, row: Inspection, event: str, *, at: datetime | None = None, by=None, **said) -> Inspection:
    at = at or timezone.now()
    getattr(inspections, event)(
        inspection_id=row.pk, said=inspections.Said(**said), by=acting(by or cast.inspector, at), at=at
    )
    row.refresh_from_db()
    return row


def running(cast, *, at: datetime | None = None, **changes) -> Inspection:
    at = at or timezone.now()
    row = decided(cast, at=at, **changes)
    return step(cast, row, "announce", at=at, until=timezone.localdate(at) + timedelta(days=20))


def find(cast, row: Inspection, *, at: datetime | None = None, by=None, **changes) -> Finding:
    at = at or timezone.now()
    said = {
        "what": "Bảy đơn không được thông báo thụ lý.",
        "evidence": "Sổ tiếp nhận, trang 12 đến 15.",
        "ground": "Khoản 1 Điều 28 Luật Tiếp công dân số 42/2013/QH13",
        "severity": "serious",
        "remedy": "Thông báo cho người gửi và lập quy trình nhắc hạn.",
        "post_id": post(row.target).pk,
        "due_on": timezone.localdate(at) + DUE,
        "form_key": secrets.token_hex(20),
        **changes,
    }
    pk = inspections.find(
        inspection_id=row.pk, said=inspections.Found(**said), by=acting(by or cast.inspector, at), at=at
    )
    return Finding.objects.get(pk=pk)


def drafted(
    cast, row: Inspection | None = None, *, at: datetime | None = None, text: str = DRAFT
) -> Inspection:
    at = at or timezone.now()
    row = row or running(cast, at=at)
    for event in ("end", "report"):
        step(cast, row, event, at=at)
    return step(cast, row, "draft", at=at, text=text)


def concluded(
    cast, row: Inspection | None = None, *, at: datetime | None = None, text: str = DRAFT
) -> Inspection:
    """Explained by the head of the ward, signed by the chairman."""
    at = at or timezone.now()
    row = drafted(cast, row, at=at, text=text)
    head = Holder.objects.get(post=post(row.target), until_on=None).person
    step(cast, row, "explain", at=at, by=head, text="Phường thiếu người, xin khắc phục.")
    return step(
        cast,
        row,
        "conclude",
        at=at,
        by=chairman(cast),
        text=text,
        number="9/KL-UBND",
        until=timezone.localdate(at) + timedelta(days=10),
    )


def published(cast, row: Inspection, *, at: datetime | None = None, grounds=("personal",)) -> Inspection:
    at = at or timezone.now()
    inspections.publish(inspection_id=row.pk, grounds=grounds, by=acting(cast.inspector, at), at=at)
    row.refresh_from_db()
    return row


def reported(cast, finding: Finding, *, at: datetime | None = None, by=None, **said) -> Finding:
    at = at or timezone.now()
    facts = {"evidence": "Công văn 31/UBND ngày 20/11/2026.", "form_key": secrets.token_hex(20), **said}
    by = acting(by or cast.head, at)
    inspections.report_remedy(finding_id=finding.pk, said=inspections.Done(**facts), by=by, at=at)
    finding.refresh_from_db()
    return finding


def judged(cast, finding: Finding, *, accept=True, at: datetime | None = None, by=None, reason="") -> Finding:
    at = at or timezone.now()
    by = acting(by or cast.inspector, at)
    inspections.judge(finding_id=finding.pk, accept=accept, reason=reason, by=by, at=at)
    finding.refresh_from_db()
    return finding


def declared(cast, *, at: datetime | None = None, by=None, unit=None, **changes) -> SelfReview:
    at = at or timezone.now()
    said = {
        "category": "late",
        "what": "Trả lời chậm bốn kiến nghị về đường.",
        "mends": "Trả lời hết và xin lỗi người gửi.",
        "due_on": timezone.localdate(at) + DUE,
        "form_key": secrets.token_hex(20),
        **changes,
    }
    pk = self_review.declare(
        unit_id=(unit or cast.ward).pk,
        said=self_review.Seen(**said),
        by=acting(by or cast.head, at),
        at=at,
    )
    return SelfReview.objects.get(pk=pk)


def day(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)
