"""Datasets as a Data Package, version 1: for each file its size and hash, for each column its type and words."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from hoiam.public.data import store
from hoiam.public.data.table import Column, Dataset, in_both

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
_TABLE = {"profile": "tabular-data-resource", "type": "table", "encoding": "utf-8"}
_TABLES = frozenset({"csv", "jsonl"})
"""Parquet carries a schema of its own; to a Data Package it is a file."""
MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


def of(dataset: Dataset, made: store.Made) -> dict[str, Any]:
    """One dataset, with paths beside the descriptor."""
    return _package(
        dataset.name, dataset.title, dataset.about, made.at.isoformat(), _resources(dataset, made, "")
    )


def whole(found: Iterable[tuple[Dataset, store.Made]], *, title: Any, about: Any) -> dict[str, Any]:
    """All that were made, with what refers from one to another; paths begin with the name of each."""
    pairs = tuple(found)
    there = {dataset.name for dataset, _made in pairs}
    resources = [
        one for dataset, made in pairs for one in _resources(dataset, made, f"{dataset.name}/", there)
    ]
    newest = max((made.at.isoformat() for _dataset, made in pairs), default="")
    return _package("hoi-am", title, about, newest, resources)


def _package(name: str, title: Any, about: Any, at: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": name,
        **_said("title", title),
        **_said("description", about),
        **({"created": at} if at else {}),
        "homepage": f"{settings.HOIAM_URL}/data/",
        "licenses": [LICENCE],
        "contributors": [{"title": publisher(), "role": "publisher"}],
        "resources": resources,
    }


def publisher() -> str:
    """The authority, as its pages name it."""
    return settings.HOIAM_SITE_NAME or "Hồi Âm"


def schema(dataset: Dataset, there: Iterable[str] = ()) -> dict[str, Any]:
    """Table Schema; what refers to another dataset only where that one is `there` too."""
    known = set(there)
    refers = [
        {"fields": [column], "reference": {"resource": f"{other}-csv", "fields": [its]}}
        for column, (other, its) in dataset.refers.items()
        if other in known
    ]
    return {
        "fields": [_field(column) for column in dataset.columns],
        "primaryKey": list(dataset.key),
        "missingValues": [""],
        **({"foreignKeys": refers} if refers else {}),
    }


def _resources(
    dataset: Dataset, made: store.Made, before: str, there: Iterable[str] = ()
) -> list[dict[str, Any]]:
    found = []
    for file in made.files:
        one = {
            "name": f"{dataset.name}-{file.format}",
            "path": f"{before}{file.name}",
            **_said("title", dataset.title),
            **_said("description", dataset.about),
            "format": file.format,
            "mediatype": MEDIA[file.format],
            "bytes": file.size,
            "hash": f"sha256:{file.sha256}",
        }
        if file.format in _TABLES:
            refers = there if file.format == "csv" else ()
            one |= {**_TABLE, "schema": schema(dataset, refers)}
        else:
            one["type"] = "file"
        found.append(one)
    return found


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if column.one_of:
        constraints["enum"] = list(column.one_of)
    return {
        "name": column.name,
        "type": column.type,
        **({"format": "default"} if column.type in {"date", "datetime"} else {}),
        **_said("description", column.about),
        **({"constraints": constraints} if constraints else {}),
    }


def _said(name: str, words: Any) -> dict[str, str]:
    """In Vietnamese under its own name, in English under another."""
    both = in_both(words)
    return {name: both["vi"], f"{name}_en": both["en"]}
