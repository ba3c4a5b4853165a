"""Which words may not stand on a page of one language: everything the catalogues say in the other."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = re.compile(
    r"(?<![\w.@])(the|and|with|your|you|this|that|was|were|please|not|from|have|must|required|invalid)(?![\w.@])",
    re.IGNORECASE,
)
MARKUP = re.compile(r"\"\s*/?>|</?[a-z]+[\s>=]")
PLACEHOLDER = re.compile(r"%\(|\{")
SHOWN = """
() => {
  const said = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const language = document.documentElement.lang;
  const skip = node => node.closest(
    `script, noscript, style, pre, code, textarea, [translate=no], .said, [lang]:not([lang=${language}])`);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!skip(node.parentElement)) said.push(node.textContent.replace(/\\s+/g, " ").trim());
    } else if (!skip(node)) {
      for (const name of ["aria-label", "alt", "title", "placeholder", "data-done"]) {
        if (node.hasAttribute(name)) said.push(node.getAttribute(name).trim());
      }
    }
  }
  return said.filter(Boolean);
}
"""


@cache
def catalogue() -> dict[str, str]:
    """English and Vietnamese of every whole text of ours."""
    said: dict[str, str] = {}
    for path in sorted((ROOT / "hoiam").rglob("locale/vi/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                if message.id and isinstance(message.id, str) and not PLACEHOLDER.search(message.id):
                    said[" ".join(message.id.split())] = " ".join(str(message.string).split())
    return said


def foreign(shown: list[str], language: str) -> list[str]:
    """Texts of a page that are not in its language."""
    pairs = catalogue()
    if language == "vi":
        english = {msgid for msgid, msgstr in pairs.items() if msgid != msgstr} - set(pairs.values())
        return [text for text in shown if text in english or ENGLISH.search(text)]
    vietnamese = {msgstr for msgid, msgstr in pairs.items() if msgid != msgstr} - set(pairs)
    return [text for text in shown if text in vietnamese]


def broken(shown: list[str]) -> list[str]:
    """Texts with remains of markup: an element was written into an attribute."""
    return [text for text in shown if MARKUP.search(text)]
