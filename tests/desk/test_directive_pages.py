"""Pages of directives, plans and tasks: staff above and below, everybody; what was typed is never lost."""

import io
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.directives.models import Briefed, Directive, Plan, Step, Task
from hoiam.office.models import Post, Succession, Unit
from tests.desk import directive_story as story

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def chair(cast):
    return signed_in(story.chair(cast))


@pytest.fixture
def registry(cast):
    return signed_in(story.clerk(cast))


@pytest.fixture
def head(cast):
    return signed_in(cast.head)


@pytest.fixture
def clerk(cast):
    return signed_in(cast.clerk)


def text(answer):
    return unescape(answer.content.decode())


def typed(days=0):
    return (TODAY + timedelta(days=days)).strftime("%d/%m/%Y")


def plan_url(plan, what=""):
    return f"/desk/directives/plans/{plan.pk}/{what}"


def task_url(task, what=""):
    return f"/desk/directives/tasks/{task.pk}/{what}"


# Above


def test_a_directive_becomes_a_plan_and_the_plan_tasks(cast, registry, chair):
    said = {
        "number": "21-KL/TW",
        "issuer": "Ban Bí thư",
        "issued_on": typed(-3),
        "subject": "Nước sạch",
        "text": "Toàn văn.",
        "form_key": story.key(),
        "uploads": [SimpleUploadedFile("kl.txt", b"21")],
    }
    assert registry.post("/desk/directives/new", said).status_code == 302
    row = Directive.objects.get()
    page = text(registry.get(f"/desk/directives/{row.pk}/"))
    assert "kl.txt" in page
    token = page.split("/files/")[1].split('"')[0]
    assert registry.get(f"/desk/directives/{row.pk}/files/{token}").content == b"21"
    assert registry.get(f"/desk/directives/{row.pk}/files/{'0' * 32}").status_code == 404
    drawn = {"number": "83-KH/TU", "title": "Nước sạch", "signed_on": typed(), "form_key": story.key()}
    assert registry.post(f"/desk/directives/plans/new?directive={row.pk}", drawn).status_code == 302
    plan = Plan.objects.get()
    wanted = {
        "title": "Lập danh sách hộ",
        "post_id": story.post(cast.ward).pk,
        "due_on": typed(30),
        "steps": f"{typed(5)}; Xong một nửa",
        "form_key": story.key(),
        "go": "more",
    }
    answer = registry.post(plan_url(plan, "tasks/new"), wanted)
    assert answer.url == plan_url(plan, "tasks/new")
    assert "Giao 1 nhiệm vụ" in text(chair.get(plan_url(plan)))
    assert registry.post(plan_url(plan, "give-out")).status_code == 422
    assert chair.post(plan_url(plan, "give-out")).status_code == 302
    assert Task.objects.get().state == "assigned"
    for view in ("", "board", "timeline", "?state=assigned", "?late=on", f"?unit={cast.ward.pk}"):
        page = text(chair.get(plan_url(plan, view)))
        assert ("Lập danh sách hộ" in page) is (view != "?late=on"), view


def test_what_was_typed_stays_and_the_page_says_what_is_wrong(cast, registry):
    plan = story.drawn(cast)
    said = {
        "title": "Lập danh sách hộ",
        "due_on": typed(30),
        "steps": "hôm nào xong cũng được",
        "form_key": story.key(),
    }
    answer = registry.post(plan_url(plan, "tasks/new"), said)
    assert answer.status_code == 422
    assert "Dòng 1 không đúng dạng" in text(answer)
    assert "hôm nào xong cũng được" in text(answer)
    answer = registry.post(plan_url(plan, "tasks/new"), {**said, "steps": ""})
    assert "phải có người chịu trách nhiệm" in text(answer)
    assert "Lập danh sách hộ" in text(answer)
    assert not Task.objects.exists()


