"""A JPEG stream without its notes, its picture untouched (ITU-T T.81, annex B): for photos inside a PDF."""

_NOTES = frozenset(
    {*range(0xE1, 0xEE), 0xEF, 0xFE}
)  # APP1..APP13, APP15, COM; APP0 and APP14 change the colours
_START, _SCAN = b"\xff\xd8", 0xDA


def without_notes(data: bytes) -> bytes:
    """Drop EXIF, XMP, IPTC, profiles and comments; the scan is copied as it is. Raises ValueError."""
    if not data.startswith(_START):
        raise ValueError("not a JPEG stream")
    kept, at = bytearray(_START), 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:  # noqa: PLR2004 - every segment starts so
            raise ValueError("not a JPEG stream")
        if data[at + 1] == 0xFF:  # noqa: PLR2004 - fill byte
            at += 1
            continue
        if data[at + 1] == _SCAN:
            return bytes(kept) + data[at:]
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _NOTES:
            kept += data[at:end]
        at = end
    raise ValueError("not a JPEG stream")
