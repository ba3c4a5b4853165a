"""hoiam ledger: what an operator types when the log needs a hand, and the exit status a script sees."""

import shutil
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import doctor, ledger
from hoiam.journal import actions as journal, queries, store, turns
from hoiam.journal.models import Event, LogState
from hoiam.kit import keys
from hoiam.ledger import policy
from tests.journal import builders
from tests.journal.builders import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("HOIAM_KEY_LOG", raising=False)
    settings.HOIAM_LOG_DIR, settings.HOIAM_DATA = tmp_path / "log", tmp_path
    settings.HOIAM_KEYS_DIR = tmp_path / "keys"
    keys.named.cache_clear()
    journal.open_log(at=timezone.now())
    yield tmp_path / "log"
    keys.named.cache_clear()
    store._signer.cache_clear()


def said(*words, command=ledger.command):
    done = CliRunner().invoke(command, words)
    assert not isinstance(done.exception, Exception), done.exception
    return done.exit_code, done.output


def set_back(size=1):
    """The database as it was at this size, and processes that have just started."""
    state = LogState.objects.get()
    for _ in range(2):
        recorded()
    Event.objects.filter(index__gte=size).delete()
    state.save()
    store._publisher.cache_clear()
    turns._turns.cache_clear()


def test_a_log_that_is_well_ends_with_0(log):
    code, text = said("status", "--lang", "en")
    assert (code, text.splitlines()[0]) == (0, "SIGNING: the log is well.")
    assert queries.vkey() in text
    assert said("status")[1].startswith("ĐANG KÝ")


def test_one_that_is_late_ends_with_1(log, monkeypatch):
    builders.without_turns(monkeypatch)
    monkeypatch.setattr(journal, "WAIT", 0.01)
    with store.db.writing():
        builders.event(at=timezone.now() - timedelta(seconds=90))
    code, text = said("status", "--lang", "en")
    assert (code, text[:5]) == (1, "LATE:")


def test_one_that_is_not_signed_ends_with_3_and_says_why_and_what_to_do(log):
    set_back()
    code, text = said("status", "--lang", "en")
    assert (code, "hoiam ledger repair" in text) == (3, True)
    assert "  where: published\n  database: 1\n  published: 3\n" in text
    assert said("status")[1].startswith("KHÔNG KÝ: cơ sở dữ liệu cũ hơn")


def test_doctor_says_it_too(log):
    set_back()
    line = next(one for one in said(command=doctor.command)[1].splitlines() if " log hoiam" in one)
    assert line.startswith(" LOOK ")
    assert "refuse: database_behind" in line


def test_repair_brings_back_what_was_lost_and_then_finds_nothing(log):
    set_back()
    assert said("repair", "--lang", "en") == (
        0,
        "Entries 1 to 2 came back; 2 are orphans; the incident is public; 4 entries now.\n",
    )
    assert said("status")[0] == 0
    code, text = said("repair", "--lang", "en")
    assert (code, text.startswith("Nothing to repair")) == (0, True)
    assert said("audit", str(log), "--vkey", queries.vkey())[0] == 0


def test_repair_from_a_mirror_that_is_too_old_is_refused_with_numbers(log, tmp_path):
    mirror = shutil.copytree(log, tmp_path / "mirror")
    set_back()
    code, text = said("repair", "--from", str(mirror), "--lang", "en")
    assert (code, "holds 1 entries, elsewhere 3" in text) == (1, True)


def test_run_places_what_waits(log):
    with store.db.writing():
        builders.event()
    assert said("run", "--once") == (0, "2\n")


def test_run_says_why_it_cannot(log):
    set_back()
    with store.db.writing():
        builders.event()
    assert said("run", "--once")[0] == 1


def test_a_key_is_added_and_not_retired_before_its_time(log):
    old = queries.vkey()
    code, text = said("rotate-key", "--add", "--lang", "en")
    assert code == 0
    added = policy.parse(text[text.index("log ") :])
    assert added.logs[0].vkey == old
    assert len(added.logs) == 2
    code, text = said("rotate-key", "--retire", "--lang", "en")
    until = timezone.localtime(timezone.now() + timedelta(days=90))
    assert (code, f"until {until:%d/%m/%Y}" in text) == (1, True)


def test_rotating_needs_to_be_told_what(log):
    assert said("rotate-key")[0] == 2


def test_an_anchor_begins_only_where_one_is_set(log, settings, tmp_path):
    assert said("anchor")[0] == 1
    settings.HOIAM_ANCHOR = str(tmp_path / "high")
    assert said("status")[0] == 3
    assert said("anchor", "--lang", "en") == (0, "The anchor now stands at 1 entries.\n")
    code, text = said("status", "--lang", "en")
    assert (code, "Anchor (HOIAM_ANCHOR): 1 entries." in text) == (0, True)


def test_a_log_ends_and_the_next_begins_under_a_new_key(log, settings):
    old = queries.vkey()
    settings.HOIAM_ORIGIN = "hoiam.localhost/hoiam/2"
    code, text = said("successor", "--lang", "en")
    assert (code, text.startswith("The log hoiam.localhost/hoiam/1 ended with 1 entries")) == (0, True)
    assert f"log {queries.vkey()}\nlog {old}\nquorum none\n" in text
    assert said("successor")[0] == 1
    assert said("status")[0] == 0
