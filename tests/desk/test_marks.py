"""Beside dates that staff see: the mark of a number nobody signed off, and that the law gave none at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.law import packs
from hoiam.office import signoff
from hoiam.sealed import actions as sealed
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LINE = "tcd.petition_idle_discipline"
MARK = "đọc ở một bản, chưa ký duyệt"
NO_LIMIT = "Không tìm thấy thời hạn luật định"


@pytest.fixture(autouse=True)
def nothing_kept():
    signoff.forget()
    yield
    signoff.forget()


@pytest.fixture
def read(client):
    def read(who, path):
        client.force_login(who, backend="hoiam.office.backend.PersonBackend")
        return client.get(path).content.decode()

    return read


def page(case):
    return f"/desk/cases/{case.pk}/"


def signed(cast):
    signoff.sign_off(
        rule_id=LINE,
        seen=signoff.digest(packs.load("vn").rules[LINE]),
        document="Công văn 12/STP-VP ngày 20/11/2026 của Sở Tư pháp",
        by=people.actor(cast.operator),
        at=NOW,
    )


def promised(case, cast):
    cases.promise(
        case_id=case.pk,
        version=case.version,
        on=timezone.localdate() + timedelta(days=9),
        reason="",
        by=people.actor(cast.head),
        at=NOW,
    )


def test_a_case_marks_the_date_of_a_doubtful_rule_until_it_is_signed_off(cast, read):
    case = people.accepted(cast)
    shown = read(cast.handler, page(case))
    assert shown.count(MARK) == 1
    assert f'href="/desk/law/{LINE}/"' in shown
    signed(cast)
    assert MARK not in read(cast.handler, page(case))


def test_the_queue_marks_only_the_dates_that_follow_from_such_a_rule(cast, read):
    people.received(cast)  # its nearest date is the notice, read in two texts
    assert MARK not in read(cast.clerk, "/desk/")
    people.accepted(cast)
    assert read(cast.clerk, "/desk/").count(MARK) == 1
    signed(cast)
    assert MARK not in read(cast.clerk, "/desk/")


def test_a_promised_day_has_no_mark_in_the_queue(cast, read):
    promised(people.accepted(cast), cast)
    assert MARK not in read(cast.clerk, "/desk/")


def test_citizens_see_date_and_article_without_any_mark(cast, client):
    case = people.accepted(cast)
    code = sealed.contact_of(identity_id=case.identity_id, at=NOW).code
    shown = client.get(f"/cases/{code}").content.decode()
    assert "Điều 41 khoản 3 điểm b" in shown
    assert "rule-mark" not in shown
    assert MARK not in shown


def test_without_a_limit_in_the_law_the_head_is_asked_to_promise_a_day(cast, read):
    case = people.accepted(cast)
    shown = read(cast.head, page(case))
    assert NO_LIMIT in shown
    assert f'href="/desk/cases/{case.pk}/promise"' in shown


def test_who_may_not_promise_reads_that_the_head_is_asked(cast, read):
    case = people.accepted(cast)
    shown = read(cast.handler, page(case))
    assert "Đề nghị người đứng đầu hẹn ngày trả lời." in shown
    assert f'href="/desk/cases/{case.pk}/promise"' not in shown


def test_once_a_day_is_promised_it_is_said_to_bind_and_nobody_is_asked(cast, read):
    case = people.accepted(cast)
    promised(case, cast)
    shown = read(cast.head, page(case))
    assert "ngày người đứng đầu đã hẹn có giá trị ràng buộc" in shown
    assert "mốc xử lý kỷ luật" not in shown


def test_an_answered_case_asks_for_nothing(cast, read):
    assert NO_LIMIT not in read(cast.head, page(people.answered(cast)))


def test_a_contested_answer_is_asked_for_again(cast, read):
    assert "mốc xử lý kỷ luật" in read(cast.head, page(people.contested(cast)))
