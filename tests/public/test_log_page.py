"""The log's page: how it stands, who watches it; its five lines are run as they stand there."""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.journal import ended, queries as log, store, successor, trust
from hoiam.kit import keys
from hoiam.public import audit_from_outside
from hoiam.public.views import log as views
from tests import cast as people
from tests.public.test_verify_plain import FRONT, PRESS

pytestmark = pytest.mark.django_db


def read(client, path="/log/", language="vi"):
    client.cookies["lang"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def few(cast):
    for _ in range(5):
        cases.submit(intake=people.intake(cast.ward), at=timezone.now())
    return log.log_status(at=timezone.now())


@pytest.mark.parametrize(("language", "title"), [("vi", "Nhật ký công khai"), ("en", "The public log")])
def test_size_root_key_and_who_watches(client, few, language, title):
    page = read(client, language=language)
    assert title in page
    assert views.twenty(few.root) in page
    assert re.search(rf"<dd>{few.size}</dd>", page)
    assert ("Chưa có nhân chứng" if language == "vi" else "No independent witness is named yet") in page


def test_the_root_in_short_is_what_the_shell_makes_of_it():
    root = b"g/yod8EaCWYIXUd7eZB3CX6RSVWYpwaTZSmVMvIZrR0="
    command = ["bash", "-c", "base64 -d | base32 | head -c 20"]
    short = subprocess.run(command, input=root, capture_output=True, check=True).stdout.decode()
    assert views.twenty(root.decode()).replace(" ", "") == short
    assert len(views.twenty(root.decode()).split()) == 5


def test_the_sheet_for_the_notice_board(client, few):
    page = read(client, "/log/board", "en")
    assert views.twenty(few.root) in page
    assert log.log_status(at=timezone.now()).origin in page


def test_witnesses_are_named_with_what_they_saw(client, few, settings, tmp_path):
    settings.HOIAM_DATA = tmp_path
    lines = f"log {log.vkey()}\nwitness press {PRESS.verifier.vkey}\nwitness front {FRONT.verifier.vkey}\n"
    (tmp_path / "policy").write_text(f"{lines}group g any press front\nquorum g\n", encoding="ascii")
    page = read(client, language="en")
    assert "press" in page
    assert "never" in page
    assert "behind" in page
    assert PRESS.verifier.vkey in read(client, "/verify.html")


def test_what_is_wrong_is_told_to_everyone(client, cast, monkeypatch):
    said = {
        "not being signed": {"state": "refuse", "broken": False, "banner": True},
        "a promise was broken": {"state": "late", "broken": True, "banner": True},
        "more than an hour": {"state": "late", "broken": False, "banner": True},
    }
    for words, health in said.items():
        monkeypatch.setattr(log, "health", lambda health=health, **_: SimpleNamespace(**health))
        assert words in read(client, language="en")
    monkeypatch.undo()
    assert not [words for words in said if words in read(client, language="en")]


@pytest.fixture
def own_keys(settings, tmp_path):
    """A copy of the keys: what is made or retired there meets no other test."""
    Path(settings.HOIAM_KEYS_DIR).mkdir(exist_ok=True)
    shutil.copytree(settings.HOIAM_KEYS_DIR, tmp_path / "keys")
    settings.HOIAM_KEYS_DIR = tmp_path / "keys"
    yield
    keys.named.cache_clear()
    store._signer.cache_clear()


@pytest.fixture
def followed(own_keys, few, settings):
    """Another log runs now; whatever the first one published lies beside it."""
    before = settings.HOIAM_ORIGIN
    trust.archive().keep((Path(settings.HOIAM_LOG_DIR) / "checkpoint").read_text("utf-8"), log.trust())
    settings.HOIAM_ORIGIN = before.removesuffix("1") + "2"
    successor.succeed(at=timezone.now())
    return SimpleNamespace(origin=before, size=few.size)


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Các nhật ký đã kết thúc"), ("en", "Logs that ended")]
)
def test_a_log_that_ended_is_named_with_its_files(client, followed, language, title):
    page = read(client, language=language)
    assert title in page
    assert followed.origin in page
    assert "/log/ended/1/ kept-1" in page
    for name in ("checkpoint", "vkey", "checkpoints/"):
        assert f'href="/log/ended/1/{name}"' in page
        assert client.get(f"/log/ended/1/{name}").status_code == 200
    assert f"\n{followed.size}\n" in client.get("/log/ended/1/checkpoint").content.decode()


