"""Many files of one folder at once: each is the old or the new whole, whatever happens in between."""

import os
import stat

import pytest

from hoiam.ledger import record

OLD, NEW = b"old", b"new, and longer"
NAMES = ("1", "1.json", "2")


@pytest.fixture
def folder(tmp_path):
    for name in NAMES:
        (tmp_path / name).write_bytes(OLD)
    return tmp_path


def put(folder):
    record.replace_all_durably(str(folder), dict.fromkeys(NAMES, NEW), 0o640, mark="7.9")


def test_all_of_them_are_there_and_nothing_else_is_left(folder):
    put(folder)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == dict.fromkeys(NAMES, NEW)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in NAMES} == {0o640}


def test_each_is_on_disk_before_it_has_its_name_and_the_folder_last(folder, monkeypatch):
    done = []
    rename, flush, flush_folder = os.replace, record.flush_file, record.flush_directory
    monkeypatch.setattr(record, "flush_file", lambda path: (done.append("file"), flush(path)))
    monkeypatch.setattr(record, "flush_directory", lambda path: (done.append("folder"), flush_folder(path)))
    monkeypatch.setattr(os, "replace", lambda old, new: (done.append("name"), rename(old, new)))
    put(folder)
    assert done == ["file"] * 3 + ["name"] * 3 + ["folder"]


@pytest.mark.parametrize("at", range(len(NAMES)))
def test_ended_in_the_middle_each_is_the_old_or_the_new(folder, monkeypatch, at):
    rename, names = os.replace, iter(range(len(NAMES)))

    def ended(old, new):
        if next(names) == at:
            raise OSError("ended")
        rename(old, new)

    monkeypatch.setattr(os, "replace", ended)
    with pytest.raises(OSError, match="ended"):
        put(folder)
    assert [(folder / name).read_bytes() for name in NAMES] == [NEW] * at + [OLD] * (len(NAMES) - at)
