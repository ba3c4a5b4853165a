"""The norms of ARCHITECTURE.md: hard stops, not targets."""

import pytest

from tests.shape import source

FUNCTION_LINES = 50
FILE_LINES = 400
COMPLEXITY = 8
FRAMEWORK_FREE = 0.15
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "managers", "signals"}


def too_long(text):
    return [one.name for one in source.functions(text) if one.lines > FUNCTION_LINES]


def too_branched(text):
    return [one.name for one in source.functions(text) if one.complexity > COMPLEXITY]


def importing(text):
    return [one.name for one in source.functions(text) if one.imports]


def offenders(measure):
    return [f"{source.named(path)}: {one}" for path in source.house() for one in measure(source.text(path))]


def test_there_is_a_house_to_measure():
    assert len(source.house()) > 10


def test_no_function_is_longer_than_a_screen():
    assert offenders(too_long) == []


def test_no_function_branches_too_much():
    assert offenders(too_branched) == []


def test_no_function_imports():
    assert offenders(importing) == []


def test_no_file_is_too_long():
    lines = {source.named(path): len(source.text(path).splitlines()) for path in source.house()}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_no_file_is_named_after_nothing():
    assert [source.named(path) for path in source.house() if NO_NAMES & {path.stem, path.parent.name}] == []


def test_the_framework_free_share_is_kept():
    def lines(paths):
        return sum(len(source.text(path).splitlines()) for path in paths)

    whole = [path for path in source.house() if path.is_relative_to(source.HOIAM)]
    assert lines(source.room("law", "ledger")) / lines(whole) >= FRAMEWORK_FREE


BODY = "\n".join(["    x = 1"] * FUNCTION_LINES)
BRANCHES = "\n".join(["    if x: pass"] * COMPLEXITY)
DOCSTRING = '    """' + "\n".join(["why"] * FUNCTION_LINES) + '"""'


@pytest.mark.parametrize(
    ("measure", "bad"),
    [
        (too_long, f"def f():\n{BODY}"),
        (too_long, f"class A:\n    async def f():\n{BODY.replace('    ', '        ')}"),
        (too_branched, f"def f(x):\n{BRANCHES}"),
        (too_branched, "def f(x):\n    match x:\n" + "\n".join(f"        case {n}: pass" for n in range(8))),
        (importing, "def f():\n    import os"),
        (importing, "def f():\n    if 1:\n        from os import path"),
    ],
)
def test_a_bad_example_is_found(measure, bad):
    assert measure(bad) == ["f"]


def test_a_docstring_does_not_count():
    assert too_long(f"def f():\n{DOCSTRING}\n    return 1") == []


def test_words_to_translate_are_asked_for_where_they_are_collected():
    assert source.untold("f\"{number}: {_('Sent.')}\"") == ["_('Sent.')"]
    assert source.untold("said = _('Sent.')\nf'{number}: {said}'") == []
    found = {source.named(path): source.untold(source.text(path)) for path in source.house()}
    assert {name: calls for name, calls in found.items() if calls} == {}
