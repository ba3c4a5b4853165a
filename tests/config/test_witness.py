"""A witness in one command, with or without a network; and the office's side of it without one."""

import subprocess
import sys
import threading
import time
from hashlib import sha256

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import backup, doctor, ledger, ledger_witness, speaking, witness
from hoiam.journal import actions, courier, queries, trust
from hoiam.journal.models import Witness
from hoiam.kit import keys as keys_
from hoiam.ledger import checkpoint, cosigning, merkle, policy, words
from hoiam.ledger.cosigning import Flag
from hoiam.ledger.witness import App
from tests.journal import builders
from tests.journal.builders import recorded
from tests.ledger.stores import SIGNER

VKEY = SIGNER.verifier.vkey
ROOT = merkle.leaf_hash(b"one")
SIGNED = checkpoint.sign(checkpoint.Checkpoint(SIGNER.verifier.name, 1, ROOT), [SIGNER])
BODY = cosigning.Request(0, (), SIGNED).body()


def run(command, *args, given=b""):
    return CliRunner().invoke(command, [str(one) for one in args], input=given)


def by_itself(folder, *more, given=BODY):
    return run(witness.command, "--dir", folder, "--name", "press.example/w1", "--once", *more, given=given)


def test_it_needs_neither_django_nor_settings():
    asked = "import hoiam.config.commands.witness, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_one_request_from_standard_input(tmp_path):
    said = by_itself(tmp_path / "press", "--log", VKEY)
    shown = run(witness.command, "--dir", tmp_path / "press", "--key").output
    assert shown == f"{witness.opened(tmp_path / 'press', (), None).verifier.vkey}\n"
    key = witness.opened(tmp_path / "press", (), None).verifier
    assert (
        cosigning.read(said.stdout_bytes, SIGNED, key, now=int(time.time())).line.name == "press.example/w1"
    )
    assert by_itself(tmp_path / "press").exit_code == 1  # it knows size 1 now, and the log with it
    assert "(409)" in by_itself(tmp_path / "press").stderr


LANGUAGES = {"vi": 0, "en": 1}
both = pytest.mark.parametrize("language", sorted(LANGUAGES))


def told(said, language, code):
    """One line, in this language alone, and nothing else."""
    mine, other = (
        speaking.REASONS[code][LANGUAGES[one]] for one in (language, "vi" if language == "en" else "en")
    )
    assert said.exit_code == 1
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""
    head, tail = mine.split("{known}")[0], other.split("{known}")[0]
    assert said.stderr.startswith(("KHÔNG LÀM ĐƯỢC: ", "NOT DONE: ")[LANGUAGES[language]] + head)
    assert tail not in said.stderr
    assert " / " not in said.stderr
    return True


@both
def test_what_is_wrong_is_said_in_one_language(tmp_path, language):
    lang = ("--lang", language)
    own = ("--dir", tmp_path / "own", "--name", "w.ledger.example/w", "--log", VKEY)
    assert told(run(witness.command, *own, *lang), language, "own_witness")
    assert told(by_itself(tmp_path / "cut", "--log", VKEY[:-4] + "AAAA", *lang), language, "key_id")
    by_itself(tmp_path / "press", "--log", VKEY)
    (tmp_path / "press" / "state").rename(tmp_path / "gone")
    assert told(by_itself(tmp_path / "press", *lang), language, "witness_state_lost")
    (tmp_path / "press" / "state").mkdir()
    (tmp_path / "press" / "key").write_text("nonsense")
    assert told(by_itself(tmp_path / "press", *lang), language, "key_file")


@both
def test_why_a_request_is_refused_is_said_in_one_language(tmp_path, language):
    lang = ("--lang", language)
    assert told(by_itself(tmp_path / "press", *lang), language, "404")
    assert by_itself(tmp_path / "press", "--log", VKEY).exit_code == 0
    assert told(by_itself(tmp_path / "press", *lang), language, "409")
    assert told(by_itself(tmp_path / "press", *lang, given=b"nonsense"), language, "400")
    fork = checkpoint.sign(checkpoint.Checkpoint(SIGNER.verifier.name, 1, merkle.leaf_hash(b"two")), [SIGNER])
    asked = cosigning.Request(1, (), fork).body()
    assert told(by_itself(tmp_path / "press", *lang, given=asked), language, "422")
    [kept] = (tmp_path / "press" / "state").glob("*/checkpoint")
    kept.write_text("nonsense")
    assert told(by_itself(tmp_path / "press", *lang), language, "witness_memory")


def test_vietnamese_is_spoken_unless_asked_otherwise(tmp_path):
    assert told(by_itself(tmp_path / "press"), "vi", "404")


def test_every_refusal_of_the_protocol_has_words():
    assert {"400", "403", "404", "409", "422", "503"} <= set(speaking.REASONS)
    assert all(vi and en and vi != en for vi, en in speaking.REASONS.values())
    assert speaking.why(1, "no_file") == words.REASONS["no_file"][1]
    assert "(never_heard_of)" in speaking.why(1, "never_heard_of")


