"""What every page may show: who we are, where we are, in which languages."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

NAMES = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class Language:
    """One entry of the language switch; each language is named in itself."""

    code: str
    name: str
    url: str
    current: bool


class Page:
    """Facts about the page in hand, worked out only when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def site(self) -> str:
        """The authority's name, as the operator set it; may be empty."""
        return str(getattr(settings, "HOIAM_SITE_NAME", ""))

    @property
    def path(self) -> str:
        return self.request.path

    @cached_property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        return tuple(
            Language(code, NAMES.get(code, code), self.url_in(code), code == self.language)
            for code, _ in settings.LANGUAGES
        )

    def url_in(self, code: str) -> str:
        """This page, with its question, in another language."""
        if not self.request.GET:
            return f"{self.request.path}?lang={code}"
        query = self.request.GET.copy()
        query["lang"] = code
        return f"{self.request.path}?{query.urlencode()}"


def page(request: HttpRequest) -> dict[str, Page]:
    """Context processor: `page` in every template."""
    return {"page": Page(request)}
