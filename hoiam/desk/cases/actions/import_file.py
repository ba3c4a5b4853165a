"""The file of an older register: looked at, kept encrypted in pieces, and opened again to be read."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, cast

from hoiam.desk.cases.models import Import, ImportPiece
from hoiam.files import archives, names
from hoiam.kit import cipher
from hoiam.kit.sheets import reading
from hoiam.law.refusal import Refused

LIMIT_MB = 100
UNPACKED_MB = 1024
PIECE = 1024 * 1024
KINDS = ("xlsx", "csv")
_LOOKED_AT = 30
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACRO = frozenset({"xlsm", "xltm", "xlam", "xlsb"})
_OLD = frozenset({"xls", "xlt", "et", "wk1", "dbf"})


def inspected(file: BinaryIO, name: str) -> str:
    """`xlsx` or `csv`.

    Refused: file_too_large(limit_mb), file_empty, macro_refused, file_old_office, file_type_refused, file_encrypted,
    file_damaged, archive_bomb, file_is_not_what_it_says.
    """
    extension = names.split(names.harmless(name))[1]
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(8)
    if size > LIMIT_MB * PIECE:
        raise Refused("file_too_large", limit_mb=LIMIT_MB)
    if not size:
        raise Refused("file_empty")
    if extension in _MACRO:
        raise Refused("macro_refused", extension=extension)
    if head == _OLE or extension in _OLD:
        raise _ole(file, extension)
    if extension in {"csv", "txt", "tsv"}:
        if head.startswith(b"PK\x03\x04"):
            raise Refused("file_is_not_what_it_says", found="zip", extension=extension)
        return "csv"
    if extension != "xlsx":
        raise Refused("file_type_refused", extension=extension, allowed=KINDS)
    archives.inspect_large(file, size=size, main_part="xl/workbook.xml", unpacked=UNPACKED_MB * PIECE)
    return "xlsx"


def _ole(file: BinaryIO, extension: str) -> Refused:
    """The container of old office files is also that of locked new ones (MS-OFFCRYPTO, 2.3.4)."""
    file.seek(0)
    locked = extension == "xlsx" and _LOCKED in file.read(LIMIT_MB * PIECE)
    return Refused("file_encrypted" if locked else "file_old_office", extension=extension)


def first_rows(file: BinaryIO, form: reading.Form) -> list[reading.Row]:
    """Enough to find the headings."""
    return list(islice(reading.rows(file, form, most=reading.LOOKED_AT), _LOOKED_AT))


def digest_of(file: BinaryIO) -> bytes:
    """Keyed: nobody without the key can try files against it."""
    file.seek(0)
    sums = hashlib.sha256()
    while piece := file.read(PIECE):
        sums.update(piece)
    return cipher.keyed_hash("codes", b"import\n" + sums.digest())


def keep(batch: Import, file: BinaryIO) -> None:
    """Encrypted, a piece for each megabyte, in the caller's transaction."""
    file.seek(0)
    number = 0
    while piece := file.read(PIECE):
        ImportPiece.objects.create(batch=batch, what="file", number=number, data=piece)
        number += 1


@contextlib.contextmanager
def opened(batch: Import) -> Iterator[BinaryIO]:
    """The file in clear, without a name on the disk, gone when it is closed."""
    with tempfile.TemporaryFile(prefix="hoiam-import-") as file:
        pieces = ImportPiece.objects.filter(batch=batch, what="file").order_by("number")
        for piece in pieces.iterator(chunk_size=4):
            file.write(piece.data)
        file.flush()
        yield cast("BinaryIO", file)


def form_of(batch: Import) -> reading.Form:
    """As it was sniffed."""
    return reading.Form(**batch.form)
