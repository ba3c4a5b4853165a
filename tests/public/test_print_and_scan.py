"""Both codes of a slip, printed 60 mm wide at 300 dots per inch, blurred and tilted, still hold what they held."""

import io
import random
from hashlib import shake_256

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image, ImageChops, ImageFilter

from hoiam.desk.cases import actions as cases
from hoiam.journal import queries as log
from hoiam.kit import qr as slip
from hoiam.ledger import transport
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
DPI, CSS_DPI, MM_PER_INCH = 300, 96, 25.4
WIDE = 60


@pytest.fixture
def press(chromium):
    """press(data address, millimetres): the picture as a printer of 300 dots per inch sets it."""
    context = chromium.new_context(device_scale_factor=DPI / CSS_DPI, offline=True)
    page = context.new_page()

    def printed(picture, wide):
        page.set_content(f'<img id="code" style="width:{wide}mm;height:{wide}mm" src="{picture}">')
        page.wait_for_function("document.getElementById('code').complete")
        shot = Image.open(io.BytesIO(page.locator("#code").screenshot())).convert("L")
        assert shot.width == pytest.approx(wide / MM_PER_INCH * DPI, abs=2)
        return shot

    yield printed
    context.close()


def photographed(picture, seed):
    """By a hand: tilted, a little from the side, blurred by up to a seventh of a millimetre, unevenly lit, grainy."""
    chance = random.Random(seed)
    width, height = picture.size
    frame = Image.new("L", (width + 160, height + 160), 235)
    frame.paste(picture, (80, 80))
    tilted = frame.rotate(chance.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True, fillcolor=235)
    across, down = tilted.size
    lean = [chance.uniform(0, 0.05) * across for _ in range(8)]
    corners = (
        *(-lean[0], -lean[1], -lean[2], down + lean[3]),
        *(across + lean[4], down + lean[5], across + lean[6], -lean[7]),
    )
    seen = tilted.transform(
        tilted.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=235
    )
    blurred = seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 1.6)))
    light = Image.linear_gradient("L").resize(blurred.size).point(lambda value: 150 + value * 105 // 255)
    grain = Image.effect_noise(blurred.size, 14)
    return ImageChops.add(ImageChops.multiply(blurred, light), grain, 1, -128)


def scanned(picture):
    return [one.text for one in zxingcpp.read_barcodes(picture)]


@pytest.fixture
def codes(cast):
    """What the two codes of a slip hold, at which level each is printed; and the fullest that is ever printed."""
    made = cases.submit(intake=people.intake(cast.ward), at=timezone.now())
    full = transport.to_url(shake_256(b"full").digest(transport.PRINT_LIMIT), "hoiam.example.gov.vn")
    return [
        (f"https://hoiam.example.gov.vn/cases/{made.code}", slip.TRACKING_LEVEL),
        (log.receipt_of(event_id=made.event_id).url, slip.EVIDENCE_LEVEL),
        (full, slip.EVIDENCE_LEVEL),
    ]


def test_both_codes_are_read_from_a_photo_of_paper(codes, press):
    for text, level in codes:
        printed = press(slip.qr(text, level), WIDE)
        read = [scanned(photographed(printed, seed)) == [text] for seed in range(8)]
        assert read == [True] * 8, (len(text), level)


def test_a_photo_can_be_too_bad(codes, press):
    """So the photos above are no matter of course."""
    text, level = codes[2]
    assert scanned(press(slip.qr(text, level), WIDE).filter(ImageFilter.GaussianBlur(9))) == []
