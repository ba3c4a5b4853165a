"""Whom this installation believes: DATA/policy, a C2SP tlog-policy that the operator puts there."""

import functools
import os
from pathlib import Path

from django.conf import settings

from hoiam.journal import store
from hoiam.kit.keys import KeyUnusableError
from hoiam.ledger import policy as policies
from hoiam.ledger.archive import Archive
from hoiam.ledger.cosigner import independent
from hoiam.ledger.errors import LedgerError, Malformed
from hoiam.ledger.policy import Policy
from hoiam.ledger.record import replace_durably

_NAME = "policy"


def configured() -> Policy | None:
    """None without a policy, or with one that cannot be used: then no witness is asked. One look at the disk."""
    return _judged()[0]


def problem() -> str:
    """Why the policy that lies there cannot be used; "" when it can, or when there is none."""
    return _judged()[1]


def believed() -> Policy:
    """The policy, or without one this installation's own log alone, by every key it has and had."""
    return configured() or Policy(logs=tuple(store.verifiers()))


def archive() -> Archive:
    """The checkpoints kept beside this installation's log."""
    return _archive(str(settings.HOIAM_LOG_DIR))


def archive_at(home: Path) -> Archive:
    """The checkpoints kept beside the log whose files lie there."""
    return _archive(str(home))


def forget() -> None:
    """What is in memory of a folder that was moved away."""
    _archive.cache_clear()


def publish() -> None:
    """Let /log/policy be the policy in force, or not be."""
    target = Path(settings.HOIAM_LOG_DIR) / _NAME
    if configured() is None:
        target.unlink(missing_ok=True)
        return
    text = _path().read_bytes()
    if not target.is_file() or target.read_bytes() != text:
        replace_durably(str(target), text, beside=str(target.with_name(".policy.new")))


def _judged() -> tuple[Policy | None, str]:
    mark = _mark()
    try:
        return (None, "") if mark is None else _read(mark, settings.HOIAM_ORIGIN)
    except KeyUnusableError:
        return None, "key_unreadable"


def _path() -> Path:
    return Path(settings.HOIAM_DATA) / _NAME


def _mark() -> tuple[str, int, int] | None:
    """Changes when the file does."""
    path = f"{settings.HOIAM_DATA}/{_NAME}"
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for every event: a Path costs four times as much
    except FileNotFoundError:
        return None
    return path, found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=4)
def _read(mark: tuple[str, int, int], origin: str) -> tuple[Policy | None, str]:
    try:
        with Path(mark[0]).open("rb") as file:
            policy = policies.parse(file.read(policies.MAX_POLICY + 1))
        _fits(policy, origin)
    except (LedgerError, OSError) as error:
        return None, getattr(error, "code", "unreadable")
    return policy, ""


def _fits(policy: Policy, origin: str) -> None:
    """It names our log, and no witness is of our own house."""
    if not set(store.verifiers()) & set(policy.logs):
        raise Malformed("own_log_missing")
    logs = [one for one in policy.logs if one.name == origin]
    for witness in policy.witnesses.values():
        if not all(independent(witness, log) for log in logs):
            raise Malformed("own_witness", name=witness.name)


@functools.lru_cache(maxsize=8)
def _archive(directory: str) -> Archive:
    return Archive(Path(directory))
