"""Every page in both languages: on a desk and on a telephone, by day and by night; and when something is wrong.

Colours do not depend on the language: the Vietnamese page is seen wide by day and narrow by night, the English one wide
by night and narrow by day.
"""

import json
from urllib.parse import urlencode

import pytest

from tests.walks import words_on_pages
from tests.walks.pages import DOWNLOADS, PAGES, UNSEEN, addresses
from tests.walks.trouble import TROUBLES
from tests.walks.visitors import HEIGHT, NARROW, WIDE

pytestmark = pytest.mark.browser
# Without preload: axe-core would fetch style sheets again and put them into the page, which our headers forbid.
EVERYTHING = "axe.run({preload: false, resultTypes: ['violations']})"
NONSENSE = ("9" * 5000, "-1", "0001-01-01", "9999-12-31.1", "\u0663\x00'\"<%")
ASKED = (
    "after",
    "before",
    "unit",
    "plan",
    "year",
    "period",
    "day",
    "post",
    "kind",
    "state",
    "q",
    "sort",
    "entry",
)
DAY, NIGHT = "light", "dark"
SEEN = {"vi": {WIDE: DAY, NARROW: NIGHT}, "en": {WIDE: NIGHT, NARROW: DAY}}


def faults(page):
    """What axe-core finds, short enough to read."""
    found = page.evaluate(f"{EVERYTHING}.then(results => results.violations)")
    return [(fault["id"], [node["html"][:160] for node in fault["nodes"]][:4]) for fault in found]


def go_there(visit, page, house):
    """Open a page and do on it what is done; gives the last answer."""
    answer = visit.page.goto(house.path(page.path))
    for deed in page.deeds:
        led = deed.on(visit.page, house)
        if led is not None:
            answer = led
            assert not deed.leads or led.status == deed.leads, f"{deed.where}: {led.status}"
    return answer


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_is_whole(visitors, walked, page, language):
    visit = visitors.visit(page.role, language=language)
    answer = go_there(visit, page, walked)
    if not any(deed.leads for deed in page.deeds):
        assert answer.status == page.status
    look(visit, language)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
def test_the_page_that_tells_of_trouble_is_whole(troubled, trouble, language, tmp_path):
    visit = troubled.visit(trouble.role, language=language)
    assert trouble.bring_on(visit.page, troubled.house, tmp_path).status == trouble.status
    look(visit, language)


def look(visit, language):
    """At what is on the page now: one language, one heading, no fault at any size and by day or night."""
    assert visit.page.get_attribute("html", "lang") == language
    assert visit.page.locator("h1").count() == 1
    assert visit.page.locator("[role=alert].ds-error-summary").count() <= 1
    shown = visit.page.evaluate(words_on_pages.SHOWN)
    assert words_on_pages.foreign(shown, language) == []
    assert words_on_pages.broken(shown) == []
    found = wide_and_narrow(visit.page, SEEN[language])
    assert not any(found.values()), json.dumps(found, ensure_ascii=False, indent=1)
    assert visit.complaints == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_works_without_scripts(visitors, walked, page):
    visit = visitors.visit(page.role, width=NARROW, scripts=False)
    answer = go_there(visit, page, walked)
    assert answer.status == (page.deeds[-1].leads if page.deeds and page.deeds[-1].leads else answer.status)
    assert visit.page.locator("h1").is_visible()
    assert visit.page.locator(".js-only:visible").count() == 0
    assert visit.complaints == []


def wide_and_narrow(page, schemes):
    """Faults and width at both sizes, each by day or by night."""
    found = {}
    for width, scheme in schemes.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        found[f"{width}, {scheme}"], found[f"over {width}"] = faults(page), over(page, width)
    return found


def over(page, width):
    """How many pixels the page is wider than the screen."""
    return max(0, page.evaluate("document.documentElement.scrollWidth") - width)


def test_nonsense_in_an_address_makes_no_page_fail(visitors, walked):
    """Cursors, filters, days and numbers that nobody would write by hand."""
    failed = []
    for page in {page.of: page for page in PAGES if page.status == 200}.values():
        path = walked.path(page.path)
        request = visitors.visit(page.role).page.context.request
        for value in NONSENSE:
            answer = request.get(f"{path.partition('?')[0]}?{urlencode(dict.fromkeys(ASKED, value))}")
            if answer.status >= 500:
                failed.append((page.of, value[:20], answer.status))
    assert failed == []


@pytest.mark.parametrize("download", DOWNLOADS, ids=lambda one: one.of.replace(":", "-"))
def test_what_is_not_a_page_is_given_as_what_it_is(visitors, walked, download):
    visit = visitors.visit(download.role)
    answer = visit.page.context.request.get(walked.path(download.path))
    assert (answer.status, answer.headers["content-type"]) == (200, download.kind)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_address_of_the_product_is_left_out():
    listed = {one.of for one in (*PAGES, *DOWNLOADS)} - {"nowhere"} | UNSEEN
    assert sorted(set(addresses()) - listed) == []
    assert sorted(listed - set(addresses())) == []


def test_a_word_of_the_other_language_is_found():
    assert words_on_pages.foreign(["Gửi", "Send", "Not in any catalogue", "ten@example.invalid"], "vi") == [
        "Send",
        "Not in any catalogue",
    ]
    assert words_on_pages.foreign(["Gửi", "Send"], "en") == ["Gửi"]


def test_remains_of_markup_are_found():
    torn = ['12/10/2026">', "Tiếp công dân, <time datetime=", "</time>"]
    assert words_on_pages.broken(["Gửi", "a < b", "x > y", *torn]) == torn
