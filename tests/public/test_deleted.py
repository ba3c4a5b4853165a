"""What was told to the log and deleted since is counted as before, told to everybody, and shown where it counts."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import timezone

from hoiam.config.commands import scores
from hoiam.desk.cases.actions import duty_log, erasing
from hoiam.duties.models import Duty, Gone
from hoiam.journal import actions as journal, openings
from hoiam.journal.models import Event
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from hoiam.public import score_files
from tests import cast as people

pytestmark = pytest.mark.django_db
SHOWN = "What was deleted since it was told to the log"


@pytest.fixture
def lived(cast, settings, tmp_path):
    """Told and published: one matter in work, one answered and closed."""
    settings.HOIAM_DATA = tmp_path
    people.accepted(cast)
    people.answered(cast)
    publish(hours=1)
    return cast


def publish(*, hours):
    score_files.publish(at=timezone.now() + timedelta(hours=hours))
    journal.run(at=timezone.now())
    openings.publish()


def run(*options):
    return CliRunner().invoke(scores.command, options, catch_exceptions=False)


def deleted(**which):
    row = Duty.objects.filter(key="answer", **which).first()
    row.delete()
    return row


def page(client, path="/scores/05977"):
    return client.get(path, {"lang": "en"}).content.decode()


def test_the_worker_notices_keeps_its_place_and_tells_everybody(lived, client):
    row = deleted(outcome="met")
    publish(hours=2)
    stone = Gone.objects.get()
    assert (stone.token, stone.key, stone.outcome) == (row.token, "answer", "met")
    event = Event.objects.get(kind="duties.gone")
    said = json.loads(client.get(f"/log/openings/{event.index}.json").content)
    assert said["rows"] == [[row.token, stone.told_in, "05977", said["rows"][0][3], "answer"]]
    told = json.loads(client.get(f"/log/openings/{stone.told_in}.json").content)
    assert row.token in [line[0] for line in told["rows"]]


def test_figures_of_the_past_go_on_counting_it(lived, client):
    before = run().stdout
    deleted(outcome="met")
    deleted(closed_at=None)
    publish(hours=2)
    assert run("--recount").exit_code == 0
    assert run().stdout == before == run("--from-log").stdout
    tallies = page(client)
    assert run("--recount", "--fix").exit_code == 0
    assert run().stdout == before
    assert page(client).partition('id="deleted"')[0] == tallies.partition('id="deleted"')[0]


def test_without_its_stone_it_would_be_missed(lived):
    deleted(outcome="met")
    publish(hours=2)
    Gone.objects.all().delete()
    assert run("--recount").exit_code == 1


def test_the_check_says_what_has_its_stone_and_names_what_has_none(lived):
    deleted(outcome="met")
    assert run("--check").exit_code == 1
    publish(hours=2)
    result = run("--check")
    assert (result.exit_code, "1 duties were deleted since they were told" in result.output) == (0, True)


def test_it_is_told_once(lived):
    deleted(outcome="met")
    for hours in (2, 3):
        publish(hours=hours)
    assert duty_log.note_gone(at=timezone.now()) == 0
    assert Event.objects.filter(kind="duties.gone").count() == 1


def test_a_row_that_is_back_needs_no_stone(lived):
    row = deleted(outcome="met")
    publish(hours=2)
    row.save(force_insert=True)
    publish(hours=3)
    assert not Gone.objects.exists()
    assert run("--recount").exit_code == 0


def test_a_telling_that_is_cut_off_leaves_nothing_half(lived, monkeypatch):
    deleted(outcome="met")
    with monkeypatch.context() as patch:
        patch.setattr(duty_log.stones, "keep", lambda *_all, **_said: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            duty_log.note_gone(at=timezone.now())
    assert not Event.objects.filter(kind="duties.gone").exists()
    assert duty_log.note_gone(at=timezone.now()) == 1


def test_the_scoreboard_says_how_many_since_when_and_where_it_is_proved(lived, client):
    assert SHOWN not in page(client)
    deleted(outcome="met")
    publish(hours=2)
    shown, stone = page(client), Gone.objects.get()
    event = Event.objects.get(kind="duties.gone")
    for words in (
        SHOWN,
        "1 duty was deleted from the database without a ground",
        f'href="/log/openings/{event.index}"',
        f'href="/log/openings/{stone.told_in}"',
    ):
        assert words in shown
    assert SHOWN not in page(client, "/scores/06040")
    assert "1 duties deleted without a ground" in page(client, "/scores/method")


def erase(lived, case, **said):
    RoleRow.objects.create(
        person=lived.clerk, unit=lived.ward, role=Role.OPERATOR.value, from_on=people.FIRST_DAY
    )
    told = {"code": f"{case.received_on.year}-{case.pk:06d}", "documents_only": False, "ground": "retention"}
    by = people.actor(lived.clerk)
    erasing.erase(**{**told, **said}, decision="Quyết định số 5/QĐ-UBND", by=by, at=timezone.now())
    journal.run(at=timezone.now())
    openings.publish()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "a whole case; ground: kept as long as it had to be"),
        (
            {"documents_only": True, "ground": "request"},
            "what was written, attached and said of the person; ground: asked for by the person concerned",
        ),
    ],
)
def test_what_was_erased_on_a_decision_is_shown_with_its_ground_and_counts_on(lived, client, said, words):
    case = people.finished(lived) if hasattr(people, "finished") else people.answered(lived)
    type(case).objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())
    publish(hours=2)
    before = run().stdout
    erase(lived, case, **said)
    publish(hours=3)
    assert run().stdout == before
    shown = page(client)
    event = Event.objects.get(kind="case.erased")
    assert (words in shown, f'href="/log/openings/{event.index}"' in shown) == (True, True)
    assert "1 erasures on decisions" in page(client, "/scores/method")


def test_the_page_asks_as_often_however_much_was_deleted(lived, client, django_assert_max_num_queries):
    deleted(outcome="met")
    publish(hours=2)
    client.get("/scores/05977")
    with django_assert_max_num_queries(18) as found:
        client.get("/scores/05977")
    deleted(closed_at=None)
    people.accepted(lived)
    publish(hours=3)
    deleted(closed_at=None)
    publish(hours=4)
    with django_assert_max_num_queries(len(found)):
        client.get("/scores/05977")


def test_erasures_are_found_without_reading_the_log(db):
    with connection.cursor() as cursor:
        query = Event.objects.filter(kind="case.erased", visibility="public", index__isnull=False)
        if connection.vendor == "sqlite":
            assert "event_erased" in query.order_by("-index").explain()
        else:
            cursor.execute("SET enable_seqscan = off")
            assert "event_erased" in query.order_by("-index").explain()
