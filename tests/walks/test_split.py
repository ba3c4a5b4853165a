"""A letter with three contents, split at the counter and followed by its sender, with and without scripts."""

import pytest

from tests.walks.test_petition import Person, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
LINES = (
    "Đề nghị sửa đèn đường ở ngõ 12 đã hỏng từ tháng Chín.",
    "Tôi khiếu nại quyết định thu hồi đất số 34 của phường.",
    "Tôi phản ánh rác ở đầu ngõ không có ai thu gom.",
)
KINDS = ("petition", "complaint", "report")


def register(clerk: Person) -> None:
    page = clerk.page
    page.goto("/desk/register")
    page.check("main [name=channel][value=paper]")
    page.check("main [name=kind][value=petition]")
    clerk.say(name="Vi Thị Minh Họa", title="Đơn có ba nội dung", body="\n".join(LINES))
    clerk.press("main button[type=submit]:not([name])")


def test_a_mixed_letter_is_split_in_three(people):  # noqa: F811 - the fixture
    clerk = people("clerk")
    register(clerk)
    code = clerk.page.inner_text(".case-code")
    clerk.page.goto("/desk/?state=received")
    clerk.press("main table a", has_text="Đơn có ba nội dung")
    clerk.press("main a[href$='/split']")
    for number, kind in enumerate(KINDS, start=1):
        assert clerk.page.input_value(f"[name=part-{number}-text]") == LINES[number - 1]
        clerk.page.select_option(f"[name=part-{number}-kind]", kind)
        clerk.say(**{f"part-{number}-title": f"Nội dung thứ {number}"})
    clerk.press("button[name=do][value=split]")
    waiting = clerk.page.inner_text("main")
    assert all(f"Nội dung thứ {number}" in waiting for number in (1, 2, 3))
    assert "Đơn có ba nội dung" not in waiting

    citizen = people()
    citizen.page.goto(f"/cases/{code}")
    shown = citizen.page.inner_text("main")
    assert all(f"Nội dung thứ {number}" in shown for number in (1, 2, 3))
    citizen.press("form[action$='/part/2'] button")
    assert "Nội dung thứ 2" in citizen.page.inner_text("h1")
    assert citizen.page.url.rpartition("/")[2] != code
