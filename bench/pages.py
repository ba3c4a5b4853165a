"""Every page whose cost must not grow, opened in this process and looked at through SQLite. Needs Django set up."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import corpus, installation, stock
from hoiam.journal import actions as journal
from hoiam.office import actions as office

GROWING = re.compile(
    r"SCAN (?P<table>cases_\w+|duties_duty|journal_event|journal_vault|sealed_\w+|notices_notice|files_file)\b"
)
BOUNDED = re.compile(r"USING (COVERING )?INDEX")
SORTING = "TEMP B-TREE FOR ORDER BY"
FRAME = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """What opening a page took."""

    steps: int
    statements: int
    size: int
    scans: list[str]


def measure(sizes: list[int], texts: int) -> dict[str, dict[str, dict[str, Any]]]:
    """Look at every page at every size."""
    crew = _prepare()
    filled = stock.play(crew, texts, half_open=True)
    looks: dict[str, dict[str, dict[str, Any]]] = {}
    there = texts
    for size in sizes:
        stock.multiply(size // there, with_log=False)
        there = size
        stock.settle()
        for name, path in paths(filled).items():
            looks.setdefault(name, {})[str(size)] = asdict(look(staff(crew), path))
    return looks


def _prepare() -> stock.Crew:
    """As `hoiam migrate` does, without static files; nothing here has to survive the power."""
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    office.load_units(rows=office.unit_rows())
    journal.open_log(at=timezone.now())
    return installation.people()


def paths(filled: stock.Stock) -> dict[str, str]:
    """What is opened."""
    return {
        "queue": "/desk/",
        "queue_of_a_state": "/desk/?state=received",
        "queue_late": "/desk/?late=1",
        "board": "/desk/board/",
        "board_of_a_kind": "/desk/board/?kind=notice",
        "board_late": "/desk/board/?late=on",
        "search": f"/desk/?q={corpus.COMMON}",
        "search_plain": f"/desk/?q={corpus.strip_diacritics(corpus.COMMON)}",
        "search_filtered": f"/desk/search?q={corpus.COMMON}&state=accepted&since=01/01/2025",
        "search_absent": f'/desk/search?q="{corpus.ABSENT}"',
        "case": f"/desk/cases/{filled.working.case_id}/",
        "case_answered": f"/desk/cases/{filled.answered.case_id}/",
        "status": f"/cases/{filled.working.code}",
        "status_answered": f"/cases/{filled.answered.code}",
        "register": "/register",
        "register_case": f"/register/{filled.answered.case_id}",
        "scoreboard": "/scores",
        "home": "/",
    }


def staff(crew: stock.Crew) -> Client:
    """The clerk's browser."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(crew.clerk, backend="hoiam.office.backend.PersonBackend")
    return client


def look(client: Client, path: str) -> Look:
    """Open it once to warm up, once counting steps, once reading its statements."""
    opened(client, path)
    steps = counted(lambda: opened(client, path))
    with CaptureQueriesContext(connection) as captured:
        size = opened(client, path)
    statements = [query["sql"] for query in captured.captured_queries if not FRAME.match(query["sql"])]
    return Look(steps, len(statements), size, [scan for one in statements for scan in scans(one)])


def opened(client: Client, path: str) -> int:
    """Bytes of the page."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(answer.content)


def counted(work: Callable[[], object]) -> int:
    """Instructions of SQLite's virtual machine that the work took."""
    steps = 0

    def tick() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(tick, 1)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps


def scans(statement: str) -> list[str]:
    """Parts of its plan that read a whole growing table; reading an index in order up to a LIMIT is none."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"))
        plan = [row[3] for row in cursor.fetchall()]
    sorting = any(SORTING in line for line in plan)
    limited = " LIMIT " in statement and not sorting
    return [
        f"{line} in {statement[:200]}"
        for line in plan
        if GROWING.search(line) and not (limited and BOUNDED.search(line)) and "VIRTUAL TABLE" not in line
    ]