def test_the_program_audits_it_from_its_address(followed, client, monkeypatch, tmp_path):
    def fetched(url):
        answer = client.get(url.removeprefix("https://x"))
        assert answer.status_code == 200, url
        return answer.content

    monkeypatch.setattr(audit_from_outside, "fetch", fetched)
    said = audit_from_outside.main("https://x/log/ended/1/", tmp_path / "kept")
    assert said == f"clean: {followed.size} entries, 1 checkpoints agree"


def test_files_that_are_gone_are_not_linked(client, followed):
    ended.folder(1).rename(ended.folder(1).with_name("elsewhere"))
    page = read(client, language="en")
    assert "not on this server any more" in page
    assert "/log/ended/1/" not in page


def test_while_the_first_log_runs_none_has_ended(client, few):
    page = read(client, language="en")
    assert "Logs that ended" not in page
    assert 'href="/log/checkpoints/"' not in page


def test_it_costs_the_same_statements_however_long_the_log(client, cast):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            read(client)
        counts.append(len(asked))
        for _ in range(3):
            cases.submit(intake=people.intake(cast.ward), at=timezone.now())
    assert counts[0] == counts[1] <= 8


@pytest.fixture
def outside(settings, monkeypatch, tmp_path):
    """The program of the page, over the files as they lie on disk."""
    home = Path(settings.HOIAM_LOG_DIR)
    monkeypatch.setattr(
        audit_from_outside, "fetch", lambda url: (home / url.removeprefix("https://x/log/")).read_bytes()
    )
    return lambda: audit_from_outside.main("https://x/log/", tmp_path / "kept")


def test_the_program_finds_our_log_clean_and_remembers(few, cast, outside):
    assert outside() == f"clean: {few.size} entries, 1 checkpoints agree"
    cases.submit(intake=people.intake(cast.ward), at=timezone.now())
    assert "2 checkpoints agree" in outside()


def test_the_program_finds_what_was_done_to_the_past(few, settings, outside, tmp_path):
    outside()
    home = Path(settings.HOIAM_LOG_DIR)
    bundle = home / "tile" / "entries" / "000.p" / str(few.size)
    good = bundle.read_bytes()
    bundle.write_bytes(good[:20] + bytes([good[20] ^ 1]) + good[21:])
    with pytest.raises(SystemExit, match="root of size"):
        outside()
    bundle.write_bytes(good)
    point = home / "checkpoint"
    text = point.read_text("utf-8").split("\n")
    point.write_text("\n".join([text[0], "1", *text[2:]]), "utf-8")
    with pytest.raises(SystemExit, match="rolled back"):
        outside()
    point.write_text("\n".join([*text[:2], "A" * 43 + "=", *text[3:]]), "utf-8")
    with pytest.raises(SystemExit, match="forked"):
        outside()


def test_bundles_are_named_as_the_format_says():
    assert audit_from_outside.path(0, 256) == "000"
    assert audit_from_outside.path(7, 5) == "007.p/5"
    assert audit_from_outside.path(1234067, 256) == "x001/x234/067"


def test_the_program_is_there_to_be_read(client, db):
    answer = client.get("/log/audit.py")
    assert answer.content.decode() == Path(audit_from_outside.__file__).read_text("utf-8")
    assert answer["Content-Type"].startswith("text/plain")
