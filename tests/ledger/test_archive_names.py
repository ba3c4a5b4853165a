"""The list of kept checkpoints, some sizes at a time."""

import pytest

from hoiam.ledger.archive import Archive


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    for name in ("10", "2", "2.last", "33", ".new", "007", "x"):
        (folder / name).write_text("made up")
    return Archive(tmp_path)


def test_all_of_them_rise_by_size_and_not_by_letter(archive):
    assert archive.names(after=-1, most=9) == (["2", "2.last", "10", "33"], None)


def test_so_many_at_a_time_and_where_to_go_on(archive):
    assert archive.names(after=-1, most=1) == (["2", "2.last"], 2)
    assert archive.names(after=2, most=1) == (["10"], 10)
    assert archive.names(after=10, most=1) == (["33"], None)
    assert archive.names(after=33, most=1) == ([], None)


def test_after_a_size_that_was_never_kept(archive):
    assert archive.names(after=3, most=9) == (["10", "33"], None)


def test_without_a_folder_there_is_nothing(tmp_path):
    assert Archive(tmp_path).names(after=-1, most=9) == ([], None)
