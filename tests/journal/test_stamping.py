"""A daily timestamp by an authority that is not us: openssl plays it, and openssl checks it."""

import shutil
import subprocess

import pytest

from hoiam.config.commands import worker
from hoiam.journal import courier, stamping
from hoiam.ledger.cosigning import Reply
from hoiam.ledger.errors import Malformed
from tests.journal.builders import AT, recorded

pytestmark = pytest.mark.django_db
OPENSSL = shutil.which("openssl")
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {home}/serial
signer_cert = {home}/cert.pem
signer_key = {home}/key.pem
certs = {home}/cert.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[req]
distinguished_name = name
x509_extensions = tsa_cert
[name]
[tsa_cert]
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    def __init__(self, home):
        self.home, self.asked, self.answer = home, [], None
        home.mkdir()
        (home / "serial").write_text("01")
        (home / "conf").write_text(CONFIG.format(home=home))
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", home / "key.pem")
        self.run(
            "req", "-x509", "-config", home / "conf", "-subj", "/CN=stamp", *key, "-out", home / "cert.pem"
        )

    def run(self, *words):
        return subprocess.run([OPENSSL, *words], check=False, capture_output=True, text=True)

    def post(self, url, body, seconds, kind):
        self.asked.append((url, kind))
        if self.answer is not None:
            return self.answer
        (self.home / "query").write_bytes(body)
        asked = ("-queryfile", self.home / "query", "-out", self.home / "reply")
        done = self.run("ts", "-reply", "-config", self.home / "conf", "-section", "here", *asked)
        assert done.returncode == 0, done.stderr
        return Reply(200, (self.home / "reply").read_bytes())

    def holds(self, data, answer):
        files = ("-data", data, "-in", answer, "-CAfile", self.home / "cert.pem")
        return self.run("ts", "-verify", *files).returncode == 0


@pytest.fixture
def authority(log, settings, tmp_path, monkeypatch):
    settings.HOIAM_TSA_URL = "https://stamp.example/"
    made = Authority(tmp_path / "authority")
    monkeypatch.setattr(courier, "post", made.post)
    return made


def test_the_newest_checkpoint_is_stamped_and_anybody_can_check_it(log, authority, client):
    recorded()
    assert stamping.stamp() == 2
    stamped, answer = log / "timestamps" / "2", log / "timestamps" / "2.tsr"
    assert stamped.read_bytes() == (log / "checkpoint").read_bytes()
    assert authority.holds(stamped, answer)
    assert not authority.holds(log / "tile/0/000.p/2", answer)
    assert authority.asked == [("https://stamp.example/", "application/timestamp-query")]
    assert client.get("/log/timestamps/2.tsr").content == answer.read_bytes()
    assert client.get("/log/timestamps/2").content == stamped.read_bytes()
    assert client.get("/log/timestamps/3.tsr").status_code == 404


def test_what_was_stamped_is_not_stamped_again(log, authority):
    assert (stamping.stamp(), stamping.stamp()) == (1, None)
    recorded()
    assert stamping.stamp() == 2
    assert len(authority.asked) == 2


def test_without_an_authority_nothing_is_asked(log, settings, monkeypatch):
    monkeypatch.setattr(courier, "post", lambda *_, **__: pytest.fail("asked"))
    assert stamping.stamp() is None


def test_the_worker_asks_once_a_day_and_outlives_a_refusal(log, authority, caplog):
    authority.answer = Reply(503, b"")
    worker._well("timestamp", worker._timestamp_part, AT)
    assert "timestamp failed: OSError" in caplog.text
    authority.answer = None
    worker.housekeeping(AT, None)
    assert (log / "timestamps" / "1.tsr").exists()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (bytes.fromhex("30053003020102"), "timestamp_refused"),
        (bytes.fromhex("30053003020100"), "timestamp_other"),
        (b"", "timestamp"),
        (b"<html>", "timestamp"),
        (bytes.fromhex("3005300302"), "timestamp"),
        (bytes.fromhex("3084ffffffff"), "timestamp"),
        (bytes.fromhex("30ff"), "timestamp"),
    ],
)
def test_any_other_answer_is_not_kept(log, authority, answer, why):
    authority.answer = Reply(200, answer)
    with pytest.raises(Malformed, match=why):
        stamping.stamp()
    assert not (log / "timestamps").exists()
