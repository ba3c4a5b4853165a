"""What the table of handling suggests, on a page of the desk."""

import pytest

from tests import cast as people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "words", "step"),
    [
        ("", "Đưa vào giải quyết", "accept"),
        ("?foreign=on", "Chuyển đến cơ quan có thẩm quyền", "transfer"),
        ("?mixed=on", "Tách theo loại", "split"),
    ],
)
def test_it_says_what_to_do_with_the_article_and_leads_there(cast, client, query, words, step):
    case = people.received(cast)
    client.force_login(cast.clerk)
    page = client.get(f"/desk/cases/{case.pk}/advice{query}").content.decode()
    assert words in page
    assert "Thông tư 05/2021/TT-TTCP" in page or "Nghị định 154/2026/NĐ-CP" in page
    assert f'href="/desk/cases/{case.pk}/{step}"' in page


def test_a_step_that_is_not_theirs_is_not_offered(cast, client):
    case = people.received(cast)
    client.force_login(cast.clerk)
    page = client.get(f"/desk/cases/{case.pk}/advice?ineligible=on&originals=on").content.decode()
    assert "Lưu đơn" in page
    assert "biên nhận" in page
    assert "/refuse" not in page


def test_for_others_there_is_no_such_page(cast, client):
    case = people.received(cast)
    client.force_login(cast.stranger)
    assert client.get(f"/desk/cases/{case.pk}/advice").status_code == 404
