"""What an operator types, and what is said then."""

import logging
import os
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from hoiam.config import tending
from hoiam.config.commands import doctor, notices, run, serve, worker
from hoiam.files import actions as files, queries as file_queries, shelf
from hoiam.files.models import File
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice, State

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)


def notice(number, state, **said):
    return Notice.objects.create(
        person=f"identity:{number}9999",
        event=f"case:{number}:received:1",
        channel="email",
        template="cases/received",
        context={"case": f"2026-{number:06d}"},
        next_at=NOW,
        state=state,
        **said,
    )


@pytest.fixture
def failed(db):
    return notice(1, State.FAILED, attempts=12, error="smtp_550")


@pytest.fixture
def unsure(db):
    return notice(2, State.UNSURE, attempts=1, error="sender_gone")


def said(*words, command=notices.command):
    done = CliRunner().invoke(command, words)
    assert not isinstance(done.exception, Exception), done.exception
    return done.exit_code, done.output


def state(one):
    one.refresh_from_db()
    return one.state


@pytest.fixture
def served(monkeypatch):
    """Which parts would have been begun, each as a process; a server alone is this one."""
    begun = []
    monkeypatch.setattr(serve, "APPLICATION", "json")  # not loaded: it settles the memory of the process
    monkeypatch.setattr(serve, "run", lambda **_options: begun.append("this"))
    monkeypatch.setattr(tending, "tend", lambda parts: begun.extend(parts) or 0)
    return begun


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "parts"), [(serve, ["this"]), (run, ["server 1", "worker"])])
def test_one_process_serves_unless_told_otherwise(served, command, parts):
    """Attempts are counted in its memory: two processes would allow twice as many."""
    assert said(command=command.command) == (0, "")
    assert served == parts


@pytest.mark.django_db
@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("command", "more"), [(serve, []), (run, ["worker"])])
def test_more_than_one_only_with_postgresql(served, vendor, command, more, monkeypatch):
    monkeypatch.setattr("django.db.connection", SimpleNamespace(vendor=vendor))
    code, text = said("--workers", "2", command=command.command)
    assert (code, served) == ((2, []) if vendor == "sqlite" else (0, ["server 1", "server 2", *more]))
    assert ("PostgreSQL" in text) == (vendor == "sqlite")


def test_stuck_notices_are_listed_without_saying_whose_they_are(failed, unsure):
    notice(3, State.WAITING)
    code, text = said()
    head, first, second, last = text.splitlines()
    assert (code, head.split()[:3]) == (0, ["id", "state", "channel"])
    assert first.split() == [
        *(str(failed.pk), "failed", "email", "12", "2026-11-24", "09:00", "case:1:received:1", "smtp_550")
    ]
    assert second.split()[:2] == [str(unsure.pk), "unsure"]
    assert last == "1 failed, 1 unsure, 1 waiting"
    assert "9999" not in text


@pytest.mark.django_db
def test_nothing_stuck_is_one_line():
    assert said() == (0, "0 failed, 0 unsure, 0 waiting\n")


def test_a_notice_is_sent_again_by_its_id(failed, unsure):
    assert said("retry", str(unsure.pk)) == (0, "1 will be sent again\n")
    assert (state(unsure), unsure.attempts, unsure.error, state(failed)) == ("waiting", 0, "", "failed")


def test_all_failed_ones_are_sent_again_but_no_unsure_one(failed, unsure):
    other = notice(4, State.FAILED)
    assert said("retry", "--all-failed") == (0, "2 will be sent again\n")
    assert (state(failed), state(other), state(unsure)) == ("waiting", "waiting", "unsure")


def test_what_is_not_stuck_is_not_sent_again(failed):
    sent = notice(5, State.SENT, sent_at=NOW)
    code, text = said("retry", str(sent.pk), str(failed.pk))
    assert (code, state(sent), state(failed)) == (1, "sent", "waiting")
    assert f"{sent.pk} is neither failed nor unsure" in text


