"""Answers in the two forms of GeoReport v2: JSON as it is, XML with the element names of the specification."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

TYPES = {"json": "application/json", "xml": "text/xml"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Rows = Sequence[Mapping[str, Any]]


def many(form: str, root: str, name: str, rows: Rows, *, status: int = 200) -> HttpResponse:
    """A list: in XML, elements called `name` within one called `root`."""
    if form == "json":
        return _response(form, json.dumps([*rows], ensure_ascii=False), status)
    tree = ET.Element(root)
    for row in rows:
        _fill(ET.SubElement(tree, name), row)
    return _response(form, _text(tree), status)


def one(form: str, root: str, row: Mapping[str, Any]) -> HttpResponse:
    """One thing that is no list."""
    if form == "json":
        return _response(form, json.dumps(row, ensure_ascii=False), 200)
    tree = ET.Element(root)
    _fill(tree, row)
    return _response(form, _text(tree), 200)


def error(form: str, status: int, description: str) -> HttpResponse:
    """As the specification wants errors: code and description."""
    said = {"code": status, "description": description}
    return many(form, "errors", "error", [said], status=status)


def _fill(element: ET.Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        child = ET.SubElement(element, name)
        if isinstance(value, list | tuple):
            for part in value:
                _put(ET.SubElement(child, name.removesuffix("s")), part)
        else:
            _put(child, value)


def _put(element: ET.Element, value: Any) -> None:
    if isinstance(value, Mapping):
        _fill(element, value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_XML.sub("", str(value))


def _text(tree: ET.Element) -> str:
    body: str = ET.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'


def _response(form: str, text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=f"{TYPES[form]}; charset=utf-8")
