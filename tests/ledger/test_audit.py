import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hoiam.ledger import (
    audit,
    cli,
    keys,
    kinds,
    merkle,
    note,
    policy,
    promise,
    receipt,
    tiles,
    transport,
    verify,
    words,
)
from tests.ledger.stores import ORIGIN, SIGNER, Log, MemoryStore, entry
from tests.ledger.test_note import W1
from tests.ledger.test_receipt import DOC, ONE, SALT, made
from tests.ledger.test_statement import CASE, build

VKEY = SIGNER.verifier.vkey
TRUST = policy.of(VKEY)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    log = Log(tmp_path_factory.mktemp("published") / "log")
    archive = {}
    for count in (300, 100, 10):
        log.grow(count)
        archive[log.next] = log.publisher.reader.checkpoint()
    (log.home / "checkpoints").mkdir()
    for size, text in archive.items():
        (log.home / "checkpoints" / str(size)).write_text(text, "utf-8")
    return log.home


@pytest.fixture
def home(published, tmp_path):
    return Path(shutil.copytree(published, tmp_path / "copy"))


def codes(home, trust=TRUST):
    report = audit.audit(home, trust)
    assert not report.clean
    return {one.code for one in report.findings}


def test_an_untouched_log_is_clean(home):
    report = audit.audit(home, TRUST)
    assert report.clean
    assert (report.read, report.archived) == (410, 3)


def forge(home, index=83):
    """An entry and its level-0 hash replaced together: each file then agrees with the other."""
    forged = entry(10**6)
    bundle = tiles.unframe((home / "tile/entries/000").read_bytes())
    bundle[index] = forged
    (home / "tile/entries/000").write_bytes(b"".join(map(tiles.frame, bundle)))
    level = tiles.split((home / "tile/0/000").read_bytes())
    level[index] = merkle.leaf_hash(forged)
    (home / "tile/0/000").write_bytes(b"".join(level))


def test_a_forgery_in_two_places_is_caught(home):
    forge(home)
    assert codes(home) == {"tile_differs", "bundle_differs", "root", "fork"}


