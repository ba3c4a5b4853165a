"""The words of a notice: a text template of the room that sends it, in the language of who gets it."""

import dataclasses
from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template
from django.utils import translation

_SUBJECT = "Subject:"


@dataclasses.dataclass(frozen=True, repr=False)
class Words:
    """What a person reads."""

    subject: str
    body: str


def template_name(template: str, language: str) -> str:
    """`cases/received` in Vietnamese is `cases/notices/received.vi.txt`."""
    room, _, wording = template.partition("/")
    return f"{room}/notices/{wording}.{language}.txt"


def render(*, template: str, language: str, context: Mapping[str, object]) -> Words:
    """Plain text, nothing escaped. The first line of a template is `Subject: …`; ValueError if it is not."""
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(spoken):
        found = cast("Template", get_template(template_name(template, spoken)))
        text = found.template.render(Context(dict(context), autoescape=False))
    head, _, body = text.lstrip().partition("\n")
    if not head.startswith(_SUBJECT):
        raise ValueError("a notice starts with its subject")
    return Words(subject=" ".join(head.removeprefix(_SUBJECT).split()), body=body.strip() + "\n")
