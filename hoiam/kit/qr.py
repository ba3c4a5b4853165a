"""QR codes as pictures in an address."""

import importlib

EVIDENCE_LEVEL = "l"
TRACKING_LEVEL = "m"


def qr(text: str, level: str) -> str:
    """A data address: dark on white in any theme, with the quiet zone that scanners need."""
    segno = importlib.import_module("segno")  # large, and a server starts without it
    made: str = segno.make(text, error=level, boost_error=False, micro=False).svg_data_uri(
        scale=4, border=4, dark="#000", light="#fff"
    )
    return made
