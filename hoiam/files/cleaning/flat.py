"""Pages of a PDF or picture as pixels: one to look at, or all of them, blacked out, as a PDF that is nothing else.

Standard input: a line of JSON, then the file. `{"page": 1}` gives that page as PNG, after four bytes that say how
many there are; `{"boxes": [[page, left, top, right, bottom], …]}` the flattened copy, in thousandths of the page.
"""

import io
import json
from collections.abc import Sequence
from typing import Any, Self

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from hoiam.files.cleaning import child, picture
from hoiam.law.refusal import Refused

DPI = 150
MOST_PAGES = 40
MOST_BOXES = 400
SIDE = 3000
QUALITY = 85
LINES = 10
LETTERS, SMALLEST = 45, 10
"""How many letters of the grid stand in the width of a page; the least size."""
BLUE, DARK_BLUE = (120, 160, 255), (0, 60, 200)
Box = tuple[int, int, int, int, int]


def work(data: bytes) -> bytes:
    """Refused: file_damaged, file_encrypted, image_too_big, no_such_page, too_many_pages(most), box_wrong."""
    head, _newline, body = data.partition(b"\n")
    asked = json.loads(head)
    try:
        with Pages(body) as found:
            if "page" in asked:
                return _one(found, asked["page"])
            return _flattened(found, _boxes(asked["boxes"], found.count))
    except Refused:
        raise
    except Exception as error:  # a parser may fail in any way on hostile bytes
        raise Refused("file_damaged") from error


class Pages:
    """The pages of a file, drawn one at a time."""

    def __init__(self, data: bytes) -> None:
        self.picture: Image.Image | None = None
        self.pdf: Any = None
        if data.startswith(b"%PDF-"):
            self.pdf = _opened(data)
            self.count = len(self.pdf)
        else:
            with picture.opened(data) as shown:
                self.picture = picture.upright(shown).convert("RGB")
            self.count = 1
        if self.count > MOST_PAGES:
            raise Refused("too_many_pages", most=MOST_PAGES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.pdf is not None:
            self.pdf.close()

    def draw(self, number: int) -> Image.Image:
        """From 1, at 150 dots to the inch, at most SIDE wide and high."""
        if self.picture is not None:
            shown = self.picture.copy()
            shown.thumbnail((SIDE, SIDE))
            return shown
        page = self.pdf[number - 1]
        scale = min(DPI / 72, SIDE / max(page.get_size()))
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        return drawn


def _opened(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refused("file_encrypted" if locked else "file_damaged") from error
    return document


def _one(found: Pages, number: int) -> bytes:
    if not 1 <= number <= found.count:
        raise Refused("no_such_page")
    drawn = found.draw(number)
    drawn.thumbnail((1000, 1400))
    _grid(drawn)
    output = io.BytesIO()
    drawn.save(output, "PNG")
    return found.count.to_bytes(4) + output.getvalue()


def _grid(drawn: Image.Image) -> None:
    """Lines at every tenth, with hundredths written on them: places can be named without a mouse."""
    pen = ImageDraw.Draw(drawn)
    width, height = drawn.size
    size = max(SMALLEST, width // LETTERS)
    for tenth in range(1, LINES):
        across, down = width * tenth // LINES, height * tenth // LINES
        pen.line((across, 0, across, height), fill=BLUE)
        pen.line((0, down, width, down), fill=BLUE)
        for place in ((across + 2, 2), (2, down + 2)):
            _label(pen, place, str(tenth * 10), size)


def _label(pen: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int) -> None:
    """On a white ground, so that it is read on a dark photo too."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = pen.textbbox(place, text, font=font)
    pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), fill="white")
    pen.text(place, text, fill=DARK_BLUE, font=font)


def _boxes(given: Sequence[Sequence[int]], count: int) -> list[Box]:
    if len(given) > MOST_BOXES:
        raise Refused("box_wrong")
    found = []
    for page, left, top, right, bottom in given:
        whole = 0 <= left < right <= 1000 and 0 <= top < bottom <= 1000  # noqa: PLR2004 - thousandths
        if not (1 <= page <= count and whole):
            raise Refused("box_wrong")
        found.append((page, left, top, right, bottom))
    return found


def _flattened(found: Pages, boxes: Sequence[Box]) -> bytes:
    """Every page one picture; no text, no layer, no note of who made it."""
    made = pikepdf.Pdf.new()
    for number in range(1, found.count + 1):
        drawn = found.draw(number)
        _black_out(drawn, [box for box in boxes if box[0] == number])
        _add(made, drawn)
    output = io.BytesIO()
    made.save(output, deterministic_id=True)
    return output.getvalue()


def _black_out(drawn: Image.Image, boxes: Sequence[Box]) -> None:
    """Whatever a box touches is black: rounded outwards."""
    pen = ImageDraw.Draw(drawn)
    width, height = drawn.size
    for _page, left, top, right, bottom in boxes:
        corner = (left * width // 1000, top * height // 1000)
        pen.rectangle((*corner, -(-right * width // 1000), -(-bottom * height // 1000)), fill="black")


def _add(made: pikepdf.Pdf, drawn: Image.Image) -> None:
    output = io.BytesIO()
    drawn.save(output, "JPEG", quality=QUALITY)
    width, height = drawn.size
    size = (width * 72 / DPI, height * 72 / DPI)
    page = made.add_blank_page(page_size=size)
    shown = pikepdf.Stream(made, output.getvalue())
    shown.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=made.make_indirect(shown)))
    page.Contents = pikepdf.Stream(made, f"q {size[0]:.2f} 0 0 {size[1]:.2f} 0 0 cm /Page Do Q".encode())


if __name__ == "__main__":
    child.run(work)