def test_a_task_for_a_unit_that_is_no_more_names_and_offers_the_successor(cast, registry):
    plan = story.drawn(cast)
    gone = dissolved(cast)
    said = {"title": "Việc", "post_id": gone.pk, "due_on": typed(9), "form_key": story.key()}
    answer = registry.post(plan_url(plan, "tasks/new"), said)
    page = text(answer)
    assert answer.status_code == 422
    assert "xã Xã Cũ không còn" in page
    assert "phường Đông Kinh" in page
    chosen = f'<option value="{story.post(cast.ward).pk}" selected>'
    assert chosen in page
    again = {**said, "post_id": story.post(cast.ward).pk}
    assert registry.post(plan_url(plan, "tasks/new"), again).status_code == 302


def dissolved(cast) -> Post:
    """A commune that was merged into the ward a month ago, and the post that headed it."""
    unit = Unit.objects.create(
        code="06999",
        name="Xã Cũ",
        name_en="Xa Cu",
        kind="commune",
        parent=cast.province,
        path=f"{cast.province.path}06999/",
        legal_basis="72/2025/QH15",
        valid_from=date(2025, 7, 1),
        valid_until=TODAY - 30 * DAY,
        served=True,
    )
    Succession.objects.create(
        predecessor=unit, successor=cast.ward, on=TODAY - 30 * DAY, legal_basis="72/2025/QH15"
    )
    return Post.objects.create(unit=unit, title="Chủ tịch xã Xã Cũ", title_en="Chair", is_head=True)


def test_pages_of_a_plan_cost_the_same_however_many_tasks_it_has(cast, chair, django_assert_max_num_queries):
    plan = story.drawn(cast)
    for number in range(30):
        story.written(cast, plan, title=f"Việc {number}")
    for what in ("", "board", "timeline"):
        with django_assert_max_num_queries(9):
            page = text(chair.get(plan_url(plan, what)))
        assert "Việc 0" in page
    assert "after=25" in text(chair.get(plan_url(plan)))
    assert "Việc 29" in text(chair.get(plan_url(plan, "?after=25")))


# Below


def test_the_unit_reports_with_a_file_and_the_head_above_sends_it_back_then_confirms(cast, head, chair):
    task = story.given(cast)
    page = text(head.get("/desk/directives/tasks/"))
    assert task.title in page
    assert head.post(task_url(task, "do/take_up")).status_code == 302
    empty = head.post(task_url(task, "do/report"), {"text": ""})
    assert "Phải có minh chứng" in text(empty)
    said = {"text": "214 hộ.", "uploads": [SimpleUploadedFile("ds.txt", b"214")]}
    assert head.post(task_url(task, "do/report"), said).status_code == 302
    assert "ds.txt" in text(chair.get(task_url(task)))
    token = text(chair.get(task_url(task))).split("/files/")[1].split('"')[0]
    assert chair.get(task_url(task, f"files/{token}")).content == b"214"
    assert chair.get(task_url(task, f"files/{'0' * 32}")).status_code == 404
    assert chair.post(task_url(task, "do/return"), {"text": "Thiếu thôn Nà Pàn"}).status_code == 302
    assert "Thiếu thôn Nà Pàn" in text(head.get(task_url(task)))
    assert head.post(task_url(task, "do/report"), {"text": "Đủ 230 hộ."}).status_code == 302
    assert chair.post(task_url(task, "do/approve"), {}).status_code == 302
    assert "Hoàn thành" in text(head.get(task_url(task)))
    assert head.post(task_url(task, "do/report"), {"text": "x"}).status_code == 409


def test_a_file_that_came_with_a_report_that_was_wrong_is_not_lost(cast, head):
    task = story.in_work(cast)
    said = {"link": "không phải địa chỉ", "uploads": [SimpleUploadedFile("ds.txt", b"214")]}
    answer = head.post(task_url(task, "do/report"), said)
    assert answer.status_code == 422
    token = text(answer).split('name="kept" value="')[1].split('"')[0]
    assert head.post(task_url(task, "do/report"), {"kept": token}).status_code == 302
    assert Step.objects.get(event="report").files == 1


