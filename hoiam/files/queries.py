"""What can be asked about attachments."""

import dataclasses
import re
from collections.abc import Iterable
from datetime import datetime

from hoiam.files import names, shelf, sniff
from hoiam.files.models import File
from hoiam.kit.cipher import SealBrokenError
from hoiam.law.refusal import Refused

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


@dataclasses.dataclass(frozen=True, repr=False)
class FileContent:
    """A file in the clear: for views.download_response and nothing else."""

    name: str
    media_type: str
    data: bytes


def of_owner(*, owner: str, owner_id: int) -> tuple[FileCard, ...]:
    """In the order they came (one SQL statement)."""
    return tuple(card(row) for row in File.objects.filter(owner=owner, owner_id=owner_id).order_by("id"))


def staged(*, tokens: Iterable[str]) -> tuple[FileCard, ...]:
    """Which of these uploads still wait for their owner: what a form shows again after an error."""
    wanted = {token for token in tokens if _TOKEN.fullmatch(token)}
    if not wanted:
        return ()
    return tuple(card(row) for row in File.objects.filter(token__in=wanted, attached_at=None).order_by("id"))


def digests(*, tokens: Iterable[str]) -> dict[str, bytes]:
    """SHA-256 of each original, by token: what the journal commits to."""
    wanted = set(tokens)
    if not wanted:
        return {}
    found = File.objects.filter(token__in=wanted).values_list("token", "sha256")
    return {token: bytes(digest) for token, digest in found}


def about(*, token: str) -> FileCard:
    """For asking who may have it, before reading it. Refused: no_such_file."""
    row = File.objects.filter(token=token).first() if _TOKEN.fullmatch(token) else None
    if row is None:
        raise Refused("no_such_file")
    return card(row)


def read(*, token: str, clean: bool) -> FileContent:
    """The cleaned copy or the original, in clear. Refused: no_such_file, no_clean_copy, file_unreadable."""
    found = about(token=token)
    if clean and not found.has_clean_copy:
        raise Refused("no_clean_copy")
    try:
        data = shelf.get(token, shelf.CLEAN if clean else shelf.ORIGINAL)
    except (FileNotFoundError, SealBrokenError) as error:
        raise Refused("file_unreadable") from error
    return _cleaned(found, data) if clean else FileContent(found.name, found.media_type, data)


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
