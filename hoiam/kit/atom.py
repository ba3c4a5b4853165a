"""News for programs that gather it: Atom, RFC 4287."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of news. `id` never changes; `at` is aware; `author`: the office whose news it is."""

    id: str
    title: str
    at: datetime
    url: str
    author: str
    summary: str = ""
    kind: str = ""


def feed(
    entries: Iterable[Entry],
    *,
    id: str,  # noqa: A002 - the word of RFC 4287
    title: str,
    url: str,
    page: str,
    author: str,
    empty_at: datetime,
    language: str,
) -> bytes:
    """The whole document, the entries as they come; `empty_at` is when it changed last while it holds none."""
    found = list(entries)
    newest = max((one.at for one in found), default=empty_at)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>',
        f"<id>{_text(id)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{_text(author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(url)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>',
        *(line for one in found for line in _entry(one)),
        "</feed>",
    ]
    return "\n".join([*lines, ""]).encode()


def _entry(one: Entry) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{_text(one.id)}</id>"
    yield f"<title>{_text(one.title)}</title>"
    yield f"<updated>{_moment(one.at)}</updated>"
    yield f"<published>{_moment(one.at)}</published>"
    yield f"<author><name>{_text(one.author)}</name></author>"
    yield f'<link rel="alternate" href={quoteattr(one.url)}/>'
    if one.kind:
        yield f"<category term={quoteattr(one.kind)}/>"
    yield f"<summary>{_text(one.summary or one.title)}</summary>"
    yield "</entry>"


def _text(text: str) -> str:
    """Characters that XML 1.0 does not have (section 2.2) are left out."""
    return escape("".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
