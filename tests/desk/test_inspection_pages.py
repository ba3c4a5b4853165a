"""Pages of inspections and self-review: inspectorate, inspected unit, everybody; what was typed is never lost."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from hoiam.desk.inspections.models import Entry, Finding, Inspection, Relation, SelfReview
from hoiam.files.models import File
from hoiam.journal.models import Event
from hoiam.ledger import statement
from tests.desk import inspection_story as story

pytestmark = pytest.mark.django_db


def text(answer):
    return unescape(answer.content.decode())


def day(days=0):
    return story.day(days).strftime("%d/%m/%Y")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def inspector(cast):
    story.chairman(cast)
    return signed_in(cast.inspector)


@pytest.fixture
def chairman(cast):
    return signed_in(story.chairman(cast))


@pytest.fixture
def head(cast):
    return signed_in(cast.head)


def desk(row, what=""):
    return f"/desk/inspections/{row.pk}/{what}"


def entry(cast, **changes):
    return {
        "target_id": cast.ward.pk,
        "theme": "Tiếp công dân",
        "reason": "never",
        "begins_on": day(3),
        "days": 20,
        "inspectors": [cast.inspector.pk],
        "form_key": "k" * 40,
        **changes,
    }


def test_units_never_inspected_are_proposed_and_put_in(cast, inspector, chairman):
    year = story.day(3).year
    page = text(inspector.get("/desk/inspections/programme/"))
    assert "phường Đông Kinh" in page
    assert "Chưa từng được thanh tra" in page
    address = f"/desk/inspections/programme/add?year={year}"
    for _ in range(2):
        assert inspector.post(address, entry(cast)).status_code == 302
    assert Entry.objects.count() == 1
    assert inspector.get(f"/desk/inspections/programme/approve?year={year}").status_code == 404
    approve = f"/desk/inspections/programme/approve?year={year}"
    assert chairman.post(approve, {"number": ""}).status_code == 422
    assert chairman.post(approve, {"number": "12/QĐ-UBND"}).status_code == 302
    assert chairman.post(approve, {"number": "13/QĐ-UBND"}).status_code == 409
    shown = text(inspector.get(f"/desk/inspections/programme/?year={year}"))
    assert "12/QĐ-UBND" in shown
    assert "Khối lượng công việc của thanh tra viên" in shown
    assert "Tiếp công dân" in text(Client().get("/inspections/"))


def test_a_wrong_entry_says_what_is_wrong_and_keeps_the_rest(cast, inspector):
    page = inspector.post("/desk/inspections/programme/add?year=2031", entry(cast))
    assert page.status_code == 422
    assert "không thuộc năm 2031" in text(page)
    assert "Tiếp công dân" in text(page)


def test_an_approved_programme_changes_by_a_document(cast, inspector):
    row = story.planned(cast)
    story.approved(cast)
    address = f"/desk/inspections/programme/{row.pk}/remove"
    assert inspector.post(address, {"number": "", "because": ""}).status_code == 422
    assert inspector.post(address, {"number": "15/QĐ", "because": "Sáp nhập."}).status_code == 302
    assert inspector.get(address).status_code == 404
    assert "Sáp nhập." in text(Client().get("/inspections/"))


def test_inspectors_of_an_entry_are_changed(cast, inspector):
    row, second = story.planned(cast), story.second_inspector(cast)
    address = f"/desk/inspections/programme/{row.pk}/assign"
    assert inspector.post(address, {"inspectors": [second.pk]}).status_code == 302
    assert list(row.assigned.values_list("person_id", flat=True)) == [second.pk]
    assert inspector.get(f"/desk/inspections/programme/{row.pk}/dance").status_code == 404


def decision(cast, **changes):
    return {
        "kind": "unscheduled",
        "entry_id": "",
        "target_id": cast.ward.pk,
        "theme": "Tiếp công dân",
        "ground": "Nhiều việc quá hạn.",
        "number": "45/QĐ-TTr",
        "signed": "head",
        "members": [cast.inspector.pk],
        "leader": cast.inspector.pk,
        "form_key": "d" * 40,
        **changes,
    }


def test_a_related_inspector_is_named_and_nothing_typed_is_lost(cast, inspector):
    said = {"unit_id": cast.ward.pk, "what": "family"}
    assert inspector.post("/desk/inspections/relations/", said).status_code == 302
    page = inspector.post("/desk/inspections/new", decision(cast))
    assert page.status_code == 422
    assert "Inspector Ví Dụ" in text(page)
    assert "đã tự khai có liên quan" in text(page)
    assert "45/QĐ-TTr" in text(page)
    row = Relation.objects.get()
    assert inspector.post("/desk/inspections/relations/", {"end": row.pk}).status_code == 302
    assert inspector.post("/desk/inspections/relations/", {"end": row.pk}).status_code == 409
    assert inspector.post("/desk/inspections/new", decision(cast)).status_code == 302


def test_an_inspector_related_to_the_holder_of_one_post_is_refused_as_for_the_unit(cast, inspector):
    post = cast.ward.posts.create(title="Phó Chủ tịch", title_en="Deputy chair")
    said = {"unit_id": "", "post_id": post.pk, "what": "family"}
    for _twice in range(2):
        assert inspector.post("/desk/inspections/relations/", said).status_code == 302
    row = Relation.objects.get()
    assert (row.unit, row.post) == (cast.ward, post)
    assert "Phó Chủ tịch" in text(inspector.get("/desk/inspections/relations/"))
    page = inspector.post("/desk/inspections/new", decision(cast))
    assert page.status_code == 422
    assert "Inspector Ví Dụ" in text(page)
    assert "liên quan với người giữ một chức vụ tại đơn vị này" in text(page)
    other = decision(cast, target_id=cast.other.pk)
    assert inspector.post("/desk/inspections/new", other).status_code == 302
    assert inspector.post("/desk/inspections/relations/", {"end": row.pk}).status_code == 302
    assert inspector.post("/desk/inspections/new", decision(cast, form_key="e" * 40)).status_code == 302


def test_a_relation_to_nothing_is_refused_and_what_was_chosen_stays(cast, inspector):
    page = inspector.post("/desk/inspections/relations/", {"unit_id": "", "post_id": "", "what": "property"})
    assert page.status_code == 422
    assert "Hãy chọn đơn vị" in text(page)
    assert page.context["form"]["what"].value() == "property"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ground": ""}, "phải nêu căn cứ"),
        ({"target_id": ""}, "Hãy chọn đơn vị"),
        ({"kind": "planned"}, "phải có trong kế hoạch"),
        ({"kind": "taking_office"}, "không có người đứng đầu mới"),
        ({"members": []}, "Thành viên đoàn"),
    ],
)
def test_a_wrong_decision_says_what_is_wrong(cast, inspector, wrong, words):
    page = inspector.post("/desk/inspections/new", decision(cast, **wrong))
    assert page.status_code == 422
    assert words in text(page)
    assert not Inspection.objects.exists()


def test_a_planned_one_takes_unit_and_theme_from_its_entry(cast, inspector):
    row = story.planned(cast)
    story.approved(cast)
    page = text(inspector.get(f"/desk/inspections/new?entry={row.pk}"))
    assert row.theme in page
    said = decision(cast, kind="planned", entry_id=row.pk, target_id="", ground="")
    assert inspector.post("/desk/inspections/new", said).status_code == 302
    assert Inspection.objects.get().entry_id == row.pk


def test_each_step_has_its_form(cast, inspector, chairman, head):
    row = story.decided(cast)
    assert head.get(desk(row)).status_code == 404
    assert inspector.post(desk(row, "do/announce"), {"until": day(-1)}).status_code == 422
    assert inspector.post(desk(row, "do/announce"), {"until": day(20)}).status_code == 302
    assert inspector.post(desk(row, "do/announce"), {"until": day(20)}).status_code == 409
    assert head.get(desk(row)).status_code == 200
    assert head.post(desk(row, "do/end")).status_code == 404
    for event in ("end", "report"):
        assert inspector.post(desk(row, f"do/{event}")).status_code == 302
    assert inspector.post(desk(row, "do/draft"), {"text": ""}).status_code == 422
    assert inspector.post(desk(row, "do/draft"), {"text": story.DRAFT}).status_code == 302
    assert inspector.get(desk(row, "do/explain")).status_code == 404
    assert "đã gửi đơn hai lần" in text(head.get(desk(row, "do/explain")))
    said = {"text": story.DRAFT, "number": "9/KL", "signed": "head", "until": day(10)}
    early = chairman.post(desk(row, "do/conclude"), said)
    assert early.status_code == 422
    assert "Đơn vị được giải trình đến hết" in text(early)
    assert head.post(desk(row, "do/explain"), {"text": "Xin khắc phục."}).status_code == 302
    assert "Xin khắc phục." in text(chairman.get(desk(row, "do/conclude")))
    assert chairman.post(desk(row, "do/conclude"), said).status_code == 302
    assert chairman.get(desk(row, "do/dance")).status_code == 404


def test_nothing_is_published_while_a_passage_is_open(cast, inspector):
    row = story.concluded(cast)
    page = inspector.post(desk(row, "publish"), {"ground_1": ""})
    assert page.status_code == 422
    assert "Đoạn 1 chưa được quyết định" in text(page)
    public = text(Client().get(f"/inspections/{row.pk}/"))
    assert "chưa công khai" in public
    assert inspector.post(desk(row, "publish"), {"ground_1": "personal"}).status_code == 302
    shown = text(Client().get(f"/inspections/{row.pk}/"))
    assert "[lược bỏ: dữ liệu cá nhân]" in shown
    assert "020190000001" not in shown
    assert inspector.post(desk(row, "publish"), {"ground_1": "personal"}).status_code == 409


def test_a_finding_without_a_post_is_refused_in_words(cast, inspector):
    row = story.running(cast)
    said = {
        "what": "Bảy đơn không được thông báo.",
        "evidence": "Sổ",
        "ground": "Điều 28",
        "severity": "serious",
        "remedy": "Thông báo.",
        "post_id": "",
        "due_on": day(30),
        "form_key": "f" * 40,
    }
    page = inspector.post(desk(row, "find"), said)
    assert page.status_code == 422
    assert "hãy chọn chức vụ chịu trách nhiệm" in text(page)
    assert "Bảy đơn không được thông báo." in text(page)
    said["post_id"] = story.post(cast.ward).pk
    for _ in range(2):
        assert inspector.post(desk(row, "find"), said).status_code == 302
    assert Finding.objects.count() == 1


def test_a_remedy_goes_from_the_unit_to_the_inspectorate(cast, inspector, head):
    row = story.running(cast)
    finding = story.find(cast, row)
    address = f"/desk/inspections/findings/{finding.pk}/"
    assert head.get(address).status_code == 404
    story.concluded(cast, row)
    report = {"do": "report", "evidence": "", "link": "", "form_key": "r" * 40}
    assert head.post(address, report).status_code == 422
    for _ in range(2):
        assert head.post(address, {**report, "evidence": "Công văn 31."}).status_code == 302
    assert head.post(address, {"do": "judge", "verdict": "accept"}).status_code == 422
    back = {"do": "judge", "verdict": "send_back", "reason": ""}
    assert inspector.post(address, back).status_code == 422
    assert inspector.post(address, {**back, "reason": "Chưa đủ."}).status_code == 302
    assert "Chưa đủ." in text(head.get(address))
    head.post(address, {**report, "evidence": "Công văn 32.", "form_key": "s" * 40})
    assert inspector.post(address, {"do": "judge", "verdict": "accept", "reason": ""}).status_code == 302
    assert "Không còn nội dung nào" in text(inspector.get("/desk/inspections/remedies/"))
    story.published(cast, row)
    assert "Công văn 32." in text(Client().get(f"/inspections/{row.pk}/"))
    assert inspector.post(address, {"do": "dance"}).status_code == 404


def paper(name="so.txt", data="Trang 12, dòng 3"):
    return SimpleUploadedFile(name, data.encode())


def photographed():
    """A picture that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 51.0, 0.0), 3: "E", 4: (106.0, 45.0, 0.0)}
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("ao.jpg", out.getvalue())