def test_progress_extension_and_handing_on_through_the_pages(cast, head, chair):
    deputy = cast.ward.posts.create(title="Phó Chủ tịch", title_en="Deputy chair")
    task = story.in_work(cast, steps=[(TODAY + DAY, "Danh sách")])
    reached = task.milestones.get().pk
    said = {"text": "Một nửa.", "reached": [reached]}
    assert head.post(task_url(task, "do/note_progress"), said).status_code == 302
    assert head.post(task_url(task, "do/ask_for_time"), {"day": typed(50), "text": "Lũ"}).status_code == 302
    early = chair.post(task_url(task, "do/grant_time"), {"day": typed(2), "number": "1/QĐ-UBND"})
    assert "không muộn hơn thời hạn hiện tại" in text(early)
    said = {"day": typed(50), "number": "1/QĐ-UBND"}
    assert chair.post(task_url(task, "do/grant_time"), said).status_code == 302
    said = {"post_id": deputy.pk, "text": "Phân công lại"}
    assert head.post(task_url(task, "do/hand_on"), said).status_code == 302
    assert story.again(task).post_id == deputy.pk


def test_a_neighbour_sees_no_plan_that_does_not_concern_them(cast):
    task = story.given(cast)
    stranger = signed_in(cast.stranger)
    for path in (plan_url(task.plan), task_url(task), task_url(task, "do/report")):
        assert stranger.get(path).status_code == 404
    assert stranger.get(task_url(task, "do/nothing")).status_code == 404


def test_who_works_with_it_sees_the_task(cast):
    task = story.given(cast, beside=[cast.other.pk])
    stranger = signed_in(cast.stranger)
    assert task.title in text(stranger.get(task_url(task)))
    assert task.title in text(stranger.get("/desk/directives/tasks/"))


def test_late_tasks_stand_on_the_list_of_the_unit_above(cast, chair, clerk):
    task = story.in_work(cast, at=timezone.now() - 40 * DAY, due_on=TODAY - DAY)
    assert task.title in text(chair.get("/desk/directives/tasks/late"))
    assert task.title not in text(clerk.get("/desk/directives/tasks/late"))
    assert "đã quá hạn" in text(chair.get("/desk/directives/tasks/"))


def typed_task(client, task, **changes):
    """The form of a draft as a browser sends it, with some fields typed anew."""
    form = client.get(task_url(task, "edit")).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["due_on"] = f"{sent['due_on']:%d/%m/%Y}"
    return {**sent, **changes}


def test_a_draft_is_written_anew(cast, registry):
    plan = story.drawn(cast)
    steps = [(TODAY + DAY, "Danh sách")]
    task = story.written(cast, plan, beside=[cast.other.pk], steps=steps)
    assert "Sửa nhiệm vụ" in text(registry.get(task_url(task)))
    sent = typed_task(registry, task, title="Việc viết lại", due_on=typed(40), measure="230 hộ")
    assert sent["steps"] == f"{typed(1)}; Danh sách"
    assert sent["beside"] == [cast.other.pk]
    sent |= {"beside": [], "steps": f"{typed(2)}; Họp thôn\n{typed(3)}; Chốt"}
    sent["post_id"] = story.post(cast.other).pk
    assert registry.post(task_url(task, "edit"), sent).status_code == 302
    row = story.again(task)
    assert (row.title, row.measure, row.unit, row.due_on) == (
        "Việc viết lại",
        "230 hộ",
        cast.other,
        TODAY + 40 * DAY,
    )
    assert not row.beside.exists()
    assert list(row.milestones.order_by("on").values_list("text", flat=True)) == ["Họp thôn", "Chốt"]
    assert (row.number, row.first_due_on) == (task.number, row.due_on)


def test_a_draft_that_is_wrong_keeps_what_was_typed(cast, registry):
    task = story.written(cast, story.drawn(cast))
    sent = typed_task(registry, task, title="Việc viết lại", steps="không phải ngày", due_on=typed(-1))
    answer = registry.post(task_url(task, "edit"), sent)
    assert answer.status_code == 422
    assert "Việc viết lại" in text(answer)
    assert "không phải ngày" in text(answer)
    assert story.again(task).title != "Việc viết lại"


