"""A witness cosigns only what continues what it cosigned before, and a log believes only what a witness signed."""

import io
import threading
from contextlib import contextmanager
from hashlib import sha256
from types import SimpleNamespace

import pytest
from hypothesis import given, settings, strategies as st

from hoiam.ledger import checkpoint, cosigner, cosigning, merkle, note, policy, witness, witness_store
from hoiam.ledger.archive import Archive
from hoiam.ledger.cosigning import Client, Flag, Reply, Request
from hoiam.ledger.errors import Damaged, LedgerError, Malformed, Unproven
from hoiam.ledger.keys import SeedSigner
from hoiam.ledger.wire import b64
from tests.ledger.stores import SIGNER

LOG = SIGNER.verifier
NOW = 1_795_483_000
OURS = [merkle.leaf_hash(b"%d" % n) for n in range(40)]
FORKED = [*OURS[:5], merkle.leaf_hash(b"another"), *OURS[6:]]


def seed(name):
    return sha256(name.encode()).digest()


def signed(size, leaves=OURS, signer=SIGNER):
    point = checkpoint.Checkpoint(signer.verifier.name, size, merkle.root_of(leaves[:size]))
    return checkpoint.sign(point, [signer])


def nodes(leaves=OURS):
    return lambda size: merkle.nodes_of(leaves[:size])


def asking(size, old=0, leaves=OURS, signer=SIGNER):
    return cosigning.request(signed(size, leaves, signer), old, nodes(leaves)).body()


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def press(tmp_path, clock):
    return opened(tmp_path / "press", clock)


def opened(folder, clock, logs=(LOG,), name="press.example/w1"):
    return witness_store.open_witness(folder, logs, name=name, seed=lambda: seed(name), clock=clock)


def status(answer):
    return answer.status.value


def told(press, *requests):
    return [status(press.add_checkpoint(body)) for body in requests]


def evidence(folder):
    return len(list(folder.glob("state/*/evidence/*")))


def client(press, known=0, leaves=OURS, post=None, clock=lambda: NOW):
    def deliver(body):
        answer = press.add_checkpoint(body)
        return Reply(status(answer), answer.body.encode())

    return Client(press.verifier, known, nodes(leaves), post or deliver, clock)


def test_a_growing_log_is_cosigned_at_every_size(press, clock):
    for old, size in [(0, 3), (3, 3), (3, 7), (7, 8), (8, 40)]:
        clock.now += 1
        answer = press.add_checkpoint(asking(size, old))
        assert status(answer) == 200
        found = cosigning.read(answer.body.encode(), signed(size), press.verifier, now=clock.now)
        assert found.time == clock.now
        seen = policy.Policy((LOG,), {"press": press.verifier}, quorum="press").admit(
            cosigning.add(signed(size), [found.line])
        )
        assert seen.witnessed


def test_refusals_are_those_of_the_protocol(press):
    stranger = SeedSigner("other.example/hoiam/1", seed("stranger"))
    thief = SeedSigner(LOG.name, seed("thief"))
    assert told(press, asking(9)) == [200]
    cases = {
        404: asking(5, signer=stranger),
        403: asking(12, 9, signer=thief),
        409: asking(12, 5),
        422: asking(12, 9, FORKED),
    }
    for code, body in cases.items():
        assert told(press, body) == [code]
    conflict = press.add_checkpoint(asking(12, 5))
    assert (conflict.body, conflict.kind) == ("9\n", "text/x.tlog.size")


def test_malformed_requests_are_bad_requests(press):
    good = asking(9, 5)
    many = b"old 5\n" + f"{b64(OURS[0])}\n".encode() * 64 + b"\n" + signed(9).encode()
    later = asking(5).replace(b"old 0", b"old 6")
    for body in (
        b"",
        b"old 5",
        good.replace(b"old 5", b"old 05"),
        good.replace(b"old 5", b"old -5"),
        good.replace(b"\n\n", b"\n", 1),
        good[:-1],
        good.replace(b"\n", b"\r\n"),
        b"\xff" + good,
        many,
        later,
        b"old 0\n\n" + b"x" * cosigning.MAX_REQUEST,
    ):
        assert told(press, body) == [400], body[:60]


