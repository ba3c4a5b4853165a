"""What witnesses say they have seen of us is asked before a process signs, and binds it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from hoiam.journal import courier, guarding, monitoring, queries, store, turns
from hoiam.journal.models import Event, LogState
from hoiam.ledger import checkpoint, note
from hoiam.ledger.cosigner import Cosigner
from hoiam.ledger.cosigning import Reply
from hoiam.ledger.receipt import State
from tests.journal.builders import recorded
from tests.journal.serving import Quiet, served

pytestmark = pytest.mark.django_db
PRESS = Cosigner("press.example/w1", bytes(32))


class Press:
    """A witness with an address; what it answers can be changed."""

    def __init__(self, home):
        self.home, self.asked, self.clock, self.text = home, [], None, ""

    def get(self, url, seconds):
        self.asked.append(url)
        if not self.text:
            raise ConnectionRefusedError
        return Reply(200, self.text.encode()), self.clock

    def saw(self, signed, by=PRESS):
        seen = note.parse(signed)
        line = by.sign(seen.text, int(timezone.now().timestamp()) - 5)
        self.text = note.Note(seen.text, (*seen.signatures, line)).render()


@pytest.fixture
def press(log, settings, tmp_path, monkeypatch):
    settings.HOIAM_DATA = tmp_path
    lines = [
        f"log {queries.vkey()}",
        f"witness press {PRESS.verifier.vkey} https://press.example/x",
        "quorum none",
    ]
    (tmp_path / "policy").write_text("\n".join(lines) + "\n")
    made = Press(log)
    monkeypatch.setattr(courier, "get", made.get)
    monkeypatch.setattr(courier, "post", lambda *_: Reply(503, b""))
    monkeypatch.setattr(courier, "gather", lambda jobs, *_: {name: job() for name, job in jobs.items()})
    monkeypatch.setattr(monitoring, "_asked", {})
    return made


def older_everywhere(log, press):
    """Database and files as they were before the last entry, which the press has seen."""
    state, kept = LogState.objects.get(), (log / "checkpoint").read_text()
    recorded()
    press.saw(store.publisher().signed())
    Event.objects.filter(index=1).delete()
    state.save()
    (log / "checkpoint").write_text(kept)
    (log / ".record").unlink()
    for cache in (store._publisher, turns._turns):
        cache.cache_clear()
    monitoring._asked.clear()


def test_a_disk_set_back_as_a_whole_is_found_by_a_witness_before_anything_is_signed(log, press):
    older_everywhere(log, press)
    before = store.publisher().signed()
    one = recorded()
    assert queries.receipt_of(event_id=one.event_id).state is State.PROMISED
    assert store.publisher().signed() == before
    health = queries.health(at=timezone.now())
    assert (health.state, health.reason, health.facts["where"]) == ("refuse", "database_behind", "press")


def test_each_process_asks_once_and_the_worker_once_a_minute(log, press):
    press.saw(store.publisher().signed())
    recorded(), recorded()
    assert len(press.asked) == 1
    monitoring.look(at=timezone.now())
    assert len(press.asked) == 1
    monitoring._asked[str(log)] -= monitoring.EVERY
    monitoring.look(at=timezone.now())
    assert len(press.asked) == 2
    assert press.asked[0].startswith("https://press.example/x/")


def test_a_silent_witness_stops_nothing(log, press):
    assert queries.receipt_of(event_id=recorded().event_id).state is State.INCLUDED
    assert len(press.asked) == 1


@pytest.mark.parametrize("tale", ["stranger", "unsigned", "other log", "nonsense"])
def test_a_tale_that_log_and_witness_did_not_sign_is_not_believed(log, press, tale):
    ahead = checkpoint.Checkpoint(store.settings.HOIAM_ORIGIN, 9, bytes(32))
    if tale == "other log":
        ahead = checkpoint.Checkpoint("other.example/hoiam/1", 9, bytes(32))
    if tale == "unsigned":
        press.text = note.Note(ahead.text(), (PRESS.sign(ahead.text(), 5),)).render()
    elif tale == "nonsense":
        press.text = "nonsense"
    else:
        signed = checkpoint.sign(ahead, [store.signer()])
        press.saw(signed, Cosigner("press.example/w1", bytes(31) + b"x") if tale == "stranger" else PRESS)
    assert monitoring.look(at=timezone.now()) is None


def test_its_clock_is_compared_with_ours(log, press):
    press.saw(store.publisher().signed())
    press.clock = timezone.now() + timedelta(minutes=6)
    assert monitoring.look(at=timezone.now()).code == "clock_off"
    assert guarding.look(at=timezone.now()).code == "clock_off"


@pytest.mark.loopback
@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("date", "clock"), [("Tue, 24 Nov 2026 01:15:07 GMT", True), ("soon", False), ("", False)]
)
def test_the_courier_brings_the_answer_and_the_hour(date, clock, serving):
    serving.date = date
    said = datetime(2026, 11, 24, 1, 15, 7, tzinfo=UTC) if clock else None
    assert courier.get(f"{serving.url}/x/checkpoint", 5) == (Reply(200, b"signed\n"), said)


@pytest.fixture
def serving():
    told = SimpleNamespace(date="", url="")

    class Handler(Quiet):
        def do_GET(self):  # noqa: N802 - the library calls it so
            self.send_response_only(200)
            if told.date:
                self.send_header("Date", told.date)
            self.end_headers()
            self.wfile.write(b"signed\n")

    with served(Handler) as told.url:
        yield told