def test_a_notice_is_left_and_not_listed_any_more(unsure):
    assert said("leave", str(unsure.pk)) == (0, "1 left\n")
    assert (state(unsure), said("leave", str(unsure.pk))[0]) == ("dropped", 1)
    assert said()[1].startswith("0 failed, 0 unsure")


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["retry", "leave"])
def test_without_ids_nothing_is_done(what):
    code, text = said(what)
    assert code == 2
    assert "hoiam notices" in text


def found(check):
    return [(finding.fine, finding.text) for finding in check()]


def test_the_doctor_counts_stuck_notices_and_says_where_to_look(failed, unsure):
    assert (False, "outbox: 0 waiting, 1 unsure, 1 failed; see `hoiam notices`") in found(doctor._notices)
    said("leave", str(unsure.pk), str(failed.pk))
    assert (True, "outbox: 0 waiting, 0 unsure, 0 failed") in found(doctor._notices)


@pytest.fixture
def folder(settings, tmp_path):
    settings.HOIAM_FILES_DIR = tmp_path / "files"
    return settings.HOIAM_FILES_DIR


def lay(number, *, row=False, at=LONG_AGO):
    """An attachment on disk, with or without its row."""
    token = f"{number:032x}"
    shelf.put(token, shelf.ORIGINAL, b"bytes")
    path = shelf._path(token, shelf.ORIGINAL)
    os.utime(path, (at.timestamp(), at.timestamp()))
    if row:
        File.objects.create(
            token=token, name="a.txt", media_type="text/plain", size=5, sha256=b"", staged_at=NOW
        )
    return path


@pytest.mark.django_db
def test_files_of_no_upload_are_removed_by_the_worker_once_a_day(folder, caplog):
    caplog.set_level(logging.INFO, logger="hoiam.worker")
    kept, lost, fresh = lay(1, row=True), lay(2), lay(3, at=NOW)
    assert worker.housekeeping(NOW, date(2026, 11, 23)) == date(2026, 11, 24)
    assert [path.exists() for path in (kept, lost, fresh)] == [True, False, True]
    assert "1 files that belonged to no upload removed" in caplog.text
    again = lay(2)
    worker.housekeeping(NOW + timedelta(hours=1), date(2026, 11, 24))
    assert again.exists()


@pytest.mark.django_db
def test_the_doctor_tells_of_files_of_no_upload_and_touches_none(folder):
    lay(1, row=True)
    lost = lay(2)
    words = "attachments: 1 of 2 files belong to no upload; swept once a day"
    assert found(doctor._files) == [(True, words)]
    assert lost.exists()


@pytest.mark.django_db
def test_so_many_that_the_database_must_be_the_wrong_one_are_kept(folder, caplog):
    """A worker pointed at an empty database would otherwise delete every attachment."""
    paths = [lay(number) for number in range(file_queries.FEW + 1)]
    worker.housekeeping(NOW, None)
    assert all(path.exists() for path in paths)
    assert "21 of 21 files belong to no upload; kept" in caplog.text
    ((fine, words),) = found(doctor._files)
    assert (fine, "is this the right database?" in words) == (False, True)
    with pytest.raises(Refused, match="too_many_orphans"):
        files.sweep_orphans(before=BEFORE)
    assert files.sweep_orphans(before=BEFORE, however_many=True) == 21


@pytest.mark.django_db
def test_orphans_are_told_from_the_rest_in_batches(folder, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(file_queries, "BATCH", 2)
    for number in range(5):
        lay(number, row=number % 2 == 0)
    with django_assert_num_queries(3):
        orphans = file_queries.orphans(before=BEFORE)
    assert (orphans.files, len(orphans.paths)) == (5, 2)


def test_a_round_tells_whether_all_went_well(monkeypatch, caplog):
    done = []

    def fall(at):
        raise OSError(at)

    monkeypatch.setattr(worker, "PARTS", {"first": fall, "second": done.append})
    assert (worker.tick(NOW), done) == (False, [NOW])
    assert "part first failed: OSError" in caplog.text
    monkeypatch.setattr(worker, "PARTS", {"second": done.append})
    assert worker.tick(NOW)
