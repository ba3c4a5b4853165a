"""A conference with 500 devices: they look every three seconds, some ask, a moderator shows, the projector looks on.

python -m bench.conference [--devices 500] [--seconds 40] [--asks 200]

Against the real server with its own database. Prints waits of a question that is posted and of a look (p50, p95, p99),
how many failed, and how old the projector's view of a question was when it first stood there.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import cpuacct, machine, subjects
from bench.conference_parts import SETUP, SHOW

LOOK_EVERY, SCREEN_EVERY = 3.0, 1.0
TARGET_MS, FRESH_S = 300.0, 2.0
OK, SEE, SAME = 200, 302, 304
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|form_key)"[^>]*value="([^"]+)"')


@dataclass
class Seen:
    """What all devices saw: seconds of each post and look, statuses that were not awaited, the projector's views."""

    posts: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    screen: list[tuple[float, str]] = field(default_factory=list)


class Device:
    """A kept connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.tag = ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; gives status and body."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        body = urlencode(form).encode() if form else b""
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if self.tag and form is None:
            head.append(f"If-None-Match: {self.tag}")
        if form:
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Referer: http://127.0.0.1:{self.port}{path}")
        head.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join((*head, "", "")).encode() + body)
        await writer.drain()
        return await self._answer(reader)

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, str]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status, length = int(lines[0].split()[1]), 0
        for line in lines[1:]:
            name, _colon, value = line.partition(":")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "set-cookie":
                    key, _eq, rest = value.strip().partition("=")
                    self.cookies[key] = rest.partition(";")[0]
                case "etag":
                    self.tag = value.strip()
        return status, (await reader.readexactly(length)).decode() if length and status != SAME else ""


async def attend(
    device: Device, room: str, asks: float | None, until: float, seen: Seen, number: int
) -> None:
    """Open the page, look on, and ask once if it is one of those that ask."""
    await asyncio.sleep(random.random() * LOOK_EVERY)
    _status, page = await device.ask("GET", f"/d/{room}")
    hidden, device.tag = dict(_HIDDEN.findall(page)), ""
    while (now := time.monotonic()) < until:
        if asks is not None and now >= asks:
            asks = None
            text = f"Câu hỏi số {number} về đường, rác và nước sạch của khối {number % 40}?"
            began = time.perf_counter()
            status, _body = await device.ask("POST", f"/d/{room}", {**hidden, "text": text})
            _note(seen, seen.posts, began, status, {SEE})
        began = time.perf_counter()
        status, _body = await device.ask("GET", f"/d/{room}/now")
        _note(seen, seen.looks, began, status, {OK, SAME})
        await asyncio.sleep(LOOK_EVERY)


async def project(device: Device, conference: int, until: float, seen: Seen) -> None:
    """The projector: what stands on it, and since when."""
    while time.monotonic() < until:
        began = time.monotonic()
        status, body = await device.ask("GET", f"/dialogues/{conference}/screen/now")
        if status == OK:
            seen.screen.append((time.time(), body))
        await asyncio.sleep(max(0.0, SCREEN_EVERY - (time.monotonic() - began)))


def _note(seen: Seen, kind: list[float], began: float, status: int, awaited: set[int]) -> None:
    kind.append(time.perf_counter() - began)
    if status not in awaited:
        seen.failed.append(str(status))


async def meet(port: int, made: dict[str, int | str], asked: argparse.Namespace) -> Seen:
    """Everybody at once."""
    seen, until = Seen(), time.monotonic() + asked.seconds
    first = time.monotonic() + 2 * LOOK_EVERY
    moments = [first + random.random() * (asked.seconds - 4 * LOOK_EVERY) for _ in range(asked.asks)]
    tasks = [
        attend(Device(port), str(made["room"]), moments[n] if n < asked.asks else None, until, seen, n)
        for n in range(asked.devices)
    ]
    await asyncio.gather(project(Device(port), int(made["id"]), until, seen), *tasks)
    return seen


def script(text: str, environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """A piece of the office's own work, as another process on the same installation."""
    command = [sys.executable, "-c", text, *arguments]
    told = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "hoiam.config.settings"}
    return subprocess.Popen(command, cwd=subjects.ROOT, env=told, stdout=subprocess.PIPE, text=True)


def ages(shown: str, screen: list[tuple[float, str]]) -> list[float]:
    """Seconds from the moment a question was put on the screen until the projector had it."""
    found = []
    for line in shown.splitlines():
        _pk, moment, text = line.split(" ", 2)
        first = next((at for at, body in screen if at >= float(moment) and text in body), None)
        if first is not None:
            found.append(first - float(moment))
    return found


def at(share: float, waits: list[float]) -> float:
    """Milliseconds that so large a share of the waits does not exceed."""
    return round(sorted(waits)[min(int(len(waits) * share), len(waits) - 1)] * 1000, 1) if waits else 0.0


def report(seen: Seen, fresh: list[float], asked: argparse.Namespace) -> None:
    """One line each, with its target."""
    p95 = at(0.95, seen.posts)
    oldest = round(max(fresh, default=0.0), 2)
    held = "yes" if oldest <= FRESH_S else "NO"
    print(
        f"{asked.devices} devices, {len(seen.looks)} looks, {len(seen.posts)} questions in {asked.seconds} s"
    )
    for name, waits in (("question posted", seen.posts), ("look", seen.looks)):
        print(f"{name:<16} p50 {at(0.5, waits)} ms  p95 {at(0.95, waits)} ms  p99 {at(0.99, waits)} ms")
    print(f"p95 of a question < {TARGET_MS} ms: {'yes' if p95 < TARGET_MS else 'NO'}")
    print(f"projector: {len(fresh)} questions, oldest view {oldest} s <= {FRESH_S}: {held}")
    print(f"failed: {len(seen.failed)} {sorted(set(seen.failed))}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devices", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--asks", type=int, default=200)
    asked = parser.parse_args()
    print(machine.show(machine.facts()), flush=True)
    with tempfile.TemporaryDirectory(prefix="hoiam-conference-") as folder:
        subject = subjects.hoiam(Path(folder) / "data", 0)
        environment = dict(subject.environment)
        made = json.loads(script(SETUP, environment).communicate()[0].splitlines()[-1])
        subject.start()
        shows = script(SHOW, environment, str(made["id"]), str(made["clerk"]), str(asked.seconds))
        cpu, own, load = cpuacct.cpu_seconds(subject.pids), time.process_time(), os.getloadavg()[0]
        try:
            seen = asyncio.run(meet(subject.port, made, asked))
            shown = shows.communicate()[0]
            cpu, own = cpuacct.cpu_seconds(subject.pids) - cpu, time.process_time() - own
        finally:
            shows.kill()
            subject.stop()
    report(seen, ages(shown, seen.screen), asked)
    print(
        f"CPU: service {cpu:.1f} s, the devices {own:.1f} s, of {asked.seconds} s on {os.cpu_count()} cores"
    )
    print(
        f"load before {load:.1f}, at the end {os.getloadavg()[0]:.1f}: what others computed lengthens every wait"
    )


if __name__ == "__main__":
    main()
