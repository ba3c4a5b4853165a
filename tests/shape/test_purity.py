"""law and ledger decide and prove; they do not look at the clock, the machine or the dice."""

import sys

import pytest

from tests.shape import source

IMPORTS = {"os", "time", "random", "secrets", "uuid", "socket", "subprocess"}
CALLS = {"now", "today", "utcnow", "open", "read_bytes", "read_text", "write_bytes", "write_text"}
OTHERS = {"law": set(), "ledger": {"cryptography"}}
# Where they touch the disk after all, and with what. Nothing else in these files, and these in no other file.
EDGES = {
    "law/packs/__init__.py": {"read_text"},  # the packs' own data files
    "ledger/audit.py": {"open"},
    "ledger/keys.py": {"os", "open", "read_bytes"},
    "ledger/publish.py": {"os", "open", "read_bytes"},
    "ledger/record.py": {"os", "open"},
    "ledger/tiles.py": {"os", "open", "read_bytes", "read_text"},
    "ledger/verify.py": {"open"},
}


def impure(text):
    imports = {name.split(".")[0] for name in source.imported(text)}
    return (imports & IMPORTS) | (source.called(text) & CALLS)


def foreign(text, room):
    """Give what is neither the standard library's, nor this room's, nor allowed to it."""
    allowed = {"hoiam", *OTHERS[room], *sys.stdlib_module_names}
    rooms = {name for name in source.imported(text) if name.startswith("hoiam.")}
    strangers = {name for name in rooms if not name.startswith(f"hoiam.{room}")}
    return {name.split(".")[0] or "." for name in source.imported(text)} - allowed | strangers


@pytest.mark.parametrize("room", OTHERS)
def test_a_pure_room_touches_nothing(room):
    found = {
        source.named(path).removeprefix("hoiam/"): impure(source.text(path)) for path in source.room(room)
    }
    assert found
    left = {name: names - EDGES.get(name, set()) for name, names in found.items()}
    assert {name: names for name, names in left.items() if names} == {}


def test_every_named_edge_is_still_one():
    assert {name: impure(source.text(source.HOIAM / name)) for name in EDGES} == EDGES


@pytest.mark.parametrize("room", OTHERS)
def test_a_pure_room_imports_only_the_standard_library(room):
    found = {source.named(path): foreign(source.text(path), room) for path in source.room(room)}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "bad",
    [
        "import os",
        "import os.path as p",
        "from time import monotonic",
        "def f():\n    import secrets",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "open('x')",
        "path.open()",
        "path.write_text('x')",
    ],
)
def test_a_bad_example_is_impure(bad):
    assert impure(bad)


@pytest.mark.parametrize(
    "bad",
    ["import django", "from django.utils import timezone", "from hoiam.kit import fold", "from . import x"],
)
def test_a_bad_example_is_foreign(bad):
    assert foreign(bad, "law")


def test_law_may_not_have_what_ledger_may():
    assert foreign("import cryptography", "law")
    assert not foreign("import cryptography", "ledger")