def test_no_byte_of_a_tile_can_be_changed(home):
    files = [one for one in home.glob("tile/**/*") if one.is_file()]
    assert len(files) == 9
    for file in files:
        data = file.read_bytes()
        for at in (0, len(data) // 2, len(data) - 1):
            file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert codes(home)
        file.write_bytes(data)
    assert audit.audit(home, TRUST).clean


@pytest.mark.parametrize("name", ["tile/0/000", "tile/1/000.p/1", "tile/0/001.p/154", "tile/entries/000"])
def test_a_missing_tile_is_found(home, name):
    (home / name).unlink()
    assert "tile_missing" in codes(home)


def test_a_partial_tile_wider_than_the_log_is_found(home):
    (home / "tile/0/001.p/200").write_bytes(bytes(200 * 32))
    (home / "tile/0/001.p/notes").write_text("not a tile")
    assert codes(home) == {"tile_differs"}
    (home / "tile/0/001.p/200").unlink()
    assert audit.audit(home, TRUST).clean
    (home / "tile/0/001.p/77").mkdir()
    assert codes(home) == {"tile_differs"}


def test_an_entry_of_another_shape_is_found(log):
    log.store.rows[1] = b"a name in clear"
    log.next = 2
    log.grow(1)
    assert codes(log.home) == {"entry_shape"}


def test_a_checkpoint_signed_by_nobody_known_is_not_audited(home):
    other = keys.SeedSigner(ORIGIN, bytes(32))
    assert codes(home, policy.of(other.verifier.vkey)) == {"log_signature"}
    (home / "checkpoint").unlink()
    assert codes(home) == {"checkpoint_missing"}


def test_an_older_head_put_back_is_a_rollback(home):
    (home / "checkpoints/2026").mkdir()
    (home / "checkpoints/410").rename(home / "checkpoints/2026/410")
    shutil.copy(home / "checkpoints/400", home / "checkpoint")
    assert "rolled_back" in codes(home)


def test_archived_checkpoints_of_another_tree_or_log_are_found(home):
    fork = Log(home.with_name("fork"), MemoryStore())
    fork.next = 1000
    fork.grow(7)
    (home / "checkpoints/7").write_text(fork.publisher.reader.checkpoint(), "utf-8")
    assert codes(home) == {"fork"}
    (home / "checkpoints/7").write_bytes(b"\xff")
    assert codes(home) == {"utf8"}
    stranger = keys.SeedSigner("other.example/hoiam/1", bytes(32))
    both = policy.of(VKEY, stranger.verifier.vkey)
    (home / "checkpoints/7").write_text(
        note.sign(f"other.example/hoiam/1\n1\n{'A' * 43}=\n", [stranger]), "utf-8"
    )
    assert codes(home, both) == {"other_log"}


def test_a_size_nobody_could_hold_ends_at_the_first_missing_tile(home):
    huge = note.sign(f"{ORIGIN}\n{2**62}\n{'A' * 43}=\n", [SIGNER])
    (home / "checkpoint").write_text(huge, "utf-8")
    report = audit.audit(home, TRUST)
    assert report.read == 256
    assert "tile_missing" in {one.code for one in report.findings}


def test_an_empty_log_is_clean(log):
    (log.home).mkdir()
    empty = note.sign(f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", [SIGNER])
    (log.home / "checkpoint").write_text(empty, "utf-8")
    (log.home / "checkpoints").mkdir()
    (log.home / "checkpoints/0").write_text(empty, "utf-8")
    assert audit.audit(log.home, TRUST).clean


def run(main, *argv):
    said = []
    status = main([str(one) for one in argv], said.append)
    return status, "\n".join(said)


def test_the_audit_command_says_what_it_found(home):
    status, said = run(cli.main_audit, home, "--vkey", VKEY, "--lang", "en")
    assert (status, said.splitlines()[0][:26]) == (0, "CLEAN: 410 entries recompu")
    (home / "tile/0/000").unlink()
    (home / "vkey").write_text(VKEY + "\n")
    status, said = run(cli.main_audit, home)
    assert status == 1
    assert "tile/0/000: thiếu tệp." in said
    assert "niềm tin vào khóa" in said
    (home / "vkey").unlink()
    assert run(cli.main_audit, home)[0] == 1


def test_one_command_verifies_and_audits(home, tmp_path):
    (tmp_path / "r").write_text(ONE.text(), "utf-8")
    assert run(cli.main, "verify", tmp_path / "r", "--vkey", VKEY)[0] == 0
    assert run(cli.main, "audit", home, "--vkey", VKEY)[0] == 0
    with pytest.raises(SystemExit):
        cli.main(["forge", str(home)])


def test_the_vkey_command_prints_the_public_key(tmp_path):
    keys.SeedSigner.generate(tmp_path / "key", ORIGIN, bytes(32))
    assert run(cli.main_vkey, tmp_path / "key") == (0, keys.SeedSigner.read(tmp_path / "key").verifier.vkey)
    assert run(cli.main_vkey, tmp_path / "none")[0] == 1


@pytest.fixture
def paper(tmp_path):
    (tmp_path / "r.tlog-proof").write_text(made(signers=[W1]).text(), "utf-8")
    (tmp_path / "q.txt").write_text(transport.to_url(transport.encode(ONE), "h.example"))
    (tmp_path / "q.bin").write_bytes(transport.encode(ONE))
    (tmp_path / "sealed").write_text(made(receipt.Sealed(ONE.opening.commitment)).text(), "utf-8")
    (tmp_path / "promise").write_text(promise.build(ORIGIN, SALT, 1795482907, [SIGNER]), "utf-8")
    (tmp_path / "doc").write_bytes(b"file")
    (tmp_path / "trust").write_text(f"log {VKEY}\nwitness w {W1.verifier.vkey}\nquorum w\n")
    return tmp_path


@pytest.mark.parametrize("name", ["r.tlog-proof", "q.txt", "q.bin", "sealed", "promise"])
def test_whatever_paper_carries_verifies(paper, name):
    status, said = run(cli.main_verify, paper / name, "--vkey", VKEY)
    assert status == 0, said
    assert VKEY in said


def test_the_verifier_says_in_plain_words_what_is_proven(paper):
    status, said = run(cli.main_verify, paper / "r.tlog-proof", "--policy", paper / "trust", "--lang", "en")
    assert status == 0
    for part in (
        "VALID",
        "Entry 5",
        "received",
        "08:15:07",
        "H17",
        "Step 1",
        "content",
        "Witness w1.example",
    ):
        assert part in said
    salt = "--salt", note.b64(SALT)
    status, said = run(cli.main_verify, paper / "q.bin", "--vkey", VKEY, "--document", paper / "doc", *salt)
    assert status == 0
    assert "“content” đã cam kết" in said
    assert "Chưa có nhân chứng" in said


def test_facts_of_a_statement_are_shown(tmp_path):
    text = build(kind="dialogue.opened", facts={"rule": "tcd.petition"}, docs={"x": DOC})
    (tmp_path / "r").write_text(made(receipt.Open(SALT, text)).text(), "utf-8")
    status, said = run(cli.main_verify, tmp_path / "r", "--vkey", VKEY)
    assert status == 0
    assert "rule: tcd.petition" in said
    assert CASE not in said


@pytest.mark.parametrize(
    "argv",
    [["q.bin"], ["gone", "--vkey", VKEY], ["q.bin", "--policy", "gone"], ["q.bin", "--vkey", "no+key"]],
)
def test_what_cannot_be_checked_is_not_called_valid(paper, argv, monkeypatch):
    monkeypatch.chdir(paper)
    status, said = run(cli.main_verify, *argv)
    assert status == 1
    assert said.startswith("KHÔNG KIỂM ĐƯỢC")


def test_a_wrong_document_or_too_few_witnesses_fail(paper):
    salt = "--salt", note.b64(SALT)
    base = paper / "q.bin", "--lang", "en"
    assert run(cli.main_verify, *base, "--vkey", VKEY, "--document", paper / "trust", *salt)[0] == 1
    assert run(cli.main_verify, *base, "--vkey", VKEY, "--document", paper / "gone", *salt)[0] == 1
    status, said = run(cli.main_verify, *base, "--policy", paper / "trust")
    assert (status, said) == (1, "NOT VALID: fewer witnesses than the policy asks for.")


@pytest.mark.parametrize("name", ["vkey", "policy"])
def test_a_key_found_beside_the_receipt_is_used_and_named(paper, name):
    (paper / name).write_text(f"{VKEY}\n" if name == "vkey" else f"log {VKEY}\nquorum none\n")
    status, said = run(cli.main_verify, paper / "q.bin", "--lang", "en")
    assert status == 0
    assert "trust in the key must come from elsewhere" in said


def test_the_module_is_a_program(paper, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["verify", str(paper / "q.bin"), "--vkey", VKEY])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(verify.__file__, run_name="__main__")
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("HỢP LỆ")


def test_every_saying_stands_in_both_languages():
    for table in (words.SAYINGS, words.REASONS, kinds.KINDS):
        assert all(len(pair) == 2 and all(pair) for pair in table.values())


def test_the_verifier_needs_nothing_but_the_standard_library_and_cryptography(paper):
    program = (
        "import sys, runpy\n"
        "sys.modules['django'] = None\n"
        f"sys.argv = ['verify', {str(paper / 'r.tlog-proof')!r}, '--vkey', {VKEY!r}]\n"
        "try: runpy.run_module('hoiam.ledger.verify', run_name='__main__')\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "roots = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "roots -= {'__mp_main__', 'hoiam', 'cryptography', '_cffi_backend', 'cffi', 'django'}\n"
        "print('others', sorted(name for name in roots if not name.startswith('_')))\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "HỢP LỆ" in done.stdout
    assert done.stdout.splitlines()[-1] == "others []"
