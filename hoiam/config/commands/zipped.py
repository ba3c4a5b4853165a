"""hoiam ledger zipapp: the verifier as one file, for whoever will not install anything of ours."""

import ast
import zipfile
from pathlib import Path

import click

from hoiam.ledger import cli

ROOT = Path(cli.__file__).resolve().parents[2]
FIRST = "hoiam/ledger/cli.py"
PACKAGES = ("hoiam/__init__.py", "hoiam/ledger/__init__.py")
START = "import sys\n\nfrom hoiam.ledger.cli import main\n\nsys.exit(main(sys.argv[1:]))\n"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@click.command("zipapp")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write the verifier and auditor as one file; it needs Python and its package cryptography."""
    build(file)
    click.echo(f"python3 {file} verify RECEIPT --vkey KEY\npython3 {file} audit DIR --vkey KEY")


def build(file: Path) -> None:
    """The same bytes from the same sources, whenever and wherever it is built."""
    with file.open("wb") as whole:
        whole.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "__main__.py", START.encode())
            for name in (*PACKAGES, *modules()):
                _put(archive, name, (ROOT / name).read_bytes())
    file.chmod(0o755)


def modules() -> list[str]:
    """What the command line of the ledger imports of our own, and what that imports."""
    found, left = set[str](), [FIRST]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _imports(ROOT / name)
    return sorted(found)


def _imports(path: Path) -> list[str]:
    names = list[str]()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hoiam"):
            module = (node.module or "").replace(".", "/")
            names += [f"{module}.py", *(f"{module}/{one.name}.py" for one in node.names)]
    return [name for name in names if (ROOT / name).is_file()]


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
