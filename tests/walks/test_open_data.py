"""Somebody wants to know how an office does: to the data, to a file that holds what it says, to the office itself."""

import csv
import hashlib
import json
from xml.etree import ElementTree as ET

import pytest

from tests.walks.test_petition import Person
from tests.walks.visitors import NARROW

pytestmark = pytest.mark.browser
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def journalist(visitors):
    """On a small screen and without scripts."""
    met = Person(visitors, "", width=NARROW, scripts=False)
    yield met
    met.leave()


def test_from_the_foot_of_a_page_to_a_file_and_to_the_office(journalist, walked, tmp_path):
    page = journalist.page
    page.goto(walked.path("/"))
    journalist.press("footer a[href='/data/']")
    journalist.press("main a[href='/data/duties']")
    told = page.inner_text("main tr:has(a[href$='duties.csv']) .hash")

    with page.expect_download() as waiting:
        page.click("main a[href$='duties.csv']")
    path = tmp_path / "duties.csv"
    waiting.value.save_as(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == told
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = page.inner_text("main dl.facts div:first-child dd").replace(".", "").replace(",", "")
    assert len(rows) == int(shown) > 100

    one = next(row for row in rows if row["unit"] == "05977")
    rule = page.request.get(walked.path(f"/rules/{one['rule']}"))
    assert (rule.status, one["rule"] in rule.text()) == (200, True)
    page.goto(walked.path(f"/posts/{one['post']}"))
    journalist.press("main a.back")
    assert page.url.endswith("/units/05977")
    feed = page.request.get(walked.path("/units/05977/replies.atom"))
    entries = ET.fromstring(feed.body()).findall(f"{ATOM}entry")  # noqa: S314 - our own answer
    assert entries
    page.goto(entries[0].find(f"{ATOM}link").get("href"))
    assert "/register/" in page.url


def test_a_download_that_broke_off_goes_on_where_it_stopped(journalist, walked):
    request = journalist.page.request
    whole = request.get(walked.path("/data/units/units.csv"))
    tag = whole.headers["etag"]
    rest = request.get(
        walked.path("/data/units/units.csv"), headers={"Range": "bytes=1000-", "If-Range": tag}
    )
    assert (rest.status, rest.body()) == (206, whole.body()[1000:])
    again = request.get(walked.path("/data/units/units.csv"), headers={"If-None-Match": tag})
    assert again.status == 304


def test_the_page_of_a_unit_that_ended_leads_to_its_successor(journalist, walked):
    page = journalist.page
    package = json.loads(page.request.get(walked.path("/data/datapackage.json")).text())
    assert {one["format"] for one in package["resources"]} == {"csv", "jsonl", "parquet"}
    page.goto(walked.path(f"/units/{walked.facts['ended']}"))
    journalist.press("main .ds-alert a")
    assert page.url.endswith("/units/05977")
