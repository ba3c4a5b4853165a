"""The log over HTTP: its files and nothing else."""

import pytest

from hoiam.journal import actions as journal, queries
from hoiam.ledger import checkpoint
from hoiam.ledger.receipt import parse_opening
from hoiam.ledger.tiles import unframe
from tests.journal import builders
from tests.journal.builders import event, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.journal.addresses")]


def test_the_checkpoint_is_never_cached(log, client):
    recorded()
    answer = client.get("/log/checkpoint")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert checkpoint.parse(answer.content.decode().partition("\n\n")[0] + "\n").size == 2


def test_tiles_are_bytes_for_ever(log, client):
    recorded()
    for name, length in (("0/000.p/2", 64), ("entries/000.p/2", 86)):
        answer = client.get(f"/log/tile/{name}")
        assert (answer.status_code, len(answer.content)) == (200, length)
        assert answer["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_full_tile_is_there_once_it_is_full(log, client):
    with journal.recording():
        for _ in range(256):
            event()
    whole = client.get("/log/tile/entries/000").content
    assert len(unframe(whole)) == 256
    assert client.get("/log/tile/0/000").status_code == 200
    assert client.get("/log/tile/1/000.p/1").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "tile/../checkpoint",
        "tile/0/../../checkpoint",
        "tile/%2e%2e/%2e%2e/keys/log.key",
        "tile/0/000.p/%2e%2e/1",
        "tile//etc/passwd",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/0000",
        "tile/0/00\u0660",
        "tile/64/000",
        "tile/0/x001/002",
        "tile/0/000.p/9",
        "tile/0/000.p/2%0A",
        "tile/0/000/000",
        "tile/",
        "tile/0/000.p",
        ".record",
        ".lock",
        "openings/x",
        "openings/99",
        "openings/99999999999999999999999",
        "",
    ],
)
def test_there_is_nothing_else(log, client, name):
    recorded()
    assert client.get(f"/log/{name}").status_code == 404


def test_only_public_events_are_opened_to_all(log, client):
    recorded()
    opening = parse_opening(client.get("/log/openings/0").content)
    assert "kind log.opened" in opening.statement
    assert client.get("/log/openings/1").status_code == 404


def test_the_key_is_told(log, client):
    answer = client.get("/log/vkey")
    assert answer.content.decode() == f"{queries.vkey()}\n"
    assert answer["Content-Type"].startswith("text/plain")


def test_it_is_read_only(log, client):
    assert {client.post(f"/log/{name}").status_code for name in ("checkpoint", "vkey", "openings/0")} == {405}


def test_before_anything_is_published_there_is_no_checkpoint(folder, client):
    assert client.get("/log/checkpoint").status_code == 404


def test_nothing_published_says_anything_about_a_case(log):
    case = builders.ref()
    recorded(case, first=True)
    said = b"".join(path.read_bytes() for path in sorted(log.rglob("*")) if path.is_file())
    for secret in (case.encode(), b"case.received", b"05977", bytes.fromhex(case)):
        assert secret not in said
