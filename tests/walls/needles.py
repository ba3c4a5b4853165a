"""A person for each way in, whom nobody else is like, and how to find them in anything, however it is written.

What is looked through is folded: small letters, no marks, nothing between words and groups of digits. So a name is
found in NFC and NFD, without accents, and a number with spaces, dots or the country's code before it.
"""

import base64
import binascii
import contextlib
import html
import io
import quopri
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

import pikepdf

from hoiam.sealed.actions import Personal
from tests.desk.document_story import pdf_text

GIVEN = {
    "web": "Ngoẵng Khuyệch",
    "counter": "Quỡm Loẽng",
    "phone": "Thoẳm Ruẹo",
    "paper": "Xuỷnh Ghuẹt",
    "email": "Nhuồm Phượp",
    "import": "Khoẵm Siếng",
    "api": "Đuềnh Oẳng",
    "open311": "Luẫng Hoẹch",
    "offline": "Tuỡng Vuẩm",
    "complaint": "Chuỗnh Bượp",
    "denunciation": "Giuẩng Moẹt",
    "group": "Quẩnh Liễc",
}
SEPARATORS = re.compile(r"[\s.,;:()_/+\u00a0-]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
HEX = re.compile(rb"(?:[0-9a-f]{2}){12,}")
DEEPEST = 3


def person(way: str) -> Personal:
    """Who writes by this way; numbers and addresses are made up."""
    number = list(GIVEN).index(way) + 11
    plain = folded(GIVEN[way])
    return Personal(
        name=f"Nông Thị {GIVEN[way]}",
        id_number=f"0201907316{number}",
        address=f"Thôn {GIVEN[way]} {number}, phường Đông Kinh",
        phone=f"091273{number}57",
        email=f"{plain}@rieng.example",
    )


def wanted(ways: Iterable[str] = GIVEN) -> dict[str, str]:
    """What to look for, folded, by what it is: the given name alone, too; numbers without their first digits."""
    found = {}
    for way in ways:
        one = person(way)
        found |= {
            folded(GIVEN[way]): f"{way}: name",
            one.phone[1:]: f"{way}: phone",
            one.id_number[3:]: f"{way}: id number",
        }
    return found


def folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return SEPARATORS.sub("", letters.encode("ascii", "ignore").decode())


def found(data: bytes | str, looked_for: dict[str, str] | None = None) -> set[str]:
    """What stands in it, in whatever dress."""
    names = wanted() if looked_for is None else looked_for
    texts = [folded(text) for text in readings(data if isinstance(data, bytes) else data.encode())]
    return {said for needle, said in names.items() if any(needle in text for text in texts)}


def readings(data: bytes, depth: int = 0) -> Iterator[str]:
    """Every way to read these bytes: as text, escaped text, packed, encoded."""
    text = data.decode("utf-8", "replace")
    yield text
    plain = html.unescape(ESCAPED.sub(lambda one: chr(int(one[1], 16)), unquote_plus(text)))
    if plain != text:
        yield plain
    if b"\0" in data:
        yield data.decode("utf-16-le", "ignore")
        yield data[1:].decode("utf-16-le", "ignore")
    if depth < DEEPEST:
        for part in inside(data):
            yield from readings(part, depth + 1)


def inside(data: bytes) -> Iterator[bytes]:
    """What is packed or written in another alphabet."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
        return
    if data.startswith(b"%PDF-"):
        yield pdf_text(data).encode()
        yield unpacked(data)
        return
    if data[:2] in {b"\x1f\x8b", b"x\x9c", b"x\xda"}:
        with contextlib.suppress(zlib.error):  # other things begin like that too
            yield zlib.decompressobj(47).decompress(data)
    if re.search(rb"=[0-9A-F]{2}", data):
        yield quopri.decodestring(data)
    for run in BASE64.findall(data):
        yield base64.b64decode(run[: len(run) // 4 * 4])
    for run in HEX.findall(data):
        yield binascii.unhexlify(run)


def unpacked(data: bytes) -> bytes:
    """Streams and notes of a PDF."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(output, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()
