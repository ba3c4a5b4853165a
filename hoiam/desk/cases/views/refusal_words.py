"""A refusal as plain text, where no page is made."""

import html

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from hoiam.law.refusal import Refused


def plain(refused: Refused) -> str:
    """Its sentence in the reader's language, on one line, without markup."""
    text = render_to_string("cases/refusal.html", {"refused": refused})
    return " ".join(html.unescape(strip_tags(text)).split())
