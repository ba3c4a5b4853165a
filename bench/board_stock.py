"""A database full of open duties, made in SQL, and a signed-in head who reads the board. Needs Django set up."""

import secrets
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import installation, pages
from hoiam.desk.cases.models import Case
from hoiam.office import actions as office, queries
from hoiam.office.models import Post, Unit

PROVINCE = "/20/"
_NUMBERS = "WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < %s) "
_DUE = "date(%s, '-30 days', ((k * 37) % 180) || ' days')"
_COLUMNS = (
    "unit_id, post_id, subject, subject_id, key, rule_id, event_on, due_on, safe_on, "
    "overdue_at, opened_at, outcome, lapses"
)
_DUTY = (
    f"INSERT INTO duties_duty ({_COLUMNS}) {_NUMBERS}"  # noqa: S608 - all of it stands here
    "SELECT p.unit_id, p.id, {subject}, {subject_id}, {key}, {rule}, "
    f"date({_DUE}, '-14 days'), {_DUE}, {_DUE}, {_DUE} || ' 17:00:00', '2026-01-01 00:00:00', '', FALSE "
    "FROM n JOIN temp.posts p ON p.place = k % %s"
)


def build(size: int, posts: int) -> Callable[[dict[str, str]], object]:
    """Units, posts, cases and duties; gives the way to open the board."""
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    office.load_units(rows=office.unit_rows())
    crew = installation.people()
    office.serve(unit_path=PROVINCE)
    queries.forget_served()
    _heads(posts)
    cases = size * 2 // 5
    _cases(cases, crew.unit_id)
    _duties(size - 2 * cases, cases, posts)
    client = Client(SERVER_NAME="localhost")
    client.force_login(crew.head, backend="hoiam.office.backend.PersonBackend")

    def opened(asked: dict[str, str]) -> object:
        answer = client.get("/desk/board/", asked)
        assert answer.status_code == 200
        return answer

    return opened


def _heads(posts: int) -> None:
    """As many heads as asked, the one of the bench's ward the first."""
    there = set(Post.objects.values_list("unit_id", flat=True))
    units = (
        Unit.objects.filter(path__startswith=PROVINCE, valid_until=None)
        .exclude(pk__in=there)
        .order_by("path")
    )
    Post.objects.bulk_create(
        Post(unit=unit, title=f"Chủ tịch {unit.name}", title_en="Chairman", is_head=True) for unit in units
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE posts (place INTEGER PRIMARY KEY, id INTEGER, unit_id INTEGER)")
        rows = list(Post.objects.order_by("id").values_list("id", "unit_id"))[:posts]
        cursor.executemany(
            "INSERT INTO temp.posts VALUES (%s, %s, %s)", [(place, *row) for place, row in enumerate(rows)]
        )


def _cases(count: int, unit_id: int) -> None:
    """One case, copied: only its number, its day and its sealed title are read."""
    now = timezone.now()
    base = Case.objects.create(
        unit_id=unit_id,
        ref=secrets.token_hex(16),
        code_hash=secrets.token_bytes(32),
        submit_key=secrets.token_hex(20),
        kind="report",
        channel="web",
        state="received",
        title="Phản ánh đèn đường hỏng ở ngõ 7",
        body="Đèn đường hỏng.",
        received_at=now,
        received_on=timezone.localdate(now),
        due_on=timezone.localdate(now),
    )
    fresh = {
        "id": "k + %s",
        "ref": "printf('%%032x', k)",
        "code_hash": "randomblob(32)",
        "submit_key": "printf('k%%d', k)",
    }
    columns = [str(field.column) for field in Case._meta.concrete_fields]
    chosen = ", ".join(fresh.get(column, f"c.{column}") for column in columns)
    with connection.cursor() as cursor:
        sql = f"INSERT INTO cases_case ({', '.join(columns)}) {_NUMBERS}SELECT {chosen} FROM n, cases_case c WHERE c.id = %s"  # noqa: S608, E501 - names of the model
        cursor.execute(sql, [count, base.pk + 1, base.pk])


def _duties(recurring: int, cases: int, posts: int) -> None:
    """Two clocks of each case, and what recurs; one in a hundred of that is of another kind."""
    first = Case.objects.order_by("id").values_list("id", flat=True)[0]
    kinds = (
        (cases, "'case'", f"{first + 1} + k", "'answer'", "'tcd.petition_idle_discipline'"),
        (cases, "'case'", f"{first + 1} + k", "'notice'", "'tcd.result_notice'"),
        (
            recurring,
            "'post'",
            "k",
            "CASE WHEN k %% 6600 < 66 THEN 'dialogue_commune' ELSE 'commune_chair' END",
            "'freq.commune_chair.v2'",
        ),
    )
    today = timezone.localdate().isoformat()
    with connection.cursor() as cursor:
        for count, subject, subject_id, key, rule in kinds:
            sql = _DUTY.format(subject=subject, subject_id=subject_id, key=key, rule=rule).replace(
                "% 180", "%% 180"
            )
            cursor.execute(sql.replace("k % %s", "k %% %s"), [count, today, today, today, today, posts])
        cursor.execute("ANALYZE")


def size_of() -> int:
    """Bytes of the database, with what still lies in its log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def steps(work: Callable[[], object]) -> int:
    """Instructions of SQLite's virtual machine."""
    work()
    return pages.counted(work)
