"""A picture re-encoded: upright, without place, camera, comment or anything but what one sees."""

import io

from PIL import Image, ImageOps

from hoiam.files.cleaning import child
from hoiam.law.refusal import Refused

PIXELS = 50_000_000
SIDE = 4200  # of the reading copy; the original keeps every detail
_FORMATS = ("JPEG", "PNG", "WEBP")
Image.MAX_IMAGE_PIXELS = PIXELS


def clean(data: bytes) -> bytes:
    """JPEG, or PNG where there is transparency or there was a PNG. Refused: image_too_big, file_damaged."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _check(picture)
            return _encoded(_upright(picture), png=picture.format == "PNG")
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_big() from error
    except Exception as error:  # a decoder may fail in any way on hostile bytes
        raise Refused("file_damaged") from error


def _check(picture: Image.Image) -> None:
    """From the header, before anything is decoded."""
    width, height = picture.size
    if width * height > PIXELS:
        raise _too_big()


def _too_big() -> Refused:
    return Refused("image_too_big", limit_megapixels=PIXELS // 1_000_000)


def _upright(picture: Image.Image) -> Image.Image:
    if max(picture.size) > SIDE:
        width, height = picture.size
        picture.draft(None, (width // 2, height // 2))  # JPEG only: decode at half size
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((SIDE, SIDE))
    return turned


def _encoded(picture: Image.Image, *, png: bool) -> bytes:
    see_through = picture.has_transparency_data
    if picture.mode not in {"L", "RGB"}:
        picture = picture.convert("RGBA" if see_through else "RGB")
    picture.info.clear()  # Pillow writes comments and profiles it finds here
    output = io.BytesIO()
    if png or see_through:
        picture.save(output, "PNG")
    else:
        picture.save(output, "JPEG", quality=88)
    return output.getvalue()


if __name__ == "__main__":
    child.run(clean)
