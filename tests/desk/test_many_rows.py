"""Many rows at once are the rows that would have been saved one by one."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from hoiam.desk.reception.models import Session
from hoiam.kit import many
from tests.desk import reception_story as story

pytestmark = pytest.mark.django_db


def fresh(cast, day, **changes):
    said = {
        "uid": f"{day:%Y%m%d}".rjust(32, "0"), "post": story.chair(cast), "unit": cast.ward, "on": day,
        "nominal_on": day, "kind": "regular", "state": "planned", "sittings": "07:30-11:30", "place": "Trụ sở",
        "slot_minutes": 30, "slot_places": 2, "made_at": datetime(2026, 11, 2, 3, tzinfo=UTC), "made_by": cast.clerk,
        "changed_at": datetime(2026, 11, 2, 3, tzinfo=UTC), "link": "https://hop.example.invalid/1",
    }  # fmt: skip
    return Session(**{**said, **changes})


def facts(row):
    return {
        **model_to_dict(row, exclude=("id", "uid", "on", "nominal_on")),
        "made_at": row.made_at,
        "link": row.link,
    }


def test_they_are_as_if_saved_one_by_one_and_each_is_sealed_anew(cast):
    alone = fresh(cast, date(2026, 12, 1))
    alone.save()
    many.insert([fresh(cast, date(2026, 12, day)) for day in (2, 3)])
    alone.refresh_from_db()
    found = list(Session.objects.order_by("on"))
    assert [facts(row) for row in found] == [facts(alone)] * 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT link FROM reception_session")
        sealed = {bytes(row[0]) for row in cursor.fetchall()}
    assert len(sealed) == 3


def test_one_that_breaks_a_constraint_leaves_none_and_none_is_nothing(cast):
    same = [fresh(cast, date(2026, 12, 2)) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        many.insert(same)
    assert not Session.objects.exists()
    many.insert([])