def link_to(page, name):
    """The address behind a file's name."""
    return re.search(rf'href="([^"]+/files/[0-9a-f]+)">{re.escape(name)}<', page)[1]


def found_with(cast, **changes):
    return {
        "what": "Bảy đơn không được thông báo.",
        "evidence": "Sổ",
        "ground": "Khoản 1 Điều 28",
        "severity": "serious",
        "remedy": "Thông báo.",
        "post_id": story.post(cast.ward).pk,
        "due_on": day(40),
        "form_key": "f" * 40,
        **changes,
    }


def test_files_of_a_finding_are_for_the_two_sides_alone(cast, inspector, head):
    row = story.running(cast)
    said = found_with(cast, uploads=[paper(), photographed()])
    assert inspector.post(desk(row, "find"), said).status_code == 302
    finding = Finding.objects.get()
    address = f"/desk/inspections/findings/{finding.pk}/"
    shown = text(inspector.get(address))
    file, picture = inspector.get(link_to(shown, "so.txt")), inspector.get(link_to(shown, "ao.jpg"))
    assert file.content.decode() == "Trang 12, dòng 3"
    assert file["Content-Disposition"].startswith("attachment")
    assert not Image.open(io.BytesIO(picture.content)).getexif()
    assert head.get(link_to(shown, "so.txt")).status_code == 404
    story.published(cast, story.concluded(cast, row))
    assert head.get(link_to(shown, "so.txt")).status_code == 200
    assert signed_in(cast.stranger).get(link_to(shown, "so.txt")).status_code == 404
    assert inspector.get(f"{address}files/{'0' * 32}").status_code == 404
    public = text(Client().get(f"/inspections/{row.pk}/"))
    assert "so.txt" not in public
    assert "/files/" not in public


