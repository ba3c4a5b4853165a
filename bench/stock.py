"""A stock of cases: some made by the real actions, then multiplied in SQL, so that every row looks like a real one.

Needs Django to be set up. All cases belong to one unit: the clerk's queue is then as long as it can be. Multiplied
cases keep dates, states and texts of the case they stem from and get numbers, references, codes and entries of the
log of their own. SQLite only.
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import F
from django.utils import timezone

from bench import corpus
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case, Point, Reply, Step
from hoiam.duties.models import Duty, Tally
from hoiam.journal import actions as journal
from hoiam.journal.models import Event, Vault
from hoiam.kit import db
from hoiam.law import packs
from hoiam.ledger import commit, merkle
from hoiam.notices.models import Notice
from hoiam.office import queries as office
from hoiam.office.models import Person
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Identity

TEXTS = 500
CONTEST_WINDOW = timedelta(days=33)
SLICE = 20


@dataclass(frozen=True)
class Crew:
    """The unit that everything is sent to, and who works there."""

    unit_id: int
    clerk: Person
    handler: Person
    head: Person

    def actor(self, job: str, at: datetime) -> office.Actor:
        """With the roles of that day."""
        return office.actor(person=getattr(self, job), on=timezone.localtime(at).date())


@dataclass(frozen=True)
class Sample:
    """One case to look at: still being worked on, or answered with a reply."""

    case_id: int
    code: str


@dataclass(frozen=True)
class Stock:
    """How many cases there are, and one of each kind to open."""

    size: int
    working: Sample
    answered: Sample


def fill(
    crew: Crew, size: int, *, texts: int = TEXTS, with_log: bool = True, half_open: bool = False
) -> Stock:
    """`size` cases in an installation that has none yet, rounded up to a multiple of `texts`."""
    texts = min(texts, size)
    stock = play(crew, texts, half_open=half_open)
    copies = -(-size // texts)
    multiply(copies, with_log=with_log)
    if with_log:
        journal.run(at=timezone.now())
    settle()
    return Stock(texts * copies, stock.working, stock.answered)


def play(crew: Crew, texts: int, *, half_open: bool = False) -> Stock:
    """The first cases of the corpus, each by the real actions, all in one transaction.

    One in ten is still worked on, as the corpus has it, or every second one.
    """
    now, samples = timezone.now(), {}
    with db.writing(durable=False):
        for number in range(texts):
            taken, state = _live(crew, number, now, waits=half_open and number % 2 == 0)
            samples[state] = Sample(taken.case_id, taken.code)
        Notice.objects.update(state="sent", sent_at=F("next_at"))
    return Stock(texts, samples["accepted"], samples["answered"])


# One life: which of these happens is the corpus's choice


def _live(crew: Crew, number: int, now: datetime, *, waits: bool) -> tuple[cases.Taken, str]:
    said = corpus.case(number)
    at = now - (corpus.NOW - datetime.fromisoformat(said["created"])) - timedelta(hours=1)
    taken = cases.submit(intake=intake(crew, said), at=at)
    state = said["state"] if said["closed"] and not waits else "accepted" if number % 5 < 2 else "received"
    after = min(now, at + timedelta(days=said["priority"]))
    lives: dict[str, Callable[[], None]] = {
        "received": lambda: None,
        "accepted": lambda: _take_up(crew, taken.case_id, after),
        "answered": lambda: _answer(crew, taken.case_id, after, now, closing=False),
        "closed": lambda: _answer(crew, taken.case_id, after, now, closing=True),
        "rejected": lambda: _refuse(crew, taken.case_id, after),
        "transferred": lambda: _send_on(crew, taken.case_id, after),
    }
    lives[state]()
    return taken, state


def intake(crew: Crew, said: dict[str, Any]) -> cases.Intake:
    """A case of the corpus as a citizen's form."""
    return cases.Intake(
        unit_id=crew.unit_id,
        kind="petition",
        channel="web",
        title=said["title"],
        body=said["body"],
        person=Personal(name=said["name"], phone=said["phone"], email=said["email"]),
        submit_key=said["key"],
        secret=secrets.token_bytes(32),
    )


def _version(case_id: int) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case_id)


def _take_up(crew: Crew, case_id: int, at: datetime) -> None:
    clerk = crew.actor("clerk", at)
    cases.accept(case_id=case_id, version=_version(case_id), by=clerk, at=at)
    cases.assign(case_id=case_id, version=_version(case_id), to=crew.handler.pk, by=clerk, at=at)


def _answer(crew: Crew, case_id: int, at: datetime, now: datetime, *, closing: bool) -> None:
    _take_up(crew, case_id, at)
    points = [
        cases.PointDraft(
            number=number,
            text=f"Nội dung thứ {number}",
            decision="accepted",
            ground="Biên bản kiểm tra.",
            next_step="Khắc phục trong 15 ngày.",
        )
        for number in (1, 2, 3)
    ]
    handler, head = crew.actor("handler", at), crew.actor("head", at)
    version = cases.save_points(case_id=case_id, version=_version(case_id), points=points, by=handler, at=at)
    cases.propose(case_id=case_id, version=version, by=handler, at=at)
    cases.approve(case_id=case_id, version=_version(case_id), by=head, at=at)
    if closing and at + CONTEST_WINDOW < now:
        later = at + CONTEST_WINDOW
        cases.close(case_id=case_id, version=_version(case_id), by=crew.actor("clerk", later), at=later)


