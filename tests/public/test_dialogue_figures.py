"""Figures of dialogues: the page, the files, and the log say the same."""

import csv
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.config.commands import scores
from hoiam.desk.cases.actions import logbook
from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.actions import moved, promises
from hoiam.desk.dialogues.models import Promise
from hoiam.duties import recurring
from hoiam.duties.models import Duty
from hoiam.journal import actions as journal
from hoiam.journal.models import Event
from hoiam.law.conferences import Row
from hoiam.ledger import statement
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk import calendar_story, dialogue_story as story

pytestmark = pytest.mark.django_db
PAGE, FILE, TABLE = "/dialogues/figures", "/reception/kept.json", "/dialogues/figures.csv"


def told(*options):
    result = CliRunner().invoke(scores.command, ["--kept", *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def shown(client, address, language="vi"):
    client.cookies["lang"] = language
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def lived(cast):
    """Two held, one of them by a deputy after it was postponed; one forgotten; promises of every end; a request."""
    now = timezone.now()
    row = story.today(cast)
    in_time, late, _running = (story.promise(cast, row) for _ in range(3))
    dialogues.keep(promise_id=in_time, evidence="Biên bản", link="", by=people.actor(cast.clerk), at=now)
    after = now + timedelta(days=21)
    dialogues.keep(
        promise_id=late, evidence="Biên bản", link="", by=story.acting(cast.clerk, after), at=after
    )
    story.published(cast, story.held(cast, row))
    moved = story.announced(cast, at=now - timedelta(days=30))
    said = {"held_on": timezone.localdate(), "begins": moved.begins, "reason": "Mưa lũ."}
    then = now - timedelta(days=25)
    dialogues.postpone(conference_id=moved.pk, by=story.acting(cast.head, then), at=then, **said)
    dialogues.announce(conference_id=moved.pk, by=story.acting(cast.clerk, then), at=then)
    story.held(cast, moved, in_person=False)
    story.announced(cast, at=now - timedelta(days=40))
    asked(cast, now)
    return row


def asked(cast, at):
    pk = dialogues.demand(unit_id=cast.ward.pk, title="Nước sạch", by=None, at=at)
    dialogues.sign(conference_id=pk, who=Personal(name="Nông Thị Giả Định", id_number="020190000001"), at=at)
    counted = {"voters": 10, "source": "Danh sách", "on": timezone.localdate()}
    dialogues.count_voters(conference_id=pk, by=people.actor(cast.clerk), at=at, **counted)


def judged(row, at, times=5):
    """So many who had asked say that a promise was kept."""
    code = story.asked(row)
    promise = Promise.objects.filter(conference=row).first()
    Promise.objects.filter(pk=promise.pk).update(question=queries.followed(code).own.id)
    for _ in range(times):
        dialogues.judge(code=code, promise_id=promise.pk, verdict="kept", at=at)
        promise.judged.all().delete()
    return promise


def total(rows):
    found = Row("", "", 0)
    for row in rows:
        found = found + row
    return found


def test_every_count_is_what_was_done(lived):
    row = total(queries.table(on=timezone.localdate()))
    assert (row.in_person, row.by_deputy, row.postponed, row.overdue, row.missed) == (1, 1, 1, 1, 0)
    assert (row.results_in_time, row.results_running, row.calls_running) == (1, 1, 1)
    promised = row.promises_in_time, row.promises_late, row.promises_running, row.promises_overdue
    assert promised == (1, 1, 1, 0)
    later = total(queries.table(on=timezone.localdate() + timedelta(days=60)))
    assert (later.promises_overdue, later.results_overdue, later.calls_overdue) == (1, 1, 1)


def test_the_log_alone_gives_the_same_bytes_today_and_on_any_day(client, lived):
    journal.run(at=timezone.now())
    file = client.get(FILE).content.decode()
    assert told("--from-log") == told() == file
    assert '"promises_late":1' in file
    assert told("--from-log", "--csv") == told("--csv") == client.get(TABLE).content.decode()
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    assert told("--from-log", "--on", day) == told("--on", day) != file


def test_verdicts_are_told_once_a_day_from_five_of_them_on(cast):
    row = story.today(cast)
    story.promise(cast, row)
    after = timezone.now() + story.DUE + timedelta(days=1)
    judged(row, after, times=4)
    with time_machine.travel(after, tick=False):
        promises.keep_up(at=after)
        assert not Event.objects.filter(kind="dialogue.verdicts").exists()
        promise = judged(row, after, times=1)
        assert [promises.keep_up(at=after) for _ in range(2)] == [1, 0]
        judged(row, after, times=1)
        assert promises.keep_up(at=after) == 0
        assert total(queries.table(on=timezone.localdate())).said_kept == 5
    next_day = after + timedelta(days=1)
    with time_machine.travel(next_day, tick=False):
        assert promises.keep_up(at=next_day) == 1
        journal.run(at=next_day)
        promise.refresh_from_db()
        assert (promise.told_kept, Event.objects.filter(kind="dialogue.verdicts").count()) == (6, 2)
        assert told("--from-log") == told()
        assert '"said_kept":6' in told()


def test_the_page_tells_each_office_in_a_year_and_one_over_the_years(client, lived):
    page = shown(client, f"{PAGE}?year={lived.held_on.year}")
    assert "phường Đông Kinh" in page
    assert 'data-label="Sau khi hoãn">1<' in page
    own = shown(client, f"{PAGE}?unit=05977")
    assert "Ai đã trực tiếp chủ trì" in own
    assert 'data-label="Thực hiện quá hạn">1<' in own
    assert "Dialogues in figures" in shown(client, PAGE, "en")
    assert client.get(f"{PAGE}?unit=99999").status_code == 404
    assert "Chưa ghi nhận hội nghị nào" in shown(client, f"{PAGE}?unit=06040")
    assert shown(client, f"{PAGE}?year=soon")


def test_who_chaired_in_person_is_named_with_the_year(lived, cast):
    (head,) = queries.of_heads(unit_id=cast.ward.pk)
    assert (head.name, head.year, head.in_person) == (cast.head.name, lived.held_on.year, 1)


def test_the_table_has_a_line_for_each_post_and_year(client, lived):
    rows = list(csv.DictReader(client.get(TABLE).content.decode().splitlines()))
    assert {row["unit"] for row in rows} == {"05977"}
    assert sum(int(row["in_person"]) for row in rows) == 1


@pytest.mark.parametrize(("address", "most"), [(PAGE, 7), (f"{PAGE}?unit=05977", 10), (TABLE, 7)])
def test_it_takes_the_same_few_statements(client, cast, lived, address, most):
    counts = []
    for again in (False, True):
        if again:
            story.promise(cast, story.announced(cast))
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= most


def test_a_year_that_ended_without_is_missed_and_the_log_says_so_too(cast):
    recurring.keep_up(at=datetime(2026, 12, 1, 3, tzinfo=UTC))
    with time_machine.travel(datetime(2027, 1, 5, 3, tzinfo=UTC), tick=False):
        recurring.keep_up(at=timezone.now())
        logbook.miss(at=timezone.now())
        journal.run(at=timezone.now())
        assert told("--from-log") == told()
        rows = queries.table(on=timezone.localdate())
        assert {(row.year, row.missed) for row in rows} == {(2026, 1)}


def test_a_day_that_days_off_moved_is_counted_from_the_log_too(cast):
    began, said = calendar_story.moment(date(2026, 11, 16)), calendar_story.moment(date(2026, 11, 19))
    with time_machine.travel(began, tick=False):
        asked(cast, began)
    before = Duty.objects.get(key="call").due_on
    calendar_story.announce(cast, calendar_story.closure("/20/05977/", date(2026, 11, 25)), at=said)
    after = Duty.objects.get(key="call").due_on
    assert after > before
    assert [moved.keep_up(at=said) for _ in range(2)] == [1, 0]
    entry = statement.parse(Event.objects.get(kind="dialogue.deadline-moved").statement)
    assert (entry.facts["was"], entry.facts["due"]) == (before.isoformat(), after.isoformat())
    assert (entry.facts["clock"], set(entry.docs)) == ("call", {"announcement"})
    journal.run(at=said)
    assert told("--on", after.isoformat()) == told("--from-log", "--on", after.isoformat())
    assert '"calls_running":1' in told("--on", after.isoformat())
