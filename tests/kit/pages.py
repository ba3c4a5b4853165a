"""Scratch pages for the kit's tests: a template from a string, with or without a request."""

from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser

from django.template import engines
from django.test import RequestFactory
from django.utils import translation

VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "circle"}


def render(source, language="vi", path="/", **context):
    with translation.override(language):
        request = RequestFactory().get(path)
        return engines["django"].from_string(source).render(context, request=request)


class Tree(HTMLParser):
    """Elements as (tag, attributes); knows unclosed tags and ids used twice."""

    def __init__(self, markup):
        super().__init__()
        self.elements, self.open, self.faults = [], [], []
        self.feed(markup)
        self.close()
        self.faults += [f"<{tag}> left open" for tag in self.open]
        ids = [attrs["id"] for _, attrs in self.elements if "id" in attrs]
        self.faults += [f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")

    def all(self, tag):
        return [attrs for found, attrs in self.elements if found == tag]

    def by_id(self, name):
        return next(attrs for _, attrs in self.elements if attrs.get("id") == name)


@dataclass(frozen=True)
class Day:
    kind: str
    name_vi: str = ""
    name_en: str = ""
    source: str = ""


@dataclass(frozen=True)
class Counted:
    on: date
    number: int | None
    role: str
    day: Day


@dataclass(frozen=True)
class Card:
    legal_due: date
    safe_due: date
    days: tuple
    rule_id: str = "tcd.result_notice"
    cite: str = "Luật Tiếp công dân 2013, Điều 28"


def working_clock(start, amount, named=None):
    """A clock over working days; `named` gives days their own kind and name."""
    on, number = start, 0
    days = [Counted(on, None, "event", Day("working"))]
    while number < amount:
        on += timedelta(days=1)
        day = (named or {}).get(on) or Day(
            "weekend" if on.weekday() > 4 else "working", "cuối tuần", "weekend"
        )
        off = day.kind not in {"working", "make_up"}
        number += not off
        days.append(Counted(on, None if off else number, "skipped" if off else "counted", day))
    return Card(on, on, tuple(days))
