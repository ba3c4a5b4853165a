"""What the shape tests measure: functions over source text, so that each can be tried on a bad example."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOIAM = ROOT / "hoiam"
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
BRANCH = ast.If | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.match_case


@dataclass(frozen=True)
class Function:
    name: str
    lines: int
    complexity: int
    imports: int


def house() -> list[Path]:
    """Every Python file that is ours to shape; migrations are written by Django."""
    ours = [path for path in HOIAM.rglob("*.py") if "migrations" not in path.parts]
    return sorted([*ours, *(ROOT / "tools").glob("*.py"), ROOT / "dev.py"])


def room(*names: str) -> list[Path]:
    return sorted(path for name in names for path in (HOIAM / name).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


TRANSLATED = frozenset(
    {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
)


def untold(source: str) -> list[str]:
    """Words to translate that are asked for inside an f-string: who collects the messages does not look there."""
    return [
        ast.unparse(call)
        for whole in ast.walk(ast.parse(source))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATED
    ]


def functions(source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, FUNCTION):
            inside = list(ast.walk(node))
            yield Function(
                name=node.name,
                lines=node.end_lineno - node.lineno + 1 - docstring_lines(node),
                complexity=1 + sum(isinstance(one, BRANCH) for one in inside),
                imports=sum(isinstance(one, ast.Import | ast.ImportFrom) for one in inside),
            )


def docstring_lines(node) -> int:
    docstring = ast.get_docstring(node, clean=False)
    return len(docstring.splitlines()) if docstring else 0


def imported(source: str) -> set[str]:
    """Full names of what is imported, `from a import b` as both a and a.b, relative ones as "."."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        if isinstance(node, ast.ImportFrom):
            module = node.module if node.module and not node.level else "."
            names |= {module} | {f"{module}.{one.name}" for one in node.names}
    return names


def called(source: str) -> set[str]:
    """Last names of what is called: `datetime.now()` is "now"."""
    functions = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    attributes = {one.attr for one in functions if isinstance(one, ast.Attribute)}
    return attributes | {one.id for one in functions if isinstance(one, ast.Name)}


def defined(source: str) -> set[str]:
    """Every name that the source gives to something: classes, functions, arguments, variables, fields."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                names.add(node.name)
            case ast.arg():
                names.add(node.arg)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
            case ast.Attribute(ctx=ast.Store()):
                names.add(node.attr)
    return names


def words(name: str) -> list[str]:
    """The words in a name: "ProfileOf_citizens" is profile, of, citizens."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
