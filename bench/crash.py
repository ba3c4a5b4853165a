"""kill -9 of server and worker at random moments under load, then: is everything there, provable, and nothing doubled?

Half of the rounds run them as two services, half as one (`hoiam run`).

    python -m bench.crash [ROUNDS] [--clients 4] [--keep DIR] [--database URL]

Exit code 1 and the reasons when something acknowledged is lost, a receipt fails, a notice left twice or the log is
not clean. kill -9 leaves the operating system's page cache alone: what a loss of power would take is answered by
bench.durability, which counts flushes behind each acknowledgement.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import corpus, load, servers
from bench.client import Client, FailedError
from bench.subjects import ROOT, SCENARIOS
from hoiam.ledger import policy, receipt
from hoiam.ledger.errors import LedgerError

ROUNDS = 50
SEED = 20261124
LEAST, MOST = (
    0.0,
    1.2,
)  # seconds to the end, from the first acknowledgement or, in some rounds, from the start
WAITING = 0.8
TOGETHER = 0.5
LIMIT = 60.0
PROGRAM = str(Path(sys.executable).parent / "hoiam")
WORKER_ROUNDS = 40


@dataclass
class Trial:
    """One installation and what its citizens were told."""

    home: Path
    environment: dict[str, str]
    facts: dict[str, str]
    clients: int
    port: int = field(default_factory=servers.free_port)
    acks: list[str] = field(default_factory=list)
    number: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def round(self, luck: random.Random) -> None:
        """Serve, let clients submit, end everything at a random moment; some times the worker first."""
        over = threading.Event()
        crowd = [threading.Thread(target=self.submit, args=(over,), daemon=True) for _ in range(self.clients)]
        with servers.gone_afterwards() as ours:
            victims = [ours(one) for one in self.begin(together=luck.random() < TOGETHER)]
            for thread in crowd:
                thread.start()
            if luck.random() < WAITING:
                self.wait_for_one(len(self.acks))
            time.sleep(luck.uniform(LEAST, MOST))
            if luck.random() < 1 / 3:
                victims.reverse()
            for victim in victims:
                servers.end(victim, signal.SIGKILL)
        over.set()
        for thread in crowd:
            thread.join()

    def wait_for_one(self, before: int) -> None:
        """Until something was acknowledged: a busy machine may need long for that."""
        until = time.monotonic() + LIMIT
        while len(self.acks) == before and time.monotonic() < until:
            time.sleep(0.005)

    def begin(self, *, together: bool) -> "Iterator[subprocess.Popen[bytes]]":
        """Server and worker, as one service or as two."""
        if together:
            yield self.serve("run", "--every", "0.1").process
        else:
            yield self.serve("serve").process
            yield self.work()

    def serve(self, *words: str) -> servers.Started:
        command = [PROGRAM, *words, "--port", str(self.port)]
        return servers.start(
            command, self.port, path="/healthz", environment=self.environment, log=self.home / "output"
        )

    def work(self) -> "subprocess.Popen[bytes]":
        command = [PROGRAM, "worker", "--every", "0.1"]
        return servers.spawn(command, environment=self.environment, log=self.home / "output")

    def submit(self, over: threading.Event) -> None:
        """One citizen after another until the server is gone; what was acknowledged is noted at once."""
        op = load.scenario(SCENARIOS / "hoiam.json")["ops"]["submit"]
        client, env = Client(self.port, timeout=30), dict(self.facts)
        try:
            client.run(op["setup"], env)
            while not over.is_set():
                with self.lock:
                    self.number += 1
                    env.update(corpus.case(self.number, SEED))
                client.run(op["steps"], env)
                with self.lock:
                    self.acks.append(env["ack"])
        except (OSError, FailedError, ValueError, AttributeError) as error:
            if isinstance(error, FailedError):
                raise
        finally:
            client.close()

    def faults(self) -> list[str]:
        """What is wrong after a last start; empty when all is well."""
        for _ in range(WORKER_ROUNDS):
            self.hoiam("worker", "--once")
            if not self.waiting():
                break
        server = self.serve("serve")
        try:
            found = [fault for code in self.acks if (fault := self.fault(code))]
        finally:
            servers.end(server.process)
        if len(set(self.acks)) != len(self.acks):
            found.append("two citizens were given one code")
        again = list((self.home / "mail").glob("*.again"))
        found += [f"{len(again)} notices left twice"] * bool(again)
        audit = self.hoiam("ledger", "audit", str(self.home / "data" / "log"))
        return found + [f"the log does not audit clean: {audit.stdout[-500:]}"] * bool(audit.returncode)

    def fault(self, code: str) -> str:
        """Whether one acknowledged case is there and its receipt verifies."""
        client = Client(self.port)
        try:
            answer, _ = client.request("GET", f"/cases/{code}")
            proof, data = client.request("GET", f"/cases/{code}/receipt.tlog-proof")
            if (answer.status, proof.status) != (200, 200):
                return f"a case answers {answer.status}, its receipt {proof.status}"
            receipt.check(receipt.parse(data), policy.of(self.facts["vkey"]))
        except LedgerError as error:
            return f"a receipt does not verify: {error.code}"
        finally:
            client.close()
        return ""

    def waiting(self) -> bool:
        """Whether notices wait or the log has entries to place; doctor says both."""
        told = self.hoiam("doctor").stdout
        return " 0 waiting, " not in told

    def hoiam(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [PROGRAM, *arguments],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, **self.environment},
        )


def prepare(home: Path, *, clients: int, database: str = "") -> Trial:
    """A ward with a head, a clerk and a handler, and no case yet."""
    data = home / "data"
    environment = {
        "HOIAM_DATA": str(data),
        "HOIAM_SMTP_URL": f"filemail://{home / 'mail'}",
        "HOIAM_QUIET_HOURS": "",  # notices leave at any hour
        **({"DATABASE_URL": database} if database else {}),
    }
    command = [sys.executable, "-m", "bench.fill", "0", "--data", str(data)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, **environment})
    trial = Trial(home, environment, json.loads((data / "bench.json").read_text(encoding="utf-8")), clients)
    trial.facts["vkey"] = trial.hoiam("ledger", "vkey").stdout.strip()
    return trial


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rounds", type=int, nargs="?", default=ROUNDS)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    luck = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="hoiam-crash-") as folder:
        trial = prepare(Path(folder), clients=asked.clients, database=asked.database)
        for _ in range(asked.rounds):
            trial.round(luck)
        faults = trial.faults()
        mails = len(list((trial.home / "mail").glob("*.eml")))
    print(f"{asked.rounds} kills, {len(trial.acks)} acknowledged, {mails} notices sent, {len(faults)} faults")
    print("\n".join(faults[:20]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
