"""File names as people sent them, made harmless: no path, no control or direction marks, not too long."""

import unicodedata

LIMIT = 120
_RESERVED = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_UNNAMED = "file"


def harmless(name: str) -> str:
    """The last part of the name, at most 120 characters with its extension kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(c if unicodedata.category(c)[0] != "Z" else " " for c in last if not _hidden(c))
    stem, extension = split(" ".join(shown.translate(_RESERVED).split()).lstrip(". "))
    tail = f".{extension}" if extension else ""
    return (stem.strip(" .") or _UNNAMED)[: LIMIT - len(tail)] + tail


def split(name: str) -> tuple[str, str]:
    """Stem and lower-case extension without its dot."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.strip().lower()[:12]) if dot else (name, "")


def with_extension(name: str, extension: str) -> str:
    """The same name for a copy of another kind."""
    return f"{split(name)[0][: LIMIT - len(extension) - 1]}.{extension}"


def _hidden(character: str) -> bool:
    """Control, format (direction marks among them), surrogate, private and unassigned characters."""
    return unicodedata.category(character)[0] == "C"
