"""A part that many ask for is made once a second for all, and sent only when it changed."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import translation

from hoiam.kit import polled

pytestmark = pytest.mark.django_db


def test_it_is_made_once_and_sent_only_when_it_changed():
    made = []

    def make():
        made.append(len(made))
        return f"<p>{len(made)}</p>"

    ask = RequestFactory().get
    first = polled.part(ask("/"), "one", make)
    assert (first.status_code, first.content) == (200, b"<p>1</p>")
    again = polled.part(ask("/", headers={"If-None-Match": first["ETag"]}), "one", make)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert made == [0]
    cache.clear()
    changed = polled.part(ask("/", headers={"If-None-Match": first["ETag"]}), "one", make)
    assert (changed.status_code, changed.content) == (200, b"<p>2</p>")


def test_each_language_has_its_own():
    parts = {}
    for language in ("vi", "en"):
        with translation.override(language):
            parts[language] = polled.kept("two", lambda spoken=language: spoken)[0]
    assert parts == {"vi": "vi", "en": "en"}
