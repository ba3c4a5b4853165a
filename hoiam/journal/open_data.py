"""The public entries of the log as a table: which, when, of what kind; what each opens to is at its own address."""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from hoiam.journal import store
from hoiam.journal.models import Event, Visibility
from hoiam.ledger import receipt

BATCH = 2_000
FEW = 20
"""Entries that are read at once where each has five hundred lines beside it."""
ERASED = "case.erased"


def entries(*, trailing: str = "") -> Iterator[tuple[Any, ...]]:
    """Index, moment, kind, leaf in base64: of every public entry that is published, in their order.

    Entries of the kind `trailing` at the very end are left for the next time: what tells of these files is not in them.
    """
    size = _before(trailing, store.publisher().published_size())
    after = -1
    while True:
        rows = Event.objects.filter(visibility=Visibility.PUBLIC, index__gt=after, index__lt=size)
        got = list(rows.order_by("index").values_list("index", "at", "kind", "leaf")[:BATCH])
        yield from (
            (index, at, kind, base64.b64encode(bytes(leaf)).decode()) for index, at, kind, leaf in got
        )
        if len(got) < BATCH:
            return
        after = got[-1][0] or 0


def newest(*, most: int) -> Iterator[tuple[int, datetime, str, str]]:
    """Index, moment, kind, statement: of the newest public entries that can still be opened. One statement."""
    size = store.publisher().published_size()
    rows = Event.objects.filter(visibility=Visibility.PUBLIC, index__lt=size, statement__isnull=False)
    for index, at, kind, text in rows.order_by("-index").values_list("index", "at", "kind", "statement")[
        :most
    ]:
        if index is not None and text is not None:
            yield index, at, kind, text


def besides(kind: str, *, most: int, before: int | None = None) -> Iterator[tuple[int, datetime, str]]:
    """Index, moment, and what is published beside: of the newest entries of a kind. One statement."""
    rows = Event.objects.filter(
        visibility=Visibility.PUBLIC, kind=kind, index__lt=store.publisher().published_size()
    )
    if before is not None:
        rows = rows.filter(index__lt=before)
    known = rows.order_by("-index").values_list("index", "at", "supplement__text")
    for index, at, text in known[:most]:
        if index is not None and text:
            yield index, at, text


def holding(kind: str, text: str, *, most: int) -> Iterator[tuple[int, datetime, str]]:
    """The same of those in which this text stands, the newest first. One statement over all of that kind."""
    rows = Event.objects.filter(
        visibility=Visibility.PUBLIC, kind=kind, index__lt=store.publisher().published_size()
    )
    known = rows.filter(supplement__text__contains=text).order_by("-index")
    for index, at, found in known.values_list("index", "at", "supplement__text")[:most]:
        if index is not None and found:
            yield index, at, found


def told(kind: str) -> Iterator[tuple[int, str]]:
    """Index and what is published beside, of every entry of a kind that is in the tree, in their order."""
    after = -1
    while True:
        rows = Event.objects.filter(visibility=Visibility.PUBLIC, kind=kind, index__gt=after)
        got = list(rows.order_by("index").values_list("index", "supplement__text")[:FEW])
        yield from ((index, text) for index, text in got if index is not None and text)
        if len(got) < FEW:
            return
        after = got[-1][0] or 0


def erased(*, unit: str = "", most: int) -> tuple[int, list[tuple[int, datetime, str]]]:
    """How many public entries say that something was erased, of a unit or of all; the newest with their statement.

    One statement, over entries of that kind alone; two where there are more than `most`.
    """
    rows = Event.objects.filter(kind=ERASED, visibility=Visibility.PUBLIC, index__isnull=False)
    if unit:
        line = f"\nunit {unit}\n"
        rows = rows.filter(Q(statement__contains=line) | Q(supplement__opening__contains=line))
    newest = rows.order_by("-index").values_list("index", "at", "statement", "supplement__opening")
    known = list(newest[: most + 1])
    found = [
        (index, at, text or _statement(opening))
        for index, at, text, opening in known[:most]
        if index is not None and (text or opening)
    ]
    return (rows.count() if len(known) > most else len(known)), found


def latest_beside(kind: str) -> str:
    """What the newest entry of a kind has beside it, also where it still waits for the tree. One statement."""
    found = Event.objects.filter(visibility=Visibility.PUBLIC, kind=kind).order_by("-id")
    return found.values_list("supplement__text", flat=True).first() or ""


def _before(kind: str, size: int) -> int:
    """Where the entries of this kind at the end of the log begin."""
    if not kind:
        return size
    rows = Event.objects.filter(visibility=Visibility.PUBLIC, index__lt=size).exclude(kind=kind)
    last = rows.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def _statement(opening: str) -> str:
    """Of an opening that was kept when its key was destroyed."""
    found = receipt.parse_opening(opening.encode())
    return found.statement if isinstance(found, receipt.Open) else ""
