"""What a citizen takes away proves the event anywhere, and nothing else."""

import os
import subprocess
import sys
from hashlib import sha256

import pytest

from hoiam.journal import actions as journal, queries
from hoiam.journal.models import Event
from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.ledger import commit, receipt, transport
from hoiam.ledger.receipt import State
from tests.journal import builders
from tests.journal.builders import digest, erase, recorded

pytestmark = pytest.mark.django_db


def waiting():
    """An event that nobody has placed yet."""
    with db.writing():
        return builders.event()


def verified(file, key):
    """Ask the program that a citizen would use, which knows nothing of Django or of this installation."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO", "HOIAM", "DATABASE"))
    }
    command = [sys.executable, "-m", "hoiam.ledger.verify", str(file), "--vkey", key]
    return subprocess.run(command, env=plain, capture_output=True, text=True, check=False).returncode == 0


def test_a_receipt_verifies_without_django(log, tmp_path):
    found = queries.receipt_of(event_id=recorded().event_id)
    file = tmp_path / "receipt.tlog-proof"
    file.write_text(found.text, encoding="utf-8")
    assert found.state is State.INCLUDED
    assert found.verified
    assert verified(file, found.vkey)
    file.write_text(found.text.replace("index 1", "index 0"), encoding="utf-8")
    assert not verified(file, found.vkey)


def test_the_fingerprint_on_paper_can_be_computed_by_hand(log):
    found = queries.receipt_of(event_id=recorded().event_id)
    assert found.fingerprint == sha256(found.vkey.encode()).hexdigest()[:32]


def test_a_promise_verifies_without_django(log, tmp_path):
    one = waiting()
    found = queries.receipt_of(event_id=one.event_id)
    file = tmp_path / "promise"
    file.write_text(found.text, encoding="utf-8")
    assert (found.state, found.index, found.url, found.verified) == (State.PROMISED, None, "", True)
    assert verified(file, found.vkey)


def test_a_promise_becomes_a_receipt_of_the_same_statement(log):
    one = waiting()
    before = queries.receipt_of(event_id=one.event_id)
    journal.run(at=builders.AT)
    after = queries.receipt_of(event_id=one.event_id)
    assert (before.state, after.state) == (State.PROMISED, State.INCLUDED)
    assert (before.statement, before.opening) == (after.statement, after.opening)


def test_the_address_in_the_code_holds_the_whole_receipt(log, settings):
    settings.HOIAM_URL = "https://phananh.langson.example"
    found = queries.receipt_of(event_id=recorded().event_id)
    assert found.url.startswith("HTTPS://PHANANH.LANGSON.EXAMPLE/V#")
    assert transport.decode(transport.from_url(found.url)).text() == found.text


def test_later_receipts_are_proved_under_the_newest_checkpoint(log):
    first = recorded()
    for _ in range(9):
        recorded()
    found = queries.receipt_of(event_id=first.event_id)
    proven = receipt.check(found.text, queries.trust())
    assert (proven.checkpoint.size, proven.index, found.verified) == (11, 1, True)


def test_a_receipt_costs_one_statement(log, django_assert_num_queries):
    one = recorded()
    with django_assert_num_queries(1):
        queries.receipt_of(event_id=one.event_id)


def test_while_tiles_are_missing_the_receipt_is_a_promise(log, monkeypatch):
    one = recorded()
    monkeypatch.setattr(receipt, "build", damaged)
    assert queries.receipt_of(event_id=one.event_id).state is State.PROMISED


def damaged(*_):
    raise receipt.Damaged("tile_missing")


def test_the_letter_itself_can_be_shown_to_be_the_one(log):
    one = recorded()
    proven = receipt.check(queries.receipt_of(event_id=one.event_id).text, queries.trust())
    salt = queries.document_salt(event_id=one.event_id, label="content")
    assert receipt.document_label(proven, salt, digest()) == "content"
    assert len(salt) == commit.SALT


def test_what_is_erased_or_unknown_has_no_receipt(log):
    one = recorded()
    erase(Event.objects.get(pk=one.event_id).vault_id, documents_only=True)
    assert queries.receipt_of(event_id=one.event_id).verified
    with pytest.raises(Refused, match="erased"):
        queries.document_salt(event_id=one.event_id, label="content")
    erase(Event.objects.get(pk=one.event_id).vault_id, documents_only=False)
    with pytest.raises(Refused, match="erased"):
        queries.receipt_of(event_id=one.event_id)
    for ask in (
        queries.receipt_of,
        lambda event_id: queries.document_salt(event_id=event_id, label="content"),
    ):
        with pytest.raises(Refused, match="no_such_event"):
            ask(event_id=0)
