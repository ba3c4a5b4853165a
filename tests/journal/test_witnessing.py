"""What others saw of our log: asked at once if that is quick, by the worker if not, by mail where there is no line."""

import json
import shutil
import threading
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.journal import courier, queries, store, trust, witnessing
from hoiam.journal.models import Witness
from hoiam.law.refusal import Refused
from hoiam.ledger import audit, receipt, witness_store
from hoiam.ledger.cosigning import Flag, Reply
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.receipt import State
from tests.journal.builders import recorded
from tests.journal.serving import Quiet, served

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.journal.addresses")]
NAMES = ("press", "front", "university", "peer")


class Town:
    """Witnesses that can be reached, each at an address of its own, and the messages they got."""

    def __init__(self, folder, settings):
        self.folder, self.settings = folder, settings
        self.asked, self.silent, self.ahead = [], set(), 0
        self.witnesses = {}
        self.found(*NAMES)

    def found(self, *names):
        log = store.signer().verifier
        for name in names:
            self.witnesses[name] = witness_store.open_witness(
                self.folder / name,
                [log],
                name=f"{name}.example/w1",
                seed=lambda name=name: sha256(name.encode()).digest(),
                clock=lambda: int(timezone.now().timestamp()) + self.ahead,
            )

    def post(self, url, body, seconds):
        name = url.removeprefix("https://").partition(".")[0]
        self.asked.append(name)
        if name in self.silent:
            raise ConnectionRefusedError
        answer = self.witnesses[name].add_checkpoint(body)
        return Reply(answer.status.value, answer.body.encode())

    def get(self, url, seconds):
        name = url.removeprefix("https://").partition(".")[0]
        if name in self.silent:
            raise ConnectionRefusedError
        answer = self.witnesses[name].checkpoint(url.split("/")[-2])
        return Reply(answer.status.value, answer.body.encode()), None

    def policy(self, *online, quorum="two", also=""):
        lines = [f"log {queries.vkey()}"]
        for name in NAMES:
            url = f" https://{name}.example/hoiam" if name in online else ""
            lines.append(f"witness {name} {self.witnesses[name].verifier.vkey}{url}")
        lines += [f"group two 2 {' '.join(NAMES)}", f"quorum {quorum}", also]
        (self.settings.HOIAM_DATA / "policy").write_text("\n".join(lines), encoding="ascii")

    def restart(self, name):
        shutil.rmtree(self.folder / name)
        self.found(name)


@pytest.fixture
def town(log, settings, tmp_path, monkeypatch):
    settings.HOIAM_DATA = tmp_path
    made = Town(tmp_path / "town", settings)
    monkeypatch.setattr(courier, "post", made.post)
    monkeypatch.setattr(courier, "get", made.get)
    monkeypatch.setattr(courier, "gather", one_by_one)
    witnessing._down.clear()
    return made


def one_by_one(jobs, seconds, enough):
    """As the courier, without threads: what was asked is the same in every run."""
    found = {}
    for name, job in jobs.items():
        if not enough(found):
            found[name] = job()
    return found


def state_of(event):
    return queries.receipt_of(event_id=event.event_id).state


def later(minutes):
    witnessing._down.clear()
    return timezone.now() + timedelta(minutes=minutes)


def test_a_fresh_receipt_is_witnessed_at_once(town):
    town.policy(*NAMES)
    found = queries.receipt_of(event_id=recorded().event_id)
    proven = receipt.check(found.text, queries.trust())
    assert (found.state, found.verified, proven.state) == (State.WITNESSED, True, State.WITNESSED)
    assert len(proven.cosigned) == 2
    assert town.asked == ["press", "front"]  # and nobody is waited for who is not needed


def test_the_worker_asks_the_others_and_everybody_again_every_minute(town):
    town.policy(*NAMES)
    recorded()
    town.asked.clear()
    witnessing.keep_up(at=timezone.now())
    assert town.asked == ["university", "peer"]
    witnessing.keep_up(at=timezone.now())
    assert town.asked == ["university", "peer"]
    with clock_at(town, 61):
        witnessing.keep_up(at=timezone.now() + timedelta(seconds=61))
    assert town.asked[2:4] == ["press", "front"]


@contextmanager
def clock_at(town, seconds):
    town.ahead = seconds
    yield
    town.ahead = 0


def test_without_a_quorum_the_receipt_is_included_and_says_so(town):
    town.policy("press")
    event = recorded()
    found = queries.receipt_of(event_id=event.event_id)
    assert (found.state, found.verified, trust.archive().witnessed()) == (State.INCLUDED, True, "")


def test_the_worker_mends_what_was_out_of_reach(town):
    town.policy(*NAMES)
    town.silent = {"press", "front", "university"}
    event = recorded()
    assert state_of(event) is State.INCLUDED
    town.silent = {"press"}
    witnessing.keep_up(at=later(0))
    assert state_of(event) is State.WITNESSED
    assert {card.name: card.flag for card in queries.witnesses()}["press"] == Flag.UNREACHABLE


