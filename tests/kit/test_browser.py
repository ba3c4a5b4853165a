"""The kit in a real browser, without a server: pages and static files are handed to it as it asks."""

import json
from datetime import date
from mimetypes import guess_type
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms

from hoiam.kit.charts import Bar, BarChart, Line, LineChart, Part
from tests.kit.pages import render, working_clock
from tests.kit.test_parts import PARTIALS

STATIC = Path(__file__).resolve().parents[2] / "hoiam" / "kit" / "static"
SITE = "https://kit.test"
CONTEXT_DAY = date(2026, 8, 28)
pytestmark = pytest.mark.browser


class Petition(forms.Form):
    kind = forms.ChoiceField(
        label="Loại", widget=forms.RadioSelect, choices=[("k", "Kiến nghị"), ("p", "Phản ánh")]
    )
    title = forms.CharField(label="Tóm tắt", help_text="Trong một câu")
    text = forms.CharField(label="Nội dung", max_length=20, widget=forms.Textarea)
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Chọn"), ("1", "Đông Kinh")])
    photo = forms.FileField(label="Tệp", required=False)
    agree = forms.BooleanField(label="Đồng ý", required=False)


FORM = '<form method="post" action="/sent">{{ form }}<button class="ds-button">Gửi</button></form>'
PARTS = "".join(f'{{% include "kit/{name}.html" %}}' for name in PARTIALS if name != "table")
CITIZEN = (
    '{% extends "kit/wide.html" %}{% block nav %}{% nav_item "/" "Trang đầu" "send" %}{% endblock %}'
    '{% block main %}<h1>Trang</h1><p class="lead">Lời dẫn</p>'
    + FORM
    + PARTS
    + '{% include "kit/answers.html" %}'
    '{% include "kit/steps.html" with step=1 of=3 %}{% due card today "Hạn" expanded=True %}'
    '{% for color in colors %}{% tag color color %}{% include "kit/notice.html" %}{% endfor %}'
    '<div class="pair">{% bar_chart bars "b" %}{% line_chart lines "l" %}</div>{% endblock %}'
)
STAFF = (
    '{% extends "kit/staff.html" %}{% block nav %}{% nav_item "/" "Việc" "inbox" 12 %}{% endblock %}'
    '{% block main %}<div class="page-head"><h1>Việc</h1><a class="ds-button" href="#a">Mới</a></div>'
    '<form class="filters"><input class="ds-input" type="search" aria-label="Tìm" name="q"></form>'
    '<table class="ds-table" data-stack data-rows><thead><tr><th>Mã</th><th>Việc</th></tr></thead><tbody>'
    '{% for n in numbers %}<tr class="row-late"><td data-label="Mã"><a href="#{{ n }}">V-{{ n }}</a></td>'
    "<td>Đèn đường hỏng</td></tr>{% endfor %}</tbody></table>" + FORM + "{% endblock %}"
)
CONTEXT = {
    **{key: value for given in PARTIALS.values() for key, value in given.items()},
    "text": "Một câu dài vừa phải, đủ để xuống dòng trên điện thoại nhỏ.",
    "answers": [("Loại", "Phản ánh", "/a")],
    "colors": ["accent", "neutral", "info", "success", "warning", "danger", "ember"],
    "numbers": [1, 2, 3],
    "bars": BarChart("Cột", "d", (Bar("A", (Part("x", 3, "good"), Part("y", 1, "bad"))),)),
    "lines": LineChart("Đường", "d", ("T1", "T2"), (Line("x", (1, 2)), Line("z", (2, None), "bad"))),
    "user": SimpleNamespace(is_authenticated=True, display_name="Nông Thị Thử"),
}


@pytest.fixture
def visit(chromium):
    """visit(source, …) opens a page made from a template's text; whatever it complains of fails the test."""
    contexts, complaints, asked = [], [], []

    def answer(route):
        path = route.request.url.removeprefix(SITE).split("?")[0]
        asked.append((route.request.method, path))
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=guess_type(file.name)[0])
        else:
            route.fulfill(status=204, body="")

    def open_page(source, *, width=1280, scheme="light", scripts=True, language="vi", data=None):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        card = working_clock(CONTEXT_DAY, 10)
        markup = render(source, language, form=Petition(data), card=card, today=CONTEXT_DAY, **CONTEXT)
        page.route(f"{SITE}/**", answer)
        page.route(
            f"{SITE}/page", lambda route: route.fulfill(body=markup, content_type="text/html; charset=utf-8")
        )
        page.goto(f"{SITE}/page")
        page.asked = asked
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
@pytest.mark.parametrize("source", [CITIZEN, STAFF], ids=["citizen", "staff"])
def test_every_part_is_accessible_and_fits(visit, source, width, scheme):
    page = visit(source, width=width, scheme=scheme, data={})
    found = Axe().run(page).response["violations"]
    assert found == [], json.dumps(
        [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_summary_of_errors_has_the_focus(visit):
    assert visit(CITIZEN, data={}).locator(".ds-error-summary").evaluate("e => e === document.activeElement")


def test_the_letters_left_are_counted(visit):
    page = visit(CITIZEN)
    page.fill("#id_text", "x" * 21)
    assert "21 / 20" in page.inner_text("[data-count-for=id_text]")
    assert page.input_value("#id_text") == "x" * 21


def test_a_form_is_sent_once(visit):
    page = visit(CITIZEN)
    for _ in range(3):
        page.get_by_role("button", name="Gửi", exact=True).click()
    page.wait_for_timeout(100)
    assert page.asked.count(("POST", "/sent")) == 1


def test_without_scripts_nothing_is_missing(visit):
    page = visit(CITIZEN, scripts=False)
    assert page.locator(".js-only:visible").count() == 0
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.wait_for_timeout(100)
    assert ("POST", "/sent") in page.asked


def test_letter_keys_walk_the_rows_and_reach_the_search(visit):
    page = visit(STAFF)
    focus = "document.activeElement.textContent || document.activeElement.name"
    for key in "jjj":
        page.keyboard.press(key)
    assert page.evaluate(focus) == "V-3"
    page.keyboard.press("k")
    assert page.evaluate(focus) == "V-2"
    page.keyboard.press("/")
    assert page.evaluate(focus) == "q"
    page.keyboard.press("j")
    assert page.input_value("[name=q]") == "j"


def test_letter_keys_can_be_switched_off_for_good(visit):
    page = visit(STAFF)
    page.click("[data-keys]")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.get_attribute("[data-keys]", "aria-pressed") == "false"


def test_table_heads_stay_in_sight(visit):
    page = visit(STAFF)
    page.evaluate(
        "document.querySelector('tbody').innerHTML = document.querySelector('tbody').innerHTML.repeat(40)"
    )
    page.evaluate("scrollTo(0, 1200)")
    assert page.locator("thead th").first.bounding_box()["y"] == 0
