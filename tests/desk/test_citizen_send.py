"""Sending a matter: one thing per page or all at once, nothing typed is lost, nothing is taken in twice."""

import io
import re
import secrets
import zipfile
import zlib
from html import unescape

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.desk.cases.models import Case
from hoiam.files.models import File
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Identity
from tests import cast as people

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
FRAME = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET LOCAL|PRAGMA)\b", re.IGNORECASE)
NASTY = [
    "'; DROP TABLE cases_case; --",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x.example","y")',
    "{{ 7|add:7 }} {% debug %}",
]
SAYS = {
    "empty": ("Hãy viết sự việc và đề nghị của bạn.", "Write what happened and what you ask for."),
    "long": ("Tối đa 20.000 ký tự", "At most 20,000 characters"),
    "short": ("Hãy viết thêm một chút", "Say a little more"),
    "html": ("Bên trong tệp không đúng như tên: có vẻ là html", "it looks like html"),
    "macro": ("Tệp chứa chương trình (macro)", "The file holds a program (macro)"),
    "bomb": ("Ảnh tối đa 50 triệu điểm ảnh", "The picture may have up to 50 million dots"),
    "closed": ("Cơ quan này chưa có người tiếp nhận", "This office has nobody who receives"),
    "nowhere": ("Cơ quan này không có trên hệ thống", "This office does not work with us"),
    "reach": ("Hãy cho biết ít nhất một cách liên hệ", "Give at least one way to reach you"),
    "changed": ("Nội dung dưới đây chưa được gửi", "What you see below has not been sent"),
}
both = pytest.mark.parametrize("language", ["vi", "en"])


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def typed(cast, **changes):
    said = {
        "step": "check",
        "go": "submit",
        "key": secrets.token_hex(16),
        "unit": cast.ward.pk,
        "kind": "report",
        "title": people.TITLE,
        "body": people.BODY,
        "field": "",
        "name": people.CITIZEN.name,
        "phone": "0900 000 001",
        "email": "",
        "address": "",
        "id_number": "",
    }
    return {**said, **changes}


def send(client, said, language="vi"):
    client.cookies["lang"] = language
    return client.post("/send/", said)


def text(response):
    return unescape(response.content.decode())


def says(response, what, language):
    return SAYS[what][language == "en"] in text(response)