def test_a_fork_is_refused_and_kept_as_evidence(tmp_path, press):
    assert told(press, asking(9)) == [200]
    same_size = asking(9, 9, FORKED)
    assert told(press, same_size, same_size, asking(12, 9, FORKED), asking(9, 3, FORKED)) == [
        422,
        422,
        422,
        409,
    ]
    assert evidence(tmp_path / "press") == 3  # the same one once
    assert told(press, asking(12, 9)) == [200]


def test_evidence_is_bounded(tmp_path, press, monkeypatch):
    monkeypatch.setattr(witness_store, "MAX_EVIDENCE", 2)
    assert told(press, asking(9)) == [200]
    assert told(press, *(asking(size, 9, FORKED) for size in (12, 13, 14))) == [422] * 3
    assert evidence(tmp_path / "press") == 2


def test_a_signature_that_does_not_hold_spoils_the_request(press):
    body = asking(5)
    at = body.rindex(b" ") + 20
    changed = body[:at] + (b"A" if body[at : at + 1] != b"A" else b"B") + body[at + 1 :]
    assert told(press, changed) == [403]


def test_a_proof_from_nothing_is_refused(press):
    assert told(press, Request(0, (OURS[0],), signed(5)).body()) == [422]
    assert told(press, Request(0, (), signed(5)).body(), Request(5, (OURS[0],), signed(5)).body()) == [
        200,
        422,
    ]


def test_it_remembers_after_a_restart(tmp_path, press, clock):
    assert told(press, asking(9)) == [200]
    again = opened(tmp_path / "press", clock, logs=())
    assert again.verifier == press.verifier
    assert told(again, asking(12, 9, FORKED), asking(12), asking(12, 9)) == [422, 409, 200]


def test_a_key_without_its_memory_cosigns_nothing(tmp_path, press, clock):
    assert told(press, asking(9)) == [200]
    memory = next((tmp_path / "press").glob("state/*/checkpoint"))
    memory.write_text("torn", encoding="utf-8")
    with pytest.raises(Damaged, match="witness_memory"):
        press.add_checkpoint(asking(12, 9))
    (tmp_path / "press" / "state").rename(tmp_path / "elsewhere")
    with pytest.raises(Damaged, match="witness_state_lost"):
        opened(tmp_path / "press", clock)


def test_it_never_dates_a_cosignature_before_the_last(press, clock):
    assert told(press, asking(9)) == [200]
    clock.now -= 1
    assert told(press, asking(12, 9)) == [503]
    clock.now += 1
    assert told(press, asking(12, 9)) == [200]


def test_two_at_once_never_roll_it_back(press):
    assert told(press, asking(1)) == [200]
    found = []
    threads = [
        threading.Thread(target=lambda size=size: found.append((size, told(press, asking(size, 1)))))
        for size in range(2, 14)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (size,) = (size for size, answer in found if answer == [200])
    assert press.add_checkpoint(asking(40, 1)).body == f"{size}\n"


def test_an_office_is_not_its_own_witness(tmp_path, clock):
    for name in (LOG.name, "ledger.example/w1", "witness.ledger.example/w1", "LEDGER.example:8443/w"):
        with pytest.raises(Malformed, match="own_witness"):
            opened(tmp_path / name.replace("/", "-"), clock, name=name)
    same = note.Verifier("press.example/w1", note.COSIGNATURE, LOG.key)
    assert not cosigner.independent(same, LOG)


def test_a_domain_is_what_one_owner_registers():
    for name, owner in {
        "hoiam.langson.gov.vn/hoiam/1": "langson.gov.vn",
        "witness.langson.gov.vn/w": "langson.gov.vn",
        "hanoi.gov.vn": "hanoi.gov.vn",
        "a.press.example/w": "press.example",
        "localhost/w": "localhost",
    }.items():
        assert cosigner.domain(name) == owner


def test_a_key_file_is_read_again_and_never_overwritten(tmp_path):
    made = cosigner.Cosigner.generate(tmp_path / "key", "press.example/w1", seed("press"))
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert cosigner.Cosigner.read(tmp_path / "key").verifier == made.verifier
    with pytest.raises(FileExistsError):
        cosigner.Cosigner.generate(tmp_path / "key", "press.example/w1", seed("press"))
    secret = made.secret().encode()
    for bad in (b"", secret[:-9], secret.replace(b"PRIVATE", b"PUBLIC"), secret.replace(b"press", b"praha")):
        with pytest.raises(Malformed):
            cosigner.Cosigner.parse(bad)


def over_http(app, method, path, body=b"", length=None):
    heard = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)) if length is None else length,
        "wsgi.input": io.BytesIO(body),
    }
    parts = app(environ, lambda line, headers: heard.update(status=int(line[:3]), headers=dict(headers)))
    return heard["status"], b"".join(parts), heard["headers"]


