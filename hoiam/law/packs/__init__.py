"""Jurisdictions as data: dated rules with their articles. `load("vn")` is Viet Nam."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from hoiam.law import catalogue, competence, quiet, rules, template_book
from hoiam.law.book import RuleBook
from hoiam.law.calendar import Calendar, CalendarDay, DayKind
from hoiam.law.citation import Source
from hoiam.law.pack import Choice, Field, Ground, Pack, Policy
from hoiam.law.refusal import Refused
from hoiam.law.step import ClockSpec

__all__ = ["Choice", "Field", "Ground", "Pack", "Policy", "load"]

Table = Mapping[str, Any]


@cache
def load(name: str) -> Pack:
    """Refused: unknown_pack, and whatever a row that is not whole is refused for."""
    if not name.isidentifier() or not resources.files(__name__).joinpath(name, "calendar.toml").is_file():
        raise Refused("unknown_pack", name=name)
    lists = _table(name, "lists")
    procedures = {path.name.removesuffix(".toml"): _read(path) for path in _files(name, "procedures")}
    known = RuleBook(rules.read(row) for path in _files(name, "rules") for row in _read(path)["rule"])
    return Pack(
        name=name,
        rules=known,
        calendar=_calendar(_table(name, "calendar")),
        fields=tuple(Field(**row) for row in lists["field"]),
        refusal_grounds=tuple(Ground(**row) for row in lists["refusal_ground"]),
        unscheduled_grounds=tuple(Choice(**row) for row in lists.get("unscheduled_ground", ())),
        reply_decisions=tuple(Choice(**row) for row in lists["reply_decision"]),
        policies=MappingProxyType({row["code"]: Policy(**row) for row in lists["policy"]}),
        clocks=MappingProxyType(clock_book(procedures, known)),
        sources=MappingProxyType(_sources(procedures)),
        words=MappingProxyType(_words(procedures)),
        frequencies=catalogue.frequencies(_rows(name, "frequencies", "frequency")),
        thresholds=catalogue.table(catalogue.Threshold, _rows(name, "thresholds", "threshold")),
        documents=catalogue.table(catalogue.Document, _rows(name, "documents", "document")),
        forms=catalogue.table(catalogue.Form, _rows(name, "forms", "form")),
        lexicon=MappingProxyType(lexicon_of(lists["field"], _rows(name, "lexicon", "field"))),
        rude=tuple(_optional(name, "lexicon").get("pointed_out", {}).get("rude", ())),
        document_templates=template_book.read(_optional(name, "document_templates")),
        competence=competence.read(_rows(name, "competence", "competence")),
        quiet=quiet.read(_rows(name, "quiet", "quiet")),
    )


def _table(pack: str, name: str) -> Table:
    return _read(resources.files(__name__).joinpath(pack, f"{name}.toml"))


def _rows(pack: str, file: str, key: str) -> list[Table]:
    """A jurisdiction without this file has none of its rows."""
    return list(_optional(pack, file).get(key, ()))


def _optional(pack: str, file: str) -> Table:
    path = resources.files(__name__).joinpath(pack, f"{file}.toml")
    return _read(path) if path.is_file() else {}


def _files(pack: str, folder: str) -> list[Traversable]:
    return sorted(
        (
            path
            for path in resources.files(__name__).joinpath(pack, folder).iterdir()
            if path.name.endswith(".toml")
        ),
        key=lambda path: path.name,
    )


def _read(path: Traversable) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _calendar(table: Table) -> Calendar:
    days = (_calendar_day(row) for row in table["day"])
    return Calendar(days, confirmed_years=(row["year"] for row in table["year"] if row["confirmed"]))


def _calendar_day(row: Table) -> CalendarDay:
    kind = DayKind(row["kind"])
    return CalendarDay(
        row["date"],
        kind,
        kind.working,
        row["vi"],
        row["en"],
        row.get("source", ""),
        row.get("confirmed", True),
    )


def clock_book(procedures: Mapping[str, Table], known: RuleBook) -> dict[str, ClockSpec]:
    clocks = {
        f"{procedure}.{row['name']}": ClockSpec(row["key"], row["rule"])
        for procedure, table in procedures.items()
        for row in table["clock"]
    }
    if missing := sorted({clock.rule_id for clock in clocks.values()} - known.keys()):
        raise Refused("rule_missing", rules=missing)
    return clocks


def _sources(procedures: Mapping[str, Table]) -> dict[str, Source]:
    return {
        f"{procedure}.{event}": Source(**row)
        for procedure, table in procedures.items()
        for event, row in table["source"].items()
    }


def lexicon_of(fields: Sequence[Table], rows: Sequence[Table]) -> dict[str, tuple[str, ...]]:
    """Refused: lexicon_unknown(field), lexicon_twice(field), lexicon_empty(field)."""
    known, lexicon = {field["code"] for field in fields}, dict[str, tuple[str, ...]]()
    for row in rows:
        code, words = row["code"], tuple(row["words"])
        if code not in known:
            raise Refused("lexicon_unknown", field=code)
        if code in lexicon:
            raise Refused("lexicon_twice", field=code)
        if not words or not all(word.strip() for word in words):
            raise Refused("lexicon_empty", field=code)
        lexicon[code] = words
    return lexicon


def _words(procedures: Mapping[str, Table]) -> dict[str, Choice]:
    """What people call a procedure, its states, events and clocks."""
    rows: dict[str, Table] = {}
    for name, table in procedures.items():
        rows[name] = table["title"]
        kinds = {**table, "clock": {row["name"]: row for row in table["clock"]}}
        for kind in ("state", "event", "clock"):
            rows |= {f"{name}.{kind}.{code}": row for code, row in kinds[kind].items()}
    return {key: Choice(code=key, vi=row["vi"], en=row["en"]) for key, row in rows.items()}
