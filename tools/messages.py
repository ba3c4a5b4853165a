"""The message catalogues: python tools/messages.py compile | check | missing [ROOM].

compile   every .po to the .mo beside it, which is what Django reads
check     every message of the templates and the code has a Vietnamese text: in its own room's catalogue or in
          the page kit's, not fuzzy, not empty, with the same placeholders, and the same in every room
missing   the messages that have none, as .po entries to paste and fill
"""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "hoiam"
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
SHARED = "kit"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}", re.IGNORECASE)

Key = tuple[str | None, str]  # context, message


@dataclass(frozen=True)
class Used:
    room: str
    place: str
    key: Key
    plural: str | None


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            return compile_all()
        case ["check"]:
            return check()
        case ["missing", *rooms]:
            return print_missing(rooms)
    print(__doc__)
    return 2


def compile_all() -> int:
    for path in sorted(ROOT.rglob("*.po")):
        with path.with_suffix(".mo").open("wb") as out:
            write_mo(out, load(path))
    return 0


def check() -> int:
    catalogues = {room: catalogue(room) for room in rooms()}
    problems = [f"{one.place}: no Vietnamese text for {one.key[1]!r}" for one in missing(catalogues)]
    ours = {one.key for one in used()}
    for room, known in catalogues.items():
        for key, message in known.items():
            problems += [f"{room}: {problem}" for problem in faults(message, ours=key in ours)]
    problems += conflicts(catalogues)
    print("\n".join(problems) or f"{sum(map(len, catalogues.values()))} messages")
    return 1 if problems else 0


def print_missing(wanted: list[str]) -> int:
    seen = set()
    for one in missing({room: catalogue(room) for room in rooms()}):
        if (wanted and one.room not in wanted) or (one.room, one.key) in seen:
            continue
        seen.add((one.room, one.key))
        print(f"#: {one.place}")
        if one.key[0]:
            print(f"msgctxt {quoted(one.key[0])}")
        print(f"msgid {quoted(one.key[1])}")
        print(f'msgid_plural {quoted(one.plural)}\nmsgstr[0] ""\n' if one.plural else 'msgstr ""\n')
    return 0


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def rooms() -> list[str]:
    """Every folder that has a catalogue or could have one: the Django apps, and the rest of hoiam as one."""
    return [path.parent.relative_to(ROOT).as_posix() for path in sorted(ROOT.rglob("apps.py"))]


def room_of(path: Path) -> str:
    """The app that the file belongs to; for a file of no app, its top folder."""
    for folder in path.parents:
        if (folder / "apps.py").exists():
            return folder.relative_to(ROOT).as_posix()
    return path.relative_to(ROOT).parts[0]


def load(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="vi", abort_invalid=True)


def catalogue(room: str) -> dict[Key, Message]:
    path = ROOT / room / CATALOGUE
    if not path.exists():
        return {}
    return {(one.context or None, singular(one)): one for one in load(path) if one.id}


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def missing(catalogues: dict[str, dict[Key, Message]]) -> Iterator[Used]:
    for one in used():
        own, shared = catalogues.get(one.room, {}), catalogues.get(SHARED, {})
        if one.key not in own and one.key not in shared:
            yield one


def used() -> Iterator[Used]:
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from extracted(path, path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.rglob("templates/**/*.*")):
        if path.suffix in {".html", ".txt", ".xml", ".svg"}:
            yield from extracted(path, templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def extracted(path: Path, source: str) -> Iterator[Used]:
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for line, message, _, context in found:
        first, plural = (message, None) if isinstance(message, str) else (message[0], message[1])
        place = f"{path.relative_to(ROOT.parent)}:{line}"
        yield Used(room_of(path), place, (context or None, first), plural)


def faults(message: Message, *, ours: bool) -> Iterator[str]:
    """What is wrong with it; a message of Django or allauth may say less than the original."""
    name = singular(message)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield f"{name!r} is fuzzy"
    if not texts or not all(texts):
        yield f"{name!r} is empty"
        return
    wanted = placeholders(message.id if isinstance(message.id, str) else message.id[-1])
    for text in texts:
        found = placeholders(text)
        if not found <= wanted or (ours and found != wanted):
            yield f"{name!r}: placeholders {sorted(found)} instead of {sorted(wanted)}"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def conflicts(catalogues: dict[str, dict[Key, Message]]) -> Iterator[str]:
    """Django merges the catalogues: of two texts for one message, one would be lost."""
    seen: dict[Key, tuple[str, object]] = {}
    for room, known in catalogues.items():
        for key, message in known.items():
            first, text = seen.setdefault(key, (room, message.string))
            if text != message.string:
                yield f"{room}: {key[1]!r} is {message.string!r}, but {text!r} in {first}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
