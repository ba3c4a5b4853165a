"""A clerk blacks out two places of a letter, with the mouse or by typing where they are, and publishes the copy."""

import io

import pikepdf
import pypdfium2
import pytest

from hoiam.files import redaction
from tests.desk.document_story import pdf_text
from tests.walks.test_petition import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
BOXES = ((12, 8, 48, 14), (20, 30, 85, 44.5))
"""Left, top, right, bottom in hundredths of the first page."""


def drawn(page, box):
    """With the mouse over the picture, from corner to corner; the second one backwards."""
    paper = page.locator("[data-redact]")
    paper.scroll_into_view_if_needed()
    frame = paper.locator("img").bounding_box()
    left, top, right, bottom = box
    corners = [
        (frame["x"] + frame["width"] * across / 100, frame["y"] + frame["height"] * down / 100)
        for across, down in ((left, top), (right, bottom))
    ]
    if box is BOXES[1]:
        corners.reverse()
    page.mouse.move(*corners[0])
    page.mouse.down()
    page.mouse.move(*[sum(pair) / 2 for pair in zip(*corners, strict=True)])
    page.mouse.move(*corners[1])
    page.mouse.up()


def lines_of(page):
    text = page.input_value("[name=boxes]")
    return [[float(number) for number in line.split()] for line in text.splitlines()]


def black_out(clerk):
    """As this screen allows it."""
    page = clerk.page
    if page.locator("p.js-only:visible").count():
        for box in BOXES:
            drawn(page, box)
        assert page.locator(".redact-box").count() == 2
    else:
        clerk.say(boxes="\n".join(f"1 {' '.join(map(str, box))}" for box in BOXES))
    for line, box in zip(lines_of(page), BOXES, strict=True):
        assert line == pytest.approx([1, *box], abs=0.5)


def ink(data, box):
    """The darkest and the lightest grey in a place of the first page, a little inside its edges."""
    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=1.5).to_pil().convert("L")
    width, height = picture.size
    left, top, right, bottom = box
    return picture.crop(
        (
            int(width * (left + 1) / 100),
            int(height * (top + 1) / 100),
            int(width * (right - 1) / 100),
            int(height * (bottom - 1) / 100),
        )
    ).getextrema()


def test_what_a_clerk_blacks_out_is_gone_from_what_everybody_may_read(people, walked):  # noqa: F811 - the fixture
    clerk = people("clerk")
    clerk.page.goto(walked.path("/desk/cases/{answered[id]}/redact/"))
    clerk.press("main ul.files a", has_text=".pdf")
    black_out(clerk)
    clerk.press("main form button", has_text="Tạo bản che")
    link = clerk.page.locator("main a[href*='/redact/copies/']").first
    made = clerk.page.request.get(link.get_attribute("href")).body()
    clerk.press("main form[action$='/publish'] button")

    citizen = people()
    citizen.page.goto(walked.path("/register/{answered[id]}"))
    public = citizen.page.locator("main a[href*='/papers/']").first.get_attribute("href")
    data = citizen.page.request.get(public).body()
    assert data == made
    redaction.check(data)
    assert pdf_text(data).strip() == ""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert all(list(page.Resources.keys()) == ["/XObject"] for page in pdf.pages)
    for box in BOXES:
        assert ink(data, box)[1] < 40
    assert ink(data, (50, 50, 95, 70))[1] > 200
