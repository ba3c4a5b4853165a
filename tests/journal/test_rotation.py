"""A new key: announced in the log, beside the old for 90 days, then alone."""

from datetime import timedelta

import pytest

from hoiam.journal import queries, rotation, store
from hoiam.journal.models import Event
from hoiam.kit import keys
from hoiam.law.refusal import Refused
from hoiam.ledger import audit, note, policy, promise, receipt
from hoiam.ledger.receipt import State
from tests.journal import builders
from tests.journal.builders import AT, recorded

pytestmark = pytest.mark.django_db
LATER = AT + rotation.TOGETHER


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path, monkeypatch):
    """A folder of keys that is this test's."""
    monkeypatch.delenv("HOIAM_KEY_LOG", raising=False)
    settings.HOIAM_KEYS_DIR, settings.HOIAM_DATA = tmp_path / "keys", tmp_path
    keys.named.cache_clear()
    yield
    keys.named.cache_clear()
    store._signer.cache_clear()


def text_of(appended):
    return queries.receipt_of(event_id=appended.event_id).text


def holds(text, *vkeys):
    return receipt.check(text, policy.of(*vkeys)).index


def opened(log, index):
    return receipt.parse_opening((log / "openings" / str(index)).read_bytes()).statement


def test_a_key_is_announced_and_then_both_sign(log):
    old, before = queries.vkey(), text_of(recorded())
    done = rotation.add(at=AT)
    new = done.key
    assert (done.signing, queries.vkey()) == ((old, new), old)
    both = text_of(recorded())
    assert holds(both, old) == holds(both, new) == 3
    assert holds(before, old) == 1
    said = opened(log, 2)
    assert "kind log.key-added\n" in said
    assert f"key-id {note.parse_vkey(new).key_id.hex()}\n" in said
    assert rotation.policy() == f"log {old}\nlog {new}\nquorum none\n"
    for one in (old, new):
        assert audit.audit(log, policy.of(one)).clean


def test_promises_are_signed_by_both_too(log, monkeypatch):
    new = rotation.add(at=AT).key
    builders.without_turns(monkeypatch)
    with store.db.writing():
        one = builders.event()
    assert queries.receipt_of(event_id=one.event_id).state is State.PROMISED
    assert promise.check(text_of(one), policy.of(new))


def test_the_old_key_goes_after_ninety_days_and_its_receipts_still_verify(log):
    old, new = queries.vkey(), rotation.add(at=AT).key
    both = text_of(recorded())
    with pytest.raises(Refused, match="key_too_young") as caught:
        rotation.retire(at=LATER - timedelta(seconds=1))
    assert caught.value.facts == {"until": LATER}
    assert rotation.retire(at=LATER).signing == (new,)
    alone = text_of(recorded())
    assert queries.vkey() == new
    assert (log / "vkey").read_text() == f"{new}\n"
    assert (holds(alone, new), holds(both, old), holds(both, new)) == (4, 2, 2)
    with pytest.raises(receipt.Unproven):
        holds(alone, old)
    assert "kind log.key-retired\n" in opened(log, 3)
    assert [one.vkey for one in queries.trust().logs] == [new, old]
    assert audit.audit(log, queries.trust()).clean


def test_a_third_key_never_takes_the_name_of_a_retired_one(log):
    rotation.add(at=AT), rotation.retire(at=LATER)
    third = rotation.add(at=LATER).key
    assert store.ring().signing == ("log2", "log3")
    assert len({*rotation.policy().splitlines()}) == 4
    assert holds(text_of(recorded()), third)


def test_one_key_cannot_be_retired_and_two_not_be_added_to(log):
    with pytest.raises(Refused, match="key_alone"):
        rotation.retire(at=LATER)
    rotation.add(at=AT)
    with pytest.raises(Refused, match="key_too_many"):
        rotation.add(at=AT)


def test_while_the_log_is_not_signed_no_key_begins_and_later_it_is_announced_once(log, monkeypatch):
    builders.without_turns(monkeypatch)
    with pytest.raises(Refused, match="log_not_signed"):
        rotation.add(at=AT)
    assert store.ring().signing == ("log",)
    monkeypatch.undo()
    keys.named.cache_clear()
    rotation.add(at=AT)
    assert Event.objects.filter(kind=rotation.ADDED).count() == 1
    assert store.ring().signing == ("log", "log2")


def test_the_policy_in_force_names_the_new_key_and_keeps_its_witnesses(log, settings):
    path = settings.HOIAM_DATA / "policy"
    path.write_text(f"log {queries.vkey()}\nquorum none\n")
    new = rotation.add(at=AT).key
    assert policy.parse(path.read_bytes()).logs[0].vkey == new
    assert path.read_text().endswith("quorum none\n")


def test_a_lost_second_key_is_not_made_anew(log, settings):
    rotation.add(at=AT)
    (settings.HOIAM_KEYS_DIR / "log2.key").unlink()
    store._signer.cache_clear()
    with pytest.raises(keys.KeyUnusableError):
        store.signers()
    assert queries.health(at=AT).reason == "key_unreadable"


def test_an_altered_list_of_keys_signs_nothing(log, settings):
    (settings.HOIAM_KEYS_DIR / store.RING).write_text("sign everything else\n")
    assert queries.health(at=AT).reason == "key_unreadable"
