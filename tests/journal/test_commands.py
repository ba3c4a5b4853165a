"""`hoiam ledger` as an outsider runs it."""

import pytest
from click.testing import CliRunner

from hoiam.config.commands import ledger
from tests.ledger.stores import SIGNER, Log
from tests.ledger.test_audit import forge

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
