"""A complaint on its way: each helper takes it one step further, in the hands of whoever may."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions.complaint_file import Participant, Said
from hoiam.desk.cases.models import Case
from hoiam.duties import queries as duties
from hoiam.law.roles import Role
from hoiam.office.models import Holder, Post, Role as RoleRow
from tests import cast as people

START = datetime(2026, 12, 1, 9, 0, tzinfo=timezone.get_default_timezone())
NUMBER = "12/QĐ-UBND"
SAID = {
    "accept": {"number": "05/TB-UBND"},
    "refuse": {"number": "06/TB-UBND", "reason": "Đã có quyết định giải quyết lần hai."},
    "guide": {"reason": "Đề nghị gửi đến Sở Xây dựng."},
    "verify": {
        "number": "07/QĐ-UBND",
        "verifier": "Phòng Kinh tế",
        "content": "Kiểm tra hiện trạng thửa đất.",
    },
    "report": {"content": "Diện tích đo lại nhỏ hơn diện tích ghi trong quyết định.", "differs": True},
    "find_complex": {
        "number": "08/BB-UBND",
        "reason": "Có hai nội dung phải xác minh.",
        "criteria": ("contents",),
    },
    "halt_contested": {"number": "09/QĐ-UBND", "reason": "Thi hành sẽ gây hậu quả khó khắc phục."},
    "lift_halt": {"number": "10/QĐ-UBND", "reason": "Không còn lý do."},
    "announce_dialogue": {"number": "11/TB-UBND"},
    "hold_dialogue": {
        "number": "12/BB-UBND",
        "participants": (Participant("Người khiếu nại Ví Dụ", "Người khiếu nại"),),
        "agreed": "Đo đạc lại thửa đất.",
        "disputed": "Mức bồi thường.",
    },
    "suspend": {"number": "13/QĐ-UBND", "reason": "Người khiếu nại ốm phải nằm viện."},
    "resume": {"number": "14/QĐ-UBND"},
    "terminate": {"number": "15/QĐ-UBND", "reason": "Người khiếu nại rút đơn."},
    "decide": {"number": NUMBER, "content": "Công nhận một phần nội dung khiếu nại."},
    "publish": {"where": "Niêm yết tại trụ sở"},
}


def day(days, hour=9):
    """So many days after the complaint came in."""
    return timezone.make_aware(
        datetime.combine(timezone.localtime(START).date() + timedelta(days=days), time(hour))
    )


def said(event, **more):
    return Said(**{**SAID.get(event, {}), **more})


def staffed(cast):
    """The province has a desk of its own: who settles what is complained of again."""
    post = Post.objects.create(
        unit=cast.province, title="Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn", title_en="Chairman", is_head=True
    )
    Holder.objects.create(post=post, person=cast.inspector, from_on=people.FIRST_DAY)
    for person, role in ((cast.inspector, Role.HEAD), (cast.overseer, Role.CLERK)):
        RoleRow.objects.create(person=person, unit=cast.province, role=role.value, from_on=people.FIRST_DAY)
    return cast.inspector


def received(cast, kind="complaint", **changes):
    return people.received(cast, at=START, kind=kind, **changes)


def act(event, case, person, days=0, **more):
    """One step by somebody (None: the citizen), so many days after the start."""
    at = day(days)
    by = people.actor(person, timezone.localtime(at).date()) if person else None
    case.refresh_from_db()
    step = cases.take(event, case_id=case.pk, said=said(event, **more), by=by, at=at)
    case.refresh_from_db()
    return step


def accepted(cast, **changes):
    case = received(cast, **changes)
    act("accept", case, cast.head, 1)
    return case


def with_dialogue(cast, case, head=None, days=3):
    """Planned, announced in time, and held."""
    head = head or cast.head
    act("plan_dialogue", case, head, days, day=day(days + 8).date(), place="Trụ sở")
    act("announce_dialogue", case, head, days)
    act("hold_dialogue", case, head, days + 8)


def decided(cast, **changes):
    case = accepted(cast, **changes)
    act("decide", case, cast.head, 20)
    return case


def running(case):
    """Open clocks of a case, by key."""
    subject = "held" if case.kind == "denunciation" else "case"
    return {duty.key: duty for duty in duties.of_subject(subject, case.pk) if duty.open}


def ended(case):
    return [(duty.key, duty.outcome) for duty in duties.of_subject("case", case.pk) if not duty.open]


def second(cast):
    """Decided at the ward, delivered, complained of again: the case at the province."""
    staffed(cast)
    case = decided(cast)
    act("send", case, cast.clerk, 21)
    act("delivered", case, cast.clerk, 24, day=day(23).date())
    taken = cases.complain_again(case_id=case.pk, reason="Không đồng ý mức bồi thường.", at=day(30))
    return case, Case.objects.get(pk=taken.case_id)