def test_of_two_editors_the_second_reads_what_the_first_changed(cast, registry, chair):
    task = story.written(cast, story.drawn(cast))
    first = typed_task(registry, task, measure="230 hộ")
    second = typed_task(chair, task, title="Tên của người thứ hai")
    assert registry.post(task_url(task, "edit"), first).status_code == 302
    answer = chair.post(task_url(task, "edit"), second)
    page = text(answer)
    assert answer.status_code == 409
    assert "Có người đã sửa nhiệm vụ này" in page
    assert "<dd>230 hộ</dd>" in page
    assert "Tên của người thứ hai" in page
    assert story.again(task).measure == "230 hộ"
    again = {**second, "opened": answer.context["form"]["opened"].value()}
    assert chair.post(task_url(task, "edit"), again).status_code == 302
    assert story.again(task).title == "Tên của người thứ hai"


def test_what_is_given_out_is_changed_no_more(cast, registry):
    plan = story.drawn(cast)
    task = story.written(cast, plan)
    sent = typed_task(registry, task, title="Việc viết lại")
    story.give_out(cast, plan)
    answer = registry.post(task_url(task, "edit"), sent)
    assert answer.status_code == 409
    assert "Nhiệm vụ đã giao: chỉ hủy được bằng văn bản" in text(answer)
    assert "Việc viết lại" in text(answer)
    assert registry.get(task_url(task, "edit")).status_code == 409
    assert story.again(task).title != "Việc viết lại"


def test_what_was_typed_for_a_task_taken_off_meanwhile_is_written_down_anew(cast, registry, chair, head):
    plan = story.drawn(cast)
    task = story.written(cast, plan)
    sent = typed_task(registry, task, title="Việc viết lại")
    address = f"{task_url(task, 'edit')}?plan={plan.pk}"
    assert chair.post(task_url(task, "drop")).status_code == 302
    answer = registry.post(address, sent)
    assert answer.status_code == 409
    assert "đã bỏ nhiệm vụ này khỏi kế hoạch" in text(answer)
    assert "Việc viết lại" in text(answer)
    to, form = answer.context["send_to"], answer.context["form"]
    assert f'action="{to}"' in text(answer)
    assert registry.post(to, {**sent, "form_key": form["form_key"].value()}).status_code == 302
    assert plan.tasks.get().title == "Việc viết lại"
    assert head.post(address, sent).status_code == 404
    assert registry.post(task_url(task, "edit"), sent).status_code == 404


def test_a_unit_that_has_the_task_does_not_write_it_anew(cast, head):
    task = story.written(cast, story.drawn(cast))
    assert head.get(task_url(task, "edit")).status_code == 404


def test_a_task_not_given_out_is_taken_off(cast, registry):
    plan = story.drawn(cast)
    task = story.written(cast, plan)
    assert registry.post(task_url(task, "drop")).status_code == 302
    given = story.given(cast, plan=plan)
    assert registry.post(task_url(given, "drop")).status_code == 409


def test_the_duty_is_on_the_board_of_the_post_with_a_link(cast, head):
    task = story.given(cast)
    page = text(head.get("/desk/board/"))
    assert "Thực hiện và báo cáo nhiệm vụ của kế hoạch" in page
    assert reverse("directive_desk:task", args=(task.pk,)) in page
    assert "ngày ghi trong kế hoạch" in page


# Briefings


def test_a_session_is_recorded_acknowledged_and_reminded_of(cast, registry, clerk):
    row = story.registered(cast)
    said = {
        "held_on": typed(),
        "place": "Hội trường",
        "posts": [story.post(cast.ward).pk, story.post(cast.other).pk],
        "form_key": story.key(),
    }
    answer = registry.post(f"/desk/directives/{row.pk}/briefings/new", said)
    assert answer.status_code == 302
    assert "21-KL/TW" in text(clerk.get("/desk/directives/tasks/"))
    own = Briefed.objects.get(unit=cast.ward)
    assert clerk.post(answer.url, {"acknowledge": own.pk}).status_code == 302
    assert clerk.post(answer.url, {"acknowledge": own.pk}).status_code == 409
    assert registry.post(answer.url, {"do": "remind"}).status_code == 302
    assert registry.post(answer.url, {"do": "remind"}).status_code == 409
    assert "1 trên 2 đã xác nhận" in text(registry.get(answer.url))


