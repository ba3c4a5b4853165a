"""Codes in a photo: read in a child process, like everything that decodes what strangers send. Nothing is kept."""

import json

from hoiam.files.cleaning import parent

LIMIT = 10 * 1024 * 1024
HEAD = 16
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


def is_picture(head: bytes) -> bool:
    """By its first bytes: JPEG, PNG or WebP."""
    return head.startswith(_PICTURES)


def codes_in(data: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a picture. Refused: image_too_big(megapixels), file_damaged, files_busy."""
    return tuple(json.loads(parent.clean("qr", data)))


def codes_on_cover(data: bytes) -> tuple[str, ...]:
    """The same on the first page of a PDF, or in a picture. Refused: file_damaged, file_encrypted, files_busy."""
    return tuple(json.loads(parent.clean("cover", data)))
