"""A photo as a telephone takes it: with place, time and a note in its EXIF."""

import io

from PIL import Image, ImageDraw

PLACE = (21.0, 50.0, 52.0)
NOTE = "GPSPLACE Lang Son"


def photo(size: tuple[int, int] = (640, 400)) -> bytes:
    """A JPEG of a lane by night."""
    picture = Image.new("RGB", size, (28, 44, 60))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(200, 400), (440, 400), (340, 180), (300, 180)], fill=(70, 74, 80))
    draw.ellipse((480, 60, 540, 120), fill=(120, 110, 70))
    exif = Image.Exif()
    exif[0x010E] = NOTE
    exif[0x8825] = {1: "N", 2: PLACE, 3: "E", 4: (106.0, 45.0, 40.0), 29: "2026:11:23"}
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif, quality=80)
    return made.getvalue()
