"""A database full of duties of five years, made in SQL; its tallies counted by the product itself. Needs Django."""

import time
from collections.abc import Callable

from click.testing import CliRunner
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import installation
from hoiam.config.commands import scores
from hoiam.desk.cases.actions import duty_log
from hoiam.duties import audit
from hoiam.duties.models import Duty, Tally
from hoiam.journal import actions as journal
from hoiam.office import actions as office, queries
from hoiam.office.models import Post, Unit
from hoiam.public import score_files

PROVINCE = "/20/"
UNITS = 66
KINDS = (
    *("answer", "notice", "settle", "accept", "explain", "commune_chair", "promised", "promise"),
    *("results", "schedule_posting", "refusal_notice", "announce"),
)
_DAY = "date('now', '-' || (1 + (k * 7919) % 1826) || ' days')"
_SPENT = "((k * 31) % 60)"
_OPEN = "(k % 12 = 5 AND (k * 7919) % 1826 < 90)"
_FILL = f"""
INSERT INTO duties_duty (unit_id, post_id, subject, subject_id, key, rule_id, event_on, due_on, safe_on, received_on,
  lapses, overdue_at, opened_at, closed_at, outcome, opened_by, ended_by, field, told, token)
WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < %s)
SELECT p.unit_id, p.id, 'bench', k, t.key, 'tcd.petition_idle_discipline', {_DAY}, date({_DAY}, '45 days'),
  date({_DAY}, '45 days'), CASE WHEN t.key = 'answer' THEN {_DAY} END, FALSE, date({_DAY}, '46 days') || ' 00:00:00',
  {_DAY} || ' 03:00:00',
  CASE WHEN {_OPEN} THEN NULL ELSE date({_DAY}, {_SPENT} || ' days') || ' 03:00:00' END,
  CASE WHEN {_OPEN} THEN '' WHEN k % 97 = 0 THEN 'void' WHEN {_SPENT} > 45 THEN 'late' ELSE 'met' END,
  'submit', CASE WHEN {_OPEN} THEN '' WHEN k % 53 = 0 THEN 'refuse' ELSE 'approve' END,
  CASE WHEN t.key = 'answer' AND k % 4 = 0 THEN 'land' WHEN t.key = 'answer' AND k % 4 = 1 THEN 'utility' ELSE '' END,
  FALSE, ''
FROM n JOIN temp.posts p ON p.place = (k * 17) % {UNITS} JOIN temp.kinds t ON t.place = (k / {UNITS}) % {len(KINDS)}
"""  # noqa: S608 - all of it stands here


def build(size: int) -> Callable[[str], object]:
    """Units, posts, duties and tallies; gives the way to open a page."""
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    office.load_units(rows=office.unit_rows())
    installation.people()
    office.serve(unit_path=PROVINCE)
    queries.forget_served()
    post = _heads()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kinds (place INTEGER PRIMARY KEY, key TEXT)")
        cursor.executemany("INSERT INTO temp.kinds VALUES (%s, %s)", list(enumerate(KINDS)))
        cursor.execute(_FILL.replace("%", "%%").replace("%%s", "%s"), [size])
    audit.refill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, year = Client(SERVER_NAME="localhost"), timezone.localdate().year - 2

    def opened(path: str) -> object:
        answer = client.get(path.format(post=post, year=year))
        assert answer.status_code == 200
        return answer

    return opened


def counts() -> dict[str, int]:
    """How many duties and tallies there are."""
    return {"duties": Duty.objects.count(), "tallies": Tally.objects.count()}


def statements(page: Callable[[str], object], path: str) -> int:
    """Of one page, warm."""
    with CaptureQueriesContext(connection) as captured:
        page(path)
    return len(captured)


def tell() -> dict[str, object]:
    """Every duty to the log, the file of the day, and the same counted from the openings."""
    at = timezone.now()
    journal.open_log(at=at)
    began = time.perf_counter()
    while duty_log.tell(at=at) == duty_log.BATCH:
        pass
    telling = time.perf_counter() - began
    began = time.perf_counter()
    score_files.publish(at=at)
    publishing = time.perf_counter() - began
    began = time.perf_counter()
    counted = CliRunner().invoke(scores.command, ["--from-log"], catch_exceptions=False).stdout_bytes
    recount = time.perf_counter() - began
    began = time.perf_counter()
    check = CliRunner().invoke(scores.command, ["--check"], catch_exceptions=False)
    file = (score_files.home() / score_files.JSON).read_bytes()
    return {
        "telling s": round(telling, 1),
        "file of the day s": round(publishing, 1),
        "recount from the log s": round(recount, 1),
        "check s": round(time.perf_counter() - began, 1),
        "check exit code": check.exit_code,
        "same bytes": counted == file,
        "bytes": len(file),
    }


def _heads() -> int:
    """A head for each unit; gives that of the bench's ward."""
    there = set(Post.objects.values_list("unit_id", flat=True))
    units = Unit.objects.filter(path__startswith=PROVINCE, valid_until=None).exclude(pk__in=there)
    Post.objects.bulk_create(
        Post(unit=unit, title=f"Chủ tịch {unit.name}", title_en="Chairman", is_head=True)
        for unit in units.order_by("path")
    )
    rows = list(Post.objects.order_by("id").values_list("id", "unit_id"))[:UNITS]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE posts (place INTEGER PRIMARY KEY, id INTEGER, unit_id INTEGER)")
        cursor.executemany(
            "INSERT INTO temp.posts VALUES (%s, %s, %s)", [(place, *row) for place, row in enumerate(rows)]
        )
    return rows[0][0]
