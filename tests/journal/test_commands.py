"""`hoiam ledger` as an outsider runs it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hoiam.config.commands import ledger
from tests.ledger.stores import SIGNER, Log
from tests.ledger.test_audit import forge
from tests.ledger.test_receipt import ONE

ALONE = {"PATH": "/nowhere"}
ROOT = str(Path(ledger.__file__).parents[3])
VKEY = SIGNER.verifier.vkey


@pytest.fixture
def home(tmp_path):
    log = Log(tmp_path / "log")
    for count in (300, 100):
        log.grow(count)
    return log.home


def audited(home):
    return CliRunner().invoke(ledger.command, ["audit", str(home), "--vkey", VKEY, "--lang", "en"])


def test_the_audit_of_an_untouched_log_ends_well(home):
    told = audited(home)
    assert (told.exit_code, told.output[:26]) == (0, "CLEAN: 400 entries recompu")


def test_a_forgery_in_two_places_is_caught_and_the_file_named(home):
    forge(home)
    told = audited(home)
    assert told.exit_code == 1
    assert "NOT CLEAN" in told.output
    assert "tile/entries/000: its entries do not lead to" in told.output
    assert "tile/1/000.p/1" in told.output


@pytest.fixture(scope="module")
def one_file(tmp_path_factory):
    """The verifier, as an operator makes it for others."""
    path = tmp_path_factory.mktemp("verifier") / "hoiam-verify.pyz"
    assert CliRunner().invoke(ledger.command, ["zipapp", str(path)]).exit_code == 0
    return path


def told_by(one_file, *arguments):
    """Run where nothing of ours can be imported, Django neither."""
    program = (
        "import runpy, sys\n"
        "sys.modules['django'] = None\n"
        f"sys.path = [one for one in sys.path if one != {ROOT!r}]\n"
        f"sys.argv = {[str(one_file), *map(str, arguments)]!r}\n"
        f"runpy.run_path({str(one_file)!r}, run_name='__main__')\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", program],
        cwd=one_file.parent,
        env=ALONE,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_verifier_is_one_file(one_file, tmp_path):
    (tmp_path / "r").write_text(ONE.text(), "utf-8")
    told = told_by(one_file, "verify", tmp_path / "r", "--vkey", VKEY, "--lang", "en")
    assert (told.returncode, told.stdout[:5], told.stderr) == (0, "VALID", "")
    (tmp_path / "r").write_text(ONE.text().replace("index 5", "index 4"), "utf-8")
    assert told_by(one_file, "verify", tmp_path / "r", "--vkey", VKEY).returncode == 1


def test_one_file_audits_a_whole_log(one_file, home):
    assert told_by(one_file, "audit", home, "--vkey", VKEY, "--lang", "en").stdout.startswith("CLEAN")
    forge(home)
    assert told_by(one_file, "audit", home, "--vkey", VKEY).returncode == 1


def test_it_is_a_program_and_always_the_same_bytes(one_file, tmp_path):
    again = tmp_path / "again.pyz"
    assert CliRunner().invoke(ledger.command, ["zipapp", str(again)]).exit_code == 0
    assert again.read_bytes() == one_file.read_bytes()
    assert again.read_bytes().startswith(b"#!/usr/bin/env python3\n")
    assert again.stat().st_mode & 0o111
    told = subprocess.run(
        [sys.executable, "-I", str(one_file)], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    assert told.returncode == 2