def test_a_file_of_another_finding_is_none_of_this_one(cast, inspector):
    row = story.running(cast)
    inspector.post(desk(row, "find"), found_with(cast, uploads=[paper()]))
    mine, other = Finding.objects.get(), story.find(cast, row)
    token = link_to(text(inspector.get(f"/desk/inspections/findings/{mine.pk}/")), "so.txt").rsplit("/", 1)[1]
    assert inspector.get(f"/desk/inspections/findings/{other.pk}/files/{token}").status_code == 404
    assert inspector.get(desk(row, f"files/{token}")).status_code == 404


def test_a_file_stays_when_the_finding_was_wrong(cast, inspector):
    row = story.running(cast)
    page = inspector.post(desk(row, "find"), found_with(cast, post_id="", uploads=[paper()]))
    assert page.status_code == 422
    token = text(page).split('name="kept" value="')[1].split('"')[0]
    assert inspector.post(desk(row, "find"), found_with(cast, kept=token)).status_code == 302
    assert "so.txt" in text(inspector.get(f"/desk/inspections/findings/{Finding.objects.get().pk}/"))


def test_a_file_that_is_not_what_it_says_is_named_and_the_rest_stays(cast, inspector):
    row = story.running(cast)
    page = inspector.post(desk(row, "find"), found_with(cast, uploads=[paper(), paper("anh.jpg")]))
    assert page.status_code == 422
    assert "anh.jpg" in text(page)
    assert 'name="kept"' in text(page)
    assert "Bảy đơn không được thông báo." in text(page)
    assert not Finding.objects.exists()


