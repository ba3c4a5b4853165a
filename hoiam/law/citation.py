"""Where a number comes from, in the words of a jurist: pure formatting of a document and an article."""

import re
from dataclasses import dataclass
from typing import Protocol


class Cited(Protocol):
    @property
    def source_document(self) -> str: ...
    @property
    def article(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Source:
    """Where a power or a duty comes from; without a document it is a rule of this system, not of the law."""

    source_document: str
    article: str
    confidence: str = ""


HOUSE_RULE = {"vi": "Quy tắc của hệ thống", "en": "House rule"}
NO_ARTICLE = {"vi": "(chưa thấy số điều)", "en": "(article not seen)"}
NOT_SEEN = {"not seen", "article not seen", "article number not seen"}  # how a row says so
SHEET_FIELDS_VI = {"time limit field": "mục thời hạn giải quyết"}  # a procedure sheet has no articles
NO_NUMBER = ("(number not seen)", "(chưa thấy số hiệu)")
KINDS_EN = {
    "Bộ luật": "Code",
    "Luật": "Law",
    "Nghị định": "Decree",
    "Nghị quyết": "Resolution",
    "Thông tư": "Circular",
    "Quy định": "Regulation",
    "Kết luận": "Conclusion",
}
NAMED = re.compile(rf"(?P<kind>{'|'.join(KINDS_EN)})(?P<name> [^\d;]*?)?\s(?P<number>\d[^\s;]*)")
ARTICLE = re.compile(r"(?P<article>\d+[a-zđ]*)(?:\.(?P<clause>\d+[a-zđ]?))?(?:\.(?P<point>[a-zđ]))?")


def cite(cited: Cited, lang: str = "vi") -> str:
    """Such as "Luật Tiếp công dân 42/2013/QH13, Điều 28 khoản 1" or "Law 42/2013/QH13, article 28.1".

    Several documents with as many articles are paired in order.
    """
    if not cited.source_document:
        return HOUSE_RULE[lang]
    documents = [_document(part, lang) for part in _parts(cited.source_document)]
    articles = [_article(part, lang) for part in _parts(cited.article)] or [NO_ARTICLE[lang]]
    if len(documents) == len(articles):
        return "; ".join(map(", ".join, zip(documents, articles, strict=True)))
    return f"{'; '.join(documents)}, {'; '.join(articles)}"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _document(name: str, lang: str) -> str:
    if lang == "vi":
        return name.replace(*NO_NUMBER)
    english = NAMED.sub(lambda found: f"{KINDS_EN[found['kind']]} {found['number']}", name)
    return english.replace("sửa đổi bởi", "amended by")


def _article(text: str, lang: str) -> str:
    """One article ("28.1", "41.3.b") or a range ("25.2-25.3", "36-40"); anything else stays as it is."""
    if text in NOT_SEEN:
        return NO_ARTICLE[lang]
    ends = [found for end in text.split("-") if (found := ARTICLE.fullmatch(end))]
    if len(ends) <= text.count("-"):
        return SHEET_FIELDS_VI.get(text, text) if lang == "vi" else text
    if lang == "vi":
        return " đến ".join(map(_vietnamese, ends)).replace(f" đến Điều {ends[0]['article']} ", " đến ")
    return f"{'articles' if len(ends) > 1 else 'article'} {text.replace('-', '–')}"


def _vietnamese(found: re.Match[str]) -> str:
    article, clause, point = found.group("article", "clause", "point")
    return f"Điều {article}" + (f" khoản {clause}" if clause else "") + (f" điểm {point}" if point else "")
