"""A small graph of statements, spelled as Turtle or as JSON-LD: what a catalogue needs, and no more."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_IN_IRI = frozenset('<>"{}|^`\\ ')


@dataclass(frozen=True, slots=True)
class Iri:
    """An address, whole or with one of PREFIXES."""

    at: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text of a language, or a value of a type of XSD."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """Something with an address, or nameless (`at` empty), of a class, with what is said of it."""

    at: str
    type: str
    said: Mapping[str, Iterable["Value"]] = field(default_factory=dict)


Value = Iri | Literal | Node


def turtle(nodes: Iterable[Node]) -> str:
    """W3C Turtle, 1.1."""
    head = "".join(f"@prefix {name}: <{at}> .\n" for name, at in PREFIXES.items())
    return head + "".join(f"\n{_subject(node)} {_body(node, 1)} .\n" for node in nodes)


def json_ld(nodes: Iterable[Node]) -> str:
    """JSON-LD 1.1, the same statements."""
    found = {"@context": dict(PREFIXES), "@graph": [_object(node) for node in nodes]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _subject(node: Node) -> str:
    return _iri(node.at)


def _body(node: Node, depth: int) -> str:
    pad = "\n" + "  " * depth
    parts = [f"a {node.type}", *_parts(node, depth)]
    return f" ;{pad}".join(parts)


def _parts(node: Node, depth: int) -> Iterator[str]:
    for name, values in node.said.items():
        spelled = [_value(value, depth) for value in values]
        if spelled:
            yield f"{name} {', '.join(spelled)}"


def _value(value: Value, depth: int) -> str:
    if isinstance(value, Iri):
        return _iri(value.at)
    if isinstance(value, Node):
        return _iri(value.at) if value.at else f"[ {_body(value, depth + 1)} ]"
    text = '"' + "".join(_ESCAPES.get(c, c) for c in value.text) + '"'
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.type}" if value.type else text


def _iri(at: str) -> str:
    prefix, colon, rest = at.partition(":")
    if colon and prefix in PREFIXES and not rest.startswith("//"):
        return at
    return f"<{''.join(c for c in at if c not in _NOT_IN_IRI)}>"


def _object(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": node.at} if node.at else {}
    found["@type"] = node.type
    for name, values in node.said.items():
        spelled = [_json(value) for value in values]
        if spelled:
            found[name] = spelled
    return found


def _json(value: Value) -> dict[str, Any]:
    if isinstance(value, Iri):
        return {"@id": value.at}
    if isinstance(value, Node):
        return {"@id": value.at} if value.at else _object(value)
    return {
        "@value": value.text,
        **({"@language": value.language} if value.language else {}),
        **({"@type": value.type} if value.type else {}),
    }