def test_the_files_of_a_finding_that_is_taken_back_go_with_it(cast, inspector):
    row = story.running(cast)
    inspector.post(desk(row, "find"), found_with(cast, uploads=[paper()]))
    address = f"/desk/inspections/findings/{Finding.objects.get().pk}/"
    assert inspector.post(address, {"do": "drop", "reason": "Đã giải trình."}).status_code == 302
    assert not File.objects.exists()


def test_the_unit_explains_itself_with_files_and_keeps_them_after_an_error(cast, inspector, head):
    row = story.drafted(cast)
    page = head.post(desk(row, "do/explain"), {"text": "", "uploads": [paper("cv.txt")]})
    assert page.status_code == 422
    token = text(page).split('name="kept" value="')[1].split('"')[0]
    said = {"text": "Xin khắc phục.", "kept": token}
    assert head.post(desk(row, "do/explain"), said).status_code == 302
    address = link_to(text(inspector.get(desk(row))), "cv.txt")
    for client in (inspector, head):
        assert client.get(address).status_code == 200
    assert "cv.txt" in text(inspector.get(desk(row, "do/conclude")))
    assert signed_in(cast.stranger).get(address).status_code == 404


def test_a_remedy_is_reported_with_files(cast, inspector, head):
    row = story.running(cast)
    finding = story.find(cast, row)
    story.concluded(cast, row)
    address = f"/desk/inspections/findings/{finding.pk}/"
    said = {"do": "report", "evidence": "", "link": "", "form_key": "r" * 40, "uploads": [paper("cv31.txt")]}
    page = head.post(address, said)
    assert page.status_code == 422
    token = text(page).split('name="kept" value="')[1].split('"')[0]
    said = {"do": "report", "evidence": "Công văn 31.", "link": "", "form_key": "r" * 40, "kept": token}
    assert head.post(address, said).status_code == 302
    assert inspector.get(link_to(text(inspector.get(address)), "cv31.txt")).status_code == 200
    told = Event.objects.get(kind="inspection.remedy-reported")
    assert {"evidence", "file-1"} == set(statement.parse(told.statement).docs)


