"""A template made whole says what Django would have made of its parts, in each language."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.base import TextNode
from django.template.loaders.cached import Loader as Cached
from django.utils import translation

from hoiam.kit import whole

PARTS = {
    "base": "<title>{% block title %}{% translate 'Send' %}{% endblock %}</title>"
    "{% block top %}[{% block inner %}base{% endblock %}]{% endblock %}"
    "{% if n %}{% block main %}{% endblock %}{% endif %}",
    "middle": "{% extends 'base' %}{% block title %}{% block heading %}{% endblock %} – {{ block.super }}{% endblock %}"
    "{% block top %}{% for i in 'ab' %}{{ forloop.counter }}{{ block.super }}{% endfor %}{% endblock %}",
    "page": "{% extends 'middle' %}{% block heading %}<b>{{ word }}</b>{% endblock %}"
    "{% block inner %}page, {{ block.super }}{% endblock %}{% block main %}{% include 'part' %}{% endblock %}",
    "part": "{% translate 'Send' as word %}{{ word }}{% icon 'user' %}{% url 'desk:case' 7 %}",
    "bare": "{{ word }}{{ extra }}{% csrf_token %}",
    "steady": "{% icon 'user' %} {% url 'desk:queue' %} {% blocktranslate %}Case{% endblocktranslate %}"
    "{% tag _('Send') 'danger' %}",
    "given": "{% include 'bare' with extra=word %}|{% include 'bare' with extra='<' only %}|"
    "{% include 'bare' only %}|{{ extra }}",
    "leaks": "{% block a %}{% url 'desk:queue' as here %}{{ here }}{% endblock %}[{{ here }}]"
    "{% include 'part' %}[{{ word }}]",
    "again": "{{ n }}{% if n == 1 %}{% with n=2 %}{% include 'again' %}{% endwith %}{% endif %}",
    "varied": "{% blocktranslate with number=n %}Case {{ number }}{% endblocktranslate %}"
    "{% include name %}{% firstof '' word as x %}{{ x }}",
    "raw": "{% autoescape off %}{{ word }}{% tag '<' %}{% translate '<&' %}{% endautoescape %}{% translate '<&' %}",
    "unmet": "{% if no %}{% include 'missing' %}{% url 'no:such' %}{% else %}{% cycle 'a' 'b' %}{% endif %}",
    "list": "{% nav_item '/send/' _('Send') 'send' %}{% nav_item 'desk:queue' '<' %}{% nav_item '/help/' word 'info' %}"
    "{% nav_item '/cases/' 'x' 'send' n %}{% if no %}{% nav_item 'no:such' 'x' %}{% endif %}{{ word }}",
    "lonely": "{% extends parent %}{% block main %}{{ n }}{% endblock %}",
}
PAGE = SimpleNamespace(path="/send/matter")
FACTS = {"word": "<i>", "n": 1, "name": "bare", "parent": "base", "no": False, "page": PAGE}
LOCMEM = ("django.template.loaders.locmem.Loader", PARTS)


def engine(loader):
    said = settings.TEMPLATES[0]["OPTIONS"]["builtins"]
    return Engine(loaders=[(loader, [LOCMEM])], builtins=said)


@pytest.fixture(autouse=True)
def every_part_is_ours(monkeypatch):
    monkeypatch.setattr(whole, "OURS", "")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PARTS)
def test_it_says_the_same(name, language):
    plain, made = engine(f"{Cached.__module__}.Loader"), engine("hoiam.kit.whole.Loader")
    with translation.override(language):
        for _ in range(2):
            assert made.get_template(name).render(Context(FACTS)) == plain.get_template(name).render(
                Context(FACTS)
            )


def test_what_extends_a_template_gets_its_parts_though_it_was_made_whole_before():
    made = engine("hoiam.kit.whole.Loader")
    made.get_template("base")
    child = made.from_string("{% extends 'base' %}{% block inner %}child{% endblock %}")
    assert "[child]" in child.render(Context(FACTS))


def test_what_is_the_same_for_everybody_is_one_text():
    assert [type(node) for node in engine("hoiam.kit.whole.Loader").get_template("steady").nodelist] == [
        TextNode
    ]


def test_each_language_has_its_own():
    made = engine("hoiam.kit.whole.Loader")
    said = []
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            said.append(made.get_template("base").render(Context()))
    assert said == ["<title>Gửi</title>[base]", "<title>Send</title>[base]", "<title>Gửi</title>[base]"]


def test_templates_of_others_are_left_alone(monkeypatch):
    monkeypatch.setattr(whole, "OURS", "/elsewhere/")
    kept = engine("hoiam.kit.whole.Loader").get_template("page").nodelist
    assert type(kept[0]).__name__ == "ExtendsNode"
