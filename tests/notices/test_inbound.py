"""Mail that comes in: whatever the bytes are, there is an answer, and no machine is taken for a person."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from hoiam.notices.inbound import boxes, letter, plain
from tools import bounces

ALICE = "Nông Thị Giả Định <nguoi-gui@example.invalid>"


def mail(text="Đèn đường hỏng.", **headers):
    message = EmailMessage()
    message["From"] = headers.pop("sender", ALICE)
    message["To"] = "phuong@office.test"
    message["Subject"] = headers.pop("subject", "Phản ánh đèn đường")
    message["Message-ID"] = "<1@example.invalid>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read(message):
    return letter.read(message if isinstance(message, bytes) else message.as_bytes())


def test_a_plain_mail():
    got = read(mail())
    assert (got.subject, got.text) == ("Phản ánh đèn đường", "Đèn đường hỏng.")
    assert (got.sender, got.sender_name) == ("nguoi-gui@example.invalid", "Nông Thị Giả Định")
    assert (got.to, got.message_id) == (("phuong@office.test",), "<1@example.invalid>")
    assert (got.robot, got.problem, repr(got)) == ("", "", "Letter(…)")


def test_only_html_becomes_text():
    message = mail()
    message.set_content(
        "<html><head><style>p{}</style><script>alert(1)</script></head><body><p>Kính gửi&nbsp;phường,</p>"
        "<div>Đèn <b>hỏng</b> &amp; tối<br>hai tháng</div><!-- ẩn --></body></html>",
        subtype="html",
    )
    assert read(message).text == "Kính gửi phường,\n\nĐèn hỏng & tối\nhai tháng"


def test_the_plain_half_of_two_is_read():
    message = mail("Chữ thường")
    message.add_alternative("<p>Chữ HTML</p>", subtype="html")
    assert read(message).text == "Chữ thường"
    empty = mail(" ")
    empty.add_alternative("<p>Chữ HTML</p>", subtype="html")
    assert read(empty).text == "Chữ HTML"


HEAD = b"From: a@example.invalid\r\nTo: p@office.test\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        (b"text/plain; charset=iso-8859-1", "Đèn hỏng".encode(), None),
        (b"text/plain; charset=windows-1258", "Đèn".encode("cp1258", "replace"), None),
        (b"text/plain; charset=no-such-thing", "Đèn hỏng".encode(), "Đèn hỏng"),
        (b"text/plain", "Đèn hỏng".encode(), "Đèn hỏng"),
        (b"text/plain; charset=utf-8", b"\xff\xfeabc", None),
        (b'text/plain; charset=""', "Đèn hỏng".encode(), "Đèn hỏng"),
        (b"text/plain; charset=utf-16", "Đèn".encode("utf-16"), "Đèn"),
    ],
)
def test_character_sets_that_are_wrong_or_none(kind, body, text):
    got = read(HEAD + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body)
    assert got.text
    assert got.problem == ""
    assert text is None or got.text == text


def test_vietnamese_windows_is_composed():
    decomposed = "Đe\u0300n hỏng".encode("cp1258", "replace")
    got = read(HEAD + b"Content-Type: text/plain; charset=windows-1258\r\n\r\n" + decomposed)
    assert got.text.startswith("Đèn")


def test_what_is_not_seen_is_not_kept():
    assert plain.visible("a\u202eb\u200bc\x00d\r\ne") == "abcd\ne"
    assert plain.line("  một\r\n hai ") == "một hai"


BROKEN = [
    b"",
    b"\r\n",
    b"\x00" * 100,
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n",
    b"Subject: =?utf-8?B?////?= =?x?q?=zz?=\r\nFrom: =?utf-8?q?=\r\n\r\n",
    b"From: <<<>>>,,@@\r\nTo: (((((\r\nSubject: \xff\xfe\r\n\r\n\xff",
    b"Content-Type: text/plain; name*0*=utf-8''%ff; name*1=a; name*9=z\r\n\r\nx",
    b"Content-Disposition: attachment; filename*=bogus'x'%zz\r\n\r\nx",
    b"Content-Type: multipart/mixed; boundary=" + b"y" * 5000 + b"\r\n\r\n--",
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n",
]


@pytest.mark.parametrize("data", BROKEN)
def test_malformed_mail_is_read_as_far_as_it_goes(data):
    got = read(data)
    assert isinstance(got.text, str)
    assert got.problem in {"", "empty", "malformed"}


def test_attachments_keep_their_names():
    message = mail()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Đơn kiến nghị.pdf")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg")
    assert [(part.name, part.data) for part in read(message).parts] == [
        ("Đơn kiến nghị.pdf", b"%PDF-1.7"),
        ("2.jpg", b"\xff\xd8\xff"),
    ]


def test_a_winmail_is_known_by_kind_or_name():
    message = mail()
    message.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="x.bin")
    message.add_attachment(
        b"\x78\x9f\x3e\x22", maintype="application", subtype="octet-stream", filename="winmail.dat"
    )
    assert [part.tnef for part in read(message).parts] == [True, True]


def test_a_mail_in_a_mail_is_one_attachment():
    message = mail()
    message.add_attachment(mail("Bên trong"))
    [part] = read(message).parts
    assert "Bên trong" not in read(message).text
    assert part.name.endswith(".eml")


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMII",
        HEAD + b"Content-Type: multipart/encrypted; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--",
        HEAD + b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nabc",
    ],
)
def test_encrypted_mail_is_named_so(data):
    assert read(data).problem == "encrypted"


def test_a_signature_is_no_attachment():
    data = HEAD + (
        b"Content-Type: multipart/signed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nabc\r\n"
        b"--x\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMII\r\n--x--\r\n"
    )
    got = read(data)
    assert (got.text, got.parts, got.problem) == ("abc", (), "")


def nested(depth):
    body = b"Content-Type: text/plain\r\n\r\nin\r\n"
    for level in range(depth):
        mark = b"b%d" % level
        body = (
            b"Content-Type: multipart/mixed; boundary="
            + mark
            + b"\r\n\r\n--"
            + mark
            + b"\r\n"
            + body
            + b"\r\n--"
            + mark
            + b"--\r\n"
        )
    return HEAD + body


def test_bombs_are_not_taken_apart():
    assert read(nested(3)).text == "in"
    assert read(nested(60)).problem == "too_deep"
    part = b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n"
    many = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    assert read(many + part * 5000 + b"--x--").problem == "too_many_parts"
    assert read(many + b"--x\r\n\r\na\r\n" * 5000 + b"--x--").problem == "too_many_parts"
    assert read(nested(390)).problem in {"too_deep", "too_many_parts"}
    assert letter.read(mail().as_bytes(), whole=False).problem == "too_large"
    assert letter.read(mail().as_bytes(), whole=False).sender == "nguoi-gui@example.invalid"


def test_a_large_mail_keeps_its_subject_only():
    got = read(mail().as_bytes() + b"x" * (letter.LIMIT_MB * 1024 * 1024))
    assert (got.problem, got.subject, got.text) == ("too_large", "Phản ánh đèn đường", "")


REPORT = (
    b"From: MAILER-DAEMON@mx.test\r\nTo: phuong@office.test\r\nSubject: Undelivered Mail Returned to Sender\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
    b"--x\r\n\r\nThis is the mail system at host mx.test.\r\n"
    b"--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
    b"Final-Recipient: rfc822; a@b.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
)
QMAIL = (
    b"Return-Path: <>\r\nFrom: someone@mx.test\r\nSubject: failure notice\r\n\r\n"
    b"Hi. This is the qmail-send program at mx.test.\r\n<a@b.test>:\r\nno mailbox here by that name\r\n"
)
MACHINES = {
    "RFC 3464": (REPORT, "bounce"),
    "qmail": (QMAIL, "bounce"),
    "exim": (
        (
            b"From: Mail Delivery System <Mailer-Daemon@mx.test>\r\nX-Failed-Recipients: a@b.test\r\n"
            b"Auto-Submitted: auto-replied\r\nSubject: Mail delivery failed: returning message to sender\r\n\r\nx"
        ),
        "bounce",
    ),
    "a report without its kind": (
        b"From: a@b.test\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--",
        "bounce",
    ),
    "a postmaster who says nothing else": (b"From: postmaster@mx.test\r\nSubject: x\r\n\r\ny", "bounce"),
    "no address at all": (b"From: <>\r\nSubject: x\r\n\r\ny", "bounce"),
    "by its words alone": (
        b"From: x@mx.test\r\nSubject: Delivery failure\r\n\r\nYour message could not be delivered to a@b.test",
        "bounce",
    ),
    "a vacation": (mail(Auto_Submitted="auto-replied").as_bytes(), "automatic"),
    "a script": (mail(Auto_Submitted="auto-generated").as_bytes(), "automatic"),
    "an old autoresponder": (mail(X_Autoreply="yes").as_bytes(), "automatic"),
    "bulk": (mail(Precedence="bulk").as_bytes(), "automatic"),
    "out of office": (mail(subject="Automatic reply: Đã tiếp nhận").as_bytes(), "automatic"),
    "vắng mặt": (mail(subject="Trả lời tự động: vắng mặt").as_bytes(), "automatic"),
    "no-reply": (mail(sender="no-reply@shop.test").as_bytes(), "automatic"),
    "a mailing list": (mail(List_Id="<l.example>").as_bytes(), "list"),
    "our own": (mail(X_Hoiam_Loop="1").as_bytes(), "loop"),
    "a read receipt": (
        (
            b"From: a@b.test\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=x"
            b"\r\n\r\n--x\r\nContent-Type: message/disposition-notification\r\n\r\na: b\r\n--x--"
        ),
        "read_receipt",
    ),
}


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_is_known(name):
    data, reason = MACHINES[name]
    assert read(data).robot == reason


SHAPES = [
    json.loads(line)
    for line in Path(__file__).with_name("bounce_shapes.jsonl").read_text("utf-8").splitlines()
]
"""By how little bounces of 90 mail systems and other machines are known: tools/bounces.py took it down."""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "dos", "mac"])
def test_no_bounce_of_any_known_system_is_taken_for_a_persons(newline):
    assert len(SHAPES) > 60
    assert [shape for shape in SHAPES if not read(bounces.mail(shape, newline)).robot] == []


def test_a_person_in_the_shape_of_a_bounce_is_still_a_person():
    """The shapes are told by what they say, not by how they are built."""
    said = {
        "headers": {"From": "x@mx.test", "Subject": "Phản ánh"},
        "parts": ["text/plain"],
        "lines": ["Đèn hỏng."],
    }
    assert read(bounces.mail(said, "\r\n")).robot == ""


@pytest.mark.parametrize(
    "message",
    [
        mail(),
        mail(Auto_Submitted="no"),
        mail(Precedence="first-class"),
        mail(subject="Thư không gửi được giấy tờ cho ủy ban"),
        mail(subject="Re: Vắng chủ, nhà bị đập"),
        mail("Bưu điện báo your message could not be delivered", subject="Phản ánh bưu điện"),
    ],
)
def test_a_person_is_not_taken_for_a_machine(message):
    assert read(message).robot == ""


def test_hostile_html_takes_no_longer_than_long_html():
    for piece in ("<!--", "<a <", "&" * 10, "<![CDATA[", "</p", "<" * 10):
        assert isinstance(plain.from_html(piece * 20_000), str)


# Mailboxes


def delivered(folder, name, data):
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "new" / name).write_bytes(data)


def test_a_maildir_gives_the_oldest_first_and_keeps_what_is_taken(tmp_path):
    delivered(tmp_path, "200.b", b"b")
    delivered(tmp_path, "100.a", b"a")
    box = boxes.configured(f"maildir://{tmp_path}")
    keys = list(box.waiting())
    assert [box.read(key).data for key in keys] == [b"a", b"b"]
    box.taken(keys[0])
    assert list(box.waiting()) == keys[1:]
    assert (tmp_path / "cur" / "100.a:2,S").read_bytes() == b"a"
    assert box.read(keys[0]) is None
    box.close()


def test_mail_another_program_moved_is_still_waiting(tmp_path):
    delivered(tmp_path, "100.a", b"a")
    (tmp_path / "new" / "100.a").rename(tmp_path / "cur" / "100.a:2,F")
    box = boxes.configured(f"maildir://{tmp_path}")
    [key] = box.waiting()
    box.taken(key)
    assert (tmp_path / "cur" / "100.a:2,FS").exists()


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(boxes, "_LIMIT", 1000)
    delivered(tmp_path, "1", HEAD + b"\r\n" + b"x" * 200_000)
    got = next(iter([boxes.configured(f"maildir://{tmp_path}").read("new/1")]))
    assert (got.whole, got.size > 200_000, len(got.data)) == (False, True, letter.HEADER_BYTES)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("maildir:///no/such/folder", "no_maildir"),
        ("pop3://x", "unknown_address"),
        ("imap://x/", "unknown_address"),
    ],
)
def test_a_mailbox_that_cannot_be(address, code):
    with pytest.raises(boxes.BoxError, match=code):
        boxes.configured(address)
    assert boxes.configured("") is None


class FakeServer:
    """Speaks as imaplib does."""

    def __init__(self, mails, answer="OK"):
        self.mails, self.answer, self.seen = mails, answer, []

    def login(self, user, password):
        self.user = (user, password)

    def select(self, folder):
        self.folder = folder
        return self.answer, [b"1"]

    def uid(self, verb, *words):
        if verb == "SEARCH":
            return "OK", [" ".join(key for key in self.mails if key not in self.seen).encode()]
        if verb == "STORE":
            self.seen.append(words[0])
            return "OK", [None]
        data = self.mails.get(words[0])
        if data is None:
            return "OK", [None]
        if "SIZE" in words[1]:
            return "OK", [f"1 (UID {words[0]} RFC822.SIZE {len(data)})".encode()]
        self.asked = words[1]
        return "OK", [(b"1 (BODY[] {3}", data[:65536] if "HEADER" in words[1] else data), b")"]

    def logout(self):
        raise OSError


def imap(monkeypatch, server, address="imaps://phuong%40office.test:m%40t@mail.test/Th%C6%B0"):
    monkeypatch.setattr(boxes, "_connected", lambda *_: server)
    return boxes.configured(address)


def test_imap_marks_only_what_it_is_told(monkeypatch):
    server = FakeServer({"7": b"a", "9": b"b"})
    box = imap(monkeypatch, server)
    assert server.user == ("phuong@office.test", "m@t")
    assert list(box.waiting()) == ["7", "9"]
    assert box.read("7").data == b"a"
    assert server.asked == "(BODY.PEEK[])"
    assert list(box.waiting()) == ["7", "9"]
    box.taken("7")
    assert list(box.waiting()) == ["9"]
    assert box.read("8") is None
    box.close()


def test_imap_asks_the_size_first(monkeypatch):
    monkeypatch.setattr(boxes, "_LIMIT", 10)
    box = imap(monkeypatch, server := FakeServer({"1": b"x" * 100}))
    assert not box.read("1").whole
    assert "HEADER" in server.asked


def test_imap_without_its_folder(monkeypatch):
    with pytest.raises(boxes.BoxError, match="no_folder"):
        imap(monkeypatch, FakeServer({}, answer="NO"))
