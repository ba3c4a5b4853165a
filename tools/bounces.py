"""Bounces of a public collection: python tools/bounces.py FOLDER [SHAPES].

Reads every mail in FOLDER and below as the importer does, and names those that it would take for a person's. With
SHAPES, writes there by how little each is known, one JSON object a line: the fewest headers and lines, without
addresses, hosts, numbers and names. The tests build mails from that (tests/notices/bounce_shapes.jsonl;
docs/howto/mail.md names the collection).
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.header import Header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hoiam.notices.inbound import letter, plain  # noqa: E402 - the house first

KEPT = (
    *(
        "Return-Path",
        "From",
        "Subject",
        "Content-Type",
        "Auto-Submitted",
        "Precedence",
        "X-Failed-Recipients",
    ),
    *("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply-From", "X-Mail-Autoreply"),
    *("X-AutoReply-From", "List-Id", "List-Unsubscribe", "List-Post", "Mailing-List"),
)
LINES, LONGEST, DEEPEST = 16, 80, 8
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_HOST = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b|\[?\b\d{1,3}(?:\.\d{1,3}){3}\b\]?", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?=\w*\d)\w{5,}\b")
_SPEAKS = re.compile(
    r"daemon|post|mail|bounce|reply|respond|notif|complain|abuse|fbl|deliver|admin", re.IGNORECASE
)
_BOUNDARY = re.compile(r";\s*boundary=(\"[^\"]*\"|[^;\s]+)", re.IGNORECASE)


def main(arguments: list[str]) -> int:
    if len(arguments) not in {1, 2}:
        print(__doc__)
        return 2
    paths = sorted(path for path in Path(arguments[0]).rglob("*.eml") if path.is_file())
    found = {path: letter.read(path.read_bytes()).robot for path in paths}
    counted = Counter(robot or "a person" for robot in found.values())
    print(f"{len(paths)} mails:", ", ".join(f"{n} {name}" for name, n in counted.most_common()))
    for path, robot in found.items():
        if not robot:
            print("taken for a person's:", path.relative_to(arguments[0]))
    if len(arguments) > 1:
        seen = (least(shape(path)) for path, robot in found.items() if robot)
        shapes = dict.fromkeys(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in seen)
        Path(arguments[1]).write_text("".join(f"{one}\n" for one in shapes), encoding="utf-8")
        print(f"{len(shapes)} shapes")
    return int(not all(found.values()))


def shape(path: Path) -> dict[str, Any]:
    """What is to be seen of a mail: headers that say who wrote, the kinds of its parts, its first lines."""
    message = message_from_bytes(unified(path.read_bytes()), policy=policy.compat32)
    return {"headers": dict(headers(message)), "parts": list(parts(message)), "lines": first_lines(message)}


def least(shape: dict[str, Any]) -> dict[str, Any]:
    """The same with the fewest headers and lines by which it is still known."""
    for name in (name for name in KEPT if name in shape["headers"]):
        fewer = {**shape, "headers": {one: value for one, value in shape["headers"].items() if one != name}}
        shape = fewer if robot(fewer) else shape
    many = range(len(shape["lines"]) + 1)
    return next((few for n in many if robot(few := {**shape, "lines": shape["lines"][:n]})), shape)


def robot(shape: dict[str, Any]) -> str:
    return letter.read(mail(shape, "\n")).robot


def mail(shape: dict[str, Any], newline: str) -> bytes:
    """A mail that looks like that; parts without a text of their own say one letter."""
    told = {"From": "x@mx.test", **shape["headers"]}
    kind = told.pop("Content-Type", "multipart/mixed" if shape["parts"] else "text/plain")
    head = [
        f"{name}: {Header(value, 'utf-8').encode() if not value.isascii() else value}"
        for name, value in told.items()
    ]
    if not shape["parts"]:
        whole = [*head, f"Content-Type: {kind.partition(';')[0]}; charset=utf-8", "", *shape["lines"]]
    else:
        whole = [*head, f"Content-Type: {kind}; boundary=b", ""]
        for number, one in enumerate(shape["parts"]):
            text = shape["lines"] if number == 0 else ["x"]
            form = one if not one.startswith("multipart/") else "text/plain"
            whole += ["--b", f"Content-Type: {form}", "", *text]
        whole.append("--b--")
    return newline.join(whole).encode()


def unified(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def headers(message: Message) -> Iterator[tuple[str, str]]:
    readers: dict[str, Callable[[str], str]] = {
        "From": sender,
        "Return-Path": lambda value: "<>" if value.strip() == "<>" else "<x@b.test>",
        "Content-Type": lambda value: masked(_BOUNDARY.sub("", value)),
    }
    for name in KEPT:
        if name in message:
            yield name, readers.get(name, masked)(plain.header(message[name]))


def sender(value: str) -> str:
    """The part before the @ where it speaks for itself; nobody's name."""
    local, at_sign, _host = parseaddr(value)[1].partition("@")
    return f"{local if _SPEAKS.search(local) else 'x'}@mx.test" if at_sign else ""


def parts(message: Message, depth: int = 0) -> Iterator[str]:
    inner = message.get_payload()
    if depth < DEEPEST and message.get_content_maintype() == "multipart" and isinstance(inner, list):
        for one in inner:
            if isinstance(one, Message):
                yield one.get_content_type()
                yield from parts(one, depth + 1)


def first_lines(message: Message) -> list[str]:
    """Of the text as the importer reads it."""
    text = letter.read(message.as_bytes()).text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [masked(line)[:LONGEST] for line in lines[:LINES]]


def masked(text: str) -> str:
    for pattern, instead in ((_ADDRESS, "a@b.test"), (_HOST, "mx.test"), (_NUMBER, "12345")):
        text = pattern.sub(instead, text)
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