def test_over_http(press, clock):
    app, latest = witness.App(press), f"/{sha256(LOG.name.encode()).hexdigest()}/checkpoint"
    assert over_http(app, "GET", latest)[0] == 404
    code, line, _ = over_http(app, "POST", "/add-checkpoint", asking(9))
    assert code == 200
    code, kept, headers = over_http(app, "GET", latest)
    assert (code, headers["Content-Length"]) == (200, str(len(kept)))
    assert kept == signed(9).encode() + line
    _, size, headers = over_http(app, "POST", "/add-checkpoint", asking(12))
    assert (size, headers["Content-Type"]) == (b"9\n", "text/x.tlog.size")
    clock.now -= 5
    assert over_http(app, "POST", "/add-checkpoint", asking(12, 9))[2]["Retry-After"] == "5"
    for method, path, length, expected in (
        ("GET", "/add-checkpoint", "0", 405),
        ("POST", latest, "0", 405),
        ("GET", "/", "0", 404),
        ("GET", f"/{'0' * 64}/checkpoint", "0", 404),
        ("POST", "/add-checkpoint", "", 411),
        ("POST", "/add-checkpoint", "9" * 30, 413),
        ("POST", "/add-checkpoint", str(cosigning.MAX_REQUEST + 1), 413),
        ("POST", "/add-checkpoint", "50", 400),
    ):
        assert over_http(app, method, path, length=length)[0] == expected


def test_a_client_finds_out_what_the_witness_knows(press):
    assert client(press).ask(signed(9)).flag is Flag.NONE
    outcome = client(press).ask(signed(12))  # it has forgotten, and is told 9
    assert (outcome.size, outcome.flag) == (12, Flag.NONE)
    assert client(press, known=12).ask(signed(12)).cosignature is not None


def test_a_client_tells_what_is_wrong(press):
    def refusing(code, body=b""):
        return lambda _: Reply(code, body)

    def unplugged(_):
        raise ConnectionRefusedError

    assert client(press).ask(signed(9)).cosignature is not None
    line = press.add_checkpoint(asking(9, 9)).body.encode()
    for flag, known, post, clock in (
        (Flag.UNREACHABLE, 9, unplugged, NOW),
        (Flag.REFUSED, 9, refusing(422), NOW),
        (Flag.REFUSED, 9, refusing(409, b"9\n"), NOW),
        (Flag.INVALID, 9, refusing(409, b"nine"), NOW),
        (Flag.INVALID, 9, refusing(200, b""), NOW),
        (Flag.INVALID, 9, refusing(200, line), NOW),  # of another checkpoint
        (Flag.AHEAD, 5, refusing(409, b"13\n"), NOW),
        (Flag.AHEAD, 13, unplugged, NOW),
    ):
        outcome = client(press, known, post=post, clock=lambda clock=clock: clock).ask(signed(12))
        assert (outcome.flag, outcome.cosignature) == (flag, None)
    assert client(press, 9, leaves=FORKED).ask(signed(12, FORKED)).flag is Flag.REFUSED
    for ahead in (61, -31):
        late = client(press, 9, clock=lambda ahead=ahead: NOW + ahead).ask(signed(9))
        assert late.flag is Flag.CLOCK


