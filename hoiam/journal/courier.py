"""Messages to witnesses over HTTP, several at once, none for longer than it is given."""

import http.client
import queue
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

from hoiam.ledger.cosigning import MAX_ANSWER, Reply

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_PIECE = 4096
_running = set[Hashable]()
_lock = threading.Lock()


def post(url: str, body: bytes, seconds: float, kind: str = "text/plain; charset=utf-8") -> Reply:
    """OSError when it cannot be delivered or answered in time; redirects are not followed."""
    return _exchange("POST", url, body, seconds, kind)[0]


def get(url: str, seconds: float) -> tuple[Reply, datetime | None]:
    """As `post`; with it the time by the answering machine's clock, if it says so."""
    reply, date = _exchange("GET", url, None, seconds, "")
    try:
        clock = parsedate_to_datetime(date)
    except ValueError:
        return reply, None
    return reply, clock if clock.tzinfo else None


def _exchange(method: str, url: str, body: bytes | None, seconds: float, kind: str) -> tuple[Reply, str]:
    deadline = time.monotonic() + seconds
    try:
        connection, path = _connection(url, seconds)
        try:
            headers = {"Content-Type": kind} if kind else {}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Reply(response.status, _bounded(response, deadline)), response.getheader("Date", "")
        finally:
            connection.close()
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(type(error).__name__) from error


def _connection(url: str, seconds: float) -> tuple[http.client.HTTPConnection, str]:
    """To this address, and the path there."""
    parts = urlsplit(url)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise OSError("address")
    return kinds[parts.scheme](parts.hostname, parts.port, timeout=seconds), parts.path


def gather(
    jobs: Mapping[K, Callable[[], V]], seconds: float, enough: Callable[[Mapping[K, V]], bool]
) -> dict[K, V]:
    """What came back by then, or until it is enough. A job still running from before is not begun again."""
    answers, found = queue.SimpleQueue[tuple[K, V]](), dict[K, V]()
    begun = [name for name in jobs if _begin(name, jobs[name], answers)]
    deadline = time.monotonic() + seconds
    while len(found) < len(begun) and not enough(found):
        try:
            name, value = answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        found[name] = value
    return found


def _begin(name: K, job: Callable[[], V], answers: "queue.SimpleQueue[tuple[K, V]]") -> bool:
    with _lock:
        if name in _running:
            return False
        _running.add(name)

    def run() -> None:
        try:
            value = job()
        finally:
            with _lock:
                _running.discard(name)
        answers.put((name, value))

    threading.Thread(target=run, name="witness", daemon=True).start()
    return True


def _bounded(response: http.client.HTTPResponse, deadline: float) -> bytes:
    data = b""
    while piece := response.read1(_PIECE):
        data += piece
        if len(data) > MAX_ANSWER or time.monotonic() > deadline:
            raise TimeoutError
    return data
