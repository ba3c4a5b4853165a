"""Signing in and out and changing a password, in both languages."""

import re

import pytest
from django.contrib.auth.hashers import get_hashers
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from hoiam.office.models import Person
from tests.office.builders import PASSWORD, person

pytestmark = [pytest.mark.urls("tests.office.desk_urls"), pytest.mark.django_db]
LOGIN, LOGOUT, CHANGE = "/account/login/", "/account/logout/", "/account/password/change/"
WRONG = {"vi": "Tên đăng nhập hoặc mật khẩu không đúng.", "en": "The username or the password is wrong."}
TOKEN = re.compile('csrfmiddlewaretoken" value="[^"]*"')
NEW = "một câu khác cũng dài"


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lan():
    return Person.objects.get(pk=person())


def sign_in(client, login="lan", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def test_one_begins_to_type_at_once_and_after_a_mistake_reads_what_it_was(client, lan):
    begins = [tag for tag in client.get(LOGIN).content.decode().split("<") if " autofocus" in tag]
    assert ['name="login"' in tag for tag in begins] == [True]
    assert " autofocus" not in sign_in(client, password="sai").content.decode()


@pytest.mark.parametrize("login", ["lan", "LAN", " lan "])
def test_the_right_password_leads_to_the_desk(client, lan, login):
    assert sign_in(client, login).url == "/desk/"


def test_signing_in_leads_back_to_where_one_wanted_to_go(client, lan):
    assert sign_in(client, next="/desk/case/7/").url == "/desk/case/7/"


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_signing_in_does_not_lead_elsewhere(client, lan, there):
    assert sign_in(client, next=there).url == "/desk/"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(client, lan, language):
    client.cookies["lang"] = language
    pages = [
        TOKEN.sub("", sign_in(client, login, "sai").content.decode()).replace(login, "")
        for login in ("lan", "nobody")
    ]
    assert all(WRONG[language] in page for page in pages)
    assert pages[0].split("<main")[1] == pages[1].split("<main")[1]


def test_who_left_cannot_sign_in_and_is_told_nothing_more(client, lan):
    Person.objects.update(is_active=False)
    response = sign_in(client)
    assert WRONG["vi"] in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_costs_one_hash_whether_the_name_exists_or_not(client, lan, monkeypatch):
    hashed = []
    for hasher in get_hashers():
        monkeypatch.setattr(type(hasher), "encode", counting(hashed, type(hasher).encode))
    costs = []
    for login in ("lan", "nobody"):
        hashed.clear()
        sign_in(client, login, "sai")
        costs.append(len(hashed))
    assert costs == [1, 1]


def counting(calls, encode):
    def counted(*args, **kwargs):
        calls.append(1)
        return encode(*args, **kwargs)

    return counted


def test_the_sixth_wrong_password_for_one_name_is_not_looked_at(client, lan):
    for _attempt in range(5):
        assert WRONG["vi"] in sign_in(client, password="sai").content.decode()
    assert "Đăng nhập sai quá nhiều lần. Hãy chờ năm phút rồi thử lại." in sign_in(client).content.decode()


def test_a_flood_of_attempts_gets_the_page_for_too_many(client, lan, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(client, f"nobody{n}", "sai") for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Thử quá nhiều lần" in answers[-1].content.decode()


def test_what_was_typed_as_a_name_is_kept_and_the_password_is_not(client):
    page = sign_in(client, "<b>lan", "bí mật lắm").content.decode()
    assert 'value="&lt;b&gt;lan"' in page
    assert "bí mật lắm" not in page


@pytest.mark.parametrize("given", [{"login": "", "password": ""}, {"login": "a\x00b", "password": "c\x00d"}])
def test_empty_or_strange_input_gets_a_message(client, given):
    response = client.post(LOGIN, given)
    assert response.status_code == 200
    assert "ds-error-summary" in response.content.decode()


def test_signing_out_is_asked_for_and_done(client, lan):
    client.force_login(lan)
    assert "<h1>Đăng xuất</h1>" in client.get(LOGOUT).content.decode()
    assert client.post(LOGOUT).url == "/"
    assert "_auth_user_id" not in client.session


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again})


def test_a_password_is_changed_and_other_sessions_end(client, lan, client_elsewhere):
    client.force_login(lan)
    assert change(client).url == "/desk/"
    assert client.get(CHANGE).status_code == 200
    assert client_elsewhere.get(CHANGE).status_code == 302
    lan.refresh_from_db()
    assert lan.check_password(NEW)


@pytest.fixture
def client_elsewhere(lan):
    other = Client()
    other.force_login(lan)
    return other


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"again": "khác hẳn rồi"}, "Hai lần nhập mật khẩu không giống nhau."),
        ({"new": "ngắn", "again": "ngắn"}, "Mật khẩu này quá ngắn. Mật khẩu phải có ít nhất 10 ký tự."),
        ({"new": "password123", "again": "password123"}, "Mật khẩu này quá phổ biến."),
    ],
)
def test_a_password_is_not_changed_carelessly(client, lan, given, said):
    client.force_login(lan)
    assert said in change(client, **given).content.decode()
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)


def test_a_stranger_cannot_change_a_password(client):
    assert client.get(CHANGE).url.startswith(LOGIN)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_nothing_else_of_the_accounts_package_is_reachable(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ["Đổi mật khẩu", "Mật khẩu hiện tại", "Hủy", "ít nhất 10 ký tự"]),
        ("en", ["Change your password", "Current password", "Cancel", "at least 10 characters"]),
    ],
)
def test_the_page_for_a_new_password_speaks_both_languages(client, lan, language, words):
    client.force_login(lan)
    client.cookies["lang"] = language
    page = client.get(CHANGE).content.decode()
    assert [word for word in words if word not in page] == []
