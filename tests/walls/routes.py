"""Every address of the product, by the name that tests/walks/pages.py calls it, and how one is filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.walks.pages import KIND

BLANK = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """`name` as `desk:case`; `pattern` as `desk/cases/<int:case_id>/`."""

    name: str
    pattern: str

    @property
    def blanks(self) -> tuple[str, ...]:
        return tuple(BLANK.findall(self.pattern))

    @property
    def of_a_case(self) -> bool:
        """A page of the desk about one case."""
        return self.pattern.startswith("desk/") and "case_id" in self.blanks

    def filled(self, said: Mapping[str, object]) -> str:
        """The address; KeyError names the blank that nobody fills."""
        return "/" + BLANK.sub(lambda blank: str(said[blank[1]]), self.pattern)


def every(resolver: URLResolver | None = None, namespace: str = "", before: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(namespace + KIND.sub(r"\1", entry.name or str(entry.pattern)), pattern)
        else:
            yield from every(entry, f"{entry.namespace}:" if entry.namespace else namespace, pattern)
