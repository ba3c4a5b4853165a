"""Answers of GeoReport v2 held against tests/public/georeport_v2.json."""

import json
from pathlib import Path

import jsonschema_rs

DOCUMENT = json.loads(Path(__file__).with_name("georeport_v2.json").read_text("utf-8"))


def fits(name, body):
    """The body, which is what the specification says of this answer."""
    jsonschema_rs.validate({**DOCUMENT, "$ref": f"#/$defs/{name}"}, body)
    return body
