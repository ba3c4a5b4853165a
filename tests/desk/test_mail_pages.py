"""Pages of mail: what waits, what becomes of it, whose addresses; and the command that fetches."""

from html import unescape

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import doctor, mail as command, worker
from hoiam.desk.cases.actions import mail_held
from hoiam.desk.cases.models import Case, Mail, MailAddress
from tests import cast as people
from tests.desk.test_mail_in import EMPTY, LOCKED, WARD, maildir, message, take

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def ward(cast):
    mail_held.open_address(unit_id=cast.ward.pk, address=WARD, by=people.actor(cast.head), at=NOW)
    return cast


@pytest.fixture
def clerk(ward, client):
    client.force_login(ward.clerk)
    return client


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def automatic(number):
    return message(f"lần {number}", number=str(number), Auto_Submitted="auto-replied")


def test_what_waits_is_listed_apart_from_machines(clerk):
    take(LOCKED)
    take(automatic(1))
    page = body(clerk.get("/desk/mail/"))
    assert "Được mã hóa" in page
    assert "nguoi-gui@example.invalid" not in page
    assert "Do máy gửi" in body(clerk.get("/desk/mail/?state=machine"))


def test_the_list_goes_on_page_by_page_in_the_same_number_of_statements(
    clerk, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("hoiam.desk.cases.queries.mail.PAGE", 2)
    made = [take(automatic(number)).mail_id for number in range(3)]
    clerk.get("/desk/mail/")
    with django_assert_max_num_queries(4):
        first = body(clerk.get("/desk/mail/?state=machine"))
    assert f"after={made[1]}" in first
    assert f"/desk/mail/{made[0]}/" not in first
    assert f"/desk/mail/{made[0]}/" in body(clerk.get(f"/desk/mail/?state=machine&after={made[1]}"))


def test_a_clerk_takes_in_what_waited(clerk):
    mail_id = take(EMPTY).mail_id
    assert "opening the identity" in body(clerk.get(f"/desk/mail/{mail_id}/?lang=en"))
    clerk.cookies["lang"] = "vi"
    answer = clerk.post(f"/desk/mail/{mail_id}/take-in", {"kind": "report"})
    assert answer["Location"] == f"/desk/cases/{Case.objects.get().pk}/"
    assert "Qua thư điện tử" in body(clerk.get(answer["Location"]))
    assert clerk.get(f"/desk/mail/{mail_id}/").status_code == 404
    assert clerk.post(f"/desk/mail/{mail_id}/take-in", {"kind": "report"}).status_code == 404


def test_a_clerk_adds_it_to_a_case(clerk, ward):
    case, mail_id = people.received(ward), take(EMPTY).mail_id
    number = f"{case.received_on.year}-{case.pk:06d}"
    wrong = clerk.post(f"/desk/mail/{mail_id}/add", {"number": "2026-999999"})
    assert "2026-999999" in body(wrong, 422)
    assert 'aria-invalid="true"' in body(clerk.post(f"/desk/mail/{mail_id}/add", {"number": ""}), 422)
    clerk.post(f"/desk/mail/{mail_id}/add", {"number": number})
    assert Mail.objects.get().case_id == case.pk
    assert "Người gửi bổ sung" in body(clerk.get(f"/desk/cases/{case.pk}/"))


def test_a_clerk_dismisses_with_a_reason(clerk):
    mail_id = take(LOCKED).mail_id
    assert 'aria-invalid="true"' in body(clerk.post(f"/desk/mail/{mail_id}/dismiss", {"reason": " "}), 422)
    clerk.post(f"/desk/mail/{mail_id}/dismiss", {"reason": "Thử máy"})
    assert Mail.objects.get().state == "dismissed"


def test_somebody_elses_mail_is_no_page(client, ward):
    mail_id = take(LOCKED).mail_id
    for who in (ward.stranger, ward.handler, ward.operator):
        client.force_login(who)
        assert client.get(f"/desk/mail/{mail_id}/").status_code == 404
        assert client.post(f"/desk/mail/{mail_id}/dismiss", {"reason": "x"}).status_code == 404
    client.force_login(ward.handler)
    assert client.get("/desk/mail/").status_code == 404
    assert client.get("/desk/mail/addresses").status_code == 404


def test_an_operator_hands_on_what_was_sent_to_nobody(client, ward):
    mail_id = take(message(to="khong-ai@office.test")).mail_id
    client.force_login(ward.operator)
    assert f"/desk/mail/{mail_id}/" in body(client.get("/desk/mail/"))
    assert 'aria-invalid="true"' in body(client.post(f"/desk/mail/{mail_id}/hand-on", {"unit": ""}), 422)
    client.post(f"/desk/mail/{mail_id}/hand-on", {"unit": ward.ward.pk})
    assert Mail.objects.get().unit_id == ward.ward.pk


def test_addresses_are_opened_and_closed(client, cast):
    client.force_login(cast.head)
    wrong = client.post("/desk/mail/addresses", {"address": "phuong"})
    assert 'value="phuong"' in body(wrong, 422)
    assert "không phải địa chỉ thư điện tử" in body(wrong, 422)
    client.post("/desk/mail/addresses", {"address": WARD.upper()})
    row = MailAddress.objects.get()
    assert row.address == WARD
    assert WARD in body(client.get("/desk/mail/addresses"))
    client.post("/desk/mail/addresses", {"close": row.pk})
    assert "đã đóng" in body(client.get("/desk/mail/addresses"))
    assert client.post("/desk/mail/addresses", {"close": "x"}).status_code == 422


def test_a_unit_without_a_clerk_opens_no_address(client, cast):
    people.RoleRow.objects.filter(role="clerk", unit=cast.ward).delete()
    client.force_login(cast.head)
    assert "chưa có cán bộ tiếp dân" in body(client.get("/desk/mail/addresses"))
    assert client.post("/desk/mail/addresses", {"address": WARD}).status_code == 422


def findings():
    return [(one.fine, one.text) for one in doctor._mail_in()]


def test_the_doctor_says_what_is_missing(ward, settings, tmp_path):
    assert "HOIAM_MAIL_IN is not set" in findings()[0][1]
    maildir(tmp_path)
    settings.HOIAM_MAIL_IN = f"maildir://{tmp_path / 'mail'}"
    assert findings() == [(True, "mail in: 1 units have an address")]
    people.RoleRow.objects.filter(role="clerk", unit=ward.ward).delete()
    assert "1 units with an address have no clerk" in findings()[0][1]
    settings.HOIAM_MAIL_IN = "maildir:///no/such/folder"
    assert (findings()[-1][0], findings()[-1][1].partition("(")[2].partition(")")[0]) == (False, "no_maildir")


def test_the_command_fetches(ward, settings, tmp_path):
    assert "HOIAM_MAIL_IN is not set" in CliRunner().invoke(command.command, ["fetch"]).output
    maildir(tmp_path, message(), automatic(2))
    settings.HOIAM_MAIL_IN = f"maildir://{tmp_path / 'mail'}"
    first = CliRunner().invoke(command.command, ["fetch"])
    assert (first.exit_code, first.output.strip()) == (0, "1 machine, 1 taken")
    assert CliRunner().invoke(command.command, ["fetch"]).output.strip() == "nothing waits"
    settings.HOIAM_MAIL_IN = "pop3://x"
    wrong = CliRunner().invoke(command.command, ["fetch"])
    assert wrong.exit_code == 1
    assert "imaps://" in wrong.output


def test_the_worker_fetches_once_a_minute(ward, settings, tmp_path):
    box = maildir(tmp_path, message())
    settings.HOIAM_MAIL_IN = f"maildir://{tmp_path / 'mail'}"
    part = worker._MailIn()
    part(NOW)
    assert Case.objects.count() == 1
    (box.folder / "new" / "9").write_bytes(message("hai", number="2").as_bytes())
    part(NOW + worker.MAIL_EVERY / 2)
    assert Case.objects.count() == 1
    part(NOW + worker.MAIL_EVERY)
    assert Case.objects.count() == 2
