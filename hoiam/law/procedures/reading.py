"""A procedure told in the words of a language: what drawings, tables and pages show of its rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.citation import HOUSE_RULE, Source, cite
from hoiam.law.pack import Pack
from hoiam.law.procedures.moves import Move, Procedure
from hoiam.law.roles import Role
from hoiam.law.step import Outcome

ROLES = {
    Role.CITIZEN: {"vi": "người dân", "en": "citizen"},
    Role.CLERK: {"vi": "cán bộ tiếp công dân", "en": "reception clerk"},
    Role.HANDLER: {"vi": "chuyên viên xử lý", "en": "handler"},
    Role.HEAD: {"vi": "người đứng đầu", "en": "head of office"},
    Role.PROXY: {"vi": "người ký thay", "en": "who signs for the head"},
    Role.KEEPER: {"vi": "người giữ đơn tố cáo", "en": "keeper of denunciations"},
    Role.INSPECTOR: {"vi": "thanh tra", "en": "inspector"},
    Role.OVERSEER: {"vi": "cơ quan giám sát", "en": "overseer"},
    Role.OPERATOR: {"vi": "người vận hành", "en": "operator"},
}
NOT_READ = {"vi": "chưa kiểm chứng", "en": "not verified"}


class Sign(StrEnum):
    """What a step does to a clock."""

    OPEN = "open"
    MET = "met"
    LATE = "late"
    VOID = "void"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    MOVE = "move"


SIGNS = {
    Sign.OPEN: {"vi": "bắt đầu tính", "en": "begins"},
    Sign.MET: {"vi": "hoàn thành", "en": "met"},
    Sign.LATE: {"vi": "quá hạn", "en": "overdue"},
    Sign.VOID: {"vi": "không còn tính", "en": "no longer owed"},
    Sign.STOP: {"vi": "tạm dừng", "en": "stops"},
    Sign.RESUME: {"vi": "tính tiếp", "en": "goes on"},
    Sign.EXTEND: {"vi": "kéo dài", "en": "longer"},
    Sign.MOVE: {"vi": "chuyển người chịu trách nhiệm", "en": "changes holder"},
}
CLOSED = {
    Outcome.MET: Sign.MET,
    Outcome.LATE: Sign.LATE,
    Outcome.HANDED_OVER: Sign.VOID,
    Outcome.VOID: Sign.VOID,
}


@dataclass(frozen=True, slots=True)
class Mark:
    sign: Sign
    clock: str  # its words


@dataclass(frozen=True, slots=True)
class Told:
    """One arrow, or one thing that may be done without leaving a state (`after` is None)."""

    event: str
    befores: tuple[str | None, ...]
    after: str | None
    words: str
    who: str
    marks: tuple[Mark, ...]
    cited: tuple[tuple[str, str], ...]  # document and article; a rule of the system has neither
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    title: str
    states: dict[str, str]
    rows: tuple[Told, ...]
    ends: frozenset[str]


def tell(procedure: Procedure, pack: Pack, lang: str) -> Telling:
    states = {str(state): _word(procedure, pack, f"state.{state}", lang) for state in procedure.states}
    may_run = _may_run(procedure, pack)
    rows = tuple(row for move in procedure.moves for row in _rows(procedure, pack, move, lang, may_run))
    return Telling(getattr(pack.words[procedure.name], lang), states, rows, procedure.ends)


def cited(row: Told, lang: str) -> str:
    """Documents and articles in one line, such as a table has."""
    places = [", ".join(place).replace(", (", " (") for place in row.cited] or [HOUSE_RULE[lang]]
    return "; ".join(places) + (f" ({row.remark})" if row.remark else "")


def _may_run(procedure: Procedure, pack: Pack) -> Mapping[str | None, set[str]]:
    """Clocks, by key, that can be running in each state."""
    found: dict[str | None, set[str]] = defaultdict(set)
    before = -1
    while before < (before := sum(map(len, found.values()))):
        for move in procedure.moves:
            opened = {pack.clock(procedure.name, name).key for name in move.opens}
            closed = {clock.key for clock in move.closes}
            for state, after in move.paths.items():
                found[after] |= found[state] - closed | opened
    return found


def _rows(
    procedure: Procedure, pack: Pack, move: Move, lang: str, may_run: Mapping[str | None, set[str]]
) -> list[Told]:
    """A row of the table may lead to several states, stay in others, and end other clocks in each."""
    same: dict[tuple[str | None, tuple[Mark, ...]], list[str | None]] = defaultdict(list)
    for before, after in move.paths.items():
        marks = _marks(procedure, pack, move, lang, may_run[before])
        same[None if before == after else after, marks].append(before)
    source = pack.source(procedure.name, move.event)
    return [
        Told(
            move.event,
            tuple(befores),
            after,
            _word(procedure, pack, f"event.{move.event}", lang),
            ", ".join(ROLES[role][lang] for role in Role if role in move.who),
            marks,
            _places(source, lang),
            NOT_READ[lang] if source.confidence == "UNVERIFIED" else "",
        )
        for (after, marks), befores in same.items()
    ]


def _marks(procedure: Procedure, pack: Pack, move: Move, lang: str, running: set[str]) -> tuple[Mark, ...]:
    names = {name: _word(procedure, pack, f"clock.{name}", lang) for name in procedure.clocks}
    keys = {pack.clock(procedure.name, name).key: word for name, word in reversed(names.items())}
    opened = {pack.clock(procedure.name, name).key: names[name] for name in move.opens}
    signs = [
        *(
            (CLOSED[clock.outcome], clock.key)
            for clock in move.closes
            if clock.key in running - opened.keys()
        ),
        *((Sign.STOP, key) for key in move.stops),
        *((Sign.RESUME, key) for key in move.resumes),
        *((Sign.EXTEND, key) for key in move.extends),
        *((Sign.MOVE, key) for key in move.moves),
    ]
    return (
        *(Mark(Sign.OPEN, word) for word in opened.values()),
        *(Mark(sign, keys[key]) for sign, key in signs),
    )


def _places(source: Source, lang: str) -> tuple[tuple[str, str], ...]:
    """Documents and articles are paired in order; what one document says in several articles stays together."""
    documents = [part.strip() for part in source.source_document.split(";") if part.strip()]
    articles = [part.strip() for part in source.article.split(";") if part.strip()]
    if len(documents) == 1:
        articles = ["; ".join(articles)]
    pairs = zip(documents, articles, strict=True)
    return tuple(_place(Source(document, article), lang) for document, article in pairs)


def _place(source: Source, lang: str) -> tuple[str, str]:
    whole = cite(source, lang)
    document = cite(Source(source.source_document, "1"), lang).rpartition(", ")[0]
    return document, whole.removeprefix(f"{document}, ")


def _word(procedure: Procedure, pack: Pack, key: str, lang: str) -> str:
    word: str = getattr(pack.words[f"{procedure.name}.{key}"], lang)
    return word
