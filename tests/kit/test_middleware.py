"""Language and headers of every answer."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from hoiam.kit.middleware import LanguageMiddleware, SecurityHeadersMiddleware


def answer(request):
    return HttpResponse(translation.get_language())


def ask(path="/", cookie=None, **headers):
    request = RequestFactory().get(path, headers=headers)
    if cookie:
        request.COOKIES["lang"] = cookie
    with translation.override("vi"):
        return LanguageMiddleware(answer)(request)


@pytest.mark.parametrize(
    ("path", "cookie", "language"),
    [
        ("/", None, "vi"),
        ("/", "en", "en"),
        ("/", "xx", "vi"),
        ("/?lang=en", None, "en"),
        ("/?lang=en", "vi", "en"),
        ("/?lang=xx", "en", "en"),
        ("/?lang=../etc", None, "vi"),
    ],
)
def test_the_reader_chooses_the_language(path, cookie, language):
    response = ask(path, cookie)
    assert response.content.decode() == language
    assert response["Content-Language"] == language


def test_the_browsers_wish_is_ignored():
    assert ask(**{"accept-language": "en"}).content == b"vi"


def test_the_choice_is_remembered_and_nothing_else_is():
    assert ask("/?lang=en").cookies["lang"].value == "en"
    assert not ask("/?lang=xx").cookies
    assert not ask("/").cookies


def test_every_answer_is_guarded():
    response = SecurityHeadersMiddleware(answer)(RequestFactory().get("/"))
    assert "script-src 'self';" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_forms_keep_their_origin():
    """With `no-referrer` a browser sends `Origin: null`, and every form would be refused."""
    assert SecurityHeadersMiddleware(answer)(RequestFactory().get("/"))["Referrer-Policy"] == "same-origin"


def test_a_view_may_be_stricter():
    def strict(_request):
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    response = SecurityHeadersMiddleware(strict)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_body_beyond_the_limit_is_refused_unread(settings):
    settings.HOIAM_REQUEST_LIMIT = 10

    def never(_request):
        raise AssertionError

    response = SecurityHeadersMiddleware(never)(RequestFactory().post("/", {"text": "x" * 100}))
    assert response.status_code == 413
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("length", ["", "abc"])
def test_a_senseless_length_is_left_to_the_server(length):
    request = RequestFactory().get("/")
    request.META["CONTENT_LENGTH"] = length
    assert SecurityHeadersMiddleware(answer)(request).status_code == 200