def test_a_witness_out_of_reach_is_left_alone_for_a_minute(town):
    town.policy("press")
    town.silent = {"press"}
    recorded()
    assert town.asked == ["press"]
    recorded()
    assert town.asked == ["press"]
    witnessing.keep_up(at=timezone.now())
    assert town.asked == ["press", "press"]
    witnessing.keep_up(at=timezone.now())
    assert town.asked == ["press", "press"]


def test_without_a_policy_nothing_is_asked_and_nothing_it_costs(town, django_assert_num_queries):
    recorded()
    with django_assert_num_queries(0):
        witnessing.attempt(index=1)
        witnessing.keep_up(at=timezone.now())
        assert queries.witnesses() == ()
        assert queries.bracket(index=0, size=1) == queries.Bracket(None, None)
    assert town.asked == []


def test_a_round_costs_the_same_for_any_number_of_witnesses(town, django_assert_num_queries):
    town.policy(*NAMES)
    recorded()
    counts = {}
    for online in (NAMES[:2], NAMES):
        town.policy(*online, also=f"# {len(online)}")
        recorded()
        with CaptureQueriesContext(connection) as seen, clock_at(town, 61 * len(online)):
            witnessing.keep_up(at=timezone.now() + timedelta(seconds=61 * len(online)))
        counts[online] = len([one for one in seen.captured_queries if "journal_witness" in one["sql"]])
    assert set(counts.values()) == {2}
    with django_assert_num_queries(1):
        assert len(queries.witnesses()) == 4


def test_a_receipt_still_costs_one_statement(town, django_assert_num_queries):
    town.policy(*NAMES)
    event = recorded()
    with django_assert_num_queries(1):
        assert state_of(event) is State.WITNESSED


def test_a_witness_that_forgot_us_is_flagged_for_good(town):
    town.policy("press", quorum="press")
    recorded()
    town.restart("press")
    event = recorded()
    assert state_of(event) is State.WITNESSED
    recorded()
    (card,) = [one for one in queries.witnesses() if one.name == "press"]
    assert (card.flag, card.size) == (Flag.BACKWARDS, 4)


def test_a_witness_that_saw_more_of_us_than_we_have_is_told(town):
    town.policy("press", quorum="press")
    recorded()
    Witness.objects.update(size=99)
    event = recorded()
    assert state_of(event) is State.INCLUDED
    assert [one.flag for one in queries.witnesses()] == [Flag.AHEAD, "", "", ""]


def test_a_clock_that_differs_is_not_believed(town):
    town.policy("press", quorum="press")
    with clock_at(town, 31):
        event = recorded()
    assert state_of(event) is State.INCLUDED
    assert queries.witnesses()[0].flag == Flag.CLOCK


def test_an_entry_lies_between_what_witnesses_saw(town):
    town.policy(*NAMES)
    before = timezone.now().replace(microsecond=0)
    recorded()
    with clock_at(town, 90):
        witnessing.keep_up(at=timezone.now() + timedelta(seconds=90))
    assert queries.bracket(index=1, size=2).after is None
    assert before <= queries.bracket(index=1, size=2).before <= timezone.now()
    with clock_at(town, 120):
        recorded()  # cosigned at a time that is not ours: not believed
        assert queries.bracket(index=2, size=3).before is None
        witnessing.keep_up(at=later(2))
    found = queries.bracket(index=2, size=3)
    assert found.before - found.after >= timedelta(seconds=29)
    assert queries.bracket(index=9, size=10) == queries.Bracket(None, None)


def test_a_policy_that_cannot_be_used_is_not_used(town):
    ours = queries.trust()
    own = "witness own " + own_witness(town)
    for also, code in ((own, "own_witness"), ("witness press", "policy_line"), ("nonsense", "policy_word")):
        town.policy(*NAMES, also=also)
        assert (trust.problem(), queries.trust()) == (code, ours)
        assert state_of(recorded()) is State.INCLUDED
    town.policy(*NAMES)
    file = town.settings.HOIAM_DATA / "policy"
    file.write_text(file.read_text("ascii").partition("\n")[2], encoding="ascii")
    assert trust.problem() == "own_log_missing"


def own_witness(town):
    host = town.settings.HOIAM_ORIGIN.partition("/")[0]
    made = witness_store.open_witness(
        town.folder / "own", [], name=f"witness.{host}/w", seed=partial(bytes, 32), clock=int
    )
    return made.verifier.vkey


