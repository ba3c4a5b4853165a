"""Replay operations of a scenario against a server on loopback; report CPU and wall time.

    python -m bench.load SCENARIO.json OP[,OP] --port 8000 --pids 123,456 [--clients 1,4,16] [--seconds 10]
                         [--max-ops 500] [--var q=...] [--start N] [--out results.jsonl] [--tag k=v ...]

CPU per operation counts every process under --pids (server, workers, database), less what they take when idle, and
never the load generator.
"""

import argparse
import json
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import corpus, cpuacct
from bench.client import Client, Env, FailedError

Scenario = dict[str, Any]
FIRST = 10_000_000
MOST_ERRORS = 20
IDLE_LOOK = 2.0
_LOOK_EVERY = 3.0  # reading smaps is dear


@dataclass
class Run:
    """What one measurement is asked to do."""

    scenario: Scenario
    op: str
    port: int
    pids: list[int] = field(default_factory=list)
    clients: int = 1
    seconds: float = 10
    max_ops: int = 10**9
    min_ops: int = 5
    start: int = FIRST
    extra: Env = field(default_factory=dict)
    warm: int = 2


class Crew:
    """Clients that share a counter of operations, and what they noted."""

    def __init__(self, run: Run) -> None:
        self.run, self.lock = run, threading.Lock()
        self.next, self.done, self.stop = run.start, 0, float("inf")
        self.waits: list[float] = []
        self.sizes: list[int] = []
        self.errors: list[str] = []
        self.acks: list[str] = []
        self.count: int | None = None
        self.ready, self.go = threading.Barrier(run.clients + 1), threading.Event()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(run.clients)]

    def work(self) -> None:
        """Sign in, warm up, wait for the others, then go on until time or operations are used up."""
        client, env, op = Client(self.run.port), self._env(), self.run.scenario["ops"][self.run.op]
        client.keepalive = self.run.scenario.get("keepalive", True)
        try:
            if op.get("login"):
                client.run(self.run.scenario["login"], env)
            client.run(op.get("setup", []), env)
            for _ in range(self.run.warm):
                self.once(client, env, noted=False)
        except (OSError, FailedError) as error:
            self.errors.append(f"setup: {error!r}"[:400])
            self.ready.wait()
            return
        self.ready.wait()
        self.go.wait()
        while self.more():
            try:
                self.once(client, env, noted=True)
            except (OSError, FailedError) as error:
                self.errors.append(repr(error)[:400])
                client.close()
                if len(self.errors) > MOST_ERRORS:
                    return

    def once(self, client: Client, env: Env, *, noted: bool) -> None:
        """One operation with the next case of the corpus."""
        with self.lock:
            number, self.next = self.next, self.next + 1
        env.update(corpus.case(number))
        before, began = client.bytes_in, time.perf_counter()
        count = client.run(self.run.scenario["ops"][self.run.op]["steps"], env)
        took = time.perf_counter() - began
        if "ack" in env:
            self.acks.append(str(env.pop("ack")))
        if noted:
            self.waits.append(took)
            self.sizes.append(client.bytes_in - before)
            self.count = count if count is not None else self.count

    def more(self) -> bool:
        """Whether to take another operation, counting it."""
        with self.lock:
            over = time.perf_counter() > self.stop and self.done >= self.run.min_ops
            if over or self.done >= self.run.max_ops:
                return False
            self.done += 1
            return True

    def _env(self) -> Env:
        return {**self.run.scenario.get("vars", {}), **self.run.extra}


def measure(run: Run) -> dict[str, Any]:
    """Give the figures of one run."""
    return measured(run)[0]


def measured(run: Run) -> tuple[dict[str, Any], Crew]:
    """The same with the crew, whose `acks` are the numbers that citizens were given."""
    crew = Crew(run)
    for thread in crew.threads:
        thread.start()
    crew.ready.wait()
    spin = [cpuacct.spin_ms()]
    idle = _idle(run.pids)
    cpu, own, began = cpuacct.cpu_seconds(run.pids), time.process_time(), time.perf_counter()
    crew.stop = began + run.seconds
    crew.go.set()
    peak = _watch(crew, run.pids)
    wall = time.perf_counter() - began
    cpu, own = cpuacct.cpu_seconds(run.pids) - cpu - idle * wall, time.process_time() - own
    memory = cpuacct.memory_mb(run.pids) if run.pids else {}
    spin.append(cpuacct.spin_ms())
    figures = _figures(crew, wall, cpu, own, sum(spin) / 2)
    if memory:
        figures |= {**memory, "pss_peak_mb": max(peak, memory["pss_mb"])}
    return figures, crew


