"""The page of the log after a log ended and another began, as an operator does it; its old receipts hold."""

import pytest

from tests.axe import QUICK
from tests.walks import house
from tests.walks.test_every_page import look
from tests.walks.visitors import Visitors

pytestmark = pytest.mark.browser
FIRST, NEXT = "hoiam.localhost/hoiam/1", "hoiam.localhost/hoiam/2"


@pytest.fixture(scope="module")
def followed(demonstration, tmp_path_factory, chromium):
    """Visitors of a copy of the demonstration whose log was followed by the next."""
    folder = tmp_path_factory.mktemp("followed") / "data"
    house.copied(demonstration, folder)
    done = house.hoiam(folder, "ledger", "successor", "--lang", "en", HOIAM_ORIGIN=NEXT)
    assert done.returncode == 0, done.stderr
    assert f"The log {FIRST} ended" in done.stdout
    with house.served(folder, HOIAM_ORIGIN=NEXT) as house_:
        company = Visitors(chromium, house_, tool=QUICK)
        yield company
        company.leave()
        assert "ERROR" not in house_.log, house_.log


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_names_the_log_that_ended_and_is_whole(followed, language):
    visit = followed.visit(language=language)
    assert visit.page.goto("/log/").status == 200
    text = visit.page.inner_text("main")
    assert {"vi": "Các nhật ký đã kết thúc", "en": "Logs that ended"}[language] in text
    assert FIRST in text
    look(visit, language)


def test_its_files_are_read_from_there(followed):
    visit = followed.visit(language="en")
    visit.page.goto("/log/")
    links = visit.page.eval_on_selector_all("a[href*='/log/ended/1/']", "all => all.map(one => one.href)")
    assert len(links) == 3
    for link in links:
        answer = visit.page.request.get(link)
        assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")


def test_a_receipt_of_the_log_that_ended_holds(followed):
    visit = followed.visit(language="en")
    given = visit.page.request.get(followed.house.path("/cases/{accepted[code]}/receipt.tlog-proof")).text()
    assert FIRST in given
    visit.page.goto("/verify")
    visit.page.fill("main textarea", given)
    with visit.page.expect_navigation():
        visit.page.click("main form[method=post] button[type=submit]")
    assert "The receipt holds" in visit.page.inner_text("main")