# Everybody


def test_everybody_reads_what_is_open_and_only_that(cast):
    hidden = story.registered(cast, open=False, number="22-KL/TW", subject="Nội bộ")
    shown = story.registered(cast)
    plan = story.drawn(cast, directive_id=shown.pk)
    story.given(cast, plan=plan)
    closed = story.drawn(cast, number="84-KH/TU", title="Kế hoạch kín", open=False)
    story.given(cast, plan=closed, title="Nội dung kín")
    draft = story.drawn(cast, number="85-KH/TU")
    everybody = Client()
    page = text(everybody.get("/directives/"))
    assert "21-KL/TW" in page
    assert "84-KH/TU" in page
    assert not any(words in page for words in ("22-KL/TW", "Kế hoạch kín", "85-KH/TU"))
    assert everybody.get(f"/directives/{hidden.pk}").status_code == 404
    assert everybody.get(f"/directives/plans/{draft.pk}").status_code == 404
    page = text(everybody.get(f"/directives/{shown.pk}"))
    assert "mọi hộ có nước sạch" in page
    assert "/log/openings/" in page
    page = text(everybody.get(f"/directives/plans/{plan.pk}"))
    assert "Lập danh sách hộ" in page
    assert "/log/openings/" in page
    page = text(everybody.get(f"/directives/plans/{closed.pk}"))
    assert "Chủ tịch Ủy ban nhân dân phường Đông Kinh" in page
    assert "Nội dung kín" not in page


def test_public_pages_speak_english(cast):
    plan = story.drawn(cast)
    story.given(cast, plan=plan)
    page = text(Client().get(f"/directives/plans/{plan.pk}?lang=en", follow=True))
    assert "Responsible" in page
    assert "Assigned" in page


# A table


