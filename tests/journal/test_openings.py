"""What public events open to lies beside the log as soon as they are published, and is mended like the log."""

import hashlib

import pytest

from hoiam.journal import actions as journal, openings, queries
from hoiam.journal.models import Event, Vault
from hoiam.kit import db
from hoiam.ledger import statement
from hoiam.ledger.receipt import parse_opening
from tests.journal import builders
from tests.journal.builders import AT, recorded, ref

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.journal.addresses")]
FIGURES = '{"figures":[1,2]}'


def public(**changes):
    return recorded(
        **{
            "kind": "session.held",
            "visibility": "public",
            "extra": {"on": "2026-11-24"},
            "docs": {},
            **changes,
        }
    )


def names(log):
    return {file.name for file in (log / openings.FOLDER).iterdir() if not file.name.startswith(".")}


def index_of(one):
    return Event.objects.get(pk=one.event_id).index


def test_it_is_there_when_the_event_is_published(log):
    index = index_of(public())
    text = (log / "openings" / str(index)).read_text(encoding="utf-8")
    assert text == queries.public_opening(index=index)
    assert statement.parse(parse_opening(text.encode()).statement).kind == "session.held"


def test_nothing_of_the_others_is(log):
    recorded()
    recorded(visibility="sealed")
    assert names(log) == {"0"}


def test_what_a_statement_names_by_hash_is_beside_it(log, client):
    index = index_of(public(kind="report.snapshot", beside=FIGURES))
    assert {str(index), f"{index}.json"} <= names(log)
    served = client.get(f"/log/openings/{index}.json")
    assert (served.content.decode(), served["Content-Type"]) == (FIGURES, "application/json")
    said = statement.parse(parse_opening(client.get(f"/log/openings/{index}").content).statement)
    assert said.facts["sha256"] == hashlib.sha256(served.content).hexdigest()
    assert client.get("/log/openings/0.json").status_code == 404


def test_what_waited_is_opened_by_the_worker(log):
    with db.writing():
        builders.event(kind="session.held", visibility="public", docs={})
    assert names(log) == {"0"}
    journal.run(at=AT)
    assert names(log) == {"0", "1"}


def test_lost_files_come_back_at_the_start(log):
    public(beside=FIGURES)
    whole = {name: (log / "openings" / name).read_bytes() for name in names(log)}
    for name in whole:
        (log / "openings" / name).unlink()
    journal.run(at=AT)
    assert names(log) == set()
    journal.recover()
    assert {name: (log / "openings" / name).read_bytes() for name in names(log)} == whole


def test_a_damaged_mark_costs_work_and_nothing_else(log):
    public()
    (log / "openings" / ".through").write_text("nonsense", encoding="utf-8")
    assert openings.publish() == 2
    assert openings.publish() == 0


def test_a_full_disk_leaves_the_receipt_and_the_worker_catches_up(log, monkeypatch):
    builders.failing(monkeypatch, openings, "_put", OSError)
    one = public()
    assert queries.receipt_of(event_id=one.event_id).verified
    assert names(log) == {"0"}
    journal.run(at=AT)
    assert str(index_of(one)) in names(log)


def test_one_damaged_key_keeps_no_later_opening_back(log, caplog):
    with db.writing():
        broken = builders.event(kind="session.held", visibility="public", extra={"on": "2026-11-24"}, docs={})
        Vault.objects.filter(pk=Event.objects.get(pk=broken.event_id).vault_id).update(stmt_key=bytes(61))
    journal.run(at=AT)
    later = public()
    assert str(index_of(later)) in names(log)
    assert str(index_of(broken)) not in names(log)
    assert "cannot be opened" in caplog.text


def test_an_erased_case_stays_opened_where_it_was_public_and_tells_that_it_was_erased(log):
    case = ref()
    recorded(case, first=True)
    builders.erase(case)
    index = Event.objects.get(kind="case.erased").index
    before = (log / "openings" / str(index)).read_bytes()
    (log / "openings" / str(index)).unlink()
    journal.recover()
    assert (log / "openings" / str(index)).read_bytes() == before


def test_a_case_that_is_not_public_does_not_look_for_openings(log, monkeypatch):
    """The files are looked after by whoever appends a public event, and by the worker."""
    looked = []
    monkeypatch.setattr(openings, "publish", lambda: looked.append("at the files"))
    recorded()
    assert looked == []
    public()
    assert looked == ["at the files"]
