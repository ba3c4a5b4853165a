"""A witness by others cosigns our log and refuses its fork; ours does the same for a log by others.

tools/foreign.py makes .venv-foreign where it finds Python 3.12 or newer, and says so where it does not.
"""

import json
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from hoiam.config.commands import witness
from hoiam.journal import courier
from hoiam.ledger import policy
from hoiam.ledger.cosigning import Client, Flag, add, request
from hoiam.ledger.note import parse_vkey
from hoiam.ledger.tiles import Reader
from hoiam.ledger.witness import App
from tests.ledger.stores import SIGNER, Log

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ROOT / ".venv-foreign" / "bin"
FEEDING = Path(__file__).with_name("feeding.py")
LOG = SIGNER.verifier

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(
        not (FOREIGN / "aics-witness").exists(),
        reason="no Python 3.12 was found: tools/foreign.py could not make .venv-foreign",
    ),
]


def told(*command):
    done = subprocess.run(
        [str(one) for one in command], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    return done.stdout.strip()


@pytest.fixture
def theirs(tmp_path):
    """Their witness, trusting our log: its key, its address, and what it holds against the log."""
    program, config = FOREIGN / "aics-witness", tmp_path / "witness.json"
    address = f"127.0.0.1:{free_port()}"
    vkey = told(program, "init", "-c", config, "--name", "theirs.example/w1", "--listen", address).split()[-1]
    told(program, "add-log", "-c", config, "--origin", LOG.name, "--vkey", LOG.vkey)
    serving = subprocess.Popen(
        [str(program), "serve", "-c", str(config), "--log-level", "ERROR"], stdin=subprocess.DEVNULL
    )
    try:
        wait_for(address)
        yield (
            parse_vkey(vkey),
            f"http://{address}",
            lambda: json.loads(told(program, "evidence", "-c", config)),
        )
    finally:
        serving.terminate()
        serving.wait(10)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(address):
    host, port = address.split(":")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    raise TimeoutError(address)


def posting(url):
    return lambda body: courier.post(f"{url}/add-checkpoint", body, 10)


def client(key, url, known, node):
    return Client(key, known, node, posting(url), lambda: int(time.time()))


def grown(home, *counts):
    log = Log(home)
    for count in counts:
        log.grow(count)
    return (home / "checkpoint").read_text("utf-8"), Reader(home).nodes


def test_their_witness_cosigns_our_log_and_refuses_its_fork(theirs, tmp_path):
    key, url, evidence = theirs
    trust, known = policy.Policy((LOG,), {"theirs": key}, quorum="theirs"), 0
    for step in ((5,), (5, 1), (5, 1, 300), (5, 1, 300)):
        signed, node = grown(tmp_path / f"log-{len(step)}-{known}", *step)
        outcome = client(key, url, known, node).ask(signed)
        assert (outcome.flag, outcome.size) == (Flag.NONE, sum(step))
        assert trust.admit(add(signed, [outcome.cosignature.line])).witnessed
        known = outcome.size
    assert client(key, url, 0, node).ask(signed).cosignature is not None  # told 306, and going on from there
    assert evidence() == []
    for size in (306, 320):
        signed, node = forked_log(tmp_path / f"fork-{size}", size)
        assert client(key, url, 306, node).ask(signed).flag is Flag.REFUSED
        assert posting(url)(request(signed, 306, node).body()).status == 422
    assert {one["witness_size"] for one in evidence()} == {306}


def forked_log(home, size):
    """Another first entry under our key."""
    log = Log(home)
    log.next = 999_999
    log.grow()
    log.next = 0
    log.grow(size - 1)
    return (home / "checkpoint").read_text("utf-8"), Reader(home).nodes


def test_our_witness_cosigns_their_log_and_refuses_its_fork(tmp_path):
    vkey = told(FOREIGN / "python", FEEDING)
    ours = witness.opened(tmp_path / "ours", (vkey,), "press.example/w1")
    with witness.Server("127.0.0.1", 0, App(ours)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_port}"
            heard = json.loads(told(FOREIGN / "python", FEEDING, url, ours.verifier.vkey))
        finally:
            server.shutdown()
            thread.join()
    trust = policy.Policy((parse_vkey(vkey),), {"ours": ours.verifier}, quorum="ours")
    assert [trust.admit(one).checkpoint.size for one in heard[:4]] == [3, 8, 8, 11]
    assert heard[4:] == [422, 422]
    assert len(list((tmp_path / "ours").glob("state/*/evidence/*"))) == 2
