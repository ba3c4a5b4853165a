"""The slip as a printer gets it: the whole sheet, set at 300 dots per inch, and both codes read back from it."""

import io

import pikepdf
import pytest
import typst
import zxingcpp
from PIL import Image

from hoiam.ledger import receipt, transport
from tests.public.test_print_and_scan import photographed

pytestmark = pytest.mark.browser
DPI, MM_PER_INCH, POINTS = 300, 25.4, 72
A5 = (148, 210)
LEAST = 40
"""Millimetres: the side of the evidence code on paper, its quiet zone apart."""


@pytest.fixture
def sheet(chromium, walked, tmp_path):
    """sheet(path) gives the one page that Chromium prints of it, and its picture."""
    context = chromium.new_context(base_url=walked.url)

    def printed(path):
        page = context.new_page()
        page.goto(walked.path(path))
        pdf = page.pdf(path=tmp_path / "slip.pdf", prefer_css_page_size=True)
        (tmp_path / "sheet.typ").write_text(
            f'#set page(width: {A5[0]}mm, height: {A5[1]}mm, margin: 0mm)\n#image("slip.pdf", width: 100%)\n'
        )
        picture = typst.compile(tmp_path / "sheet.typ", format="png", ppi=DPI)
        return pikepdf.open(io.BytesIO(pdf)), Image.open(io.BytesIO(picture)).convert("L")

    yield printed
    context.close()


def read(picture):
    """What the codes hold, the largest last."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [one.text for one in sorted(found, key=side)]


def side(code):
    """In millimetres."""
    return (code.position.top_right.x - code.position.top_left.x) / DPI * MM_PER_INCH


def test_it_is_one_sheet_of_a5(sheet):
    pdf, picture = sheet("/cases/{received[code]}/slip")
    assert len(pdf.pages) == 1
    wide, high = (float(end) / POINTS * MM_PER_INCH for end in pdf.pages[0].mediabox[2:])
    assert (wide, high) == (pytest.approx(A5[0], abs=0.5), pytest.approx(A5[1], abs=0.5))
    assert picture.width == pytest.approx(A5[0] / MM_PER_INCH * DPI, abs=2)


@pytest.mark.parametrize("case", ["received", "accepted"])
def test_both_codes_are_read_from_the_sheet(sheet, walked, case):
    _, picture = sheet(f"/cases/{{{case}[code]}}/slip")
    follow, evidence = read(picture)
    assert follow == walked.url + walked.path(f"/cases/{{{case}[code]}}")
    proof = transport.decode(transport.from_url(evidence))
    assert proof.opening.statement.startswith("hoiam.statement/v1\nlog ")
    assert "\nkind case.received\n" in proof.opening.statement
    assert max(map(side, zxingcpp.read_barcodes(picture))) >= LEAST


@pytest.mark.parametrize("case", ["received", "accepted"])
def test_what_the_sheet_holds_is_valid_here(sheet, walked, chromium, case):
    _, picture = sheet(f"/cases/{{{case}[code]}}/slip")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{walked.url}/verify?lang=en")
    page.fill("main textarea", read(picture)[-1])
    with page.expect_navigation():
        page.click("main form[method=post] button[type=submit]")
    assert "The receipt holds" in page.inner_text("main")
    context.close()


def test_a_photo_of_the_whole_sheet_is_enough(sheet):
    _, picture = sheet("/cases/{received[code]}/slip")
    whole = read(picture)
    for seed in range(4):
        assert read(photographed(picture, seed)) == whole, seed


def test_the_file_and_the_code_prove_the_same(sheet, walked, chromium):
    _, picture = sheet("/cases/{accepted[code]}/slip")
    context = chromium.new_context()
    file = context.request.get(walked.url + walked.path("/cases/{accepted[code]}/receipt.tlog-proof")).body()
    context.close()
    printed, given = transport.decode(transport.from_url(read(picture)[-1])), receipt.parse(file)
    assert (printed.index, printed.opening) == (given.index, given.opening)
