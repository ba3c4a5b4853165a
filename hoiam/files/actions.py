"""What can happen to an attachment: staged when it is uploaded, attached when its owner is written."""

import dataclasses
import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, LessThanOrEqual

from hoiam.files import names, queries, shelf, sniff
from hoiam.files.cleaning import parent as cleaning
from hoiam.files.models import File
from hoiam.kit import db
from hoiam.law.refusal import Refused

MEGABYTE = 1024 * 1024
FILE_LIMIT_MB = 10
OWNER_LIMIT_MB = 25
MOST_FILES = 10  # at once
_SWEEP = 500


@dataclasses.dataclass(frozen=True)
class Staged:
    """An upload that waits for its owner; the form carries the token on."""

    token: str
    name: str
    size: int
    media_type: str
    sha256: bytes


def stage(*, upload: "UploadedFile[bytes]", at: datetime) -> Staged:
    """Check, clean, encrypt and keep an upload for a day.

    Refused: file_too_large(limit_mb), file_empty, file_type_refused(extension, allowed), macro_refused,
    file_is_not_what_it_says(extension, found), file_encrypted, file_damaged, archive_bomb, text_encoding,
    image_too_big(megapixels), files_busy.
    """
    data = _read(upload)
    name = names.harmless(upload.name or "")
    kind = sniff.kind_of(name, data)
    clean = cleaning.clean(kind.cleaning, data) if kind.cleaning else None
    row = _row(name, kind.media_type, data, clean, at)
    _shelve(row, data, clean)
    with db.writing(durable=False):  # attaching is durable and flushes this too
        row.save(force_insert=True)
    return Staged(
        token=row.token, name=name, size=row.size, media_type=row.media_type, sha256=bytes(row.sha256)
    )


def attach(
    *, tokens: Sequence[str], owner: str, owner_id: int, at: datetime, purpose: str = "evidence"
) -> None:
    """Give staged files an owner, all or none, in the caller's transaction: one UPDATE.

    Refused: too_many_files(most), file_gone (swept, or attached already), files_too_large(limit_mb): then let
    the transaction go back.
    """
    wanted = set(tokens)
    if not wanted:
        return
    if len(wanted) > MOST_FILES:
        raise Refused("too_many_files", most=MOST_FILES)
    if not all(map(queries.is_token, wanted)):
        raise Refused("file_gone")
    staged = File.objects.filter(token__in=wanted, attached_at=None)
    theirs = File.objects.filter(Q(token__in=wanted) | Q(owner=owner, owner_id=owner_id, purpose=purpose))
    done = staged.filter(
        Exact(_figure(staged, Count("pk")), Value(len(wanted))),
        LessThanOrEqual(_figure(theirs, Sum("size")), Value(OWNER_LIMIT_MB * MEGABYTE)),
    ).update(owner=owner, owner_id=owner_id, purpose=purpose, attached_at=at)
    if done != len(wanted):
        gone = staged.count() + done != len(wanted)
        raise Refused("file_gone") if gone else Refused("files_too_large", limit_mb=OWNER_LIMIT_MB)


def store(
    *, data: bytes, name: str, media_type: str, owner: str, owner_id: int, purpose: str, at: datetime
) -> queries.FileCard:
    """Keep something we made ourselves, such as a letter: no checks, and it is its own reading copy."""
    row = _row(names.harmless(name), media_type, data, None, at)
    row.owner, row.owner_id, row.purpose, row.attached_at = owner, owner_id, purpose, at
    row.has_clean_copy = True
    _shelve(row, data, None)
    row.save(force_insert=True)
    return queries.card(row)


def wait(*, tokens: Sequence[str], until: datetime) -> None:
    """Let uploads wait for their owner until then: what they were sent with is under way. One UPDATE, or none."""
    wanted = set(filter(queries.is_token, tokens))
    if wanted:
        waiting = File.objects.filter(token__in=wanted, attached_at=None)
        waiting.update(staged_at=until - queries.STAGED_FOR)


def discard(*, token: str) -> None:
    """Forget an upload that its sender took back. Nothing happens to an attached one, or when there is none."""
    if queries.is_token(token):
        _forget(File.objects.filter(attached_at=None), {token})


def erase(*, owner: str, owner_id: int) -> int:
    """Delete all files of an owner in the caller's transaction; their bytes once it is committed. Gives how many."""
    rows = File.objects.filter(owner=owner, owner_id=owner_id)
    tokens = list(rows.values_list("token", flat=True))
    rows.delete()

    def unshelve() -> None:
        for token in tokens:
            shelf.remove(token)

    transaction.on_commit(unshelve)
    return len(tokens)


def sweep_staged(*, before: datetime) -> int:
    """Forget uploads that found no owner; a file attached meanwhile stays. Returns how many went."""
    waiting = File.objects.filter(attached_at=None, staged_at__lt=before)
    tokens = set(waiting.order_by("staged_at").values_list("token", flat=True)[:_SWEEP])
    return _forget(waiting, tokens) if tokens else 0


def sweep_orphans(*, before: datetime, however_many: bool = False) -> int:
    """Delete files without a row, left by a kill or a rollback. Walks the whole folder: once a day.

    Refused: too_many_orphans(orphans, files): nothing is deleted, an operator looks first.
    """
    found = queries.orphans(before=before)
    if found.too_many and not however_many:
        raise Refused("too_many_orphans", orphans=len(found.paths), files=found.files)
    for path in found.paths:
        path.unlink(missing_ok=True)
    return len(found.paths)


def _forget(waiting: "QuerySet[File]", tokens: set[str]) -> int:
    """The rows first and for good, then their bytes.

    Locked, because Django deletes by id what it has read before: one that is attached meanwhile must stay.
    """
    db.stand_alone()
    with db.writing():
        locked = waiting.filter(token__in=tokens).select_for_update(skip_locked=True)
        gone = set(locked.values_list("token", flat=True))
        File.objects.filter(token__in=gone).delete()
    for token in gone:
        shelf.remove(token)
    return len(gone)


def _figure(rows: "QuerySet[File]", aggregate: Count | Sum) -> Subquery:
    figure = rows.order_by().annotate(_all=Value(1)).values("_all")
    return Subquery(figure.annotate(n=Coalesce(aggregate, 0)).values("n"), output_field=IntegerField())


def _read(upload: "UploadedFile[bytes]") -> bytes:
    limit = FILE_LIMIT_MB * MEGABYTE
    data: bytes = b"" if (upload.size or 0) > limit else upload.read(limit + 1)
    if max(upload.size or 0, len(data)) > limit:
        raise Refused("file_too_large", limit_mb=FILE_LIMIT_MB)
    return data


def _row(name: str, media_type: str, data: bytes, clean: bytes | None, at: datetime) -> File:
    return File(
        token=secrets.token_hex(16),
        name=name,
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).digest(),
        has_clean_copy=clean is not None,
        clean_size=len(clean or b""),
        staged_at=at,
    )


def _shelve(row: File, data: bytes, clean: bytes | None) -> None:
    """On disk before the row: a row never promises bytes that are not there."""
    shelf.put(row.token, shelf.ORIGINAL, data)
    if clean is not None:
        shelf.put(row.token, shelf.CLEAN, clean)
