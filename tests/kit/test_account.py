"""The pages of allauth wear the kit."""

import pytest

from tests.kit.pages import Tree

pytestmark = [pytest.mark.urls("tests.kit.account_urls"), pytest.mark.django_db]


@pytest.mark.parametrize(("language", "word"), [("vi", "Đăng nhập"), ("en", "Sign in")])
def test_signing_in_is_a_page_of_the_kit(client, language, word):
    response = client.get(f"/account/login/?lang={language}")
    markup = response.content.decode()
    tree = Tree(markup)
    assert tree.faults == []
    assert f"<h1>{word}</h1>" in markup
    assert tree.by_id("id_login")["class"] == "ds-input"
    assert "placeholder" not in markup


def test_a_wrong_password_is_said_in_vietnamese(client):
    response = client.post("/account/login/", {"login": "nobody", "password": "wrong"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in response.content.decode()


def test_the_frame_serves_the_other_pages_too(client):
    markup = client.get("/account/signup/").content.decode()
    assert 'class="top"' in markup
    assert Tree(markup).faults == []
