"""What an office document or PDF holds that one does not see at once. Gives the findings as JSON, by code."""

import encodings.cp437
import encodings.utf_8
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf

from hoiam.files import archives
from hoiam.files.cleaning import child
from hoiam.law.refusal import Refused

# The names in an archive are read with these, when the child may open nothing any more.
LOADED = (encodings.cp437, encodings.utf_8)
_LARGEST = 32 * 1024 * 1024
_PARTS: tuple[tuple[str, str, bytes], ...] = (
    (
        "comments",
        r"(word|xl)/(threaded)?comments.*\.xml|word/comments.*\.xml",
        rb"<(\w+:)?(comment|threadedComment)[ >]",
    ),
    (
        "tracked_changes",
        r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml",
        rb"<w:(ins|del|moveFrom|moveTo)[ >]",
    ),
    ("hidden_text", r"word/(document|header\d*|footer\d*)\.xml", rb"<w:vanish(/| w:val=\"(1|true|on)\")"),
    ("hidden_sheets", r"xl/workbook\.xml", rb"<sheet [^>]*state=\"(veryHidden|hidden)\""),
    ("hidden_rows", r"xl/worksheets/.*\.xml", rb"<(row|col) [^>]*hidden=\"(1|true)\""),
    (
        "metadata",
        r"docProps/(core|app|custom)\.xml",
        rb"<(dc:creator|cp:lastModifiedBy|Company|Manager|property)[ >][^<]*[^<\s]",
    ),
    ("metadata", r"meta\.xml", rb"<(meta:initial-creator|dc:creator)>[^<]"),
    ("comments", r"content\.xml", rb"<office:annotation[ >]"),
    ("tracked_changes", r"content\.xml", rb"<text:tracked-changes[ >]"),
    ("embedded", r"(word|xl)/embeddings/.+", rb"."),
)


def work(data: bytes) -> bytes:
    """Refused: file_damaged."""
    try:
        found = set(_pdf(data) if data.startswith(b"%PDF-") else _office(data))
    except Exception as error:  # a parser may fail in any way on hostile bytes
        raise Refused("file_damaged") from error
    return json.dumps(sorted(found)).encode()


def _office(data: bytes) -> Iterator[str]:
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist()[: archives.ENTRIES]:
            wanted = [
                (code, seen)
                for code, name, seen in _PARTS
                if re.fullmatch(name, entry.filename, re.IGNORECASE)
            ]
            if not wanted:
                continue
            with archive.open(entry) as part:
                text = part.read(_LARGEST)
            yield from (code for code, seen in wanted if re.search(seen, text, re.DOTALL))


def _pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        info: Any = pdf.trailer.get("/Info", {})
        if any(
            str(info.get(key, "")).strip()
            for key in ("/Author", "/Creator", "/Title", "/Subject", "/Keywords")
        ):
            yield "metadata"
        if "/OCProperties" in pdf.Root:
            yield "layers"
        if "/EmbeddedFiles" in pdf.Root.get("/Names", {}):
            yield "embedded"
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                if str(note.get("/Subtype", "")) not in {"/Link", "/Widget"}:
                    yield "comments"


if __name__ == "__main__":
    child.run(work)