def hidden(response):
    """What the page carries on in hidden fields."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def huge_png():
    """One of 20,000 × 20,000 dots in a few bytes."""
    head = b"IHDR" + (20000).to_bytes(4, "big") * 2 + PNG[24:29]
    return PNG[:12] + head + zlib.crc32(head).to_bytes(4, "big") + PNG[33:]


# The way through


def test_each_page_carries_what_was_typed_to_the_next(client, cast):
    first = client.get("/send/")
    assert "Phường Đông Kinh" in text(first)
    matter = client.post("/send/", {**hidden(first), "unit": cast.ward.pk})
    assert 'name="title"' in text(matter)
    files = client.post(
        "/send/", {**hidden(matter), "go": "next", "kind": "report", "title": "Đèn hỏng", "body": people.BODY}
    )
    assert hidden(files)["body"] == people.BODY
    you = client.post("/send/", {**hidden(files), "go": "next"})
    check = client.post("/send/", {**hidden(you), "go": "next", "name": "Lò Thị Thử", "phone": "0900000001"})
    assert {"Đèn hỏng", "Lò Thị Thử"} <= set(re.findall(r"Đèn hỏng|Lò Thị Thử", text(check)))
    sent = client.post("/send/", {**hidden(check), "go": "submit", "consent": "on"})
    case = Case.objects.get()
    assert sent.status_code == 303
    assert (case.title, case.channel, case.consent, case.unit_id) == ("Đèn hỏng", "web", True, cast.ward.pk)


def test_nothing_personal_is_kept_on_the_server_before_it_is_sent(client, cast):
    send(client, typed(cast, go="next", step="you"))
    assert not Identity.objects.exists()
    assert "sessionid" not in client.cookies


def test_back_and_edit_lose_nothing(client, cast):
    back = send(client, typed(cast, go="back", step="you", name="Chỉ tên"))
    assert hidden(back)["name"] == "Chỉ tên"
    edit = send(client, typed(cast, go="edit-matter"))
    assert f'value="{people.TITLE}"' in text(edit)
    again = client.post(
        "/send/",
        {**hidden(edit), "go": "next", "kind": "report", "title": "Tiêu đề mới", "body": people.BODY},
    )
    assert "Kiểm tra rồi gửi" in text(again)
    assert hidden(again)["title"] == "Tiêu đề mới"


def test_a_change_of_language_keeps_everything(client, cast):
    page = send(client, typed(cast, go="lang-en", step="matter"))
    assert page["Content-Language"] == "en"
    assert client.cookies["lang"].value == "en"
    assert "What is it about?" in text(page)
    assert people.BODY in text(page)
    assert hidden(page)["name"] == people.CITIZEN.name


def test_the_whole_form_in_one_request_takes_few_statements(client, cast):
    send(client, typed(cast, email="a@example.invalid"))
    with CaptureQueriesContext(connection) as captured:
        assert send(client, typed(cast, email="a@example.invalid")).status_code == 303
    counted = [one["sql"] for one in captured.captured_queries if not FRAME.match(one["sql"])]
    assert len(counted) <= 14, "\n".join(counted)


def test_sending_draws_no_template(client, cast, monkeypatch):
    monkeypatch.setattr("hoiam.desk.cases.views.citizen_send.render", None)
    assert send(client, typed(cast)).status_code == 303


# Choosing an office


def test_an_office_is_found_without_accents(client, cast):
    page = client.post("/send/", {"step": "place", "go": "find", "q": "that khe"})
    assert "Xã Thất Khê" in text(page)
    assert "Phường Đông Kinh" not in text(page)


def test_an_office_without_a_clerk_is_shown_but_cannot_be_picked(client, cast):
    RoleRow.objects.filter(unit=cast.other, role=Role.CLERK.value).delete()
    page = text(client.get("/send/"))
    assert "chưa mở" in page
    assert f'name="unit" value="{cast.other.pk}"' not in page


@both
@pytest.mark.parametrize("where", ["link", "next", "submit"])
def test_a_unit_without_a_clerk_is_refused_in_words(client, cast, where, language):
    RoleRow.objects.filter(unit=cast.other, role=Role.CLERK.value).delete()
    client.cookies["lang"] = language
    if where == "link":
        page = client.get(f"/send/?unit={cast.other.pk}")
    else:
        page = send(client, typed(cast, unit=cast.other.pk, go=where, step="place"), language)
        assert hidden(page)["body"] == people.BODY
    assert says(page, "closed", language)
    assert not Case.objects.exists()


@both
def test_a_unit_that_does_not_exist_is_refused_in_words(client, cast, language):
    assert says(send(client, typed(cast, unit=987654321), language), "nowhere", language)
    assert says(
        send(client, typed(cast, unit=987654321, go="next", step="place"), language), "nowhere", language
    )


@pytest.mark.parametrize("unit", ["", "x", "1; DROP", "9" * 40, "-1"])
def test_a_unit_that_is_no_number_leads_back_to_the_list(client, cast, unit):
    page = send(client, typed(cast, unit=unit))
    assert page.status_code == 422
    assert "Gửi đến cơ quan nào?" in text(page)


# What bad input gets


@both
def test_an_empty_text_is_asked_for(client, cast, language):
    page = send(client, typed(cast, body=""), language)
    assert page.status_code == 422
    assert says(page, "empty", language)
    assert people.TITLE in text(page)


@both
def test_control_characters_alone_are_an_empty_text(client, cast, language):
    assert says(send(client, typed(cast, body="\x00\x07\u202e\u200b"), language), "empty", language)


def test_control_characters_are_taken_out_of_a_text(client, cast):
    send(
        client,
        typed(cast, title="Đèn\x00 hỏng\u202e", body="Đèn\x07 đường\r\nhỏng\tlâu rồi", name="Nông\x00 Thị"),
    )
    case = Case.objects.get()
    assert (case.title, case.body) == ("Đèn hỏng", "Đèn đường\nhỏng\tlâu rồi")


def test_letters_are_composed(client, cast):
    send(client, typed(cast, title="Đe\u0300n ho\u0309ng"))
    assert Case.objects.get().title == "Đèn hỏng"


@both
def test_five_megabytes_of_text_come_back_with_a_clear_message(client, cast, language):
    body = "đèn hỏng " * 600_000
    page = send(client, typed(cast, body=body), language)
    assert page.status_code == 422
    assert says(page, "long", language)
    assert body in page.content.decode()


@both
def test_a_text_a_little_too_long_says_how_long_it_is(client, cast, language):
    page = send(client, typed(cast, body="x" * 20_001), language)
    assert says(page, "long", language)
    assert "20.001" in text(page) or "20,001" in text(page)
    assert says(send(client, typed(cast, body="ngắn"), language), "short", language)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "letter"),
        ("field", "opinion"),
        ("title", "x" * 201),
        ("name", ""),
        ("name", "x" * 121),
        ("phone", "gọi tôi nhé"),
        ("email", "không phải"),
        ("id_number", "=1+1"),
        ("address", "x" * 301),
    ],
)
def test_a_wrong_field_comes_back_with_all_others(client, cast, field, value):
    page = send(client, typed(cast, **{field: value}))
    assert page.status_code == 422
    assert "Một số mục cần xem lại" in text(page)
    kept = {name for name in ("title", "name", "phone") if name != field}
    assert all(typed(cast)[name] in text(page) for name in kept)
    assert not Case.objects.exists()


@both
def test_one_way_to_reach_the_citizen_is_asked_for(client, cast, language):
    assert says(send(client, typed(cast, phone=""), language), "reach", language)


@pytest.mark.parametrize("payload", NASTY)
def test_payloads_are_text_and_nothing_else(client, cast, payload):
    said = typed(cast, title=payload, body=f"{payload} và thêm cho đủ dài", name=payload, address=payload)
    page = send(client, {**said, "step": "you", "go": "next"})
    assert "<script>alert" not in page.content.decode()
    assert payload in text(page)
    sent = send(client, said)
    assert sent.status_code == 303
    assert Case.objects.get().title == payload
    for path in ("", "/sent", "/receipt", "/slip"):
        shown = client.get(sent["Location"].removesuffix("/receipt") + path)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.content.decode()


@pytest.mark.parametrize("payload", NASTY)
@pytest.mark.parametrize(
    "name", ["step", "go", "key", "unit", "kind", "field", "then", "files", "q", "province", "phone"]
)
def test_payloads_in_fields_that_nobody_types_do_no_harm(client, cast, name, payload):
    page = send(client, typed(cast, **{name: payload}))
    assert page.status_code in {200, 303, 422}
    assert "<script>alert" not in page.content.decode()


# Files


def upload(client, cast, name, data, language="vi", **more):
    said = typed(cast, step="files", go="upload", upload=SimpleUploadedFile(name, data), **more)
    return send(client, said, language)


def test_a_photo_is_put_aside_and_comes_along(client, cast):
    page = upload(client, cast, "ảnh.png", PNG)
    assert "ảnh.png" in text(page)
    sent = client.post("/send/", {**hidden(page), "go": "submit"})
    assert sent.status_code == 303
    assert File.objects.get().owner_id == Case.objects.get().pk
    assert "ảnh.png" in text(client.get(sent["Location"].replace("/receipt", "/sent")))


def test_a_photo_chosen_but_not_added_is_taken_by_continue(client, cast):
    page = send(client, typed(cast, step="files", go="next", upload=SimpleUploadedFile("a.png", PNG)))
    assert "Bạn là ai?" in text(page)
    assert File.objects.count() == 1


def test_a_file_can_be_left_out_again(client, cast):
    page = upload(client, cast, "a.png", PNG)
    token = hidden(page)["files"]
    page = client.post("/send/", {**hidden(page), "go": f"remove-{token}"})
    assert "files" not in hidden(page)


def docm():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return data.getvalue()


@both
@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("ảnh.jpg", b"<!doctype html><script>alert(1)</script>", "html"),
        ("đơn.docm", docm(), "macro"),
        ("bom.png", huge_png(), "bomb"),
    ],
    ids=["html", "macro", "bomb"],
)
def test_bad_files_are_named_with_their_reason(client, cast, name, data, what, language):
    page = upload(client, cast, name, data, language)
    assert page.status_code == 422
    assert says(page, what, language), text(page)
    assert name in text(page)
    assert hidden(page)["body"] == people.BODY
    assert not File.objects.exists()


def test_a_docm_named_jpg_is_not_a_picture(client, cast):
    page = upload(client, cast, "ảnh.jpg", docm())
    assert "Bên trong tệp không đúng như tên" in text(page)


def test_files_that_were_swept_meanwhile_are_asked_for_again(client, cast):
    page = send(client, typed(cast, files=secrets.token_hex(16)))
    assert page.status_code == 422
    assert "Hãy thêm lại" in text(page)
    assert hidden(page)["body"] == people.BODY


def test_eleven_files_are_one_too_many(client, cast):
    page = send(client, typed(cast, files=[secrets.token_hex(16) for _ in range(11)]))
    assert "Tối đa 10 tệp" in text(page)


def test_uploads_from_one_address_have_a_limit(client, cast, monkeypatch):
    monkeypatch.setattr("hoiam.kit.throttle.MOST", {"upload": (1, 600), "code": (10, 60)})
    upload(client, cast, "a.png", PNG)
    assert "quá nhiều tệp" in text(upload(client, cast, "b.png", PNG))


# Twice, back, from elsewhere


def test_the_same_form_sent_twice_is_one_case(client, cast):
    said = typed(cast)
    first, second = send(client, said), send(client, said)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


@both
def test_another_text_under_a_sent_form_is_not_lost_nor_swallowed(client, cast, language):
    said = typed(cast)
    first = send(client, said, language)
    page = send(client, {**said, "body": "Một việc hoàn toàn khác, cần trả lời riêng."}, language)
    assert page.status_code == 409
    assert says(page, "changed", language)
    assert first["Location"] in page.content.decode()
    sent = client.post("/send/", {**hidden(page), "go": "submit"})
    assert sent.status_code == 303
    assert Case.objects.count() == 2


def test_a_form_without_a_key_still_works(client, cast):
    assert send(client, typed(cast, key="")).status_code == 303


def test_the_form_needs_its_token(cast, client):
    client.handler.enforce_csrf_checks = True
    page = client.post("/send/", typed(cast))
    assert page.status_code == 403
    assert "những gì bạn đã nhập vẫn còn trong biểu mẫu" in text(page)


def test_the_browser_may_keep_a_step_for_its_back_button(client, cast):
    assert client.get("/send/")["Cache-Control"] == "private, no-cache"
