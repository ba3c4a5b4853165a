"""Each edition of the open data is in the log: which files there were, and that those on disk are still the same."""

import hashlib
import json
import shutil
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils import timezone

from hoiam.config.commands import data as command
from hoiam.journal import actions as journal
from hoiam.journal.models import Event
from hoiam.ledger import edition
from hoiam.public.data import datasets, editions, making, store
from tests import cast as people
from tests.public import open_data_story as story

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return people.received(cast)


def run(*asked):
    done = CliRunner().invoke(command.command, list(asked), catch_exceptions=False)
    return done.exit_code, done.output


def told():
    """Every edition in the log, the newest first."""
    return list(editions.newest()[0])


def test_what_was_made_is_told_once_and_again_only_when_it_changed(cast, case):
    code, said = run("cases", "units")
    assert (code, said.splitlines()[-1]) == (0, "This edition is in the public log.")
    assert "in the public log" not in run("cases", "units")[1]
    people.received(cast)
    assert "in the public log" in run("cases", "units")[1]
    assert [(one.sets, one.files) for one in told()] == [(2, 6), (2, 6)]


def test_the_list_of_public_entries_does_not_change_because_it_was_published(case):
    run()
    assert run("publications") == (0, "publications: as before\n")
    rows = [row["kind"] for row in story.rows("publications")]
    assert edition.KIND not in rows
    assert run()[0] == 0
    assert len(told()) == 1


def test_the_entry_names_every_file_by_its_hash(case, client):
    run()
    (one,) = told()
    text = client.get(f"/log/openings/{one.index}.json").content
    opening = client.get(f"/log/openings/{one.index}").content.decode()
    assert f"sha256 {hashlib.sha256(text).hexdigest()}" in opening
    said = json.loads(text)
    assert {found["name"] for found in said["sets"]} == set(making.names())
    for found in said["sets"]:
        for file in found["files"]:
            body = client.get(f"/data/{found['name']}/{file['name']}").getvalue()
            assert (hashlib.sha256(body).hexdigest(), len(body)) == (file["sha256"], file["size"])


def test_files_that_are_those_of_the_log_pass_the_check(case):
    assert run("--check") == (1, "The log has no edition yet.\n")
    run()
    code, said = run("--check")
    assert code == 0
    assert said.startswith("1 editions in the log; the newest is entry ")
    assert said.endswith("The files are those.\n")


def test_one_byte_that_was_changed_on_disk_is_named(case):
    run("cases", "units")
    path = store.made("cases").folder / "cases.csv"
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    (store.made("units").folder / "units.jsonl").unlink()
    code, said = run("--check")
    assert code == 1
    assert "cases/cases.csv: another file than the log was told of" in said
    assert "units/units.jsonl: told to the log, not on disk" in said


def test_a_set_that_the_log_does_not_know_is_named(case):
    run("cases")
    list(making.make(["units"], at=timezone.now()))
    assert "units/units.csv: on disk, unknown to the log" in run("--check")[1]


def test_anybody_checks_against_a_copy_of_the_openings(case, tmp_path):
    run("units")
    copy = tmp_path / "openings"
    shutil.copytree(f"{settings.HOIAM_LOG_DIR}/openings", copy)
    assert run("--check", "--openings", str(copy))[0] == 0
    (one,) = told()
    beside = copy / f"{one.index}.json"
    beside.write_text(beside.read_text("utf-8").replace("units.csv", "other.csv"), "utf-8")
    code, said = run("--check", "--openings", str(copy))
    assert (code, "or is something else" in said) == (1, True)
    beside.unlink()
    assert run("--check", "--openings", str(copy))[0] == 1


def test_a_log_that_cannot_be_written_leaves_the_files_and_is_told_later(case, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(journal, "append", lambda **_said: 1 / 0)
        code, said = run("units")
    assert (code, "could not be put into the log (ZeroDivisionError)" in said) == (1, True)
    assert store.made("units")
    assert run("units") == (0, "units: as before\nThis edition is in the public log.\n")


def test_a_hash_leads_to_the_editions_in_which_the_file_stands(cast, case, client):
    run("cases", "units")
    first = store.made("cases").file("cases.csv").sha256
    people.received(cast)
    run("cases", "units")
    old = client.get(
        "/data/editions", {"sha256": first.upper()[:40] + " " + first[40:], "lang": "en"}
    ).content.decode()
    assert old.count("<code>cases/cases.csv</code>") == 1
    units = store.made("units").file("units.csv").sha256
    both = client.get("/data/editions", {"sha256": units, "lang": "en"}).content.decode()
    assert both.count("<code>units/units.csv</code>") == 2
    none = client.get("/data/editions", {"sha256": "0" * 64, "lang": "en"}).content.decode()
    assert "No edition that the log knows has this file" in none


def test_what_is_no_hash_is_said_and_stays_typed(case, client):
    answer = client.get("/data/editions", {"sha256": "xyz", "lang": "en"})
    assert (answer.status_code, 'value="xyz"' in answer.content.decode()) == (422, True)
    assert "has 64 characters" in answer.content.decode()


def test_editions_are_listed_page_by_page_in_one_statement(
    cast, client, django_assert_num_queries, monkeypatch
):
    at = timezone.now()
    for n in range(3):
        people.received(cast)
        list(making.make(["cases"], at=at + timedelta(seconds=n)))
        editions.tell(at=at)
    journal.run(at=at)
    monkeypatch.setattr(editions, "MOST", 2)
    client.get("/data/editions")
    with django_assert_num_queries(1):
        first = client.get("/data/editions").content.decode()
    following = first.partition("?before=")[2].partition('"')[0]
    second = client.get("/data/editions", {"before": following}).content.decode()
    assert (first.count("/openings/") // 2, second.count("/openings/") // 2) == (2, 1)
    assert client.get("/data/editions", {"before": "x" * 40}).status_code == 200


def test_the_page_of_a_dataset_leads_to_its_editions(case, client):
    run("cases")
    page = client.get("/data/cases").content.decode()
    assert f"/data/editions?sha256={store.made('cases').file('cases.csv').sha256}" in page
    assert 'href="/data/editions"' in client.get("/data/").content.decode()


def test_no_entry_holds_more_than_names_numbers_and_hashes(case):
    run()
    text = Event.objects.get(kind=edition.KIND).supplement.text
    assert people.TITLE not in text
    assert set(edition.read(text)) == {*datasets.BY_NAME, making.POPOLO}
