"""A PDF without what runs by itself, what is hidden in it and what tells who made it.

ISO 32000-1: actions 12.6, embedded files 7.11.4, metadata 14.3.
"""

import contextlib
import io
import zlib
from collections.abc import Iterator

import pikepdf

from hoiam.files.cleaning import child, jpeg
from hoiam.law.refusal import Refused

_DROPPED = (
    "/OpenAction",
    "/AA",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/XFA",
    "/Collection",
    "/Metadata",
    "/PieceInfo",
    "/RichMediaContent",
    "/LastModified",
    "/Thumb",
)
_ACTIONS = frozenset(
    (
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/ResetForm",
    )
)
_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_DEPTH = 60
_PHOTO = 64 * 1024 * 1024


def clean(data: bytes) -> bytes:
    """The same pages. Refused: file_encrypted, file_damaged."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _saved(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("file_encrypted") from error
    except Exception as error:  # a parser may fail in any way on hostile bytes
        raise Refused("file_damaged") from error


def _saved(pdf: pikepdf.Pdf) -> bytes:
    for value in pdf.objects:
        for part in _parts(value, 0):
            _strip(part)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    output = io.BytesIO()
    pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return output.getvalue()


def _parts(value: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """An object and every dictionary written directly inside it; what it refers to has its own turn."""
    if depth > _DEPTH:
        raise Refused("file_damaged")
    children: list[object]
    if isinstance(value, pikepdf.Array):
        children = list(value)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield value
        children = [child for _, child in value.items()]
    else:
        return
    for inner in children:
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            yield from _parts(inner, depth + 1)


def _strip(part: pikepdf.Object) -> None:
    for key in _DROPPED:
        if key in part:
            del part[key]
    if _acts(part) or str(part.get("/Subtype", "")) in _ANNOTATIONS:
        _empty(part)
    if isinstance(part, pikepdf.Stream):
        _strip_photo(part)


def _strip_photo(part: pikepdf.Stream) -> None:
    """A photo inside the document carries its own notes; one we cannot read stays as it is."""
    filters = part.get("/Filter", pikepdf.Array())
    layers = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    with contextlib.suppress(ValueError, zlib.error):
        if layers == ["/DCTDecode"]:
            part.write(jpeg.without_notes(part.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        elif layers == ["/FlateDecode", "/DCTDecode"]:
            photo = zlib.decompressobj().decompress(part.read_raw_bytes(), _PHOTO)
            part.write(jpeg.without_notes(photo), filter=pikepdf.Name.DCTDecode)


def _acts(part: pikepdf.Object) -> bool:
    """Whether it is an action that does more than turn a page or open a web address."""
    address = str(part.get("/URI", "")).strip().lower()
    return address.startswith(("javascript:", "file:", "data:")) or str(part.get("/S", "")) in _ACTIONS


def _empty(part: pikepdf.Object) -> None:
    """Nothing of it stays; an annotation without a kind is not drawn and does nothing."""
    for key in list(part.keys()):
        if key not in {"/Type", "/Rect", "/Length"}:
            del part[key]


if __name__ == "__main__":
    child.run(clean)
