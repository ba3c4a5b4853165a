"""Open data for people and programs: what there is, each dataset with its columns and files, catalogue and package."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_safe

from hoiam.office import open_data as office
from hoiam.public.data import datasets, dcat, feeds, graph, making, package, store
from hoiam.public.data.table import Dataset
from hoiam.public.views import sent

DESCRIPTOR = "datapackage.json"
FORMATS = {
    "csv": _("CSV, for spreadsheet programs"),
    "jsonl": _("JSON Lines, for programs"),
    "parquet": _("Parquet, for analysis"),
    "json": _("JSON"),
}
TYPES = {
    "string": _("text"),
    "integer": _("whole number"),
    "boolean": _("yes or no"),
    "date": _("day"),
    "datetime": _("moment"),
}
POPOLO = {
    "organizations.json": _("Units"),
    "posts.json": _("Posts"),
    "persons.json": _("Holders of posts"),
    "memberships.json": _("Who held which post, and when"),
}
CATALOGUES = {
    "ttl": ("text/turtle; charset=utf-8", graph.turtle),
    "jsonld": ("application/ld+json; charset=utf-8", graph.json_ld),
}
JSON = "application/json; charset=utf-8"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is. No statement: the files say it."""
    context = {
        "rows": [{"dataset": one, **_standing(one.name)} for one in datasets.ALL],
        "popolo": _standing(making.POPOLO),
        "popolo_files": POPOLO.items(),
        "feeds": [(name, feed.title) for name, feed in feeds.FEEDS.items()],
        "licence": package.LICENCE,
        "publisher": package.publisher(),
        "here": f"{settings.HOIAM_URL}{request.path}",
        "today": timezone.localdate(),
        "contact": settings.HOIAM_DATA_CONTACT,
    }
    return render(request, "public/data.html", context)


@require_safe
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """One of them: its columns, its files, how to cite it. No statement."""
    one = _dataset(name)
    context = {
        "dataset": one,
        **_standing(name),
        "columns": [
            {
                "column": column,
                "type": TYPES[column.type],
                "key": column.name in one.key,
                "refers": _refers(one, column.name),
            }
            for column in one.columns
        ],
        "row_at": f"{settings.HOIAM_URL}{one.at}" if one.at else "",
        "licence": package.LICENCE,
        "publisher": package.publisher(),
        "here": f"{settings.HOIAM_URL}{request.path}",
    }
    return render(request, "public/dataset.html", context)


@require_safe
def file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """A finished file, or the description of one dataset. No statement."""
    made = store.made(name) if name in making.names() else None
    if made is None:
        raise Http404
    if file == DESCRIPTOR and name in datasets.BY_NAME:
        return _json(package.of(datasets.BY_NAME[name], made))
    card = made.file(file)
    if card is None:
        raise Http404
    kind = package.MEDIA[card.format]
    return sent.answer(
        request,
        made.folder / card.name,
        kind=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        sha256=card.sha256,
        at=made.at,
        size=card.size,
    )


@require_safe
def descriptor(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """All datasets as one package."""
    return _json(package.whole(_found(), title=dcat.TITLE, about=dcat.ABOUT))


@require_safe
def catalogue(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """All datasets for portals. One statement."""
    if form not in CATALOGUES:
        raise Http404
    kind, spell = CATALOGUES[form]
    text = spell(dcat.catalogue(_found(), since=office.since()))
    return HttpResponse(text, content_type=kind, headers=sent.OPEN)


def _dataset(name: str) -> Dataset:
    if name not in datasets.BY_NAME:
        raise Http404
    return datasets.BY_NAME[name]


def _found() -> list[tuple[Dataset, store.Made]]:
    pairs = ((one, store.made(one.name)) for one in datasets.ALL)
    return [(one, made) for one, made in pairs if made is not None]


def _standing(name: str) -> dict[str, Any]:
    """What is there, in words, and whether the last making failed."""
    made = store.made(name)
    files = made.files if made else ()
    return {
        "made": made,
        "failure": store.failure(name),
        "files": [
            {
                "card": one,
                "url": reverse("public:data_file", args=(name, one.name)),
                "words": FORMATS[one.format],
            }
            for one in files
        ],
    }


def _refers(one: Dataset, column: str) -> str:
    """The dataset that a column leads to, in words."""
    other = one.refers.get(column)
    return (
        gettext("column %(column)s of %(dataset)s") % {"column": other[1], "dataset": other[0]}
        if other
        else ""
    )


def _json(value: Any) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return HttpResponse(f"{text}\n", content_type=JSON, headers=sent.OPEN)
