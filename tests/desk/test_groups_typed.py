"""The list of those who sign, typed or pasted at the counter and on the web: read, refused with words, kept."""

import secrets

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from hoiam.desk.cases.forms import together
from hoiam.desk.cases.models import Appointment, Case, Signer
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Identity
from tests import cast as people

HEAD = "STT\tHọ và tên\tNăm sinh\tSố CCCD\tĐịa chỉ\tĐại diện"


def sheet(number=37, representatives=5, first=1):
    """As it is copied from a spreadsheet, the sender in its first line."""
    rows = [
        f"{at}\tNgười Ký Ví Dụ {at}\t1980\t02019000{at:04d}\tThôn {at}\t{'x' if at <= representatives else ''}"
        for at in range(first, number + 1)
    ]
    return "\r\n".join([HEAD, *rows])


def wrong(call, *args):
    with pytest.raises(ValidationError) as raised:
        call(*args)
    return raised.value.messages[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lộc Thị Thử; 020190000001; Thôn 3; 0900000001; thu@example.invalid; x",
            [("Lộc Thị Thử", "020190000001", "Thôn 3", "0900000001", "thu@example.invalid", True)],
        ),
        (
            "Lộc Thị Thử;;Thôn 3\n\nVi Văn Mẫu;020190000002",
            [
                ("Lộc Thị Thử", "", "Thôn 3", "", "", False),
                ("Vi Văn Mẫu", "020190000002", "", "", "", False),
            ],
        ),
        (
            "1\tLộc Thị Thử\t020190000001\n2.\tVi Văn Mẫu\t020190000002",
            [
                ("Lộc Thị Thử", "020190000001", "", "", "", False),
                ("Vi Văn Mẫu", "020190000002", "", "", "", False),
            ],
        ),
        (
            "Địa chỉ\tHọ tên\tGhi chú\nThôn 3\tLộc Thị Thử\tvắng",
            [
                ("Lộc Thị Thử", "", "Thôn 3", "", "", False),
            ],
        ),
    ],
)
def test_lists_as_people_have_them(text, expected):
    found = [
        (p.name, p.id_number, p.address, p.phone, p.email, line.marked)
        for line in together.lines(text)
        for p in [line.person]
    ]
    assert found == expected


def test_a_sheet_of_37_lines_is_read():
    found = together.lines(sheet())
    assert (len(found), sum(one.marked for one in found)) == (37, 5)
    assert "Ví Dụ" not in repr(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lộc Thị Thử; 020190000001\n; 020190000002", "Dòng 2"),
        ("Lộc Thị Thử", "Dòng 1"),
        ("Lộc Thị Thử; mười hai; Thôn 3", "Dòng 1"),
        ("Lộc Thị Thử;; " + "x" * 301, "Dòng 1"),
        ("\n".join(f"Người {at};;Thôn {at}" for at in range(501)), "500"),
    ],
)
def test_the_line_that_is_not_understood_is_named(text, words):
    assert words in wrong(together.lines, text)


LISTED = "Lộc Thị Thử;020190000001\nVi Văn Mẫu;020190000002\nVi Văn Mẫu;020190000003"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "lộc thị thử; 0900000009; thu@example.invalid",
            ("Lộc Thị Thử", "0900000009", "thu@example.invalid"),
        ),
        ("Vi Văn Mẫu; 020190000003; 0900000009", ("Vi Văn Mẫu", "0900000009", "")),
        ("020190000002", ("Vi Văn Mẫu", "", "")),
    ],
)
def test_representatives_are_found_by_name_or_number(text, expected):
    marked = [one.person for one in together.represented(text, together.lines(LISTED)) if one.marked]
    assert [(one.name, one.phone, one.email) for one in marked] == [expected]


@pytest.mark.parametrize(("text", "words"), [("Ai Đó", "không có ai"), ("Vi Văn Mẫu", "nhiều người")])
def test_representatives_that_are_not_found_are_said(text, words):
    assert words in wrong(together.represented, text, together.lines(LISTED))


def test_the_sender_may_stand_on_the_list():
    sender, others = together.without(Personal(name="Lộc Thị Thử"), together.lines(LISTED))
    assert sender.id_number == "020190000001"
    assert len(others) == 2


# at the counter


def typed(cast, **changes):
    said = {
        "submit_key": "a" * 40,
        "unit": cast.ward.pk,
        "channel": "paper",
        "kind": "petition",
        "name": "Người Ký Ví Dụ 1",
        "title": people.TITLE,
        "body": people.BODY,
        "group": "on",
        "signers": sheet(),
    }
    return {**said, **changes}


