"""What is committed: our own work and locks with hashes, nobody else's files, no addresses of registries."""

import json
import re
import subprocess

import pytest

from tests.shape import source

ASSET = re.compile(r"\.min\.\w+$|\.(woff2?|ttf|otf|eot|mo|pyc|so|whl|sqlite3)$|(^|/)(node_modules|vendor)/")


def committed():
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=source.ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_no_file_of_others_is_committed():
    names = committed()
    assert names
    assert [name for name in names if ASSET.search(name)] == []


@pytest.mark.parametrize(
    "name",
    ["a/htmx.min.js", "x.woff2", "f/BeVietnamPro.ttf", "node_modules/a.js", "hoiam/kit/static/vendor/a.css"],
)
def test_a_file_of_others_would_be_found(name):
    assert ASSET.search(name)


MERGE = re.compile(rb"^(<{7} |={7}$|>{7} )", re.MULTILINE)


def test_no_mark_of_a_merge_was_left():
    paths = [source.ROOT / name for name in committed()]
    assert [path.name for path in paths if path.is_file() and MERGE.search(path.read_bytes())] == []


@pytest.mark.parametrize("line", ["<" * 7 + " HEAD", "=" * 7, ">" * 7 + " 1fd90b9 (a subject)"])
def test_a_mark_of_a_merge_would_be_found(line):
    assert MERGE.search(f".a {{}}\n{line}\n.b {{}}\n".encode())


def test_every_locked_package_has_hashes_and_no_address():
    locks = sorted((source.ROOT / "requirements").glob("*.txt"))
    assert locks
    for lock in locks:
        text = source.text(lock)
        assert "://" not in text, lock
        entries = re.split(r"\n(?=\S)", text.strip())
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_front_end_lock_has_hashes_and_no_address():
    packages = json.loads(source.text(source.ROOT / "package-lock.json"))["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}
    assert fetched
    assert [name for name, entry in fetched.items() if "resolved" in entry or "integrity" not in entry] == []
