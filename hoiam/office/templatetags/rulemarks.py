"""The mark beside a date whose number was not read in two texts and that nobody signed off."""

from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoiam.kit.days import language
from hoiam.kit.templatetags.kit import icon
from hoiam.law.rules import Confidence
from hoiam.office import signoff

register = template.Library()
WORDS = {
    Confidence.ONE_TEXT: _("read in one text, not signed off"),
    Confidence.NOT_READ: _("text not read, not signed off"),
}


@register.simple_tag
def rule_mark(rule_id: str) -> SafeString:
    """For staff only; leads to the rule's page. Nothing for a rule that needs no mark."""
    doubt = signoff.unsigned(rule_id)
    if doubt is None:
        return SafeString()
    return _mark(rule_id, doubt, language())


@lru_cache(maxsize=512)
def _mark(rule_id: str, doubt: Confidence, _language: str) -> SafeString:
    """Many dates of a page follow from the same rule."""
    address = reverse("law:rule", args=(rule_id,))
    return format_html('<a class="rule-mark" href="{}">{}{}</a>', address, icon("scale"), WORDS[doubt])
