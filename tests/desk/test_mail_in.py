"""One mail, one case or one addition; machines are not answered; what cannot be taken in waits for a clerk."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from hoiam.config import addresses
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import mail_cases, mail_held, mail_in
from hoiam.desk.cases.models import Case, Mail, MailAddress
from hoiam.desk.cases.queries import mail as queries, search
from hoiam.duties.models import Duty
from hoiam.files import actions as files
from hoiam.files.models import File
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from hoiam.notices import actions as notices, render
from hoiam.notices.inbound import boxes
from hoiam.notices.inbound.boxes import Raw
from hoiam.notices.models import Notice
from hoiam.sealed.models import Identity
from tests import cast as people
from tests.notices.cast import Postman

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WARD = "phuong@office.test"
SENDER = "nguoi-gui@example.invalid"
NAME = "Nông Thị Giả Định"


def message(
    text="Đèn đường ngõ 7 hỏng.", *, to=WARD, subject="Phản ánh đèn đường", number="1", sender=None, **headers
):
    made = EmailMessage()
    made["From"] = sender or f"{NAME} <{SENDER}>"
    made["To"] = to
    made["Subject"] = subject
    made["Message-ID"] = f"<{number}@example.invalid>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def take(made, at=NOW, **raw):
    data = made if isinstance(made, bytes) else made.as_bytes()
    return mail_in.take(raw=Raw(data, len(data), **raw), at=at)


@pytest.fixture
def ward(cast):
    mail_held.open_address(unit_id=cast.ward.pk, address=WARD, by=people.actor(cast.head), at=NOW)
    return cast


def sent(template):
    return [notice for notice in Notice.objects.order_by("pk") if notice.template == f"cases/{template}"]


def words(notice, language="vi"):
    recipient = addresses.address_of(notice.person)
    context = {**notice.context, "link": recipient.link, "reply_to": recipient.reply_to}
    return render.render(template=notice.template, language=language, context=context)


def test_a_mail_becomes_a_case_of_the_unit_it_was_sent_to(ward):
    got = take(message())
    case = Case.objects.get()
    assert (got.state, got.case_id) == ("taken", case.pk)
    assert (case.unit_id, case.channel, case.state) == (ward.ward.pk, "email", "received")
    assert (case.title, case.body) == ("Phản ánh đèn đường", "Đèn đường ngõ 7 hỏng.\n".strip())
    assert Duty.objects.filter(subject="case", subject_id=case.pk).count() == 2
    assert statement.parse(Event.objects.get(kind="case.received").statement).facts["channel"] == "email"


def test_the_receipt_goes_to_the_sender_with_the_code_and_a_way_to_add(ward):
    take(message())
    [notice] = Notice.objects.all()
    said = words(notice)
    assert notice.template == "cases/mail-received"
    assert re.search(r"/cases/\w{4}-\w{4}-\w{4}-\w{2}\n", said.body)
    assert "trả lời thư này" in said.body
    assert "Reply" not in said.body
    assert "reply to this message" in words(notice, "en").body
    postman = Postman()
    notices.send_due(at=NOW, limit=9, transport=postman, address_of=addresses.address_of)
    [mail] = postman.sent
    assert mail["To"] == SENDER
    assert mail["Reply-To"].startswith(f"phuong+{Case.objects.get().pk}.")
    assert (mail["X-Hoiam-Loop"], mail["Auto-Submitted"]) == ("1", "auto-generated")


def test_who_wrote_stands_only_in_what_is_sealed(ward):
    take(message(sender=f"{NAME} <{SENDER}>"))
    assert Identity.objects.get().data["email"] == SENDER
    rows = [str(row) for model in (Case, Mail, Notice, Event) for row in model.objects.values()]
    for who in (SENDER, NAME, "nguoi-gui"):
        assert not any(who in row for row in rows)


def test_the_same_mail_twice_is_taken_once(ward):
    first, again = take(message()), take(message())
    assert (again.again, again.case_id) == (True, first.case_id)
    assert (Case.objects.count(), Notice.objects.count()) == (1, 1)


def test_another_text_under_the_same_id_is_another_mail(ward):
    take(message())
    assert not take(message("Việc khác")).again
    assert Case.objects.count() == 2


def test_without_an_id_the_bytes_decide(ward):
    made = message()
    del made["Message-ID"]
    assert not take(made).again
    assert take(made).again
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "where",
    ["hoiam.desk.cases.actions.mail_cases.submit", "hoiam.desk.cases.models.Mail.save", "Maildir.taken"],
)
def test_stopped_anywhere_nothing_is_lost_or_doubled(ward, tmp_path, monkeypatch, where):
    box = maildir(tmp_path, message())
    broken = where if where.startswith("hoiam") else f"hoiam.notices.inbound.boxes.{where}"
    with monkeypatch.context() as patch:
        patch.setattr(broken, _stop)
        if where == "Maildir.taken":
            with pytest.raises(KeyboardInterrupt):
                mail_in.fetch(box=box, clock=timezone.now)
        else:
            with pytest.raises(KeyboardInterrupt):
                mail_in.fetch(box=box, clock=timezone.now)
            assert Case.objects.count() == 0
    assert len(list(box.waiting())) == 1
    mail_in.fetch(box=box, clock=timezone.now)
    assert list(box.waiting()) == []
    assert (Case.objects.count(), Mail.objects.count(), Notice.objects.count()) == (1, 1, 1)


def _stop(*_, **__):
    raise KeyboardInterrupt


def maildir(folder, *made):
    for part in ("new", "cur", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    for number, one in enumerate(made):
        (folder / "mail" / "new" / f"{number}").write_bytes(one.as_bytes())
    return boxes.configured(f"maildir://{folder / 'mail'}")


def test_one_mail_that_fails_does_not_hold_up_the_others(ward, tmp_path, monkeypatch):
    box = maildir(tmp_path, message("một", number="1"), message("hai", number="2"))
    submit = mail_cases.submit

    def sometimes(**said):
        if said["brought"].body == "một":
            raise OSError
        return submit(**said)

    monkeypatch.setattr(mail_cases, "submit", sometimes)
    assert mail_in.fetch(box=box, clock=timezone.now) == {"failed": 1, "taken": 1}
    assert len(list(box.waiting())) == 1
    monkeypatch.undo()
    assert mail_in.fetch(box=box, clock=timezone.now) == {"taken": 1}
    assert mail_in.fetch(box=box, clock=timezone.now) == {}


def test_what_is_too_busy_is_tried_again_later(ward, monkeypatch):
    def busy(**_):
        raise Refused("files_busy")

    made = message()
    made.add_attachment(b"x", maintype="text", subtype="plain", filename="a.txt")
    monkeypatch.setattr(files, "stage", busy)
    with pytest.raises(Refused, match="files_busy"):
        take(made)
    assert Mail.objects.count() == 0


# Additions


def code_of(case):
    return Identity.objects.get(pk=case.identity_id).data["code"]


def test_an_answer_to_the_receipt_adds_to_the_case(ward):
    take(message())
    case = Case.objects.get()
    to = queries.reply_address(identity_id=case.identity_id)
    got = take(message("Nay đã hai tháng.", to=to, number="2"), at=NOW + timedelta(hours=1))
    assert (got.state, got.case_id) == ("added", case.pk)
    step = case.steps.get(event="add")
    assert (step.note, Case.objects.count()) == ("Nay đã hai tháng.", 1)
    assert statement.parse(Event.objects.get(kind="case.supplemented").statement).facts == {
        "channel": "email"
    }
    chosen = search.SearchFilter(unit_id=ward.ward.pk, text="hai thang")
    found = search.find(chosen=chosen, by=people.actor(ward.clerk), on=timezone.localdate(NOW))
    assert len(found.rows) == 1
    assert len(sent("mail-added")) == 1
    assert len(sent("added")) == 1


def test_a_code_in_the_mail_adds_too_and_does_not_stay_in_the_words(ward):
    case = people.accepted(ward)
    code = code_of(case)
    take(message(f"Mã {code.lower()}, xin bổ sung.", to="other@office.test"))
    step = case.steps.get(event="add")
    assert step.note == "Mã …, xin bổ sung."
    assert Mail.objects.get().state == "added"


def test_a_forged_reply_address_adds_nothing(ward):
    take(message())
    case = Case.objects.get()
    good = queries.reply_address(identity_id=case.identity_id)
    token = good.partition("+")[2].partition("@")[0]
    forged = f"phuong+{case.pk}.{'a' * 16}@office.test"
    assert queries.case_of_reply([good]) == case.pk
    assert queries.case_of_reply([forged, f"x+{case.pk + 1}.{token.partition('.')[2]}@office.test"]) is None
    assert take(message("Việc khác", to=forged, number="2")).state == "taken"
    assert Case.objects.count() == 2


def test_a_case_that_is_over_is_not_added_to(ward):
    case = people.received(ward)
    code = code_of(case)
    cases.withdraw(case_id=case.pk, reason="", at=NOW)
    got = take(message(f"Bổ sung {code}"))
    assert (got.state, got.reason) == ("held", "case_over")
    assert "đã kết thúc" in words(sent("mail-held")[0]).body


# Attachments


def with_file(name, data, kind="application/octet-stream", **said):
    made = message(**said)
    major, _, minor = kind.partition("/")
    made.add_attachment(data, maintype=major, subtype=minor, filename=name)
    return made


def test_what_is_taken_is_attached_and_what_is_not_is_named(ward):
    made = with_file("ghi-chu.txt", "Ghi chú".encode(), "text/plain")
    made.add_attachment(b"MZ", maintype="application", subtype="x-dosexec", filename="Nông Thị.exe")
    made.add_attachment(b"\x78\x9f", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    take(made)
    case = Case.objects.get()
    assert [file.name for file in File.objects.filter(owner="case", owner_id=case.pk)] == ["ghi-chu.txt"]
    assert "- Nông Thị.exe: loại tệp không nhận" in case.body
    assert "winmail.dat" in case.body
    [notice] = sent("mail-received")
    assert "Nông" not in str(notice.context)
    assert "tệp thứ 2 (.exe): loại tệp không nhận" in words(notice).body
    assert "winmail.dat của Outlook" in words(notice).body
    assert "number 2 (.exe): a kind of file that is not taken" in words(notice, "en").body


def test_more_files_than_a_case_may_have(ward):
    made = message()
    for number in range(12):
        made.add_attachment(b"x%d" % number, maintype="text", subtype="plain", filename=f"{number}.txt")
    take(made)
    assert File.objects.filter(owner="case").count() == files.MOST_FILES
    assert [one["number"] for one in sent("mail-received")[0].context["spurned"]] == ["11", "12"]


def test_a_very_long_mail_keeps_all_its_words(ward):
    text = "Đoạn văn dài. " * 3000
    take(message(text))
    case = Case.objects.get()
    assert len(case.body) < 21_000
    assert File.objects.get(owner="case").size > 40_000


# What is not taken in by itself


def test_machines_are_not_answered(ward):
    for number, headers in enumerate(
        [{"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}, {"X_Hoiam_Loop": "1"}]
    ):
        assert take(message(number=str(number), **headers)).state == "machine"
    assert take(message(number="own", sender="hoi-am@localhost")).reason == "loop"
    assert take(message(number="ours", sender=WARD)).reason == "loop"
    assert (Case.objects.count(), Notice.objects.count()) == (0, 0)


def test_two_machines_that_answer_each_other_stop(ward, monkeypatch):
    monkeypatch.setattr(mail_in, "MOST_AN_HOUR", 3)
    got = [take(message(f"lần {n}", number=str(n))) for n in range(6)]
    assert [one.state for one in got] == ["taken"] * 3 + ["held"] * 3
    assert got[3].reason == "too_many"
    assert Notice.objects.count() == 3
    other = take(message("khác", number="o", sender="khac@example.invalid"))
    later = take(message("sau", number="l"), at=NOW + timedelta(hours=2))
    assert (other.state, later.state) == ("taken", "taken")


LOCKED = f"From: {SENDER}\r\nTo: {WARD}\r\nContent-Type: application/pkcs7-mime\r\n\r\nMII".encode()
EMPTY = f"From: {SENDER}\r\nTo: {WARD}\r\nSubject: x\r\n\r\n \r\n".encode()


@pytest.mark.parametrize(
    ("data", "reason", "advice"),
    [(LOCKED, "encrypted", "không mã hóa"), (EMPTY, "empty", "không có nội dung")],
)
def test_what_cannot_be_read_waits_and_its_sender_is_told(ward, data, reason, advice):
    got = take(data)
    assert (got.state, got.reason) == ("held", reason)
    assert advice in words(sent("mail-held")[0]).body
    assert (
        words(sent("mail-held")[0], "en").body.isascii() or "Hồi Âm" in words(sent("mail-held")[0], "en").body
    )
    assert Case.objects.count() == 0


def test_a_mail_over_the_limit_waits(ward):
    got = take(message(), whole=False)
    assert got.reason == "too_large"
    assert "30 MB" in words(sent("mail-held")[0]).body


def test_mail_to_nobody_waits_for_the_operator(ward):
    got = take(message(to="khong-ai@office.test"))
    assert (got.reason, Mail.objects.get().unit_id) == ("no_address", None)
    head, operator = people.actor(ward.head), people.actor(ward.operator)
    with pytest.raises(Refused, match="not_yours"):
        mail_held.hand_on(mail_id=got.mail_id, unit_id=ward.ward.pk, by=head, at=NOW)
    mail_held.hand_on(mail_id=got.mail_id, unit_id=ward.ward.pk, by=operator, at=NOW)
    case_id = mail_held.take_in(mail_id=got.mail_id, kind="report", by=people.actor(ward.clerk), at=NOW)
    assert Case.objects.get(pk=case_id).kind == "report"


def test_mail_to_a_unit_whose_clerk_left_waits(ward):
    people.RoleRow.objects.filter(role="clerk", unit=ward.ward).delete()
    assert take(message()).reason == "no_recipient"


def test_mail_to_a_closed_address_waits(ward):
    row = MailAddress.objects.get()
    mail_held.close_address(address_id=row.pk, by=people.actor(ward.head), at=NOW)
    assert take(message()).reason == "address_closed"
    mail_held.open_address(unit_id=ward.ward.pk, address=WARD, by=people.actor(ward.head), at=NOW)
    assert take(message(number="2")).state == "taken"


# What a clerk does with it


def held(ward):
    return take(LOCKED).mail_id


def test_a_clerk_takes_in_adds_or_dismisses(ward):
    clerk, case = people.actor(ward.clerk), people.received(ward)
    first = held(ward)
    case_id = mail_held.take_in(mail_id=first, kind="petition", by=clerk, at=NOW)
    assert Case.objects.get(pk=case_id).channel == "email"
    second = take(EMPTY).mail_id
    mail_held.add_to(mail_id=second, case_id=case.pk, by=clerk, at=NOW)
    assert case.steps.get(event="add").by_id == ward.clerk.pk
    third = take(message(to="khong-ai@office.test", number="3"))
    mail_held.dismiss(mail_id=third.mail_id, reason="Quảng cáo", by=people.actor(ward.operator), at=NOW)
    assert [(row.state, row.raw, row.text) for row in Mail.objects.order_by("pk")] == [
        ("taken", None, ""),
        ("added", None, ""),
        ("dismissed", None, ""),
    ]
    assert Mail.objects.get(pk=third.mail_id).note == "Quảng cáo"


def test_two_clerks_at_one_mail(ward):
    clerk, mail_id = people.actor(ward.clerk), held(ward)
    mail_held.take_in(mail_id=mail_id, kind="petition", by=clerk, at=NOW)
    for again in (
        lambda: mail_held.take_in(mail_id=mail_id, kind="petition", by=clerk, at=NOW),
        lambda: mail_held.dismiss(mail_id=mail_id, reason="x", by=clerk, at=NOW),
    ):
        with pytest.raises(Refused, match="no_such_mail"):
            again()
    assert Case.objects.count() == 1


def test_a_mail_is_its_units_alone(ward):
    mail_id, stranger = held(ward), people.actor(ward.stranger)
    for deed in (
        lambda: mail_held.take_in(mail_id=mail_id, kind="petition", by=stranger, at=NOW),
        lambda: mail_held.dismiss(mail_id=mail_id, reason="x", by=stranger, at=NOW),
        lambda: mail_held.add_to(mail_id=mail_id, case_id=1, by=stranger, at=NOW),
    ):
        with pytest.raises(Refused, match="not_yours"):
            deed()
    other = people.received(ward)
    Case.objects.filter(pk=other.pk).update(unit_id=ward.other.pk)
    with pytest.raises(Refused, match="no_such_case"):
        mail_held.add_to(mail_id=mail_id, case_id=other.pk, by=people.actor(ward.clerk), at=NOW)


def test_dismissing_needs_a_reason_and_forgets_the_sender(ward):
    clerk, mail_id = people.actor(ward.clerk), held(ward)
    for reason, code in ((" ", "reason_needed"), ("x" * 301, "reason_too_long")):
        with pytest.raises(Refused, match=code):
            mail_held.dismiss(mail_id=mail_id, reason=reason, by=clerk, at=NOW)
    mail_held.dismiss(mail_id=mail_id, reason="Thử máy", by=clerk, at=NOW)
    assert Identity.objects.get(pk=Mail.objects.get().identity_id).data == {}


def test_an_address_needs_somebody_who_receives(cast):
    head = people.actor(cast.head)
    people.RoleRow.objects.filter(role="clerk", unit=cast.ward).delete()
    with pytest.raises(Refused, match="no_recipient"):
        mail_held.open_address(unit_id=cast.ward.pk, address=WARD, by=head, at=NOW)
    assert MailAddress.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["", "phuong", "a+b@c.vn", "a@b", "a b@c.vn", "a@b.vn\nBcc: x@y.vn", "ă@b.vn"]
)
def test_what_is_no_address(cast, address):
    with pytest.raises(Refused, match="address_refused"):
        mail_held.open_address(unit_id=cast.ward.pk, address=address, by=people.actor(cast.head), at=NOW)


def test_an_address_belongs_to_one_unit(ward):
    with pytest.raises(Refused, match="address_taken"):
        mail_held.open_address(
            unit_id=ward.other.pk, address=WARD.upper(), by=people.actor(ward.other_head), at=NOW
        )
    with pytest.raises(Refused, match="not_yours"):
        mail_held.close_address(address_id=MailAddress.objects.get().pk, by=people.actor(ward.clerk), at=NOW)