def test_a_witness_that_went_backwards_is_flagged(tmp_path, press, clock):
    assert client(press).ask(signed(9)).size == 9
    reborn = opened(tmp_path / "reborn", clock)
    outcome = client(reborn, known=9).ask(signed(12))
    assert (outcome.size, outcome.flag) == (12, Flag.BACKWARDS)
    assert outcome.cosignature is not None


def test_lines_of_strangers_are_ignored_but_not_a_false_one(press):
    line = press.add_checkpoint(asking(9)).body
    other = cosigner.Cosigner("other.example/w", seed("other"))
    more = cosigning.add(signed(9), [other.sign(note.parse(signed(9)).text, NOW)]).splitlines()[-1]
    assert cosigning.read(f"{more}\n{line}".encode(), signed(9), press.verifier, now=NOW).time == NOW
    with pytest.raises(Unproven, match="no_cosignature"):
        cosigning.read(f"{more}\n".encode(), signed(9), press.verifier, now=NOW)
    with pytest.raises(Unproven, match="signature"):
        cosigning.read(line.encode(), signed(8), press.verifier, now=NOW)


class Remembered(dict):
    """A witness's memory without files."""

    @contextmanager
    def holding(self, origin):
        yield SimpleNamespace(
            latest=lambda: self.latest(origin),
            keep=lambda text: self.update({origin: text}),
            accuse=lambda body: None,
        )

    def latest(self, origin):
        return self.get(origin, "")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.tuples(st.integers(0, 500), st.integers(1, 255)))
def test_whatever_arrives_is_answered(data):
    memory = Remembered()
    press = witness.Witness(cosigner.Cosigner("press.example/w1", seed("press")), [LOG], memory, lambda: NOW)
    body = asking(9)
    if isinstance(data, tuple):
        at, bits = data[0] % len(body), data[1]
        data = body[:at] + bytes([body[at] ^ bits]) + body[at + 1 :]
    assert status(press.add_checkpoint(data)) in (400, 403, 404, 409)  # 409: another size before
    assert not memory
    with pytest.raises(LedgerError):
        cosigning.read(data, signed(3), LOG, now=NOW)


def trusting(*witnesses, quorum="press"):
    return policy.Policy(
        (LOG,), {one.verifier.name.partition(".")[0]: one.verifier for one in witnesses}, {}, quorum
    )


def test_archived_checkpoints_bracket_an_entry_in_time(tmp_path, press, clock):
    archive, trust = Archive(tmp_path), trusting(press)

    def cosigned(size, old, at):
        clock.now = at
        found = cosigning.read(
            press.add_checkpoint(asking(size, old)).body.encode(), signed(size), press.verifier, now=at
        )
        archive.keep(cosigning.add(signed(size), [found.line]), trust)

    cosigned(3, 0, NOW)
    cosigned(3, 3, NOW + 60)
    cosigned(9, 3, NOW + 100)
    archive.keep(signed(12), trust.without_quorum())  # nobody saw this one
    assert archive.bracket(0, trust) == (None, NOW)
    assert archive.bracket(3, trust) == archive.bracket(8, trust) == (NOW + 60, NOW + 100)
    assert archive.bracket(9, trust) == (NOW + 100, None)
    assert archive.witnessed_size() == 9
    assert [archive.get(size) != "" for size in (3, 9, 10)] == [True, True, False]


def test_beyond_ninety_days_one_checkpoint_an_hour_is_kept(tmp_path, press, clock):
    archive, trust, old = Archive(tmp_path), trusting(press), 0
    start = NOW - NOW % 3600
    for size, at in ((2, 5), (3, 900), (5, 3000), (8, 3700), (9, 7000), (11, 7300)):
        clock.now = start + at
        line = cosigning.read(
            press.add_checkpoint(asking(size, old)).body.encode(), signed(size), press.verifier, now=clock.now
        ).line
        archive.keep(cosigning.add(signed(size), [line]), trust)
        old = size
    assert archive.thin(start, trust) == 0
    later = 4_000_000_000
    assert archive.thin(later, trust) == 3
    assert archive.sizes() == [2, 8, 11]