@pytest.fixture
def served(tmp_path):
    made = witness.opened(tmp_path / "press", (VKEY,), "press.example/w1")
    with witness.Server("127.0.0.1", 0, App(made)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield made, f"http://127.0.0.1:{server.server_port}", server
        server.shutdown()
        thread.join()


@pytest.mark.loopback
def test_over_a_network(served):
    made, url, _ = served
    reply = courier.post(f"{url}/add-checkpoint", BODY, 5)
    assert reply.status == 200
    assert cosigning.read(reply.body, SIGNED, made.verifier, now=int(time.time()))
    assert courier.post(f"{url}/add-checkpoint", BODY, 5) == (409, b"1\n")
    assert (
        courier.post(f"{url}/{sha256(SIGNER.verifier.name.encode()).hexdigest()}/checkpoint", b"", 5).status
        == 405
    )


@pytest.mark.loopback
def test_whoever_comes_when_all_are_busy_is_turned_away(served):
    _, url, server = served
    for _ in range(witness.AT_ONCE):
        server._free.acquire()
    with pytest.raises(OSError, match=r"Disconnected|reset|Broken"):
        courier.post(f"{url}/add-checkpoint", BODY, 5)
    server._free.release(witness.AT_ONCE)
    assert courier.post(f"{url}/add-checkpoint", BODY, 5).status == 200


@pytest.fixture
def office(settings, tmp_path, db):
    settings.HOIAM_DATA, settings.HOIAM_LOG_DIR = tmp_path, tmp_path / "log"
    actions.open_log(at=timezone.now())
    recorded()
    return tmp_path


def test_request_cosign_accept(office):
    names = ("press", "front", "university", "peer")
    keys = [
        witness.opened(office / name, (queries.vkey(),), f"{name}.example/w1").verifier.vkey for name in names
    ]
    (office / "policy").write_text(run(ledger_witness.policy, *keys).output, encoding="ascii")
    assert trust.problem() == ""
    for name, folder in (("w1", "press"), ("w2", "front")):
        asked = run(ledger.command, "request", name)
        said = run(ledger.command, "cosign", office / folder, given=asked.stdout_bytes)
        assert run(ledger.command, "accept", name, given=said.stdout_bytes).output == f"{name}: 2\n"
    assert queries.trust().admit(trust.archive().witnessed()).witnessed
    refused = run(ledger.command, "accept", "w3", given=said.stdout_bytes)
    assert told(refused, "vi", "no_cosignature")


@both
def test_the_office_too_is_told_in_one_language(office, language, monkeypatch):
    lang = ("--lang", language)
    names = ("press", "front")
    keys = [witness.opened(office / name, (), f"{name}.example/w1").verifier.vkey for name in names]
    (office / "policy").write_text(run(ledger_witness.policy, *keys).output, encoding="ascii")
    assert told(run(ledger.command, "request", "w9", *lang), language, "no_such_witness")
    assert told(run(ledger.command, "request", "w1", "--size", 7, *lang), language, "no_such_checkpoint")
    assert told(run(ledger.command, "accept", "w1", *lang, given=b"x"), language, "nothing_asked")
    assert told(run(ledger.command, "cosign", office / "press", *lang, given=BODY), language, "404")
    for args, code in (
        ((keys[0],), "too_few_witnesses"),
        ((VKEY, keys[0]), "not_a_witness"),
        (("x",), "vkey"),
    ):
        assert told(run(ledger_witness.policy, *args, *lang), language, code)
    builders.failing(monkeypatch, queries, "vkey", keys_.KeyUnusableError("log"))
    said = run(ledger.command, "vkey", *lang)
    assert (said.exit_code, said.stdout) == (1, "")
    assert words.why(LANGUAGES[language], "key_unreadable") in said.stderr


def test_a_policy_asks_for_two_of_four_unless_told(office):
    keys = [witness.opened(office / name, (), f"{name}.example/w1").verifier.vkey for name in "abcd"]
    said = run(ledger_witness.policy, f"{keys[0]}=https://a.example/w", *keys[1:]).output
    read = policy.parse(said)
    assert (read.groups["enough"].needed, len(read.witnesses), read.urls) == (
        2,
        4,
        {"w1": "https://a.example/w"},
    )
    assert policy.parse(run(ledger_witness.policy, *keys, "--needed", 3).output).groups["enough"].needed == 3


def test_the_doctor_says_how_the_witnesses_are(office):
    assert [(one.fine, "no witnesses" in one.text) for one in doctor._witnesses()] == [(True, True)]
    key = witness.opened(office / "press", (queries.vkey(),), "press.example/w1").verifier.vkey
    lines = [f"log {queries.vkey()}", f"witness press {key} https://press.example", "quorum press"]
    (office / "policy").write_text("\n".join(lines), encoding="ascii")
    assert [(one.fine, "last never" in one.text) for one in doctor._witnesses()] == [(False, True)]
    said = run(
        ledger.command, "cosign", office / "press", given=run(ledger.command, "request", "press").stdout_bytes
    )
    run(ledger.command, "accept", "press", given=said.stdout_bytes)
    assert [one.fine for one in doctor._witnesses()] == [True]
    Witness.objects.update(flag=Flag.BACKWARDS)
    assert [(one.fine, "backwards" in one.text) for one in doctor._witnesses()] == [(False, True)]
    (office / "policy").write_text("quorum none and more", encoding="ascii")
    assert [(one.fine, "policy_line" in one.text) for one in doctor._witnesses()] == [(False, True)]


def test_a_backup_has_the_policy(office, settings, tmp_path, monkeypatch):
    settings.HOIAM_FILES_DIR = tmp_path / "no-files"
    monkeypatch.setattr(backup, "_database", lambda target: None)
    (office / "policy").write_text("quorum none\n", encoding="ascii")
    assert run(backup.command, tmp_path / "copies").exit_code == 0
    (copy,) = (tmp_path / "copies").iterdir()
    assert (copy / "policy").read_text("ascii") == "quorum none\n"
