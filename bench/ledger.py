"""The log under load and at size, with the targets: python -m bench.ledger [OPTIONS].

    --workers 1,4,8   processes that each register, settle and take a verified receipt, one after the other
    --seconds 8       for each of these numbers
    --entries N       events that wait and are then integrated (1,000,000), before proofs and an audit of all
    --database URL    of an empty PostgreSQL database; without it, SQLite

Latency is from before the transaction to the receipt in hand: published, durable, verified.
"""

import argparse
import importlib
import multiprocessing
from collections.abc import Iterator
from typing import Any

from bench import machine, scratch

_fork = multiprocessing.get_context("fork")
AIMS = {"SQLite": 20.0, "PostgreSQL": 45.0}


def apart(work: Any, *values: object) -> Any:
    """What it gives, from a process of its own: the one that forks opens no database."""
    ours, theirs = _fork.Pipe(duplex=False)
    process = _fork.Process(target=lambda: theirs.send(work(*values)), daemon=True)
    process.start()
    theirs.close()
    try:
        return ours.recv()
    finally:
        process.join()


def together(work: Any, count: int, *values: object) -> list[float]:
    pool = [_fork.Pipe(duplex=False) for _ in range(count)]

    def one(end: Any) -> None:
        end.send(work(*values))

    processes = [_fork.Process(target=one, args=(theirs,), daemon=True) for _, theirs in pool]
    for process in processes:
        process.start()
    for _, theirs in pool:
        theirs.close()
    found = [wait for ours, _ in pool for wait in ours.recv()]
    for process in processes:
        process.join()
    return found


def under_load(parts: Any, workers: list[int], seconds: float) -> Iterator[str]:
    yield "workers  receipts/s   p50 ms   p99 ms   max ms"
    for count in workers:
        waits = sorted(together(parts.registering, count, seconds))
        p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
        yield f"{count:7} {len(waits) / seconds:11.0f} {p50:8.0f} {p99:8.0f} {1000 * waits[-1]:8.0f}"


def at_size(parts: Any, entries: int, database: str) -> Iterator[str]:
    waiting = apart(parts.fill, entries)
    found = apart(parts.integrate, waiting)
    each = f"{found['us']:.1f} us each (aim {AIMS[database]:.0f}), {found['seconds']:.1f} s"
    yield f"integrate {found['entries']} entries: {each}"
    yield f"bytes per entry: database {found['database']:.0f} (statement included), published {found['published']:.0f}"
    seen = apart(parts.prove)
    yield f"inclusion proof at {seen['size']}: p50 {seen['p50']:.2f} ms (aim 2), p99 {seen['p99']:.2f} ms"
    audited = apart(parts.audited)
    yield f"audit of {audited['read']} entries: {audited['seconds']:.1f} s (aim 15 at 10^6), clean: {audited['clean']}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", default="1,4,8")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    with scratch.django_in("hoiam-ledger-", database=asked.database) as folder:
        parts = importlib.import_module("bench.ledger_parts")
        database = "PostgreSQL" if asked.database else "SQLite"
        print(f"{database}\n{machine.show(machine.facts(folder))}", flush=True)
        apart(importlib.import_module("bench.kills_parts").prepare)
        for line in under_load(parts, [int(one) for one in asked.workers.split(",")], asked.seconds):
            print(line, flush=True)
        for line in at_size(parts, asked.entries, database):
            print(line, flush=True)


if __name__ == "__main__":
    main()