@pytest.mark.django_db
def test_a_pasted_sheet_makes_a_group(cast, client):
    client.force_login(cast.clerk)
    scan = SimpleUploadedFile("van-ban-cu.txt", "Văn bản cử người đại diện".encode())
    answer = client.post("/desk/register", typed(cast, all_signed="on", appointment_file=scan))
    case = Case.objects.get()
    assert (case.people, case.representatives) == (37, 5)
    assert Signer.objects.filter(case=case, signed=True).count() == 37
    assert Appointment.objects.get(case=case).file_id
    slip = client.get(answer["Location"]).content.decode()
    assert f"/desk/cases/{case.pk}/group/" in slip
    assert "37 người, 5 người đại diện" in slip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"signers": sheet(representatives=6)}, "nhiều nhất 5"),
        ({"signers": f"{sheet()}\r\n38\tNgười Ký Ví Dụ 9\t\t020190000009\tThôn 9\t"}, "hai lần"),
        ({"signers": ""}, "ít nhất 2"),
        ({"signers": "Người Ký Ví Dụ 1;020190000001"}, "ít nhất 2"),
        ({"signers": "Lộc Thị Thử"}, "Dòng 1"),
        ({"representatives": "Ai Đó"}, "không có ai"),
        ({"kind": "press", "source": "Báo Ví Dụ", "published_on": "01/11/2026"}, "một người"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(cast, client, changed, words):
    client.force_login(cast.clerk)
    scan = SimpleUploadedFile("van-ban-cu.txt", "Văn bản cử người đại diện".encode())
    data = typed(cast, **changed)
    answer = client.post("/desk/register", {**data, "appointment_file": scan})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert all(line.split("\t")[-2] in shown for line in data["signers"].split("\r\n")[1:])
    assert people.BODY in shown
    assert "van-ban-cu.txt" in shown
    assert not Case.objects.exists()
    token = answer.context["appointment"].token
    assert client.post("/desk/register", typed(cast, appointment=token)).status_code == 302
    assert Appointment.objects.get().file_id


@pytest.mark.django_db
def test_without_the_mark_a_list_left_over_is_not_read(cast, client):
    client.force_login(cast.clerk)
    assert client.post("/desk/register", typed(cast, group="")).status_code == 302
    assert Case.objects.get().people == 1
    assert not Signer.objects.exists()


# on the citizen's form


def draft(cast, go="next", step="you", **changes):
    said = {
        "go": go,
        "step": step,
        "key": secrets.token_hex(16),
        "unit": cast.ward.pk,
        "kind": "petition",
        "title": people.TITLE,
        "body": people.BODY,
        "name": "Người Ký Ví Dụ 1",
        "phone": "0900000001",
        "group": "on",
        "signers": "\n".join(f"Người Ký Ví Dụ {at};02019000{at:04d}" for at in range(2, 7)),
        "representatives": "Người Ký Ví Dụ 2; nguoi-ky-2@example.invalid",
    }
    return {**said, **changes}


@pytest.mark.django_db
def test_a_group_is_sent_from_the_web(cast, client):
    scan = SimpleUploadedFile("van-ban-cu.txt", "Văn bản cử người đại diện".encode())
    check = client.post("/send/", draft(cast, appointment_file=scan))
    shown = check.content.decode()
    assert "6 người, 2 người đại diện" in shown
    assert "van-ban-cu.txt" in shown
    carried = dict(check.context["carried"])
    sent = client.post("/send/", {**carried, "step": "check", "go": "submit"})
    assert sent.status_code == 303
    case = Case.objects.get()
    assert (case.people, case.representatives) == (6, 2)
    assert Appointment.objects.get(case=case).file_id
    assert not Signer.objects.filter(signed=True).exists()
    assert "6 người, 2 người đại diện" in client.get(sent["Location"]).content.decode()
    second = Signer.objects.get(case=case, number=2)
    assert Identity.objects.get(pk=second.identity_id).data["email"] == "nguoi-ky-2@example.invalid"


@pytest.mark.django_db
@pytest.mark.parametrize("go", ["next", "submit"])
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"representatives": "\n".join(f"Người Ký Ví Dụ {at}" for at in (2, 3))}, "nhiều nhất 2"),
        ({"signers": "Người Ký Ví Dụ 2;;Thôn 2\nNgười Ký Ví Dụ 2;;Thôn 2", "representatives": ""}, "hai lần"),
        ({"signers": "", "representatives": ""}, "ít nhất 2"),
        ({"kind": "denunciation"}, "một người"),
        ({"signers": "Người Ký Ví Dụ 2"}, "Dòng 1"),
    ],
)
def test_on_the_web_what_is_refused_is_said_too(cast, client, changed, words, go):
    RoleRow.objects.create(
        person=cast.second_handler, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
    )
    data = draft(cast, go=go, **changed)
    answer = client.post("/send/", data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert data["signers"] in shown
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_an_appointment_that_cannot_be_read_is_named(cast, client):
    bad = SimpleUploadedFile("don.docm", b"x")
    answer = client.post("/send/", draft(cast, appointment_file=bad))
    assert answer.status_code == 422
    assert "don.docm" in answer.content.decode()
