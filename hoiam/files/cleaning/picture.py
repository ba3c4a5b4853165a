"""A picture re-encoded: upright, without place, camera, comment or anything but what one sees."""

import contextlib
import io
from collections.abc import Iterator

from PIL import (
    Image,
    ImageCms,
    ImageColor,
    ImageOps,
    ImagePalette,
    MpoImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from hoiam.files.cleaning import child
from hoiam.law.refusal import Refused

PIXELS = 50_000_000
SIDE = 4200  # of the reading copy; the original keeps every detail
LARGEST_PNG = 10 * 1024 * 1024  # beyond, a JPEG on white
QUALITY = 88
_TO_SRGB = {"L": "L", "RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB"}
_FORMATS = ("JPEG", "PNG", "WEBP")
Image.MAX_IMAGE_PIXELS = PIXELS
Image.preinit()
# Pillow would load these late, when the child may open nothing any more.
LOADED = (ImageColor, ImagePalette, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)


def clean(data: bytes) -> bytes:
    """JPEG, or PNG for what was one or can be seen through. Refused: image_too_big(megapixels), file_damaged."""
    with opened(data) as picture:
        return _encoded(upright(picture), png=picture.format == "PNG")


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Whatever fails inside is what the picture is to blame for. Refused as `clean`."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _check(picture)
            yield picture
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
    return Refused("image_too_big", megapixels=PIXELS // 1_000_000)


def upright(picture: Image.Image) -> Image.Image:
    """Decoded, at most SIDE wide and high, turned as it was held."""
    if max(picture.size) > SIDE:
        width, height = picture.size
        picture.draft(None, (width // 2, height // 2))  # JPEG only: decode at half size
    picture.load()
    picture.thumbnail((SIDE, SIDE))  # before turning: turning makes a second copy
    return ImageOps.exif_transpose(picture)


def _encoded(picture: Image.Image, *, png: bool) -> bytes:
    see_through = picture.has_transparency_data
    picture = _in_srgb(picture)
    if picture.mode not in {"L", "RGB"}:
        picture = picture.convert("RGBA" if see_through else "RGB")
    picture.info.clear()  # Pillow writes comments and profiles it finds here
    output = io.BytesIO()
    if png or see_through:
        picture.save(output, "PNG")
    if not 0 < output.tell() <= LARGEST_PNG:
        output = io.BytesIO()
        _on_white(picture).save(output, "JPEG", quality=QUALITY)
    return output.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The same colours without the profile that explained them; a profile we cannot use is left out."""
    profile, mode = picture.info.get("icc_profile"), _TO_SRGB.get(picture.mode)
    if not profile or mode is None:
        return picture
    with contextlib.suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.getOpenProfile(io.BytesIO(profile))
        if "srgb" not in ImageCms.getProfileName(source).lower():
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, srgb, outputMode=mode) or picture
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture)
    return white


if __name__ == "__main__":
    child.run(clean)
