"""QR codes as pictures in an address."""

import importlib
import io

EVIDENCE_LEVEL = "l"
TRACKING_LEVEL = "m"


def drawn(text: str, level: str) -> str:
    """The same as SVG, for a paper."""
    out = io.BytesIO()
    made = importlib.import_module("segno").make(text, error=level, boost_error=False, micro=False)
    made.save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff")
    return out.getvalue().decode()


def qr(text: str, level: str) -> str:
    """A data address: dark on white in any theme, with the quiet zone that scanners need."""
    segno = importlib.import_module("segno")  # large, and a server starts without it
    made: str = segno.make(text, error=level, boost_error=False, micro=False).svg_data_uri(
        scale=4, border=4, dark="#000", light="#fff"
    )
    return made
