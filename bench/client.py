"""Replays the steps of a scenario over loopback: forms, expectations, captures. See docs/howto/bench.md."""

import http.client
import json
import re
import urllib.parse
from typing import Any

from bench import corpus

VAR = re.compile(r"\{\{(\w+)(\|url|\|json|\|plain)?\}\}")
BOUNDARY = "----bench7d1f"
Step = dict[str, Any]
Env = dict[str, Any]
_DROPPED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class FailedError(Exception):
    """An answer was not what the scenario expects."""


def fill(template: str, env: Env) -> str:
    """`{{name}}` from the case, the scenario or a capture; `|url`, `|json`, `|plain` (no accents)."""

    def value(match: re.Match[str]) -> str:
        text = str(env[match[1]])
        match match[2]:
            case "|url":
                return urllib.parse.quote(text, safe="")
            case "|json":
                return json.dumps(text, ensure_ascii=False)[1:-1]
            case "|plain":
                return corpus.strip_diacritics(text)
        return text

    return VAR.sub(value, template)


class Client:
    """One person's browser: a connection and its cookies."""

    def __init__(self, port: int, *, timeout: float = 120, keepalive: bool = True) -> None:
        self.port, self.timeout, self.keepalive = port, timeout, keepalive
        self.connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}
        self.bytes_in = 0

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; a kept connection that the server had closed is opened again once."""
        sent = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        if not self.keepalive:
            sent["Connection"] = "close"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kept = self.connection is not None
        try:
            answer, data = self._once(method, path, body, sent)
        except _DROPPED:
            self.close()
            if not kept:
                raise
            answer, data = self._once(method, path, body, sent)
        self._take_in(answer, data)
        return answer, data

    def close(self) -> None:
        """Hang up."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def run(self, steps: list[Step], env: Env) -> int | None:
        """Do the steps in order; gives what the last `count` found."""
        count = None
        for step in steps:
            body, headers = _body(step, env)
            answer, data = self.request(step.get("method", "GET"), fill(step["path"], env), body, headers)
            text = data.decode("utf-8", "replace")
            _check(step, env, answer, text)
            if "count" in step:
                count = len(set(re.findall(step["count"], text)))
        return count

    def _once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def _take_in(self, answer: http.client.HTTPResponse, data: bytes) -> None:
        self.bytes_in += len(data)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.split(";")[0].partition("=")
                self.cookies[key.strip()] = rest.strip()
        if answer.will_close:
            self.close()


def _body(step: Step, env: Env) -> tuple[bytes | None, dict[str, str]]:
    headers = {name: fill(value, env) for name, value in step.get("headers", {}).items()}
    if "json" in step:
        headers.setdefault("Content-Type", "application/json")
        return fill(json.dumps(step["json"], ensure_ascii=False), env).encode(), headers
    if "form" not in step:
        return None, headers
    pairs = [
        (key, fill(one, env))
        for key, value in step["form"].items()
        for one in (value if isinstance(value, list) else [value])
    ]
    if step.get("multipart"):
        headers.setdefault("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        return _multipart(pairs), headers
    headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    return urllib.parse.urlencode(pairs).encode(), headers


def _multipart(pairs: list[tuple[str, str]]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in pairs
    ]
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


def _check(step: Step, env: Env, answer: http.client.HTTPResponse, text: str) -> None:
    wanted = step.get("expect", [200])
    if answer.status not in wanted:
        raise FailedError(f"{step['path']}: status {answer.status}, expected {wanted}: {text[:300]!r}")
    seen = f"{text}\nLocation: {answer.getheader('Location') or ''}"
    if "must" in step and not re.search(fill(step["must"], env), seen):
        raise FailedError(f"{step['path']}: answer lacks {step['must']!r}: {text[:300]!r}")
    for name, pattern in step.get("capture", {}).items():
        found = re.search(pattern, seen)
        if not found:
            raise FailedError(f"{step['path']}: nothing to capture for {name}")
        env[name] = found[1]
