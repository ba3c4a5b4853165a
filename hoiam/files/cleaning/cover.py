"""What the QR codes on the first page of a PDF hold, or in a picture, as a JSON list of texts."""

from hoiam.files.cleaning import child, flat, qr
from hoiam.law.refusal import Refused


def read(data: bytes) -> bytes:
    """Refused: file_damaged, file_encrypted, image_too_big(megapixels), too_many_pages(most)."""
    try:
        with flat.Pages(data) as found:
            return qr.found(found.draw(1))
    except Refused:
        raise
    except Exception as error:  # a parser may fail in any way on hostile bytes
        raise Refused("file_damaged") from error


if __name__ == "__main__":
    child.run(read)
