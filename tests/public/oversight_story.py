"""Directives, inspections, accounts, supervision, the press: of each what is public, and beside it what is not."""

from datetime import date, timedelta

from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.reports.actions import supervising
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk import account_story, directive_story, inspection_story

INSIDE = (
    "Văn bản chỉ để nội bộ biết",
    "Kế hoạch chỉ để nội bộ biết",
    "Nhiệm vụ chưa giao cho ai",
    "Kế hoạch chưa giao gì cả",
    "Nhiệm vụ nội bộ không đọc được",
    "Cuộc thanh tra chưa công bố quyết định",
    "Điều tìm thấy chưa được kết luận",
    "Sổ tiếp nhận, trang 12 đến 15.",
    "Phường thiếu người, xin khắc phục.",
    "Ông cán bộ nọ quát dân",
)
"""Words that no file, feed or calendar may hold."""


def happened(cast):
    """Of each thing one that everybody may read, and beside it what nobody outside may."""
    return {**_directives(cast), **_inspections(cast), **_accounts(cast), **_press(cast)}


def _directives(cast):
    directive = directive_story.registered(cast)
    directive_story.registered(cast, number="9-CV/TU", subject=INSIDE[0], text=INSIDE[0], open=False)
    plan = directive_story.drawn(cast, directive_id=directive.pk)
    task = directive_story.given(cast, plan=plan)
    below = directive_story.drawn(
        cast, unit=cast.ward, by=cast.head, task_id=task.pk, number="5/KH-UBND", title="Kế hoạch của phường"
    )
    directive_story.written(cast, below, by=cast.head, title="Đi từng nhà")
    directive_story.give_out(cast, below, by=cast.head)
    closed = directive_story.drawn(cast, number="84-KH/TU", title=INSIDE[1], open=False)
    hidden = directive_story.given(cast, plan=closed, title=INSIDE[4])
    draft = directive_story.drawn(cast, number="85-KH/TU", title=INSIDE[3])
    directive_story.written(cast, draft, title=INSIDE[2])
    return {"directive": directive, "plan": plan, "task": task, "closed": closed, "hidden": hidden}


def _inspections(cast):
    running = inspection_story.running(cast)
    finding = inspection_story.find(cast, running)
    row = inspection_story.published(cast, inspection_story.concluded(cast, running))
    inspection_story.reported(cast, finding)
    open_one = inspection_story.running(cast, number="46/QĐ-TTr", theme="Công khai thủ tục")
    inspection_story.find(cast, open_one, what=INSIDE[6])
    inspection_story.decided(cast, number="47/QĐ-TTr", theme=INSIDE[5])
    review = inspection_story.declared(cast)
    return {"inspection": row, "finding": finding, "running": open_one, "review": review}


def _accounts(cast):
    people.received(cast, at=timezone.now() - timedelta(days=60), consent=False)
    account = account_story.published(cast)
    account_story.asked(account)
    account_story.signed(cast, account_story.begun(cast, last=account_story.TODAY - timedelta(days=9)))
    programme = account_story.planned(cast)
    row = account_story.recommended(cast, programme)
    account_story.recommended(cast, programme, days=2)
    supervising.answer(
        recommendation_id=row.pk,
        version=row.version,
        text="Đã niêm yết tại bảy nhà văn hóa.",
        done_by=account_story.TODAY + timedelta(days=20),
        by=people.actor(cast.head),
        at=timezone.now(),
    )
    row.refresh_from_db()
    return {"account": account, "recommendation": row}


def _press(cast):
    source = cases.PressSource(source="Báo Ví Dụ", published_on=date(2026, 11, 20))
    said = {"kind": "press", "press": source, "person": Personal(code=""), "consent": False}
    case = people.received(cast, title="Rác ở chợ Kỳ Lừa", **said)
    people.received(cast, title=INSIDE[9], about_conduct=True, **said)
    return {"press": case}
