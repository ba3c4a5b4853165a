"""A log that ended is read over HTTP as it was while it ran; and older checkpoints are listed."""

import pytest

from hoiam.journal import queries, store, successor, trust, turns
from hoiam.kit import keys
from hoiam.ledger import audit, checkpoint, policy
from hoiam.ledger.archive import Archive
from hoiam.ledger.receipt import parse_opening
from tests.journal.builders import AT, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.journal.addresses")]


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("HOIAM_KEY_LOG", raising=False)
    settings.HOIAM_KEYS_DIR, settings.HOIAM_DATA = tmp_path / "keys", tmp_path
    settings.HOIAM_ORIGIN = "log.example/hoiam/1"
    keys.named.cache_clear()
    yield
    keys.named.cache_clear()
    store._signer.cache_clear()
    for forget in (store.forget, turns.forget, trust.forget):
        forget()


@pytest.fixture
def old_key(log):
    return queries.vkey()


@pytest.fixture
def followed(log, old_key, settings):
    """Where the files of the log that ended lie; three entries in it, one in the next."""
    recorded()
    recorded()
    archive = Archive(log)
    archive.keep((log / "checkpoint").read_text("utf-8"), policy.of(old_key))
    settings.HOIAM_ORIGIN = "log.example/hoiam/2"
    successor.succeed(at=AT)
    return log.with_name("log-1")


def test_every_published_file_is_served_byte_for_byte(client, followed):
    names = [one.relative_to(followed).as_posix() for one in followed.rglob("*") if one.is_file()]
    shown = [name for name in names if not name.startswith(".") and "/." not in name and name != "vkey"]
    assert {"checkpoint", "tile/entries/000.p/3", "openings/0", "checkpoints/3"} <= set(shown)
    for name in shown:
        answer = client.get(f"/log/ended/1/{name}")
        assert (answer.status_code, answer.content) == (200, (followed / name).read_bytes()), name
    assert client.get("/log/ended/1/checkpoint")["Content-Type"] == "text/plain; charset=utf-8"
    assert "immutable" in client.get("/log/ended/1/tile/0/000.p/3")["Cache-Control"]


def test_whoever_copies_it_finds_it_clean_under_its_own_key(client, followed, old_key, tmp_path):
    copy = tmp_path / "copy"
    for name in ("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(client.get(f"/log/ended/1/{name}").content)
    told = client.get("/log/ended/1/vkey").content.decode()
    assert told == f"{old_key}\n"
    report = audit.audit(copy, policy.of(told.strip()))
    assert (report.clean, report.read) == (True, 3)


def test_it_is_not_the_log_that_runs(client, followed):
    old, new = (
        checkpoint.unverified(client.get(f"/log/{at}checkpoint").content.decode()) for at in ("ended/1/", "")
    )
    assert (old.origin[-1], old.size, new.origin[-1], new.size) == ("1", 3, "2", 1)
    assert "kind log.opened" in parse_opening(client.get("/log/ended/1/openings/0").content).statement
    assert "kind log.successor" in parse_opening(client.get("/log/openings/0").content).statement
    assert client.get("/log/ended/1/openings/1").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "ended/1/tile/../checkpoint",
        "ended/1/tile/%2e%2e/%2e%2e/keys/log.key",
        "ended/1/tile/0/../../../../keys/log.key",
        "ended/1/checkpoints/..%2F..%2Fkeys%2Flog.key",
        "ended/1/checkpoints/.new",
        "ended/1/openings/..%2Fcheckpoint",
        "ended/1/.record",
        "ended/1/.lock",
        "ended/1/",
        "ended/",
        "ended/../keys/log.key",
        "ended/1/../keys/log.key",
        "ended/%2e%2e/keys/log.key",
        "ended/1%2F..%2Fkeys/log.key",
        "ended/-1/checkpoint",
        "ended/x/checkpoint",
        "ended/0/checkpoint",
        "ended/2/checkpoint",
        "ended/3/checkpoint",
        "ended/2/vkey",
        "ended/2/openings/0",
        "ended/2/checkpoints/",
        "ended/1/witnessed",
        "ended/1/policy",
        "ended/1/tile/0/000",
        "ended/1/checkpoints/9",
        "ended/1/openings/9",
        "ended/1/openings/9.json",
        "ended/1/timestamps/9",
        f"ended/1/timestamps/{'9' * 300}",
        f"ended/1/openings/{'9' * 300}.json",
        f"ended/1/openings/{'9' * 5000}",
        f"ended/{'9' * 300}/checkpoint",
    ],
)
def test_there_is_nothing_else(client, followed, name):
    assert client.get(f"/log/{name}").status_code == 404


def test_a_folder_that_only_looks_like_a_log_is_not_served(client, followed):
    copied = followed.with_name("log-20261130")
    copied.mkdir()
    (copied / "checkpoint").write_text("kept by the operator")
    assert client.get("/log/ended/20261130/checkpoint").status_code == 404


def test_under_a_name_without_a_number_nothing_has_ended(client, log, settings):
    settings.HOIAM_ORIGIN = "log.example/hoiam"
    assert client.get("/log/ended/1/checkpoint").status_code == 404


def test_files_that_were_moved_away_are_not_found(client, followed):
    followed.rename(followed.with_name("elsewhere"))
    assert client.get("/log/ended/1/checkpoint").status_code == 404
    assert client.get("/log/ended/1/vkey").status_code == 200


def test_it_is_read_only(client, followed):
    names = ("checkpoint", "vkey", "openings/0", "checkpoints/")
    assert {client.post(f"/log/ended/1/{name}").status_code for name in names} == {405}


# Older checkpoints


@pytest.fixture
def archive(log):
    """Sizes 1 to 5, the third cosigned once more."""
    folder = log / "checkpoints"
    folder.mkdir()
    for name in ("1", "2", "3", "3.last", "4", "5", ".stray"):
        (folder / name).write_text("made up")
    return folder


def lines(answer):
    assert answer.status_code == 200
    return answer.content.decode().split()


def test_older_checkpoints_are_listed_by_size(client, archive):
    answer = client.get("/log/checkpoints/")
    assert lines(answer) == ["1", "2", "3", "3.last", "4", "5"]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Link" not in answer
    assert all(client.get(f"/log/checkpoints/{name}").status_code == 200 for name in lines(answer))


def test_a_long_list_goes_on_after_the_last_size(client, archive, monkeypatch):
    monkeypatch.setattr("hoiam.journal.views.MOST_LISTED", 2)
    first = client.get("/log/checkpoints/")
    assert (lines(first), first["Link"]) == (["1", "2"], '<?after=2>; rel="next"')
    second = client.get("/log/checkpoints/?after=2")
    assert (lines(second), second["Link"]) == (["3", "3.last", "4"], '<?after=4>; rel="next"')
    third = client.get("/log/checkpoints/?after=4")
    assert (lines(third), "Link" in third) == (["5"], False)
    assert lines(client.get("/log/checkpoints/?after=99")) == []


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "..", "\u0663", "9" * 5000])
def test_a_place_that_is_no_size_is_not_found(client, archive, after):
    assert client.get("/log/checkpoints/", {"after": after}).status_code == 404


def test_without_an_archive_there_is_no_list(client, log):
    assert client.get("/log/checkpoints/").status_code == 404


def test_that_of_a_log_that_ended_is_listed_too(client, followed):
    assert lines(client.get("/log/ended/1/checkpoints/")) == ["3"]
    assert client.get("/log/checkpoints/").status_code == 404
