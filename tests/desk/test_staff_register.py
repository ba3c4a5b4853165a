"""Intake at the counter: nothing typed is lost, nothing is taken in twice, nobody else takes in."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.cases.models import Case
from hoiam.files import queries as files
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Identity
from tests import cast as people

pytestmark = pytest.mark.django_db
REGISTER = "/desk/register"


def typed(cast, **changes):
    said = {
        "submit_key": "a" * 40,
        "unit": cast.ward.pk,
        "channel": "phone",
        "kind": "report",
        "name": people.CITIZEN.name,
        "phone": "0900000001",
        "id_number": "020190000001",
        "email": "nguoi-gui@example.invalid",
        "address": "Thôn 3",
        "title": people.TITLE,
        "body": people.BODY,
        "field": "utility",
        "consent": "on",
    }
    return {**said, **changes}


def post(client, who, data):
    client.force_login(who)
    return client.post(REGISTER, data)


def text(answer):
    return answer.content.decode()


def test_the_form_is_ready_to_type(client, cast):
    client.force_login(cast.clerk)
    page = text(client.get(REGISTER))
    assert page.count("autofocus") == 1
    assert 'value="counter" id="id_channel_0" checked' in page or "checked" in page
    assert page.index('name="name"') < page.index('name="title"') < page.index('name="body"')
    assert f'name="unit" value="{cast.ward.pk}"' in page


def test_what_is_registered_leads_to_the_slip(client, cast):
    answer = post(client, cast.clerk, typed(cast))
    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/slip?desk=1")
    assert (case.channel, case.kind, case.field, case.consent) == ("phone", "report", "utility", True)
    assert (case.title, case.body) == (people.TITLE, people.BODY)
    kept = Identity.objects.get().data
    assert (kept["name"], kept["phone"]) == (people.CITIZEN.name, "0900000001")
    slip = client.get(answer.headers["Location"])
    assert slip.status_code == 200
    assert REGISTER in text(slip)


def test_a_name_a_subject_and_a_text_are_enough(client, cast):
    bare = dict.fromkeys(("phone", "id_number", "email", "address", "field"), "")
    data = typed(cast, **bare)
    del data["consent"]
    assert post(client, cast.clerk, data).status_code == 302
    assert not Case.objects.get().consent


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "", "Họ và tên"),
        ("title", " ", "Tóm tắt trong một dòng"),
        ("body", "", "Nội dung người dân trình bày hoặc viết"),
        ("email", "khong-phai", "Thư điện tử"),
        ("body", "x" * 20_001, "Nội dung người dân trình bày hoặc viết"),
        ("kind", "letter", "Loại"),
        ("channel", "web", "Hình thức tiếp nhận"),
        ("field", "opinions", "Lĩnh vực"),
    ],
)
def test_a_mistake_is_named_and_all_that_was_typed_stays(client, cast, name, value, words):
    answer = post(client, cast.clerk, typed(cast, **{name: value}))
    page = text(answer)
    assert answer.status_code == 422
    assert f">{words}" in page
    others = {"name": people.CITIZEN.name, "title": people.TITLE, "phone": "0900000001", "address": "Thôn 3"}
    assert all(other in page for key, other in others.items() if key != name)
    assert not Case.objects.exists()


def test_characters_that_hide_are_left_out(client, cast):
    post(client, cast.clerk, typed(cast, title="Đèn\u202e hỏng\u0007", body="Dòng 1\r\nDòng 2\u0000\u200b"))
    case = Case.objects.get()
    assert (case.title, case.body) == ("Đèn hỏng", "Dòng 1\nDòng 2")


def test_letters_of_two_parts_become_one(client, cast):
    post(client, cast.clerk, typed(cast, title="Đe\u0300n đường"))
    assert Case.objects.get().title == "Đèn đường"


def test_pressed_twice_it_is_one_case_with_the_same_slip(client, cast):
    first = post(client, cast.clerk, typed(cast))
    again = post(client, cast.clerk, typed(cast))
    assert first.headers["Location"] == again.headers["Location"]
    assert Case.objects.count() == 1


def test_another_matter_typed_over_a_sent_form_is_not_lost(client, cast):
    post(client, cast.clerk, typed(cast))
    answer = post(client, cast.clerk, typed(cast, title="Việc khác hẳn"))
    page = text(answer)
    assert answer.status_code == 409
    assert "Việc khác hẳn" in page
    assert f'href="/desk/cases/{Case.objects.get().pk}/"' in page
    fresh = answer.context["form"]["submit_key"].value()
    assert fresh != "a" * 40
    post(client, cast.clerk, typed(cast, title="Việc khác hẳn", submit_key=fresh))
    assert sorted(case.title for case in Case.objects.all()) == [people.TITLE, "Việc khác hẳn"]


def test_files_survive_an_error_and_come_along(client, cast):
    upload = SimpleUploadedFile("don.txt", "Đơn viết tay".encode())
    answer = post(client, cast.clerk, typed(cast, name="", uploads=[upload]))
    kept = answer.context["kept"]
    assert "don.txt" in text(answer)
    post(client, cast.clerk, typed(cast, kept=[file.token for file in kept]))
    case = Case.objects.get()
    assert [file.name for file in files.of_owner(owner="case", owner_id=case.pk)] == ["don.txt"]


def test_a_bad_file_is_refused_by_name_and_the_good_one_stays(client, cast):
    good = SimpleUploadedFile("don.txt", "Đơn viết tay".encode())
    bad = SimpleUploadedFile("anh.jpg", b"<html><script>alert(1)</script></html>")
    answer = post(client, cast.clerk, typed(cast, uploads=[good, bad]))
    assert answer.status_code == 422
    assert "<strong>anh.jpg:</strong>" in text(answer)
    assert [file.name for file in answer.context["kept"]] == ["don.txt"]
    assert not Case.objects.exists()


def test_a_made_up_file_is_nobodys(client, cast):
    answer = post(client, cast.clerk, typed(cast, kept=["f" * 32, "../../etc/passwd"]))
    assert answer.status_code == 302
    assert not files.of_owner(owner="case", owner_id=Case.objects.get().pk)


@pytest.mark.parametrize("who", ["handler", "inspector", "overseer", "operator"])
def test_who_does_not_receive_citizens_gets_no_form(client, cast, who):
    assert post(client, getattr(cast, who), typed(cast)).status_code == 403
    assert not Case.objects.exists()


def test_nobody_registers_for_a_unit_they_do_not_work_for(client, cast):
    assert post(client, cast.stranger, typed(cast)).status_code == 422
    assert not Case.objects.exists()


def test_a_clerk_of_two_units_chooses(client, cast):
    RoleRow.objects.create(
        person=cast.clerk, unit=cast.other, role=Role.CLERK.value, from_on=people.FIRST_DAY
    )
    post(client, cast.clerk, typed(cast, unit=cast.other.pk))
    assert Case.objects.get().unit_id == cast.other.pk


def test_a_unit_without_a_clerk_says_so_and_keeps_the_text(client, cast):
    RoleRow.objects.filter(person=cast.clerk).update(until_on=timezone.localdate() - timedelta(days=1))
    answer = post(client, cast.head, typed(cast))
    assert answer.status_code == 422
    assert answer.context["refused"][0].code == "no_recipient"
    assert people.TITLE in text(answer)


def test_it_costs_four_statements_to_show(client, cast, django_assert_max_num_queries):
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(4):  # session, person, roles, forms under way
        client.get(REGISTER)


def test_no_message_of_the_page_is_left_in_english(client, cast):
    client.force_login(cast.clerk)
    assert reverse("desk:register") == REGISTER
    page = text(client.get(REGISTER))
    for word in ("Register", "Subject", "Phone", "Full name"):
        assert word not in page
    assert "Register at the counter" in text(client.get(f"{REGISTER}?lang=en"))
