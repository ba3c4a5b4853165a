import pytest
from babel.messages.catalog import Message
from django.utils.translation.template import templatize

from tools import messages

TEMPLATE = """
{% translate "Send it" %} {{ _("Inline") }} {% translate "May" context "month" %}
{% blocktranslate trimmed with who=post %}
  Held by
  {{ who }}
{% endblocktranslate %}
{% blocktranslate count n=cases|length %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
"""
CODE = """
_("One")
gettext_lazy("Two")
ngettext("%(n)s day", "%(n)s days", n)
pgettext("verb", "Open")
other("Not a message")
"""


def found(source):
    place = messages.ROOT / "kit" / "x.py"
    return {(one.key, one.plural) for one in messages.extracted(place, source)}


def test_every_form_of_a_template_is_found():
    assert found(templatize(TEMPLATE)) == {
        ((None, "Send it"), None),
        ((None, "Inline"), None),
        (("month", "May"), None),
        ((None, "Held by %(who)s"), None),
        ((None, "%(n)s case"), "%(n)s cases"),
    }


def test_every_form_of_the_code_is_found():
    assert found(CODE) == {
        ((None, "One"), None),
        ((None, "Two"), None),
        ((None, "%(n)s day"), "%(n)s days"),
        (("verb", "Open"), None),
    }


@pytest.mark.parametrize(
    ("message", "ours", "wrong"),
    [
        (Message("Send", "Gửi"), True, False),
        (Message("Send", ""), True, True),
        (Message("Send", "Gửi", flags=["fuzzy"]), True, True),
        (Message("%(n)s left", "còn %(n)s"), True, False),
        (Message("%(n)s left", "còn"), True, True),
        (Message("%(n)s left", "còn"), False, False),
        (Message("left", "còn %(n)s"), False, True),
        (Message("{n} left", "còn {m}"), True, True),
        (Message(("%(n)s day", "%(n)s days"), ("%(n)s ngày",)), True, False),
        (Message(("%(n)s day", "%(n)s days"), ("",)), True, True),
        (Message("5%% of %(n)s", "5%% của %(n)s"), True, False),
    ],
)
def test_a_faulty_translation_is_found(message, ours, wrong):
    assert bool(list(messages.faults(message, ours=ours))) == wrong


def test_two_texts_for_one_message_are_found():
    one, other = Message("Post", "Chức vụ"), Message("Post", "Gửi bài")
    assert list(messages.conflicts({"kit": {(None, "Post"): one}, "office": {(None, "Post"): one}})) == []
    assert list(messages.conflicts({"kit": {(None, "Post"): one}, "office": {(None, "Post"): other}}))


def test_a_message_that_no_catalogue_has_is_missing(monkeypatch):
    monkeypatch.setattr(messages, "used", lambda: [messages.Used("office", "x:1", (None, "Post"), None)])
    assert list(messages.missing({"office": {}, "kit": {}}))
    assert list(messages.missing({"office": {}, "cases": {(None, "Post"): Message("Post")}}))
    assert not list(messages.missing({"office": {}, "kit": {(None, "Post"): Message("Post")}}))
