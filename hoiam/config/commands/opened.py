"""Published openings of a log, read from a folder: this installation's, or a copy that anybody made."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from hoiam.ledger import statement
from hoiam.ledger.receipt import Open, parse_opening


def statements(home: Path, cut: int | None = None) -> Iterator[tuple[int, statement.Statement]]:
    """In the order of the log, those before the entry `cut`; what is sealed says nothing."""
    for index in sorted(int(file.name) for file in home.iterdir() if file.name.isdecimal()):
        if cut is not None and index >= cut:
            return
        opening = parse_opening((home / str(index)).read_bytes())
        if isinstance(opening, Open):
            yield index, statement.parse(opening.statement)


def beside(home: Path, index: int, said: statement.Statement) -> bytes | None:
    """What that entry names by its SHA-256; None where the file is not there, or is another."""
    try:
        text = (home / f"{index}.json").read_bytes()
    except FileNotFoundError:
        return None
    return text if hashlib.sha256(text).hexdigest() == said.facts.get("sha256") else None