def test_the_head_looks_at_findings_and_notes_days(cast, inspector, chairman):
    row = story.running(cast)
    finding = story.find(cast, row)
    assert "Khoán trắng" in text(inspector.get(desk(row)))
    address = f"/desk/inspections/findings/{finding.pk}/"
    assert chairman.post(address, {"do": "review"}).status_code == 302
    assert inspector.post(desk(row, "present"), {"days": "hôm qua"}).status_code == 422
    assert inspector.post(desk(row, "present"), {"days": day()}).status_code == 302
    assert "Khoán trắng" not in text(inspector.get(desk(row)))
    assert inspector.post(address, {"do": "drop", "reason": "Đã giải trình."}).status_code == 302
    assert inspector.get(address).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "overseer", "handler"])
def test_others_have_no_such_page(cast, who):
    row = story.running(cast)
    client = signed_in(getattr(cast, who))
    assert client.get(desk(row)).status_code == 404
    assert client.get("/desk/inspections/programme/").status_code == 404


def test_a_unit_says_what_is_wrong_with_itself_and_mends_it(cast, head):
    said = {
        "category": "late",
        "what": "Trả lời chậm.",
        "mends": "Trả lời hết.",
        "due_on": day(-1),
        "form_key": "w" * 40,
    }
    page = head.post("/desk/inspections/self-review/new", said)
    assert page.status_code == 422
    assert "Trả lời chậm." in text(page)
    said["due_on"] = day(20)
    for _ in range(2):
        assert head.post("/desk/inspections/self-review/new", said).status_code == 302
    row = SelfReview.objects.get()
    assert "Trả lời chậm." in text(Client().get("/self-review/"))
    assert "Trả lời chậm." in text(head.get("/desk/inspections/self-review/"))
    address = f"/desk/inspections/self-review/{row.pk}/"
    assert signed_in(cast.stranger).get(address).status_code == 404
    assert head.post(address, {"evidence": "", "link": ""}).status_code == 422
    assert head.post(address, {"evidence": "Sổ trả lời.", "link": ""}).status_code == 302
    assert head.post(address, {"evidence": "Sổ trả lời.", "link": ""}).status_code == 409
    assert "Đã sửa đúng hạn" in text(Client().get("/self-review/?unit=05977"))
    assert head.get("/desk/inspections/self-review/999/").status_code == 404


def test_an_inspection_that_is_not_announced_is_no_page_for_anybody(cast):
    row = story.decided(cast)
    assert Client().get(f"/inspections/{row.pk}/").status_code == 404
    assert Client().get("/inspections/999/").status_code == 404


def statements(get):
    with CaptureQueriesContext(connection) as seen:
        assert get().status_code == 200
    return len(seen)


def test_pages_ask_no_more_when_there_is_more(cast, inspector):
    at = timezone.now() - timedelta(days=3)
    story.planned(cast)
    story.approved(cast)
    pages = ("/inspections/", "/self-review/", "/desk/inspections/", "/desk/inspections/remedies/")
    clients = {page: inspector if page.startswith("/desk") else Client() for page in pages}

    def counted():
        return {page: statements(lambda p=page: clients[p].get(p)) for page in pages}

    def more():
        row = story.running(cast, at=at)
        story.find(cast, row, at=at)
        story.published(cast, story.concluded(cast, row, at=at))
        story.declared(cast)

    more()
    counted()
    few = counted()
    for _ in range(3):
        more()
    assert counted() == few
    assert max(few.values()) <= 12