def test_what_is_published(town, client):
    town.policy(*NAMES)
    recorded()
    witnessing.keep_up(at=timezone.now())
    policy = (town.settings.HOIAM_DATA / "policy").read_bytes()
    assert client.get("/log/policy").content == policy
    witnessed = client.get("/log/witnessed").content.decode()
    assert queries.trust().admit(witnessed).checkpoint.size == 2
    assert client.get("/log/checkpoints/2").status_code == 200
    assert client.get("/log/checkpoints/2.last").content.decode() == witnessed
    for name in ("3", "02", "x", ".policy.new", "2.new"):
        assert client.get(f"/log/checkpoints/{name}").status_code == 404
    report = audit.audit(town.settings.HOIAM_LOG_DIR, queries.trust())
    assert (report.clean, report.archived) == (True, 3)
    (town.settings.HOIAM_LOG_DIR / "witnessed").unlink()
    missing = audit.audit(town.settings.HOIAM_LOG_DIR, queries.trust())
    assert missing.findings == (("checkpoint_missing", "witnessed"),)
    (town.settings.HOIAM_DATA / "policy").unlink()
    witnessing.keep_up(at=timezone.now())
    assert client.get("/log/policy").status_code == 404


def test_without_witnesses_a_plain_checkpoint_is_archived_every_day(town):
    for day in (0, 0, 2):
        recorded()
        witnessing.keep_up(at=timezone.now() + timedelta(days=day))
    assert trust.archive().sizes() == [2, 4]
    assert witnessing.thin(at=timezone.now() + timedelta(days=400)) == 0


def test_by_mail(town):
    town.policy(quorum="two")
    event = recorded()
    for name in ("press", "front"):
        body = witnessing.request(name=name)
        recorded()
        answer = town.witnesses[name].add_checkpoint(body).body.encode()
        with pytest.raises(LedgerError):
            witnessing.accept(name="peer", answer=answer, at=timezone.now())
        assert witnessing.accept(name=name, answer=answer, at=timezone.now() + timedelta(days=3)) in (2, 3)
    assert state_of(event) is State.INCLUDED  # each saw another size
    bodies = {name: witnessing.request(name=name) for name in ("press", "front")}
    for name, body in bodies.items():
        witnessing.accept(
            name=name, answer=town.witnesses[name].add_checkpoint(body).body.encode(), at=timezone.now()
        )
    assert state_of(event) is State.WITNESSED
    assert {card.name: card.size for card in queries.witnesses()} == {
        "press": 4,
        "front": 4,
        "university": 0,
        "peer": 0,
    }
    with pytest.raises(Refused, match="no_such_witness"):
        witnessing.request(name="nobody")


def test_those_asked_by_mail_can_be_sent_the_same_checkpoint(town):
    town.policy(quorum="two")
    event = recorded()
    for name in ("press", "front"):
        body = witnessing.request(name=name, size=None if name == "press" else 2)
        recorded()
        answer = town.witnesses[name].add_checkpoint(body).body.encode()
        witnessing.accept(name=name, answer=answer, at=timezone.now())
    assert queries.trust().admit(trust.archive().witnessed()).checkpoint.size == 2
    assert state_of(event) is State.WITNESSED
    with pytest.raises(Refused, match="no_such_checkpoint"):
        witnessing.request(name="press", size=77)


def test_what_the_worker_records_waits_for_its_own_round(town):
    town.policy(*NAMES)
    with witnessing.later():
        event = recorded()
    assert (town.asked, state_of(event)) == ([], State.INCLUDED)
    witnessing.keep_up(at=timezone.now())
    assert state_of(event) is State.WITNESSED


def test_nothing_that_goes_wrong_with_witnesses_undoes_an_entry(town, monkeypatch, caplog):
    town.policy(*NAMES)

    def broken(*_, **__):
        raise RuntimeError(json.dumps(["a name"]))

    monkeypatch.setattr(witnessing, "_round", broken)
    assert state_of(recorded()) is State.INCLUDED
    assert [one.message for one in caplog.records] == ["no witness could be asked: RuntimeError"]


def test_the_courier_waits_no_longer_than_it_is_told():
    held = threading.Event()
    jobs = {"slow": lambda: held.wait(20), "quick": lambda: 1}
    assert courier.gather(jobs, 0.05, lambda found: False) == {"quick": 1}
    assert courier.gather(jobs, 5, lambda found: "quick" in found) == {"quick": 1}
    held.set()


def test_what_the_courier_cannot_deliver_is_an_os_error():
    for url in ("http://127.0.0.1:x/", "ftp://", "http://[::1", "https:///add-checkpoint"):
        with pytest.raises(OSError, match=r"Error|address"):
            courier.post(url, b"", 0.1)


@pytest.mark.loopback
def test_the_courier_delivers_over_http(serving):
    assert courier.post(f"{serving.url}/add-checkpoint", b"hello", 5) == Reply(409, b"9\n")
    assert serving.got == [("/add-checkpoint", b"hello")]
    serving.answer = b"x" * 40_000
    with pytest.raises(TimeoutError):
        courier.post(f"{serving.url}/add-checkpoint", b"", 5)


@pytest.fixture
def serving():
    told = SimpleNamespace(got=[], answer=b"9\n", url="")

    class Handler(Quiet):
        def do_POST(self):  # noqa: N802 - the library calls it so
            told.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(409)
            self.end_headers()
            self.wfile.write(told.answer)

    with served(Handler) as told.url:
        yield told
