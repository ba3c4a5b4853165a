"""What is inside office documents: zip archives by construction, so bombs, macros and locks are looked for.

Nothing is written anywhere; every entry is unpacked once against a running limit, because a header may lie.
"""

import io
import re
import zipfile
import zlib
from typing import BinaryIO

from hoiam.law.refusal import Refused

ENTRIES = 2000
UNPACKED = 100 * 1024 * 1024
RATIO = 200
RATIO_FROM = 1024 * 1024  # small parts of repeated XML shrink a lot and hurt nobody
_CHUNK = 256 * 1024
_SMALL = 1024 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCKED = 0x1
_PROGRAM = re.compile(
    r"vbaproject\.bin$|vbadata\.xml$|/macrosheets/|/dialogsheets/|/activex/|^basic/|^scripts/"
    r"|\.(docm|dotm|xlsm|xltm|xlam|xlsb)$"
    r"|/embeddings/[^/]+\.(bin|exe|dll|js|vbs|scr|bat|cmd|lnk|hta|msi)$",
    re.IGNORECASE,
)
_MACRO_TYPES = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[^<>]+>")
_FETCHED = re.compile(rb"/(attachedtemplate|oleobject|frame|subdocument)[\"']", re.IGNORECASE)
_OUTSIDE = re.compile(rb"targetmode\s*=\s*[\"']external", re.IGNORECASE)


def inspect_ooxml(data: bytes, main_part: str) -> None:
    """A .docx or .xlsx.

    Refused: file_damaged, file_is_not_what_it_says(found), archive_bomb, file_encrypted, macro_refused.
    """
    with _opened(data) as archive:
        names = _entries(archive, len(data))
        types = _part(archive, names, "[Content_Types].xml")
        if main_part not in names or types is None:
            raise Refused("file_is_not_what_it_says", found="zip")
        if _MACRO_TYPES.search(types) or _fetches(archive, names):
            raise Refused("macro_refused")
        _unpack(archive)


def inspect_odf(data: bytes, media_type: bytes) -> None:
    """An .odt or .ods. Refused as inspect_ooxml."""
    with _opened(data) as archive:
        names = _entries(archive, len(data))
        if _part(archive, names, "mimetype") != media_type:
            raise Refused("file_is_not_what_it_says", found="zip")
        if b"encryption-data" in (_part(archive, names, "META-INF/manifest.xml") or b""):
            raise Refused("file_encrypted")
        _unpack(archive)


def inspect_large(file: BinaryIO, *, size: int, main_part: str, unpacked: int) -> None:
    """A table far larger than an attachment, by its headers: whoever reads it reads no more than they say.

    Refused as inspect_ooxml.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = _entries(archive, size, unpacked)
            types = _part(archive, names, "[Content_Types].xml")
            if main_part not in names or types is None:
                raise Refused("file_is_not_what_it_says", found="zip")
            if _MACRO_TYPES.search(types):
                raise Refused("macro_refused")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("file_damaged") from error


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("file_damaged") from error


def _entries(archive: zipfile.ZipFile, size: int, unpacked: int = UNPACKED) -> frozenset[str]:
    """What the headers say: how many, how large, locked, twice, macros."""
    entries = archive.infolist()
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > unpacked:
        raise Refused("archive_bomb")
    if sum(entry.compress_size for entry in entries) > size or any(_explodes(entry) for entry in entries):
        raise Refused("archive_bomb")
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise Refused("file_encrypted")
    names = frozenset(entry.filename for entry in entries)
    if len(names) != len(entries) or any(entry.compress_type not in _METHODS for entry in entries):
        raise Refused("file_damaged")
    if any(_PROGRAM.search(name) for name in names):
        raise Refused("macro_refused")
    return names


def _explodes(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > RATIO * max(entry.compress_size, 1)


def _fetches(archive: zipfile.ZipFile, names: frozenset[str]) -> bool:
    """Whether opening it would bring in a template or an object from elsewhere: macros by another road."""
    links = (name for name in names if name.lower().endswith(".rels"))
    return any(
        _FETCHED.search(link) and _OUTSIDE.search(link)
        for name in links
        for link in _ELEMENT.findall(_part(archive, names, name) or b"")
    )


def _part(archive: zipfile.ZipFile, names: frozenset[str], name: str) -> bytes | None:
    if name not in names:
        return None
    try:
        with archive.open(name) as part:
            data = part.read(_SMALL + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refused("file_damaged") from error
    if len(data) > _SMALL:
        raise Refused("archive_bomb")
    return data


def _unpack(archive: zipfile.ZipFile) -> None:
    """Unpack everything to nowhere, counting; checks each entry's checksum on the way."""
    total = 0
    for entry in archive.infolist():
        try:
            with archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    total += len(chunk)
                    if total > UNPACKED:
                        raise Refused("archive_bomb")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise Refused("file_damaged") from error
