"""Kept addresses and words are those that the framework's own tags give."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch
from django.utils import translation

from tests.kit.pages import render


def test_one_template_speaks_each_language():
    template = engines["django"].from_string('{% translate "Send" %}')
    said = []
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            said.append(template.render())
    assert said == ["Gửi", "Send", "Gửi"]


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Send" as word %}{{ word }}',
        '{% translate "Send"|lower %}',
        "{% translate word %}",
        '{% translate "Send" context "no such" %}',
    ],
)
def test_words_that_are_not_plain_are_translated_each_time(source):
    assert [render(source, language=one, word="Send").casefold() for one in ("en", "en")] == ["send"] * 2


def test_an_address_is_that_of_its_arguments():
    source = "{% url 'desk:case' n %} {% url 'desk:case' case_id=n %}"
    assert render(source, n=1) == "/desk/cases/1/ /desk/cases/1/"
    assert render(source, n=2) == "/desk/cases/2/ /desk/cases/2/"


def test_an_address_in_a_variable():
    assert render("{% url 'desk:queue' as here %}[{{ here }}]") == "[/desk/]"
    assert render("{% url 'no:such' as here %}[{{ here }}]") == "[]"


def test_no_such_address():
    with pytest.raises(NoReverseMatch):
        render("{% url 'no:such' %}")
