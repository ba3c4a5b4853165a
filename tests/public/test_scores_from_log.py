"""Anybody counts the published figures from the log, byte for byte; and whoever changes a row by hand is found out."""

import hashlib
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import scores
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import duty_log
from hoiam.duties.models import Duty, Tally
from hoiam.journal.models import Event, Supplement
from hoiam.public import score_files
from tests import cast as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(cast, settings, tmp_path):
    """One matter in work, one answered, one contested, one refused, one passed on, one held; all told and published."""
    settings.HOIAM_DATA = tmp_path
    people.accepted(cast)
    people.answered(cast)
    people.contested(cast)
    at, clerk, head = timezone.now(), people.actor(cast.clerk), people.actor(cast.head)
    refused, passed = people.received(cast), people.received(cast)
    cases.refuse(case_id=refused.pk, version=1, ground=people.SPOKEN, reason="Đã có bản án.", by=head, at=at)
    cases.transfer(
        case_id=passed.pk, version=1, to_unit=cast.other.pk, reason="Không thuộc thẩm quyền.", by=clerk, at=at
    )
    score_files.publish(at=timezone.now() + timedelta(hours=2))
    return cast


def run(*options):
    return CliRunner().invoke(scores.command, options, catch_exceptions=False)


def test_the_page_and_the_log_say_the_same_byte_for_byte(client, lived):
    for name, options in (("scores.json", ()), ("scores.csv", ("--csv",))):
        response = client.get(f"/scores/{name}")
        file = b"".join(response.streaming_content)
        assert run("--from-log", *options).stdout_bytes == run(*options).stdout_bytes == file
    assert b"answer" in file


def test_what_the_file_holds_is_fixed_in_the_log(lived):
    said = Event.objects.get(kind="scores.published").statement
    assert hashlib.sha256((score_files.home() / "scores.json").read_bytes()).hexdigest() in said


def test_what_happened_since_is_not_in_the_figures_of_the_file(client, lived):
    before = run("--from-log").stdout
    people.accepted(lived)
    while duty_log.tell(at=timezone.now() + timedelta(hours=3)):
        pass
    assert run("--from-log").stdout == before
    assert run().stdout != before
    score_files.publish(at=timezone.now() + timedelta(hours=3))
    assert run("--from-log").stdout == run().stdout != before


def test_refusals_transfers_and_what_was_opened_again_are_counted(lived):
    found = dict.fromkeys(("refused", "passed", "reopened"), 0)
    for measure in found:
        found[measure] = sum(Tally.objects.filter(key="answer", measure=measure).values_list("n", flat=True))
    assert found == {"refused": 1, "passed": 1, "reopened": 1}


def test_the_log_holds_no_number_of_a_case_and_no_word(lived):
    for text in Supplement.objects.exclude(text="").values_list("text", flat=True):
        assert "subject" not in text
        assert people.TITLE not in text


def test_a_database_that_says_what_was_told_passes(lived):
    result = run("--check")
    assert result.exit_code == 0, result.output
    assert "The database says the same." in result.output


@pytest.mark.parametrize(
    ("change", "column", "told", "stands"),
    [
        ({"outcome": "late"}, "outcome", "log met", "database late"),
        ({"due_on": "2027-05-05"}, "due", "log 20", "database 2027-05-05"),
    ],
)
def test_one_row_changed_by_hand_is_named(lived, change, column, told, stands):
    row = Duty.objects.filter(key="answer", outcome="met").first()
    Duty.objects.filter(pk=row.pk).update(**change)
    result = run("--check")
    assert result.exit_code == 1
    [line] = [line for line in result.output.splitlines() if line.startswith("duty")]
    assert line.startswith(f"duty {row.pk} ({row.token}): answer of 05977, {column}: {told}")
    assert line.endswith(stands)
    assert run("--recount").exit_code == 1


def test_whoever_has_a_changed_row_told_anew_leaves_both_in_the_log(lived):
    row = Duty.objects.filter(key="answer", outcome="met").first()
    Duty.objects.filter(pk=row.pk).update(outcome="late", told=False)
    while duty_log.tell(at=timezone.now() + timedelta(hours=3)):
        pass
    result = run("--check")
    assert result.exit_code == 0
    assert f"changed what had ended ({row.token}), outcome: met → late" in result.output


def test_a_row_that_changed_since_it_was_told_waits_and_is_not_called_deleted(lived):
    row = Duty.objects.filter(key="answer", outcome="met").first()
    Duty.objects.filter(pk=row.pk).update(told=False)
    result = run("--check")
    assert result.exit_code == 0
    assert "deleted" not in result.output
    assert "Some duties changed since they were told: they wait for the worker." in result.output


def test_a_row_deleted_by_hand_is_named_and_stays_in_the_figures_of_the_log(lived):
    before = run("--from-log").stdout
    row = Duty.objects.filter(key="answer", outcome="met").first()
    row.delete()
    result = run("--check")
    assert result.exit_code == 1
    assert f"no duty ({row.token}): told to the log, deleted from the database: answer 05977" in result.output
    assert run("--from-log").stdout == before


def test_a_row_put_in_by_hand_is_named(lived):
    row = Duty.objects.filter(key="answer", outcome="met").first()
    row.pk, row.token = None, "ffffffffffffffff"
    row.save()
    result = run("--check")
    assert result.exit_code == 1
    assert "marked as told, unknown to the log" in result.output


def test_tallies_that_lie_are_named_and_written_anew(lived):
    Tally.objects.filter(measure="received").update(n=99)
    assert run("--recount").exit_code == 1
    assert run("--recount", "--fix").exit_code == 0
    assert "0 figures differ" in run("--recount").output


def test_it_is_published_once_a_day(lived):
    at = timezone.now()
    assert not score_files.keep_up(at=at)
    assert score_files.keep_up(at=at + timedelta(days=1))


def test_a_telling_that_is_cut_off_is_done_again_and_nothing_doubles(lived, monkeypatch):
    people.accepted(lived)
    at, entries = timezone.now() + timedelta(hours=3), Event.objects.filter(kind="duties.told").count()

    def cut_off(*_args, **_said):
        raise OSError("no disk")

    with monkeypatch.context() as patched:
        patched.setattr(duty_log, "_append", cut_off)
        with pytest.raises(OSError, match="no disk"):
            duty_log.tell(at=at)
    assert Duty.objects.filter(told=False).count() == 2
    assert duty_log.tell(at=at) == 2
    assert duty_log.tell(at=at) == 0
    assert Event.objects.filter(kind="duties.told").count() == entries + 1
