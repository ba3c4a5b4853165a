"""What a file really is: allowed only when its content and its extension say the same.

The first bytes decide by our own rules; puremagic only names what else it might be, for the refusal.
"""

import dataclasses
import importlib
import re
from collections.abc import Callable

from hoiam.files import archives, names
from hoiam.law.refusal import Refused

_HEAD = 1024
_TAIL = 66_000  # where the end record of a zip can stand
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_WRITTEN = (b"%PDF-", b"{\\rtf", b"%!PS")  # formats of plain letters
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED_OFFICE = "Encrypted".encode("utf-16-le")  # the entry EncryptedPackage (MS-OFFCRYPTO 2.3.4)
_MACRO_EXTENSIONS = frozenset(
    {"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"}
)
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
_SCRIPTED = re.compile(rb"<\s*(html|script|svg|iframe|\?php)", re.IGNORECASE)  # XMP in a photo is markup too
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ODT = "vnd.oasis.opendocument.text"
_ODS = "vnd.oasis.opendocument.spreadsheet"


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we take. `cleaning` names the program that makes its reading copy, if there is one."""

    media_type: str
    extensions: tuple[str, ...]
    looks: Callable[[bytes], bool]
    inspect: Callable[[bytes], None]
    cleaning: str


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a file with a harmless name.

    Refused: file_empty, file_type_refused(extension, allowed), macro_refused, file_encrypted, text_encoding,
    file_is_not_what_it_says(extension, found) and what archives refuses.
    """
    extension = names.split(name)[1]
    if extension in _MACRO_EXTENSIONS:
        raise Refused("macro_refused", extension=extension)
    kind = _BY_EXTENSION.get(extension)
    if kind is None:
        raise Refused("file_type_refused", extension=extension, allowed=ALLOWED)
    if not data:
        raise Refused("file_empty")
    if not kind.looks(data):
        raise _mismatch(extension, data)
    try:
        kind.inspect(data)
    except Refused as refused:
        raise Refused(refused.code, **{**refused.facts, "extension": extension}) from refused
    return kind


def media_type_of(data: bytes) -> tuple[str, str]:
    """Media type and extension of a picture we made ourselves; two empty strings for anything else."""
    found = next((kind for kind in (_JPEG, _PNG) if kind.looks(data)), None)
    return (found.media_type, found.extensions[0]) if found else ("", "")


def _mismatch(extension: str, data: bytes) -> Refused:
    if data.startswith(_OLE) and extension in _OFFICE and _LOCKED_OFFICE in data:
        return Refused("file_encrypted", extension=extension)
    return Refused("file_is_not_what_it_says", extension=extension, found=_guess(data))


def _guess(data: bytes) -> str:
    """An extension for the message; the guesser may stumble over hostile bytes, which changes nothing."""
    if _MARKUP.match(data.lstrip(b"\xef\xbb\xbf \t\r\n")):
        return "html"
    try:
        matches = importlib.import_module("puremagic").magic_string(data[:4096])  # large, and seldom asked
    except Exception:  # noqa: BLE001 - any stumble means we do not know
        return ""
    return str(matches[0].extension).lstrip(".") if matches else ""


def _picture(data: bytes) -> None:
    """A picture that is nothing else at the same time: no page, document or archive hidden in it."""
    head = data[:_HEAD]
    if b"%PDF-" in head or _SCRIPTED.search(head) or _ZIP_END in data[-_TAIL:]:
        raise Refused("file_is_not_what_it_says", found="")


def _pdf(data: bytes) -> None:
    if _ZIP_END in data[-_TAIL:] or _MARKUP.search(data[:64]):
        raise Refused("file_is_not_what_it_says", found="")


def _text(data: bytes) -> None:
    if b"\0" in data and not data.startswith(_UTF16):
        raise Refused("file_is_not_what_it_says", found=_guess(data))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Refused("text_encoding") from error
    if _CONTROL.search(text) or data.startswith(_WRITTEN):
        raise Refused("file_is_not_what_it_says", found=_guess(data))
    if _MARKUP.match(text.lstrip("\ufeff \t\r\n").encode()[:_HEAD]):
        raise Refused("file_is_not_what_it_says", found="html")


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(magics)


def _webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _odf_head(media_type: str) -> Callable[[bytes], bool]:
    """OpenDocument 1.2 part 3, 3.3: the stored entry `mimetype` comes first."""
    mark = b"mimetypeapplication/" + media_type.encode()
    return lambda data: data.startswith(_ZIP) and data[30 : 30 + len(mark)] == mark


def _odf(media_type: str) -> Callable[[bytes], None]:
    return lambda data: archives.inspect_odf(data, b"application/" + media_type.encode())


_JPEG = Kind("image/jpeg", ("jpg", "jpeg"), _starts(b"\xff\xd8\xff"), _picture, "picture")
_PNG = Kind("image/png", ("png",), _starts(b"\x89PNG\r\n\x1a\n"), _picture, "picture")
KINDS = (
    _JPEG,
    _PNG,
    Kind("image/webp", ("webp",), _webp, _picture, "picture"),
    Kind("application/pdf", ("pdf",), _starts(b"%PDF-"), _pdf, "pdf"),
    Kind(
        f"application/{_WORD}",
        ("docx",),
        _starts(_ZIP),
        lambda data: archives.inspect_ooxml(data, "word/document.xml"),
        "",
    ),
    Kind(
        f"application/{_SHEET}",
        ("xlsx",),
        _starts(_ZIP),
        lambda data: archives.inspect_ooxml(data, "xl/workbook.xml"),
        "",
    ),
    Kind(f"application/{_ODT}", ("odt",), _odf_head(_ODT), _odf(_ODT), ""),
    Kind(f"application/{_ODS}", ("ods",), _odf_head(_ODS), _odf(_ODS), ""),
    Kind("text/plain", ("txt",), lambda _: True, _text, ""),
)
_OFFICE = frozenset({"docx", "xlsx", "odt", "ods"})
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
ALLOWED = tuple(_BY_EXTENSION)
ACCEPT = ",".join(f".{extension}" for extension in ALLOWED)
