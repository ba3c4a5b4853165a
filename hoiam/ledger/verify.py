"""Verify a receipt anywhere: `python -m hoiam.ledger.verify FILE [--vkey KEY | --policy FILE]`.

Needs the standard library and `cryptography` only. FILE is a receipt, a promise, or what a QR code holds.
Exit status 0 if everything holds, 1 if not or if it could not be checked.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from hashlib import file_digest
from pathlib import Path

from hoiam.ledger import kinds, policy as policies, promise, receipt, statement, transport, words
from hoiam.ledger.errors import LedgerError, Malformed, Unproven
from hoiam.ledger.policy import Policy
from hoiam.ledger.wire import unb64

Say = Callable[[str], object]
_LOCAL = timezone(timedelta(hours=7))
_LAST = datetime.max.replace(tzinfo=_LOCAL).timestamp() - 86400


def show(line: str) -> None:
    """Print, on whatever terminal: what it cannot spell becomes a question mark."""
    encoding = sys.stdout.encoding
    print(line.encode(encoding, "replace").decode(encoding))


def main(argv: Sequence[str], say: Say = show) -> int:
    options = _parser().parse_args(argv)
    language = words.LANGUAGES[options.lang]
    try:
        trust, beside = trusted(options, Path(options.file).parent)
        lines = list(_proof(options, trust, language))
    except Unproven as error:
        say(words.say(language, "invalid", why=words.why(language, error.code)))
        return 1
    except LedgerError as error:
        say(words.say(language, "unread", why=words.why(language, error.code)))
        return 1
    for line in [*lines, *about(trust, language, beside=beside)]:
        say(line)
    return 0


def add_trust(parser: argparse.ArgumentParser) -> None:
    """The options that say whom to believe, and in which language to answer."""
    parser.add_argument("--vkey", action="append", default=[], help="public key of the log; may be repeated")
    parser.add_argument("--policy", type=Path, help="tlog-policy file: logs, witnesses, quorum")
    parser.add_argument("--lang", choices=sorted(words.LANGUAGES), default="vi")


def trusted(options: argparse.Namespace, folder: Path) -> tuple[Policy, bool]:
    """The policy to check under; True if it was only found in this folder, not given."""
    if options.policy:
        return policies.parse(read(options.policy, policies.MAX_POLICY)), False
    if options.vkey:
        return policies.of(*options.vkey), False
    if (folder / "policy").is_file():
        return policies.parse(read(folder / "policy", policies.MAX_POLICY)), True
    if (folder / "vkey").is_file():
        found = read(folder / "vkey", policies.MAX_POLICY).decode("utf-8", "replace")
        return policies.of(*found.split()), True
    raise Malformed("no_key")


def read(path: Path, limit: int) -> bytes:
    """Never more than one byte over the limit, which the parsers then refuse."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError:
        raise Malformed("no_file") from None


def open_any(data: bytes) -> receipt.Receipt | None:
    """A receipt in any of its transports; None if it is a promise."""
    if data.startswith(promise.MAGIC.encode()):
        return None
    if data[:1] == bytes([transport.VERSION]):
        return transport.decode(data)
    if data[:8].upper() == b"HTTPS://":
        return transport.decode(transport.from_url(data.decode("utf-8", "replace")))
    return receipt.parse(data)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m hoiam.ledger.verify", description=__doc__)
    parser.add_argument("file", metavar="FILE")
    add_trust(parser)
    parser.add_argument("--document", type=Path, help="a file the receipt is said to commit to")
    parser.add_argument("--salt", default="", help="the document's salt, base64")
    return parser


def _proof(options: argparse.Namespace, trust: Policy, language: int) -> Iterator[str]:
    data = read(Path(options.file), receipt.MAX_RECEIPT)
    found = open_any(data)
    if found is None:
        yield from _promise(promise.check(data, trust), language)
        return
    proven = receipt.check(found, trust)
    yield from _receipt(proven, language)
    if options.document:
        label = receipt.document_label(proven, unb64(options.salt, 32), _digest(options.document))
        yield words.say(language, "document", label=label)


def _receipt(proven: receipt.Proven, language: int) -> Iterator[str]:
    point = proven.checkpoint
    yield words.say(language, "valid")
    yield words.say(language, "included", index=proven.index, origin=point.origin, size=point.size)
    if proven.statement is None:
        yield words.say(language, "sealed")
    else:
        yield from _statement(proven.statement, language)
    for one in proven.cosigned:
        yield words.say(language, "cosigned", name=one.by.name, at=_when(one.time or 0))
    if not proven.cosigned:
        yield words.say(language, "alone")


def _statement(one: statement.Statement, language: int) -> Iterator[str]:
    yield words.say(language, "kind", kind=kinds.named(language, one.kind))
    yield words.say(language, "at", at=_when(one.at.timestamp()))
    yield words.say(language, "unit", unit=one.unit)
    if one.case:
        yield words.say(language, "step", step=one.seq + 1)
    for key, value in one.facts.items():
        yield words.say(language, "fact", key=key, value=value)
    for label in one.docs:
        yield words.say(language, "doc", label=label)


def _promise(one: promise.Promise, language: int) -> Iterator[str]:
    yield words.say(language, "promised", origin=one.origin, by=_when(one.time + one.mmd))


def about(trust: Policy, language: int, *, beside: bool) -> Iterator[str]:
    for key in trust.logs:
        yield words.say(language, "key", vkey=key.vkey)
    if beside:
        yield words.say(language, "beside")


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").digest()
    except OSError:
        raise Malformed("no_file") from None


def _when(time: float) -> str:
    return f"{datetime.fromtimestamp(min(time, _LAST), _LOCAL):%d/%m/%Y %H:%M:%S}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
