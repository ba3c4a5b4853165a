"""What one entry opens to: a short canonical text of codes, dates and hashes. No names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from hoiam.ledger.checkpoint import parse_origin
from hoiam.ledger.errors import Malformed
from hoiam.ledger.merkle import HASH
from hoiam.ledger.wire import b64, clean, field as value_of, number, unb64

MAX_STATEMENT = 4096
MAX_SEQ = 2**32 - 1
MAGIC = "hoiam.statement/v1"

KINDS = frozenset(
    """
    case.received case.classified case.accepted case.refused case.deadline-set case.deadline-extended
    case.transferred case.replied case.closed case.withdrawn case.reopened case.erased
    case.supplemented case.imported
    case.overdue case.assigned case.promised case.rated case.contested case.cleared
    case.message case.linked case.conflict case.split case.not-competent case.group-changed case.served
    case.originals-returned case.refusal-notified case.code-given document.issued
    session.scheduled session.held session.missed session.minuted session.withdrawn
    duties.told duties.gone scores.published data.published
    publication.made report.snapshot pad.issued pad.voided
    rule.signed-off rule.withdrawn calendar.announced calendar.withdrawn
    log.opened log.key-added log.key-retired log.cover log.incident log.successor
    """.split()  # noqa: SIM905
)
FAMILIES = frozenset(
    {"complaint", "session", "dialogue", "consultation", "directive", "inspection", "account", "supervision"}
)

Value = str | int | bytes | date
"""A fact: a code or enum word, a number, a 32-byte hash, a day or an aware moment."""

_KIND = re.compile(r"[a-z]{1,20}\.[a-z][a-z-]{0,30}")
_CASE = re.compile(r"[0-9a-f]{32}")
_LABEL = re.compile(r"[a-z0-9-]{1,32}")
_UNIT = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9]+(?:[._/-][A-Za-z0-9]+)*")
_HEX = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_DIGITS = re.compile(r"\d{9}", re.ASCII)  # identity and telephone numbers have 9 to 12
_MAX_CODE = 64
_FIXED = ("log", "kind", "at", "unit", "case", "seq", "prev")
_RESERVED = frozenset({*_FIXED, "doc"})
_B64_HASH = 44


@dataclass(frozen=True, slots=True)
class Statement:
    """`at` is aware UTC of whole seconds; `case` 32 hex digits or None; `docs` are commitments."""

    log: str
    kind: str
    at: datetime
    unit: str
    case: str | None = None
    seq: int = 0
    prev: bytes | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    docs: Mapping[str, bytes] = field(default_factory=dict)


def build(
    *,
    log: str,
    kind: str,
    at: datetime,
    unit: str,
    case: str | None = None,
    seq: int = 0,
    prev: bytes | None = None,
    facts: Mapping[str, Value] | None = None,
    docs: Mapping[str, bytes] | None = None,
) -> str:
    """The canonical text; Malformed for an unknown kind or for anything that is not a code, date or hash."""
    if not known(kind):
        raise Malformed("kind", kind=kind)
    spelled = {key: _spell(value) for key, value in (facts or {}).items()}
    text = render(Statement(log, kind, at, unit, case, seq, prev, spelled, docs or {}))
    parse(text)
    return text


def known(kind: str) -> bool:
    return kind in KINDS or (kind.partition(".")[0] in FAMILIES and bool(_KIND.fullmatch(kind)))


def render(one: Statement) -> str:
    fixed = (
        one.log,
        one.kind,
        _moment(one.at),
        one.unit,
        "-" if one.case is None else one.case,
        str(one.seq),
        "-" if one.prev is None else b64(one.prev),
    )
    lines = [MAGIC, *(f"{key} {value}" for key, value in zip(_FIXED, fixed, strict=True))]
    lines += [f"{key} {one.facts[key]}" for key in sorted(one.facts)]
    lines += [f"doc {label} {b64(one.docs[label])}" for label in sorted(one.docs)]
    return "\n".join(lines) + "\n"


def parse(text: str) -> Statement:
    """The one reading of a canonical text; kinds newer than this program are accepted."""
    lines = clean(text, MAX_STATEMENT).split("\n")
    head = 1 + len(_FIXED)
    if lines.pop() or len(lines) < head or lines[0] != MAGIC:
        raise Malformed("statement")
    log, kind, at, unit, case, seq, prev = map(value_of, lines[1:head], _FIXED)
    facts, docs = _tail(lines[head:])
    one = Statement(
        log=parse_origin(log),
        kind=_match(_KIND, kind, "kind"),
        at=_read_moment(at),
        unit=_short(_match(_UNIT, unit, "unit")),
        case=None if case == "-" else _match(_CASE, case, "case"),
        seq=number(seq),
        prev=None if prev == "-" else unb64(prev, HASH),
        facts=facts,
        docs=docs,
    )
    return _linked(one)


def _linked(one: Statement) -> Statement:
    """An event has a predecessor exactly when it is not the first of its case."""
    if one.seq > MAX_SEQ or (one.seq == 0) != (one.prev is None) or (one.case is None and one.seq):
        raise Malformed("chain")
    return one


def _tail(lines: Iterable[str]) -> tuple[dict[str, str], dict[str, bytes]]:
    facts, docs = dict[str, str](), dict[str, bytes]()
    last = ("", "")
    for line in lines:
        key, _, value = line.partition(" ")
        _match(_LABEL, key, "key")
        label = ""
        if key == "doc":
            label, _, packed = value.partition(" ")
            docs[_match(_LABEL, label, "label")] = unb64(packed, HASH)
        else:
            facts[key] = _lint(key, value)
        place = ("~" if key == "doc" else key, label)
        if place <= last:
            raise Malformed("order", key=key)
        last = place
    return facts, docs


def _lint(key: str, value: str) -> str:
    if key in _RESERVED:
        raise Malformed("key", key=key)
    if len(value) == _B64_HASH and value.endswith("="):
        unb64(value, HASH)
    elif _DAY.fullmatch(value):
        _real(value)
    elif _MOMENT.fullmatch(value):
        _read_moment(value)
    elif not _HEX.fullmatch(value):
        _match(_CODE, _short(value), "value", key=key)
    return value


def _short(code: str) -> str:
    if len(code) > _MAX_CODE or _DIGITS.search(code):
        raise Malformed("value")
    return code


def _match(pattern: re.Pattern[str], text: str, code: str, **facts: object) -> str:
    if not pattern.fullmatch(text):
        raise Malformed(code, **facts)
    return text


def _real(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Malformed("day") from None


def _read_moment(text: str) -> datetime:
    _match(_MOMENT, text, "at")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Malformed("at") from None


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise Malformed("at")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _spell(value: Value) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return b64(value) if isinstance(value, bytes) else str(value)
