"""Files that are there whole or not at all: one, and many of one folder."""

import os
from pathlib import Path

import pytest

from hoiam.ledger import record


class KilledError(OSError):
    """As if the power went."""


def test_one_is_replaced_and_leaves_nothing_beside_it(tmp_path):
    target = tmp_path / "note"
    for data in (b"old", b"new"):
        record.replace_durably(str(target), data)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("note", b"new")]


def test_many_are_all_there_when_it_returns(tmp_path):
    (tmp_path / "1").write_bytes(b"old")
    record.replace_all_durably(str(tmp_path), {"1": b"one", "2": b"two"}, mark="7")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"1": b"one", "2": b"two"}
    record.replace_all_durably(str(tmp_path), {}, mark="7")


def test_each_is_flushed_before_it_gets_its_name_and_the_folder_after(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(record, "flush_file", lambda path: done.append(("flush", Path(path).name)))
    monkeypatch.setattr(record, "flush_directory", lambda path: done.append(("folder", path)))
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (done.append(("name", Path(b).name)), real(a, b)))
    record.replace_all_durably(str(tmp_path), {"1": b"one", "2": b"two"}, mark="7")
    assert done == [
        ("flush", ".1.7"), ("flush", ".2.7"), ("name", "1"), ("name", "2"), ("folder", str(tmp_path)),
    ]  # fmt: skip


def test_killed_before_they_have_their_names_the_old_stay(tmp_path, monkeypatch):
    (tmp_path / "1").write_bytes(b"old")

    def killed(_path):
        raise KilledError

    monkeypatch.setattr(record, "flush_file", killed)
    with pytest.raises(KilledError):
        record.replace_all_durably(str(tmp_path), {"1": b"new"}, mark="7")
    assert (tmp_path / "1").read_bytes() == b"old"
