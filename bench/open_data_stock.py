"""A database full of duties, made in SQL. Needs Django set up."""

from django.core.management import call_command
from django.db import connection

from hoiam.office import actions as office
from hoiam.office.models import Post, Unit

PROVINCE = "/20/"
_DAY = "date('2025-07-01', ((k * 37) % 480) || ' days')"
_DUTIES = f"""
INSERT INTO duties_duty (unit_id, post_id, subject, subject_id, key, rule_id, event_on, due_on, safe_on, overdue_at,
                         opened_at, closed_at, outcome, lapses)
WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < %s)
SELECT p.unit_id, p.id, 'case', k, 'answer', 'tcd.petition_idle_discipline', {_DAY}, date({_DAY}, '45 days'),
       date({_DAY}, '45 days'), date({_DAY}, '45 days') || ' 17:00:00', {_DAY} || ' 02:00:00',
       CASE WHEN k % 3 = 0 THEN NULL ELSE date({_DAY}, '30 days') || ' 02:00:00' END,
       CASE k % 3 WHEN 0 THEN '' WHEN 1 THEN 'met' ELSE 'late' END, FALSE
FROM n JOIN temp.posts p ON p.place = k % %s
"""  # noqa: S608 - all of it stands here


def fill(size: int) -> None:
    """Units of the country, a head for each of one province, and the duties."""
    call_command("migrate", interactive=False, verbosity=0)
    office.load_units(rows=office.unit_rows())
    office.serve(unit_path=PROVINCE)
    units = Unit.objects.filter(path__startswith=PROVINCE, valid_until=None).order_by("path")
    Post.objects.bulk_create(
        Post(unit=unit, title=f"Chủ tịch {unit.name}", title_en="Chairman", is_head=True) for unit in units
    )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("CREATE TEMP TABLE posts (place INTEGER PRIMARY KEY, id INTEGER, unit_id INTEGER)")
        rows = list(Post.objects.order_by("id").values_list("id", "unit_id"))
        cursor.executemany(
            "INSERT INTO temp.posts VALUES (%s, %s, %s)", [(place, *row) for place, row in enumerate(rows)]
        )
        cursor.execute(_DUTIES.replace("% 3", "%% 3").replace("% 480", "%% 480"), [size, len(rows)])
