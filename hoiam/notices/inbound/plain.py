"""Text out of the bytes of a mail: encoded headers, wrong character sets, HTML; never an exception."""

import html
import importlib
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header
from html.parser import HTMLParser

_GUESSES = ("utf-8", "cp1258", "cp1252")
_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
)
_SILENT = {"script", "style", "head", "title", "template", "noscript", "iframe"}
_JOINERS = frozenset("\u200c\u200d")
_KEPT = frozenset("\n\t")
_GAPS = re.compile(r"\n{3,}")


def decoded(data: bytes, charset: str) -> str:
    """By the charset it says, else UTF-8, else as Vietnamese Windows writes; bytes that fit none are replaced."""
    for name in (charset, *_GUESSES):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


def header(value: object) -> str:
    """One line of a header, RFC 2047 words opened; what is broken stays as it stands."""
    text = str(value or "")
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, UnicodeError):
        return line(text)
    return line("".join(_piece(piece, charset) for piece, charset in pieces))


def _piece(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else decoded(piece, charset or "utf-8")


def line(text: str) -> str:
    """One line that hides nothing."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Composed letters, plain line ends, no character that cannot be seen but can mislead."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    return "".join(
        c
        for c in plain
        if c in _KEPT or c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )


def from_html(source: str) -> str:
    """What a reader of the page would read; scripts, styles and pictures say nothing."""
    nh3 = importlib.import_module("nh3")  # large, and not every letter needs it
    safe = nh3.clean(source, tags={*_BREAKS, "td"}, attributes={}, clean_content_tags=_SILENT)
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    lines = (" ".join(one.split()) for one in "".join(reader.said).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._edge(tag)

    def handle_endtag(self, tag: str) -> None:
        self._edge(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(html.unescape(data).replace("\n", " "))

    def _edge(self, tag: str) -> None:
        if tag in _BREAKS:
            self.said.append("\n")
        elif tag == "td":
            self.said.append(" ")
