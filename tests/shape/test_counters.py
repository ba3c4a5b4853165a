"""Every counter of the desk has the same files; nothing else without a decision record."""

import pytest

from tests.shape import source

FILES = {"models", "actions", "queries", "forms", "views", "urls", "apps"}
FOLDERS = {"templates", "migrations"}
MAY = {"locale"}


def counters():
    return sorted(path.parent for path in (source.HOIAM / "desk").glob("*/apps.py"))


def laid_out_wrongly(folder):
    """Names that are missing from the counter or should not be in it."""
    here = {path.name for path in folder.iterdir() if path.name not in {"__pycache__", "__init__.py"}}
    modules = {name.removesuffix(".py") for name in here if name.endswith(".py") or (folder / name).is_dir()}
    others = {name for name in here if not name.endswith(".py") and not (folder / name).is_dir()}
    return (modules ^ (FILES | FOLDERS)) - MAY | others


@pytest.mark.parametrize("folder", counters(), ids=lambda folder: folder.name)
def test_a_counter_has_the_files_of_a_counter(folder):
    assert laid_out_wrongly(folder) == set()


@pytest.mark.parametrize("folder", counters(), ids=lambda folder: folder.name)
def test_a_counter_keeps_its_templates_under_its_own_name(folder):
    assert [path.name for path in (folder / "templates").iterdir()] == [folder.name]


def test_every_folder_of_the_desk_is_a_counter():
    folders = {path.parent for path in (source.HOIAM / "desk").glob("*/*.py")}
    assert folders == set(counters()) != set()


def test_a_bad_example_is_found(tmp_path):
    for name in FILES - {"forms"}:
        (tmp_path / f"{name}.py").touch()
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    (tmp_path / "services.py").touch()
    assert laid_out_wrongly(tmp_path) == {"forms", "services"}
