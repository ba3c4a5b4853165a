"""Looking at a paper page by page, a flattened copy without what was blacked out, and what is hidden in a file."""

import json
from collections.abc import Sequence

from hoiam.files.cleaning import parent
from hoiam.law.refusal import Refused


def page(data: bytes, number: int) -> tuple[bytes, int]:
    """That page as PNG with a grid, and how many there are.

    Refused: no_such_page, too_many_pages(most), file_damaged, file_encrypted, image_too_big, files_busy.
    """
    made = parent.clean("flat", json.dumps({"page": number}).encode() + b"\n" + data)
    return made[4:], int.from_bytes(made[:4])


def flattened(data: bytes, boxes: Sequence[Sequence[int]]) -> bytes:
    """A PDF of pixels only; boxes as page, left, top, right, bottom in thousandths. Refused as `page`; box_wrong."""
    asked = {"boxes": [list(box) for box in boxes]}
    return parent.clean("flat", json.dumps(asked).encode() + b"\n" + data)


def check(data: bytes) -> None:
    """By other readers than the one that made it. Refused: not_flat(found), file_damaged, files_busy."""
    found = json.loads(parent.clean("xray", data))
    if found:
        raise Refused("not_flat", found=found)


def hidden(data: bytes) -> tuple[str, ...]:
    """Codes of what is hidden: comments, tracked_changes, hidden_text, hidden_sheets, hidden_rows, metadata,
    layers, embedded. Refused: file_damaged, files_busy.
    """
    return tuple(json.loads(parent.clean("hidden", data)))
