"""Small faults put into the ledger one by one: does a test notice? Says which went unnoticed.

    .venv/bin/python tools/mutants.py [merkle note receipt] [--beside 2] [--least 95]

Each fault (another comparison, sign, constant or result, a condition turned round, a check or a refusal left out)
is made in memory, in a process of its own, where the module's tests run until the first fails. A process that takes
four times as long as without a fault hangs: noticed. Exit code 1 below `--least` percent.
"""

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "merkle": ("test_proof_cases", "test_merkle", "test_limits", "test_vectors"),
    "note": ("test_note_limits", "test_note", "test_wide", "test_vectors", "test_receipt"),
    "receipt": ("test_receipt_limits", "test_receipt", "test_vectors", "test_sequencer", "test_audit"),
}
OPTIONS = ("-x", "-q", "-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-W", "ignore")
WARM = ("pytest", "hypothesis", "cryptography.hazmat.primitives.asymmetric.mldsa")
FIRST, TIMES = 60, 4
MEMORY = 4 << 30
OTHERS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.USub: ast.UAdd,
}


class Fault(NamedTuple):
    line: int
    what: str
    make: Callable[[], None]
    mend: Callable[[], None]


def faults(tree: ast.Module) -> Iterator[Fault]:
    """Every fault there is a way to make; each is made and mended in place."""
    words = {id(part) for node in ast.walk(tree) for part in unspoken(node)}
    for parent in ast.walk(tree):
        if id(parent) in words:
            continue
        for name, value in ast.iter_fields(parent):
            children = value if isinstance(value, list) else [value]
            for at, child in enumerate(children):
                if isinstance(child, ast.AST) and id(child) not in words:
                    yield from of_child(parent, name, at if isinstance(value, list) else None, child)


def unspoken(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings and annotations, with all inside."""
    parts: list[Any] = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        parts.append(node)
    for part in parts:
        if part is not None:
            yield from ast.walk(part)


def of_child(parent: ast.AST, name: str, at: int | None, child: ast.AST) -> Iterator[Fault]:
    line = getattr(child, "lineno", getattr(parent, "lineno", 0))
    for other in instead(child):
        shown = f"{said(child)} -> {said(other)}"
        yield Fault(line, shown, setter(parent, name, at, other), setter(parent, name, at, child))


def setter(parent: ast.AST, name: str, at: int | None, value: ast.AST) -> Callable[[], None]:
    if at is None:
        return lambda: setattr(parent, name, value)
    return lambda: getattr(parent, name).__setitem__(at, value)


def said(node: ast.AST) -> str:
    text = ast.unparse(node) or type(node).__name__
    return text.partition("\n")[0][:70]


def instead(node: ast.AST) -> Iterator[ast.AST]:
    """What might stand there by mistake."""
    if type(node) in OTHERS:
        yield OTHERS[type(node)]()
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in other_values(node.value))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        yield turned
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()


def other_values(value: object) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield f"X{value}"
    elif isinstance(value, bytes):
        yield b"X" + value


class Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives this module as compiled here, whatever the file says."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, *_: object) -> Any:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def create_module(self, _: Any) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(compile(ast.fix_missing_locations(self.tree), str(self.path), "exec"), module.__dict__)  # noqa: S102


def run(name: str, path: Path, tree: ast.Module, seconds: int = FIRST) -> int:
    """In a process of its own: its id. It exits with 0 if no test noticed."""
    child = os.fork()
    if child:
        return child
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    code = 1
    try:
        sys.meta_path.insert(0, Planted(f"hoiam.ledger.{name}", path, tree))
        tests = [f"tests/ledger/{one}.py" for one in TESTS[name]]
        code = importlib.import_module("pytest").main([*OPTIONS, *tests])
    finally:
        os._exit(1 if code else 0)


def measure(name: str, beside: int) -> tuple[int, list[str]]:
    """How many faults there are, and those that nobody noticed."""
    path = ROOT / "hoiam" / "ledger" / f"{name}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_work, count, left = dict[int, str](), 0, list[str]()

    def wait() -> None:
        child, status = os.wait()
        what = at_work.pop(child)
        if status == 0:
            left.append(what)

    began = time.monotonic()
    at_work[run(name, path, tree)] = "none"
    wait()
    seconds = 2 + round(TIMES * (time.monotonic() - began))
    if left != ["none"]:
        sys.exit(f"{name}: the tests fail without any fault")
    left.clear()
    for fault in faults(tree):
        count += 1
        fault.make()
        at_work[run(name, path, tree, seconds)] = f"hoiam/ledger/{name}.py:{fault.line}: {fault.what}"
        fault.mend()
        if len(at_work) >= beside:
            wait()
    while at_work:
        wait()
    return count, sorted(left)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", choices=[*TESTS, []], help="all of them, if none is named")
    parser.add_argument("--beside", type=int, default=2, help="how many processes at a time")
    parser.add_argument("--least", type=float, default=95.0, help="percent that must be noticed")
    asked = parser.parse_args(arguments)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    for module in WARM:
        importlib.import_module(module)
    low = False
    for name in asked.modules or list(TESTS):
        began = time.monotonic()
        count, left = measure(name, asked.beside)
        percent = 100 * (count - len(left)) / count
        low |= percent < asked.least
        print(
            f"{name:8} {count} faults, {percent:.1f} % noticed, {time.monotonic() - began:.0f} s", flush=True
        )
        print("".join(f"  not noticed  {one}\n" for one in left), end="", flush=True)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
