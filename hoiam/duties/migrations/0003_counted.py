"""Duties of cases get the field of their matter, and the tallies are counted anew with what they now hold."""

from django.db import migrations

from hoiam.duties import audit

FIELDS = (
    "UPDATE duties_duty SET field = (SELECT c.field FROM cases_case c WHERE c.id = duties_duty.subject_id) "
    "WHERE subject = 'case' AND EXISTS (SELECT 1 FROM cases_case c WHERE c.id = duties_duty.subject_id)"
)


def fill(apps, schema_editor):
    if apps.get_model("duties", "Duty").objects.exists():
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(FIELDS)
        audit.refill()


class Migration(migrations.Migration):
    dependencies = (
        ("duties", "0002_told"),
        ("cases", "0001_tables"),
    )
    operations = (migrations.RunPython(fill, migrations.RunPython.noop),)
