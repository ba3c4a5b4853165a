"""An account of a ward's head as tests need it: begun, written, signed, published, asked about; and supervision."""

import secrets
from datetime import date, timedelta

from django.utils import timezone

from hoiam.desk.reports import actions as reports
from hoiam.desk.reports.models import Account, Question, Recommendation
from hoiam.office.models import Post
from tests import cast as people

NOW = timezone.now()
TODAY = timezone.localdate()
WORDS = {"summary": "Năm qua, phường tiếp dân đủ ngày và trả lời đúng hạn phần lớn vụ việc."}


def head_post(cast) -> Post:
    return Post.objects.get(unit=cast.ward, is_head=True)


def begun(cast, *, first: date | None = None, last: date | None = None) -> Account:
    """Of the last hundred days, by the clerk."""
    pk = reports.begin(
        post_id=head_post(cast).pk,
        first=first or TODAY - timedelta(days=100),
        last=last or TODAY - timedelta(days=1),
        by=people.actor(cast.clerk),
        at=NOW,
    )
    return Account.objects.get(pk=pk)


def signed(cast, row: Account | None = None) -> Account:
    row = row or begun(cast)
    reports.write(account_id=row.pk, version=row.version, said=WORDS, by=people.actor(cast.head), at=NOW)
    row.refresh_from_db()
    reports.sign(account_id=row.pk, version=row.version, by=people.actor(cast.head), at=NOW)
    row.refresh_from_db()
    return row


def published(cast, row: Account | None = None) -> Account:
    row = signed(cast, row)
    reports.publish(account_id=row.pk, by=people.actor(cast.head), at=NOW)
    row.refresh_from_db()
    return row


def asked(row: Account, text: str = "Vì sao có ba vụ việc trả lời chậm?", **changes) -> Question:
    said = {"text": text, "form_key": secrets.token_hex(20), **changes}
    number = reports.ask(account_id=row.pk, asked=reports.Asked(**said), at=NOW)
    return Question.objects.get(account=row, number=number)


def planned(cast, *, by="front", person=None) -> int:
    said = reports.Said(
        by=by,
        body="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh (trình diễn)",
        title="Giám sát việc tiếp công dân",
        number="12/KH-MTTQ",
        issued_on=TODAY - timedelta(days=40),
        first=TODAY - timedelta(days=30),
        last=TODAY + timedelta(days=30),
        form_key=secrets.token_hex(20),
    )
    actor = people.actor(person or cast.overseer)
    return reports.plan(unit_id=cast.ward.pk, said=said, by=actor, at=NOW)


def recommended(cast, programme: int | None = None, *, days: int = 1, by="front") -> Recommendation:
    """Received so many days ago."""
    said = reports.Recommended(
        text="Niêm yết lịch tiếp công dân tại nhà văn hóa các khối.",
        post_id=head_post(cast).pk,
        received_on=TODAY - timedelta(days=days),
        form_key=secrets.token_hex(20),
    )
    actor = people.actor(cast.overseer)
    number = programme or planned(cast, by=by)
    return Recommendation.objects.get(pk=reports.recommend(programme_id=number, said=said, by=actor, at=NOW))
