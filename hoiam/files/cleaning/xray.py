"""A PDF read with other eyes before it may be published: x-ray and PyMuPDF look for what lies under black boxes.

Gives what was found as JSON: `text` where any text can still be selected, `boxes` where some lies under a box,
`more` where the file holds anything but pictures of pages.
"""

import encodings.utf_16_le
import io
import json
from typing import Any

import pikepdf
import pypdfium2
import xray

from hoiam.files.cleaning import child
from hoiam.law.refusal import Refused

# Text of a page is read with this, when the child may open nothing any more.
LOADED = (encodings.utf_16_le,)
_EXTRA = ("/AcroForm", "/Names", "/OCProperties", "/OpenAction", "/AA", "/Metadata", "/StructTreeRoot")


def work(data: bytes) -> bytes:
    """Refused: file_damaged."""
    try:
        found = [name for name, looks in (("text", _text), ("boxes", _boxes), ("more", _more)) if looks(data)]
    except Exception as error:  # a parser may fail in any way on hostile bytes
        raise Refused("file_damaged") from error
    return json.dumps(found).encode()


def _boxes(data: bytes) -> bool:
    """x-ray awaits nothing for bytes: one step, and it has answered."""
    reading: Any = xray.inspect(data)
    try:
        reading.send(None)
    except StopIteration as answer:
        return bool(answer.value)
    reading.close()
    raise Refused("file_damaged")


def _text(data: bytes) -> bool:
    with pypdfium2.PdfDocument(data) as document:
        return any(page.get_textpage().get_text_bounded().strip() for page in document)


def _more(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = any("/Annots" in page.obj or "/Font" in page.obj.get("/Resources", {}) for page in pdf.pages)
        return pages or "/Info" in pdf.trailer or any(key in pdf.Root for key in _EXTRA)


if __name__ == "__main__":
    child.run(work)