def _refuse(crew: Crew, case_id: int, at: datetime) -> None:
    ground = next(one.code for one in packs.load(settings.HOIAM_PACK).petition_grounds if not one.written)
    head = crew.actor("head", at)
    reason = "Nội dung đã được trả lời bằng văn bản."
    cases.refuse(case_id=case_id, version=_version(case_id), ground=ground, reason=reason, by=head, at=at)


def _send_on(crew: Crew, case_id: int, at: datetime) -> None:
    clerk = crew.actor("clerk", at)
    cases.transfer_out(
        case_id=case_id,
        version=_version(case_id),
        body="Công ty điện lực",
        reason="Đúng thẩm quyền.",
        by=clerk,
        at=at,
    )


# Multiplying: `{k}` is the number of the copy, `{step:Model}` how far numbers of a table lie apart


@dataclass(frozen=True)
class _Table:
    model: type[models.Model]
    columns: dict[str, str]
    log_only: bool = False


_TABLES = (
    _Table(Identity, {}),
    _Table(
        Case,
        {
            "identity_id": "identity_id + {k} * {Identity}",
            "reply_id": "reply_id + {k} * {Reply}",
            "ref": "bench_ref(ref, {k} * {Case})",
            "code_hash": "randomblob(32)",
            "submit_key": "bench_ref(submit_key, {k} * {Case})",
        },
    ),
    _Table(Reply, {"case_id": "case_id + {k} * {Case}"}),
    _Table(Point, {"case_id": "case_id + {k} * {Case}"}),
    _Table(Duty, {"subject_id": "subject_id + {k} * {Case}"}),
    _Table(Notice, {"event": "event || ':' || ({k} * {Case})"}),
    _Table(Vault, {"ref": "bench_ref(ref, {k} * {Case})", "last_leaf": "NULL"}, log_only=True),
    _Table(
        Event,
        {
            "vault_id": "bench_ref(vault_id, {k} * {Case})",
            "entry": "bench_entry()",
            "leaf": "x''",
            "index": "NULL",
            "visibility": "'party'",  # the keys of a copy open nothing, so nothing of it can be opened to all
        },
        log_only=True,
    ),
    _Table(Step, {"case_id": "case_id + {k} * {Case}"}),
)


def multiply(copies: int, *, with_log: bool) -> None:
    """Every case that is there, `copies` times in all."""
    if connection.vendor != "sqlite":
        raise NotImplementedError("cases are multiplied on SQLite only")
    steps = {table.model.__name__: _newest(table.model) for table in _TABLES}
    for first in range(1, copies, SLICE):
        with db.writing(durable=False), connection.cursor() as cursor:
            connection.connection.create_function("bench_entry", 0, _entry)
            connection.connection.create_function("bench_ref", 2, _ref)
            for table in _TABLES:
                if with_log or not table.log_only:
                    cursor.execute(
                        _copying(table, steps),
                        (first, min(first + SLICE, copies), steps[table.model.__name__]),
                    )
            cursor.execute(
                _SEARCH.format(step=steps["Case"]), (first, min(first + SLICE, copies), steps["Case"])
            )
    # No sweeper looks at the copies: their entries in the log are random bytes, to which none can be appended.
    Duty.objects.filter(pk__gt=steps["Duty"], closed_at=None).update(noticed_at=timezone.now())
    _count(copies, with_log=with_log)


_NUMBERS = "WITH RECURSIVE copy(k) AS (SELECT %s UNION ALL SELECT k + 1 FROM copy WHERE k + 1 < %s) "
_SEARCH = (
    "INSERT INTO cases_search (rowid, labels, tokens) "
    + _NUMBERS
    + "SELECT base.rowid + k * {step}, base.labels, "
    "base.tokens "
    "FROM copy CROSS JOIN cases_search base WHERE base.rowid <= %s"
)


def _copying(table: _Table, steps: dict[str, int]) -> str:
    meta = table.model._meta
    key = meta.pk.column if meta.pk else "id"
    numbered = key == "id"
    rule = {"id": f"id + {{k}} * {{{table.model.__name__}}}"} if numbered else {}
    names = [str(field.column) for field in meta.concrete_fields]
    values = [
        (rule | table.columns).get(name, f'"{name}"').format(k="copy.k", **steps).replace("::", ":")
        for name in names
    ]
    quoted = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {meta.db_table} ({quoted}) {_NUMBERS}SELECT {', '.join(values)} "  # noqa: S608 - all of it stands here
        f"FROM copy CROSS JOIN {meta.db_table} base WHERE base.{'id' if numbered else 'rowid'} <= %s"
    )


def _newest(model: type[models.Model]) -> int:
    column = "id" if model._meta.pk and model._meta.pk.column == "id" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({column}), 0) FROM {model._meta.db_table}")  # noqa: S608 - names of models
        return int(cursor.fetchone()[0])


def _entry() -> bytes:
    return commit.entry(os.urandom(32))


def _ref(ref: str, k: int) -> str:
    return hashlib.sha256(f"{ref}.{k}".encode()).hexdigest()[:32]


def settle() -> None:
    """What came in bulk left the full-text index in many pieces, and each costs steps; else they join as they come."""
    with db.writing(durable=False), connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_search (cases_search) VALUES ('optimize')")
        cursor.execute("ANALYZE")


def _count(copies: int, *, with_log: bool) -> None:
    """The scoreboard's tallies and the leaves of the copied entries."""
    with db.writing(durable=False), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Tally._meta.db_table} SET n = n * %s, used = used * %s, allowed = allowed * %s",  # noqa: S608
            (copies, copies, copies),
        )
        if with_log:
            connection.connection.create_function("bench_leaf", 1, merkle.leaf_hash)
            cursor.execute("UPDATE journal_event SET leaf = bench_leaf(entry) WHERE leaf = x''")
