"""Server and worker killed at random moments under load, or asked to end; long form: `python -m bench.crash 50`."""

import http.client
import os
import random
import signal
import socket
import subprocess
import time
import urllib.parse

import pytest

from bench import corpus, crash, load, servers
from bench.client import Client, fill

ROUNDS = 12
PATIENCE = 60.0

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    """A served ward in a folder of its own, on SQLite whatever the other tests use."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "HOIAM_DATA"):
            patch.delenv(name, raising=False)
        yield crash.prepare(tmp_path_factory.mktemp("killed"), clients=4)


class Slow:
    """A citizen whose line is so slow that half of the form is still to come."""

    def __init__(self, trial):
        op, client = load.scenario(crash.SCENARIOS / "hoiam.json")["ops"]["submit"], Client(trial.port)
        trial.number += 1
        env = {**trial.facts, **corpus.case(trial.number, crash.SEED)}
        client.run(op["setup"], env)
        client.close()
        form = {name: fill(value, env) for name, value in op["steps"][0]["form"].items()}
        body = urllib.parse.urlencode(form).encode()
        self.rest = body[len(body) // 2 :]
        self.line = http.client.HTTPConnection("127.0.0.1", trial.port, timeout=PATIENCE)
        self.line.putrequest("POST", "/send/")
        self.line.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in client.cookies.items()))
        self.line.putheader("Content-Type", "application/x-www-form-urlencoded")
        self.line.putheader("Content-Length", str(len(body)))
        self.line.endheaders(body[: len(body) // 2])

    def send_the_rest(self):
        """The code that is acknowledged."""
        self.line.send(self.rest)
        answer = self.line.getresponse()
        assert answer.status == 303
        return answer.headers["Location"].split("/")[2]


def refuses(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def ended_in_the_middle(trial, word, sign):
    """What a server acknowledges after it was asked to end."""
    with servers.gone_afterwards() as ours:
        server = ours(trial.serve(word).process)
        citizen = Slow(trial)
        time.sleep(0.2)  # one of its threads reads
        server.send_signal(sign)
        ends = time.monotonic() + PATIENCE
        while not refuses(trial.port) and time.monotonic() < ends:
            time.sleep(0.01)
        code = citizen.send_the_rest()
        assert server.wait(PATIENCE) == 0
    return code


def test_nothing_acknowledged_is_lost_unproven_or_told_twice(trial):
    luck = random.Random(crash.SEED)
    for _ in range(ROUNDS):
        trial.round(luck)
    trial.acks.append(ended_in_the_middle(trial, "serve", signal.SIGTERM))
    trial.acks.append(ended_in_the_middle(trial, "run", signal.SIGINT))
    assert len(trial.acks) >= ROUNDS
    assert trial.faults() == []


def test_a_port_that_is_taken_is_said_at_once(trial):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = subprocess.run(
            [crash.PROGRAM, "run", "--port", str(other.getsockname()[1])],
            env={**os.environ, **trial.environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert told.returncode == 1
    assert "in use" in told.stderr
