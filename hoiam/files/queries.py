"""What can be asked about attachments."""

import dataclasses
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet

from hoiam.files import names, shelf, sniff
from hoiam.files.models import File
from hoiam.kit import prepared
from hoiam.kit.cipher import SealBrokenError
from hoiam.law.refusal import Refused

STAGED_FOR = timedelta(hours=24)  # an upload that found no owner is forgotten after that
FEW = 20
SHARE = 0.01
BATCH = 500
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclasses.dataclass(frozen=True)
class FileCard:
    """One line of a list of attachments. Without a clean copy there is only the original, with a warning."""

    id: int
    token: str
    owner: str
    owner_id: int | None
    purpose: str
    name: str
    media_type: str
    size: int
    sha256: bytes
    has_clean_copy: bool
    clean_size: int
    staged_at: datetime
    attached_at: datetime | None


@dataclasses.dataclass(frozen=True)
class Orphans:
    """Files on disk, and those among them that no row knows: a kill or a rollback left them."""

    files: int
    paths: tuple[Path, ...]

    @property
    def too_many(self) -> bool:
        """More than kills leave behind: rather the wrong database, or an old one."""
        return len(self.paths) > max(FEW, self.files * SHARE)


@dataclasses.dataclass(frozen=True, repr=False)
class FileContent:
    """A file in the clear: for views.download_response and nothing else."""

    name: str
    media_type: str
    data: bytes


def of_owner(*, owner: str, owner_id: int) -> tuple[FileCard, ...]:
    """In the order they came (one SQL statement)."""
    return tuple(card(row) for row in _OF_OWNER.all(owner=owner, owner_id=owner_id))


def of_owners(*, owner: str, ids: Iterable[int]) -> tuple[FileCard, ...]:
    """Of several owners of one kind, in the order they came. One statement; none for no owner."""
    wanted = set(ids)
    if not wanted:
        return ()
    return tuple(card(row) for row in File.objects.filter(owner=owner, owner_id__in=wanted).order_by("id"))


def _of_owner(owner: str, owner_id: int) -> "QuerySet[File]":
    return File.objects.filter(owner=owner, owner_id=owner_id).order_by("id")


_OF_OWNER = prepared.Rows(_of_owner, owner="stand-in of an owner", owner_id=-1_000_001)


def staged(*, tokens: Iterable[str]) -> tuple[FileCard, ...]:
    """Which of these uploads still wait for their owner: what a form shows again after an error."""
    wanted = set(filter(is_token, tokens))
    if not wanted:
        return ()
    return tuple(card(row) for row in File.objects.filter(token__in=wanted, attached_at=None).order_by("id"))


def is_token(text: str) -> bool:
    """Whether it has the form of one: forms bring back what they were given, or anything else."""
    return _TOKEN.fullmatch(text) is not None


def digests(*, tokens: Iterable[str]) -> dict[str, bytes]:
    """SHA-256 of each original, by token: what the journal commits to."""
    wanted = set(tokens)
    if not wanted:
        return {}
    found = File.objects.filter(token__in=wanted).values_list("token", "sha256")
    return {token: bytes(digest) for token, digest in found}


def orphans(*, before: datetime) -> Orphans:
    """Files older than that, held against the rows. Walks the whole folder."""
    known: dict[str, list[Path]] = {}
    files = 0
    lost: list[Path] = []
    for token, path in shelf.older_than(before):
        files += 1
        known.setdefault(token, []).append(path)
        if len(known) == BATCH:
            lost += _without_row(known)
            known.clear()
    return Orphans(files, (*lost, *_without_row(known)))


def _without_row(files: dict[str, list[Path]]) -> list[Path]:
    rows = set(File.objects.filter(token__in=files).values_list("token", flat=True))
    return [path for token, paths in files.items() if token not in rows for path in paths]


def about(*, file_id: int | None = None, token: str = "") -> FileCard:
    """For asking who may have it, before reading it; by one of its two names. Refused: no_such_file."""
    named = Q(pk=file_id) if file_id is not None else Q(token=token)
    row = File.objects.filter(named).first() if file_id is not None or is_token(token) else None
    if row is None:
        raise Refused("no_such_file")
    return card(row)


def read(*, file_id: int | None = None, token: str = "", clean: bool) -> FileContent:
    """The reading copy or the original, in clear; by one of its two names.

    Refused: no_such_file (also when there is no reading copy), file_unreadable (lost or changed on disk).
    """
    found = about(file_id=file_id, token=token)
    if clean and not found.has_clean_copy:
        raise Refused("no_such_file")
    own = clean and found.clean_size > 0  # what we made ourselves is its own reading copy
    try:
        data = shelf.get(found.token, shelf.CLEAN if own else shelf.ORIGINAL)
    except (FileNotFoundError, SealBrokenError) as error:
        raise Refused("file_unreadable") from error
    return _cleaned(found, data) if own else FileContent(found.name, found.media_type, data)


def card(row: File) -> FileCard:
    """What pages see of a row."""
    return FileCard(
        id=row.pk,
        token=row.token,
        owner=row.owner,
        owner_id=row.owner_id,
        purpose=row.purpose,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=bytes(row.sha256),
        has_clean_copy=row.has_clean_copy,
        clean_size=row.clean_size,
        staged_at=row.staged_at,
        attached_at=row.attached_at,
    )


def _cleaned(found: FileCard, data: bytes) -> FileContent:
    """A cleaned picture may be of another kind than its original."""
    media_type, extension = sniff.media_type_of(data)
    if not extension or media_type == found.media_type:
        return FileContent(found.name, found.media_type, data)
    return FileContent(names.with_extension(found.name, extension), media_type, data)
