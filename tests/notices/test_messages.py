"""What a person gets, and the ways out of the house."""

import smtplib
import socket
import threading
from email import message_from_bytes, policy

import pytest
from django.db import connection

from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices, mail, render, transports
from tests.notices.cast import AT, RECIPIENT, Postman, put, send

CONTEXT = {"case": "2026-000001", "due": "24/11/2026", "link": RECIPIENT.link}


def words(language="vi"):
    return render.render(template="cast/hello", language=language, context=CONTEXT)


def message(**changes):
    return mail.compose(
        **{
            "words": words(),
            "address": RECIPIENT.address,
            "sender": "Hồi Âm Đông Kinh <hoi-am@dongkinh.test>",
            "message_id": "<1@dongkinh.test>",
            "language": "vi",
            "at": AT,
            **changes,
        }
    )


def test_words_are_in_the_language_of_the_reader_and_not_escaped():
    assert words().subject == "Hồi Âm: vụ việc 2026-000001"
    assert words().body == f"Kính gửi ông/bà <&>,\n24/11/2026\n{RECIPIENT.link}\n"
    assert words("en").subject == "Case 2026-000001"
    assert words("fr") == words("vi")


def test_a_template_without_a_subject_is_a_mistake():
    with pytest.raises(ValueError, match="subject"):
        render.render(template="cast/headless", language="vi", context={})


def test_a_message_is_plain_marked_as_automatic_and_says_the_same_after_the_journey():
    raw = message().as_bytes()
    assert raw.isascii()
    got = message_from_bytes(raw, policy=policy.default)
    assert got["Subject"] == "Hồi Âm: vụ việc 2026-000001"
    assert got["From"].addresses[0].display_name == "Hồi Âm Đông Kinh"
    assert got["To"] == "buoi@example.test"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Content-Language"] == "vi"
    assert got["Date"].datetime == AT
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n") == words().body
    assert not list(got.iter_attachments())


def test_a_subject_cannot_add_a_header():
    loaded = render.render(
        template="cast/hello", language="en", context={**CONTEXT, "case": "1\r\nBcc: x@y.test"}
    )
    got = message_from_bytes(message(words=loaded).as_bytes(), policy=policy.default)
    assert got["Bcc"] is None
    assert got["To"] == "buoi@example.test"


def test_a_domain_may_be_vietnamese_and_a_name_may_not_be():
    assert mail.checked("buoi@xã.test") == "buoi@xn--x-fiab.test".replace(
        "xn--x-fiab", "xã".encode("idna").decode()
    )
    for address in ("bưởi@example.test", f"{'a' * 65}@b.test", f"a@{'b' * 64}.test", f"a@{'b.' * 130}test"):
        with pytest.raises(Refused, match="address_refused"):
            mail.checked(address)


@pytest.mark.django_db
def test_a_notice_has_one_message_id_for_ever_and_it_names_nobody():
    put()
    first, second = Postman(transports.NotTakenError("smtp_451")), Postman()
    kept = []
    first.send = lambda sent: (
        kept.append(sent["Message-ID"]),
        Postman(transports.NotTakenError("x")).send(sent),
    )
    send(first)
    send(second, at=AT.replace(hour=5))
    assert kept == [second.sent[0]["Message-ID"]]
    assert "identity" not in kept[0]
    assert kept[0].endswith("@dongkinh.test>")


@pytest.mark.django_db
def test_neither_address_nor_link_is_ever_in_the_table():
    put()
    send(Postman())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_notice")
        rows = str(cursor.fetchall())
    assert "buoi@" not in rows
    assert "K3MA" not in rows


def test_a_folder_takes_each_message_once(tmp_path):
    way = transports.FolderTransport(tmp_path / "out")
    way.send(message())
    with pytest.raises(FileExistsError):
        way.send(message())
    way.close()
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "1@dongkinh.test.eml"
    assert file.read_bytes() == message().as_bytes()


def test_the_demo_counts_and_forgets():
    way = transports.DiscardTransport()
    way.send(message())
    way.close()
    assert way.taken == 1


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", type(None)),
        ("dummymail:", transports.DiscardTransport),
        ("filemail:///var/mail%20out", transports.FolderTransport),
        ("smtp://mail.test", transports.SmtpTransport),
        ("smtps://u:p@mail.test:465", transports.SmtpTransport),
    ],
)
def test_the_operator_names_the_way_out(settings, url, kind):
    settings.HOIAM_SMTP_URL = url
    assert type(transports.configured()) is kind


