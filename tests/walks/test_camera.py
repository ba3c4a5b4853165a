"""Scanning with the camera, where the browser reads codes by itself; without it the button is not there."""

import pytest

from hoiam.ledger import receipt, transport

pytestmark = [pytest.mark.browser]
EYES = """
(given) => {
  window.BarcodeDetector = class {
    async detect(video) {
      const small = { rawValue: "http://localhost/cases/ABCD-EFGH-JKMN-PQ" }, large = { rawValue: given };
      window.looks = (window.looks ?? 0) + 1;
      return window.looks > 2 && video.videoWidth ? [small, large] : [];
    }
  };
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 9, 9);
  const stream = canvas.captureStream(10);
  navigator.mediaDevices.getUserMedia = async () => stream;
}
"""


@pytest.fixture
def held(chromium):
    """A browser whose camera, if any, is made up."""
    context = chromium.new_context()
    yield context
    context.close()


def test_without_a_reader_of_codes_there_is_no_button(held, walked):
    held.add_init_script("delete window.BarcodeDetector")
    page = held.new_page()
    page.goto(f"{walked.url}/verify")
    assert page.locator("[data-camera]").is_hidden()


def test_the_camera_fills_the_field_and_the_answer_comes(held, walked):
    given = held.request.get(walked.url + walked.path("/cases/{received[code]}/receipt.tlog-proof")).body()
    code = transport.to_url(transport.for_print(receipt.parse(given)), "localhost")
    held.add_init_script(f"({EYES})({code!r})")
    page = held.new_page()
    page.goto(f"{walked.url}/verify?lang=en")
    with page.expect_navigation():
        page.click("[data-camera]")
    assert "The receipt holds" in page.inner_text("main")


def test_a_camera_that_is_refused_is_said_so(held, walked):
    refusing = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError') }"
    held.add_init_script(f"({EYES})(''); {refusing}")
    page = held.new_page()
    page.goto(f"{walked.url}/verify?lang=en")
    page.click("[data-camera]")
    page.wait_for_function("document.querySelector('[data-camera]').innerText.includes('cannot be used')")
