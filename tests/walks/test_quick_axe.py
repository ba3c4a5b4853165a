"""What the walks run is axe-core: on a page full of faults it says word for word what its authors' own says."""

import pytest

from tests import axe
from tests.walks.visitors import HEIGHT, NARROW, WIDE

pytestmark = pytest.mark.browser
FAULTY = """<!doctype html>
<html lang="vi"><head><title>Trang có lỗi</title><style>
  body { background: #fff; color: #222; }
  .grey { color: #999; }
  .mixed { color: oklch(75% 0.1 200); background: color-mix(in srgb, white 90%, navy); }
  .glass { opacity: .5; }
  .under { background: #111; color: #333; }
  .over { position: relative; top: -1.5em; background: rgb(255 255 0 / 40%); }
  .picture { background-image: linear-gradient(white, black); }
  .blend { mix-blend-mode: multiply; background: teal; color: hsl(170 40% 50%); }
  .shadow { text-shadow: 0 0 2px #fff; color: #777; }
  @media (prefers-color-scheme: dark) { body { background: #222; color: #444; } .grey { color: #eee; } }
  @media (max-width: 500px) { .wide { display: none; } .grey { background: #aaa; } }
</style></head><body>
  <h3>Đầu đề sai bậc</h3><p class="grey">Chữ nhạt</p><p class="grey">Chữ nhạt lần nữa</p><p class="mixed">Chữ pha</p>
  <p class="glass">Chữ mờ <span class="grey">và nhạt</span></p><p class="under">Chữ chìm</p><p class="over">Chữ đè</p>
  <p class="picture">Chữ trên ảnh</p><p class="blend">Chữ hòa</p>
  <p class="shadow">Chữ có bóng <a href="#x">liên kết</a></p>
  <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input type="text"><button></button><a href="#nowhere"></a>
  <ul><div>Không phải mục</div></ul><div role="button" aria-checked="maybe">Nút</div>
  <div id="one"></div><div id="one"></div>
  <table class="wide"><tr><th></th><td headers="gone">1</td></tr></table>
</body></html>"""
SAID = """axe.run({preload: false}).then(said => {
  delete said.timestamp;
  return JSON.stringify(said);
})"""


def said(chromium, tool, *, width, scheme):
    """All that axe-core finds, passes over and cannot tell, with the colours it has measured."""
    context = chromium.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page = context.new_page()
    page.set_content(FAULTY)
    page.evaluate(tool)
    found = page.evaluate(SAID)
    context.close()
    return found


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_quick_one_says_what_the_plain_one_says(chromium, width, scheme):
    plain = said(chromium, axe.PLAIN, width=width, scheme=scheme)
    assert plain.count('"color-contrast"') >= 1
    assert '"fgColor":"#999999"' in plain or scheme == "dark"
    assert said(chromium, axe.QUICK, width=width, scheme=scheme) == plain