def book(rows, *, merges=()):
    """An xlsx as offices make it."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for one in merges:
        sheet.merge_cells(one)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("ke-hoach.xlsx", out.getvalue())


def plan_table(cast):
    ward, other = (story.post(unit).title for unit in (cast.ward, cast.other))
    dissolved(cast)
    year = TODAY.year + 1
    rows = [
        ["KẾ HOẠCH NƯỚC SẠCH"],
        ["STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Chức vụ", "Thời hạn hoàn thành", "Chỉ tiêu"],
        ["I", "NHIỆM VỤ TRỌNG TÂM", None, None, None, None],
        [1, "Lập danh sách", "Phường Đông Kinh", ward, f"15/3/{year}", "100 %"],
        [2, "Sửa trạm nước", None, None, f"trước 30/6/{year}", "1 trạm"],
        [3, "Tập huấn", "06040", other, date(year, 9, 1), 12],
        [4, "Việc không có người", "xã Thất Khê", None, f"1/9/{year}", ""],
        [5, "Việc của xã cũ", "xã Xã Cũ", "Chủ tịch", f"1/9/{year}", ""],
        [6, "Việc không rõ ngày", "xã Thất Khê", "Chủ tịch UBND", "trong năm", ""],
        [7, "Việc ở nơi lạ", "xã Không Có", "Chủ tịch", f"1/9/{year}", ""],
    ]
    return book(rows, merges=("A1:F1", "B3:F3", "C4:C5", "D4:D5"))


def test_a_table_with_merged_cells_and_days_as_text_is_shown_then_taken_in(cast, registry):
    plan = story.drawn(cast)
    answer = registry.post(plan_url(plan, "table"), {"file": plan_table(cast)})
    page = text(answer)
    assert answer.status_code == 200, page
    assert "Dòng đúng: 3. Dòng phải sửa: 4." in page
    assert "được hiểu là chậm nhất ngày liền trước" in page
    assert "Lấy từ ô gộp phía trên" in page
    assert "Hãy ghi một chức vụ của đơn vị này" in page
    assert "phường Đông Kinh. Hãy ghi đơn vị này" in page
    assert "Không đọc được thời hạn" in page
    assert "Không có đơn vị này" in page
    assert not Task.objects.exists()
    token = page.split('name="token" value="')[1].split('"')[0]
    wrong = registry.post(plan_url(plan, "table"), {"token": token, "do": "wrong"})
    assert wrong["Content-Type"].startswith("text/csv")
    assert wrong.content.decode().count("\n") == 5
    for _twice in range(2):
        assert registry.post(plan_url(plan, "table"), {"token": token, "do": "take"}).status_code == 302
    year = TODAY.year + 1
    found = list(Task.objects.order_by("number").values_list("title", "unit__code", "due_on"))
    assert found == [
        ("Lập danh sách", "05977", date(year, 3, 15)),
        ("Sửa trạm nước", "05977", date(year, 6, 29)),
        ("Tập huấn", "06040", date(year, 9, 1)),
    ]


def test_units_that_work_with_it_are_read_from_the_table(cast, registry):
    plan = story.drawn(cast)
    due = f"1/9/{TODAY.year + 1}"
    title = story.post(cast.ward).title
    rows = [
        ["Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Chức vụ", "Thời hạn"],
        ["Lập danh sách", "Phường Đông Kinh", "xã Thất Khê", title, due],
        ["Sửa trạm", "Phường Đông Kinh", None, title, due],
        ["Tập huấn", "Phường Đông Kinh", "06040; xã Không Có\nxã Ở Đâu", title, due],
    ]
    answer = registry.post(plan_url(plan, "table"), {"file": book(rows, merges=("C2:C3",))})
    page = text(answer)
    assert "Dòng đúng: 2. Dòng phải sửa: 1." in page
    for name in ("xã Không Có", "xã Ở Đâu"):
        assert f"không có đơn vị “{name}”" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    wrong = registry.post(plan_url(plan, "table"), {"token": token, "do": "wrong"}).content.decode()
    assert wrong.splitlines()[1].startswith("4,Tập huấn,")
    assert registry.post(plan_url(plan, "table"), {"token": token, "do": "take"}).status_code == 302
    for task in Task.objects.all():
        assert [one.unit for one in task.beside.all()] == [cast.other]
    assert Task.objects.count() == 2


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: book([["a", "b"], ["c", "d"]]), "Không tìm thấy cột"),
        (lambda: SimpleUploadedFile("x.xlsx", b"PK nonsense"), "tệp"),
        (lambda: None, "Hãy chọn tệp"),
    ],
)
def test_a_file_that_is_no_plan_says_so(cast, registry, upload, words):
    plan = story.drawn(cast)
    file = upload()
    answer = registry.post(plan_url(plan, "table"), {"file": file} if file else {})
    assert answer.status_code == 422
    assert words in text(answer)


def test_a_table_without_a_right_row_takes_in_nothing(cast, registry):
    plan = story.drawn(cast)
    upload = book([["Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], ["Việc", "xã Không Có", "1/1/2020"]])
    page = text(registry.post(plan_url(plan, "table"), {"file": upload}))
    token = page.split('name="token" value="')[1].split('"')[0]
    answer = registry.post(plan_url(plan, "table"), {"token": token, "do": "take"})
    assert answer.status_code == 422
    assert "Chưa có dòng nào đúng" in text(answer)
    gone = registry.post(plan_url(plan, "table"), {"token": "0" * 32, "do": "take"})
    assert gone.status_code == 422


def test_a_plan_of_two_thousand_tasks_opens_paged(cast, chair, django_assert_max_num_queries):
    plan = story.drawn(cast)
    post = story.post(cast.ward)
    Task.objects.bulk_create(
        Task(
            plan=plan,
            number=number,
            title=f"Việc {number}",
            unit=cast.ward,
            post=post,
            first_due_on=TODAY + DAY,
            due_on=TODAY + DAY,
            form_key=f"{number:040}",
        )
        for number in range(1, 2001)
    )
    with django_assert_max_num_queries(9):
        page = text(chair.get(plan_url(plan)))
    assert page.count('scope="row"') == 25
