"""A log ends and the next begins with its last checkpoint; what was proved stays proved."""

import pytest

from hoiam.journal import actions as journal, guarding, queries, rotation, store, successor, trust, turns
from hoiam.journal.models import Event, Vault
from hoiam.kit import keys
from hoiam.law.refusal import Refused
from hoiam.ledger import audit, checkpoint, policy, receipt
from hoiam.ledger.errors import StoreConflict
from hoiam.ledger.receipt import State
from hoiam.ledger.wire import b64
from tests.journal import builders
from tests.journal.builders import AT, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("HOIAM_KEY_LOG", raising=False)
    settings.HOIAM_KEYS_DIR, settings.HOIAM_DATA = tmp_path / "keys", tmp_path
    settings.HOIAM_ORIGIN = "log.example/hoiam/1"
    keys.named.cache_clear()
    yield
    keys.named.cache_clear()
    store._signer.cache_clear()
    for forget in (store.forget, turns.forget, trust.forget):
        forget()


def follow(settings, number=2):
    settings.HOIAM_ORIGIN = f"log.example/hoiam/{number}"
    return successor.succeed(at=AT)


def whole(folder, key):
    report = audit.audit(folder, policy.of(key))
    assert report.clean, report.findings
    return report.read


def test_the_next_log_begins_with_the_last_checkpoint_of_the_first(log, settings):
    old = queries.vkey()
    recorded()
    last = checkpoint.unverified((log / "checkpoint").read_text())
    done = follow(settings)
    assert (done.last, f"{done.key}\n") == (last, (log / "vkey").read_text())
    assert done.key == queries.vkey()
    said = receipt.parse_opening((log / "openings" / "0").read_bytes()).statement
    assert said.startswith("hoiam.statement/v1\nlog log.example/hoiam/2\nkind log.successor\n")
    assert f"of {last.origin}\nroot {b64(last.root)}\nsize 2\n" in said
    assert (whole(log, done.key), whole(log.with_name("log-1"), old)) == (1, 2)


def test_old_receipts_still_verify_and_are_still_given(log, settings):
    old, one = queries.vkey(), recorded()
    text = queries.receipt_of(event_id=one.event_id).text
    follow(settings)
    again = queries.receipt_of(event_id=one.event_id)
    assert (again.text, again.state, again.index, again.vkey, again.verified) == (
        text,
        State.INCLUDED,
        1,
        old,
        True,
    )
    assert receipt.check(text, queries.trust()).index == 1
    assert rotation.policy() == f"log {queries.vkey()}\nlog {old}\nquorum none\n"


def test_a_case_goes_on_in_the_new_log(log, settings):
    case = builders.ref()
    recorded(case, first=True)
    follow(settings)
    two = recorded(case)
    got = queries.receipt_of(event_id=two.event_id)
    assert (got.index, got.state, got.verified) == (1, State.INCLUDED, True)
    assert "\nseq 1\n" in got.statement
    assert Vault.objects.get(pk=case).next_seq == 2


def test_a_third_log_leaves_the_first_two_in_their_places(log, settings):
    first = recorded()
    follow(settings)
    second = recorded()
    follow(settings, 3)
    third = recorded()
    got = [queries.receipt_of(event_id=one.event_id) for one in (first, second, third)]
    assert [one.index for one in got] == [1, 1, 1]
    assert [receipt.check(one.text, queries.trust()).checkpoint.origin[-1] for one in got] == ["1", "2", "3"]
    assert Event.objects.filter(index__lt=0).count() == 4


def test_the_old_anchor_is_kept_and_a_new_one_begins(log, settings, tmp_path):
    settings.HOIAM_ANCHOR = str(tmp_path / "high")
    guarding.adopt_anchor()
    follow(settings)
    assert checkpoint.unverified((tmp_path / "high.1").read_text()).origin.endswith("/1")
    assert checkpoint.unverified((tmp_path / "high").read_text()).origin.endswith("/2")
    assert queries.health(at=AT).state == "fine"


def test_the_old_key_signs_nothing_of_the_new_log(log, settings):
    old = store.signer().verifier.key
    follow(settings)
    assert old not in [one.verifier.key for one in store.signers()]


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ("log.example/hoiam/3", "no_predecessor"),
        ("log.example/hoiam/1", "successor_begun"),
        ("other.example/hoiam/2", "no_predecessor"),
        ("log.example/hoiam", "origin_unnumbered"),
        ("log.example/hoiam/0", "origin_unnumbered"),
    ],
)
def test_only_the_next_number_follows(log, settings, origin, why):
    settings.HOIAM_ORIGIN = origin
    with pytest.raises(Refused, match=why):
        successor.succeed(at=AT)


def test_what_waits_is_placed_first(log, settings):
    with store.db.writing():
        builders.event()
    with pytest.raises(Refused, match="events_wait"):
        follow(settings)
    settings.HOIAM_ORIGIN = "log.example/hoiam/1"
    journal.run(at=AT)
    assert follow(settings).last.size == 2


def test_an_older_database_cannot_end_the_log(log, settings):
    kept = (log / "checkpoint").read_text()
    recorded()
    (log / "checkpoint").write_text(kept)
    with pytest.raises(Refused, match="not_published"):
        follow(settings)


def test_a_folder_that_is_taken_is_left_alone(log, settings):
    log.with_name("log-1").mkdir()
    with pytest.raises(Refused, match="folder_taken"):
        follow(settings)
    assert (log / "checkpoint").exists()


def test_an_interrupted_succession_is_finished(log, settings, monkeypatch):
    recorded()
    builders.failing(monkeypatch, successor.ended, "end")
    with pytest.raises(builders.Fault):
        follow(settings)
    done = follow(settings)
    assert (done.last.size, whole(log, done.key), store.ring().signing) == (2, 1, ("log2",))


def test_another_name_alone_begins_no_second_log(log, settings):
    settings.HOIAM_ORIGIN = "log.example/hoiam/2"
    with pytest.raises(StoreConflict, match="other_origin"):
        journal.open_log(at=AT)
