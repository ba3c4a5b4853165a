"""Frames and error pages: complete pages in both languages, with nothing a strict policy forbids."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.kit.pages import Tree, render

FRAMES = ["citizen", "wide", "staff", "print", "error"]
ERRORS = ["400", "403", "403_csrf", "404", "413", "429", "500"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_is_a_whole_page(frame, language):
    source = f'{{% extends "kit/{frame}.html" %}}{{% block title %}}Trang{{% endblock %}}'
    tree = Tree(render(source, language))
    assert tree.faults == []
    assert tree.all("html") == [{"lang": language}]
    assert len(tree.all("main")) == 1
    assert tree.all("main")[0]["id"] == "main"


@pytest.mark.parametrize("name", [*ERRORS])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_error_page_needs_no_request_and_no_database(name, language):
    with translation.override(language):
        markup = render_to_string(f"{name}.html")
    tree = Tree(markup)
    assert tree.faults == []
    assert len(tree.all("h1")) == 1


@pytest.mark.parametrize(
    "source", [*(f"kit/{frame}.html" for frame in FRAMES), *(f"{name}.html" for name in ERRORS)]
)
def test_no_page_carries_inline_script_or_style(source):
    markup = render_to_string(source, request=RequestFactory().get("/"))
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", markup)
    assert all("src" in attrs for attrs in Tree(markup).all("script"))


def test_the_other_language_is_one_link_away_and_keeps_the_question():
    request = RequestFactory().get("/register/", {"q": "đèn"})
    tree = Tree(render_to_string("kit/citizen.html", request=request))
    links = [attrs["href"] for attrs in tree.all("a") if attrs.get("hreflang")]
    assert links == ["/register/?q=%C4%91%C3%A8n&lang=en"]
