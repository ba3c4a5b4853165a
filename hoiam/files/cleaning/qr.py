"""What the QR codes in a picture hold, as a JSON list of texts."""

import json

import zxingcpp
from PIL import Image

from hoiam.files.cleaning import child, picture

MOST = 8
LONGEST = 8192
_KINDS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read(data: bytes) -> bytes:
    """Refused: image_too_big(megapixels), file_damaged."""
    with picture.opened(data) as seen:
        return found(picture.upright(seen))


def found(shown: Image.Image) -> bytes:
    """In what is decoded already."""
    grey = shown.convert("L")
    pixels = memoryview(grey.tobytes()).cast("B", shape=(grey.height, grey.width))
    codes = zxingcpp.read_barcodes(pixels, formats=_KINDS)
    return json.dumps([one.bytes.decode("utf-8", "replace")[:LONGEST] for one in codes[:MOST]]).encode()


if __name__ == "__main__":
    child.run(read)
