"""The words of an answer, without a browser."""

from html.parser import HTMLParser

from tests.walks import words_on_pages

SILENT = {"script", "style", "title"}
LANGUAGES = {"Tiếng Việt", "English"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said, self.within = [], []

    def handle_starttag(self, tag, attrs):
        self.within.append(tag)
        self.said += [value for name, value in attrs if name in {"alt", "title", "placeholder", "aria-label"}]

    def handle_endtag(self, tag):
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data):
        if not SILENT & set(self.within):
            self.said.append(" ".join(data.split()))


def foreign(answer, language):
    reader = _Reader()
    reader.feed(answer.content.decode())
    return words_on_pages.foreign([text for text in reader.said if text and text not in LANGUAGES], language)