class Server:
    """A mail server of a few lines: answers by a table, or hangs up where the table says None."""

    def __init__(self, **answers):
        self.answers = {
            "MAIL": 250,
            "RCPT": 250,
            "DATA": 354,
            "END": 250,
            "AUTH": 235,
            "QUIT": 221,
            **answers,
        }
        self.heard, self.mails, self.connections = [], [], 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(10)
        self.url = f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)

    def serve(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with peer, peer.makefile("rwb") as wire:
                peer.settimeout(10)
                self.say(wire, b"220 hello")
                self.talk(wire)

    def talk(self, wire):
        for line in iter(wire.readline, b""):
            verb = line[:4].upper().decode()
            self.heard.append(line.decode().strip())
            if verb == "EHLO":
                self.say(wire, b"250-me\r\n250 AUTH PLAIN")
                continue
            if not self.answer(wire, verb) or verb == "QUIT":
                return
            if verb == "DATA" and self.answers["DATA"] == 354:
                self.mails.append(b"".join(iter(wire.readline, b".\r\n")))
                if not self.answer(wire, "END"):
                    return

    def answer(self, wire, verb):
        code = self.answers.get(verb, 250)
        if code is not None:
            self.say(wire, f"{code} buoi@example.test".encode())
        return code is not None

    @staticmethod
    def say(wire, text):
        wire.write(text + b"\r\n")
        wire.flush()


@pytest.mark.loopback
def test_a_batch_goes_over_one_connection():
    with Server() as server:
        way = transports.SmtpTransport(server.url)
        way.send(message())
        way.send(message(address="khe@example.test"))
        way.close()
        way.close()
    assert server.connections == 1
    assert "mail FROM:<hoi-am@dongkinh.test>" in server.heard[1]
    assert [line for line in server.heard if "khe@" in line] == ["rcpt TO:<khe@example.test>"]
    got = message_from_bytes(server.mails[0], policy=policy.default)
    assert got["Subject"] == "Hồi Âm: vụ việc 2026-000001"


@pytest.mark.loopback
def test_a_password_is_given_when_the_operator_named_one():
    with Server() as server:
        way = transports.SmtpTransport(server.url.replace("//", "//th%C6%B0:m%40t@"))
        with pytest.raises(UnicodeEncodeError):
            way.send(message())
        way = transports.SmtpTransport(server.url.replace("//", "//thu:m%40t@"))
        way.send(message())
        way.close()
    assert any(line.startswith("AUTH PLAIN") for line in server.heard)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"MAIL": 451}, "smtp_451"),
        ({"RCPT": 550}, "smtp_550"),
        ({"RCPT": 451}, "smtp_451"),
        ({"DATA": 554}, "smtp_554"),
        ({"END": 552}, "smtp_552"),
        ({"MAIL": None}, "connection_lost"),
        ({"RCPT": None}, "connection_lost"),
    ],
)
def test_a_no_before_the_end_of_the_message_is_a_sure_no(answers, reason):
    with Server(**answers) as server, pytest.raises(transports.NotTakenError) as no:
        transports.SmtpTransport(server.url).send(message())
    assert (no.value.reason, no.value.stop) == (reason, False)


@pytest.mark.loopback
def test_a_connection_lost_after_the_message_leaves_us_unsure():
    with Server(END=None) as server, pytest.raises(smtplib.SMTPServerDisconnected):
        transports.SmtpTransport(server.url).send(message())
    assert len(server.mails) == 1


@pytest.mark.loopback
def test_after_a_refusal_the_next_message_gets_a_fresh_connection():
    with Server(RCPT=550) as server:
        way = transports.SmtpTransport(server.url)
        with pytest.raises(transports.NotTakenError):
            way.send(message())
        server.answers["RCPT"] = 251
        way.send(message())
        way.close()
    assert (server.connections, len(server.mails)) == (2, 1)


@pytest.mark.loopback
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_is_away_stops_the_batch(scheme):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(transports.NotTakenError) as no:
        transports.SmtpTransport(f"{scheme}://127.0.0.1:{port}").send(message())
    assert (no.value.reason, no.value.stop) == ("unreachable", True)


@pytest.mark.loopback
def test_a_server_without_the_encryption_asked_for_gets_nothing():
    with Server() as server, pytest.raises(transports.NotTakenError) as no:
        transports.SmtpTransport(server.url.replace("smtp:", "smtp+tls:")).send(message())
    assert no.value.stop
    assert not server.mails


@pytest.mark.loopback
@pytest.mark.django_db
def test_the_outbox_sends_over_smtp_from_end_to_end():
    put(1)
    put(2)
    with Server() as server:
        report = send(transports.SmtpTransport(server.url))
    assert report == notices.Report(sent=2)
    assert (server.connections, len(server.mails)) == (1, 2)
