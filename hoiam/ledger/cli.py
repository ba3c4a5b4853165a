"""The commands of this room as functions: `hoiam ledger vkey | verify | audit` calls them."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from hoiam.ledger import audit, keys, verify, words
from hoiam.ledger.errors import LedgerError


def main(argv: Sequence[str], say: verify.Say = verify.show) -> int:
    """Of the verifier as one file: `verify …` or `audit …`."""
    commands = {"verify": main_verify, "audit": main_audit}
    parser = argparse.ArgumentParser(description=main.__doc__, add_help=False)
    parser.add_argument("command", choices=commands)
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    options = parser.parse_args(argv)
    return commands[options.command](options.rest, say)


def main_verify(argv: Sequence[str], say: verify.Say = verify.show) -> int:
    return verify.main(argv, say)


def main_audit(argv: Sequence[str], say: verify.Say = verify.show) -> int:
    """Audit a published directory. Without --vkey or --policy, the key lying in DIR is used and named."""
    parser = argparse.ArgumentParser("hoiam ledger audit", description=main_audit.__doc__)
    parser.add_argument("directory", metavar="DIR", type=Path)
    verify.add_trust(parser)
    options = parser.parse_args(argv)
    language = words.LANGUAGES[options.lang]
    try:
        trust, beside = verify.trusted(options, options.directory)
    except LedgerError as error:
        say(words.say(language, "unread", why=words.why(language, error.code)))
        return 1
    report = audit.audit(options.directory, trust)
    for line in _report(report, language):
        say(line)
    for line in verify.about(trust, language, beside=beside):
        say(line)
    return 0 if report.clean else 1


def main_vkey(argv: Sequence[str], say: verify.Say = verify.show) -> int:
    """Print the public key of a key file."""
    parser = argparse.ArgumentParser("hoiam ledger vkey", description=main_vkey.__doc__)
    parser.add_argument("keyfile", metavar="KEYFILE", type=Path)
    options = parser.parse_args(argv)
    try:
        signer = keys.SeedSigner.parse(verify.read(options.keyfile, keys.MAX_FILE))
    except LedgerError as error:
        say(words.say(words.VI, "unread", why=words.why(words.VI, error.code)))
        return 1
    say(signer.verifier.vkey)
    return 0


def _report(report: audit.Report, language: int) -> list[str]:
    if report.clean:
        return [words.say(language, "clean", read=report.read, archived=report.archived)]
    head = words.say(language, "dirty", count=len(report.findings), read=report.read)
    found = ((one.path, words.why(language, one.code)) for one in report.findings)
    return [head, *(words.say(language, "finding", path=path, why=why) for path, why in found)]