def _idle(pids: list[int]) -> float:
    """Share of a core that the processes take while nobody asks anything: a worker that looks for work."""
    if not pids:
        return 0.0
    before = cpuacct.cpu_seconds(pids)
    time.sleep(IDLE_LOOK)
    return (cpuacct.cpu_seconds(pids) - before) / IDLE_LOOK


def _watch(crew: Crew, pids: list[int]) -> float:
    """Wait for the crew; give the peak of memory seen meanwhile."""
    peak, looked = 0.0, time.perf_counter()
    while any(thread.is_alive() for thread in crew.threads):
        time.sleep(0.02)
        if pids and time.perf_counter() - looked > _LOOK_EVERY:
            looked = time.perf_counter()
            peak = max(peak, cpuacct.memory_mb(pids)["pss_mb"])
    return peak


def _figures(crew: Crew, wall: float, cpu: float, own: float, spin: float) -> dict[str, Any]:
    run, n = crew.run, len(crew.waits)
    figures: dict[str, Any] = {
        "scenario": run.scenario["name"],
        "op": run.op,
        "clients": run.clients,
        "ops": n,
        "errors": len(crew.errors),
        "wall_s": round(wall, 3),
    }
    if n:
        waits = sorted(1000 * wait for wait in crew.waits)
        figures |= {
            "per_s": round(n / wall, 2),
            "cpu_ms_per_op": round(cpu * 1000 / n, 3),
            "p50_ms": round(statistics.median(waits), 2),
            "p95_ms": round(percentile(waits, 95), 2),
            "p99_ms": round(percentile(waits, 99), 2),
            "max_ms": round(waits[-1], 2),
            "bytes_per_op": int(statistics.mean(crew.sizes)),
            "client_cpu_ms_per_op": round(own * 1000 / n, 3),
            "spin_ms": round(spin, 2),
            "cpu_in_spins": round(cpu * 1000 / n / spin, 4),
        }
    if crew.count is not None:
        figures["matches"] = crew.count
    if crew.errors:
        figures["first_errors"] = crew.errors[:3]
    return figures


def percentile(ordered: list[float], share: float) -> float:
    """Of sorted figures."""
    return ordered[min(len(ordered) - 1, round(share / 100 * (len(ordered) - 1)))]


def scenario(path: str | Path) -> Scenario:
    """Read a scenario file."""
    read: Scenario = json.loads(Path(path).read_text(encoding="utf-8"))
    return read


def main() -> None:
    asked = _arguments()
    chosen = scenario(asked.scenario)
    pids = [int(pid) for pid in asked.pids.split(",") if pid]
    extra, tags = (dict(pair.split("=", 1) for pair in pairs) for pairs in (asked.var, asked.tag))
    ops = list(chosen["ops"]) if asked.op == "all" else asked.op.split(",")
    start = asked.start
    for op in ops:
        for clients in map(int, asked.clients.split(",")):
            limits = {"seconds": asked.seconds, "max_ops": asked.max_ops, "min_ops": asked.min_ops}
            run = Run(chosen, op, asked.port, pids, clients, start=start, extra=extra, **limits)
            line = json.dumps(tags | measure(run), ensure_ascii=False)
            print(line, flush=True)
            if asked.out:
                with Path(asked.out).open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
            start += 1_000_000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenario")
    parser.add_argument("op", help="an operation, several joined by commas, or all")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pids", default="", help="root pids of every server process tree")
    parser.add_argument("--clients", default="1")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--max-ops", type=int, default=10**9)
    parser.add_argument("--min-ops", type=int, default=5)
    parser.add_argument("--start", type=int, default=FIRST, help="first corpus number for submissions")
    parser.add_argument("--var", action="append", default=[])
    parser.add_argument("--tag", action="append", default=[])
    parser.add_argument("--out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
