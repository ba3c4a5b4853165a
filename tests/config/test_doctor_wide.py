"""The doctor on the second signature: silent when nobody asked, content when it is made, plain when it cannot be."""

import subprocess
import sys
import textwrap

import cryptography
import pytest
from click.testing import CliRunner

from hoiam.config.commands import doctor
from hoiam.journal import actions, wide
from hoiam.ledger import mldsa
from tests.journal.builders import AT, recorded

MODULE = "cryptography.hazmat.primitives.asymmetric.mldsa"


def said():
    return [(one.fine, one.text) for one in doctor._wide_signature()]


def test_nobody_asked(settings):
    settings.HOIAM_ML_DSA = False
    assert said() == []


def test_it_is_made(settings):
    settings.HOIAM_ML_DSA = True
    assert said() == [(True, "log: HOIAM_ML_DSA=1, checkpoints carry an ML-DSA-44 signature too")]


def test_it_was_asked_for_and_cannot_be_made(settings, monkeypatch):
    settings.HOIAM_ML_DSA = True
    monkeypatch.setattr(mldsa, "OFFERED", False)
    [(fine, text)] = said()
    assert not fine
    assert f"cryptography {cryptography.__version__} does not offer ML-DSA-44" in text
    assert "the Ed25519 signature alone" in text
    assert "48 or later" in text


@pytest.mark.django_db
def test_the_command_shows_it_and_the_log_goes_on_with_one_signature(settings, monkeypatch, tmp_path):
    settings.HOIAM_ML_DSA, settings.HOIAM_DATA, settings.HOIAM_LOG_DIR = True, tmp_path, tmp_path / "log"
    settings.HOIAM_FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(mldsa, "OFFERED", False)
    actions.open_log(at=AT)
    recorded()
    assert wide.vkeys() == []
    told = CliRunner().invoke(doctor.command)
    assert told.exit_code == 1
    [line] = [one for one in told.output.splitlines() if "ML-DSA" in one]
    assert line.startswith(" LOOK  log: HOIAM_ML_DSA=1, but cryptography")
    assert (tmp_path / "log" / "checkpoint").read_text("utf-8").count("\n— ") == 1


def offered(before):
    """What a fresh process finds, after this was done to it."""
    program = f"import sys\n{textwrap.dedent(before)}\nfrom hoiam.ledger import mldsa\nprint(mldsa.OFFERED)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_whether_it_is_offered_is_tried_and_not_guessed():
    assert offered("") == "True"
    assert offered(f"sys.modules[{MODULE!r}] = None") == "False"
    too_old = f"""
        import types
        from cryptography.exceptions import UnsupportedAlgorithm
        class Old:
            def from_seed_bytes(seed):
                raise UnsupportedAlgorithm("its OpenSSL is too old")
        there = types.ModuleType({MODULE!r})
        there.MLDSA44PrivateKey = there.MLDSA44PublicKey = Old
        sys.modules[{MODULE!r}] = there
    """
    assert offered(too_old) == "False"
