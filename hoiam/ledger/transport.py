"""HR1: a receipt as few bytes, for a QR code. Lossless but for ML-DSA lines; the root is recomputed, not carried.

Layout: docs/ledger.md. Decoding proves nothing: the signature over the recomputed root does.
"""

import binascii
import zlib
from base64 import b32decode, b32encode

from hoiam.ledger import checkpoint, commit, merkle, note, statement
from hoiam.ledger.errors import Malformed
from hoiam.ledger.receipt import Open, Opening, Receipt, Sealed, shed
from hoiam.ledger.wire import MAX_NUMBER

VERSION = 1
PRINT_LIMIT = 900
MAX_BYTES = 1 << 17
MAX_URL = 2 * MAX_BYTES
_OPEN, _SEALED = b"s", b"e"
_GROUP = 7
_MORE = 1 << _GROUP
_RAW = -15
_B32 = 8


def encode(receipt: Receipt) -> bytes:
    signed = note.parse(receipt.checkpoint)
    point = checkpoint.parse(signed.text)
    if point.extensions:
        raise Malformed("extensions")
    leaf = merkle.leaf_hash(commit.entry(receipt.opening.commitment))
    merkle.verify_inclusion(leaf, receipt.index, point.size, point.root, receipt.proof)
    head, tail = _opening(receipt.opening, point.origin)
    parts = [bytes([VERSION]), head, _varint(receipt.index), _varint(point.size - receipt.index)]
    parts += [_sized(point.origin.encode()), b"\0", _varint(len(receipt.proof)), *receipt.proof]
    short = [one for one in signed.signatures if len(one.value) <= note.STAMP + note.SIGNATURE]
    parts.append(_varint(len(short)))
    for one in short:
        name = b"" if one.name == point.origin else one.name.encode()
        parts += [_sized(name), _sized(one.key_id + one.value)]
    return b"".join([*parts, tail])


def for_print(receipt: Receipt, limit: int = PRINT_LIMIT) -> bytes:
    """At most `limit` bytes, shedding cosignatures from the last; Malformed if even none is too much."""
    for keep in range(len(note.parse(receipt.checkpoint).signatures), -1, -1):
        data = encode(shed(receipt, keep))
        if len(data) <= limit:
            return data
    raise Malformed("too_large", limit=limit)


def decode(data: bytes) -> Receipt:
    if len(data) > MAX_BYTES:
        raise Malformed("too_large", limit=MAX_BYTES)
    cursor = _Cursor(data)
    if cursor.take(1) != bytes([VERSION]):
        raise Malformed("hr1_version")
    kind, secret = cursor.take(1), cursor.take(commit.SALT)
    index = cursor.varint()
    size = index + cursor.varint()
    origin = checkpoint.parse_origin(cursor.name())
    if cursor.take(1) != b"\0":
        raise Malformed("hr1_reserved")
    proof = tuple(cursor.take(merkle.HASH) for _ in range(cursor.count(merkle.MAX_PROOF)))
    lines = tuple(cursor.signature(origin) for _ in range(cursor.count(note.MAX_SIGNATURES)))
    opening = _open(kind, secret, origin, cursor.rest())
    leaf = merkle.leaf_hash(commit.entry(opening.commitment))
    root = merkle.root_from_inclusion(leaf, index, size, proof)
    text = checkpoint.Checkpoint(origin, size, root).text()
    return Receipt(opening, index, proof, note.Note(text, lines).render())


def to_url(data: bytes, host: str) -> str:
    """Alphanumeric but for one `#`; what follows it never reaches a server."""
    return f"HTTPS://{host.upper()}/V#{b32encode(data).decode('ascii').rstrip('=')}"


def from_url(text: str) -> bytes:
    """The HR1 bytes of a scanned code: the whole URL, or what follows its `#`."""
    if len(text) > MAX_URL:
        raise Malformed("too_large", limit=MAX_URL)
    packed = text.strip().rpartition("#")[2].upper()
    try:
        data = b32decode(packed + "=" * (-len(packed) % _B32))
    except (binascii.Error, ValueError):
        raise Malformed("base32") from None
    if b32encode(data).decode("ascii").rstrip("=") != packed:
        raise Malformed("base32")
    return data


def _opening(opening: Opening, origin: str) -> tuple[bytes, bytes]:
    if isinstance(opening, Sealed):
        return _SEALED + opening.commitment, b""
    implied = _implied(origin)
    if not opening.statement.startswith(implied):
        raise Malformed("other_log")
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    body = opening.statement[len(implied) :].encode()
    return _OPEN + opening.salt, packer.compress(body) + packer.flush()


def _open(kind: bytes, secret: bytes, origin: str, rest: bytes) -> Opening:
    if kind == _SEALED and not rest:
        return Sealed(secret)
    if kind != _OPEN:
        raise Malformed("hr1_kind")
    return Open(secret, _implied(origin) + _inflate(rest))


def _implied(origin: str) -> str:
    return f"{statement.MAGIC}\nlog {origin}\n"


def _inflate(packed: bytes) -> str:
    unpacker = zlib.decompressobj(_RAW)
    try:
        text = unpacker.decompress(packed, statement.MAX_STATEMENT)
        if not unpacker.eof or unpacker.unused_data:
            raise Malformed("hr1_body")
        return text.decode("utf-8")
    except (zlib.error, UnicodeDecodeError):
        raise Malformed("hr1_body") from None


def _varint(value: int) -> bytes:
    """Little-endian groups of seven bits, the high bit set on all but the last."""
    out = bytearray()
    while value >= _MORE:
        out.append(value % _MORE | _MORE)
        value >>= _GROUP
    return bytes([*out, value])


def _sized(data: bytes) -> bytes:
    return _varint(len(data)) + data


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) != count:
            raise Malformed("hr1_short")
        self._at += count
        return part

    def rest(self) -> bytes:
        return self.take(len(self._data) - self._at)

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= byte % _MORE << shift
            if value > MAX_NUMBER or (shift and not byte):
                raise Malformed("hr1_number")
            if byte < _MORE:
                return value
            shift += _GROUP

    def count(self, limit: int) -> int:
        value = self.varint()
        if value > limit:
            raise Malformed("hr1_count", limit=limit)
        return value

    def name(self) -> str:
        try:
            return self.take(self.count(len(self._data))).decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed("hr1_name") from None

    def signature(self, origin: str) -> note.Signature:
        name = self.name()
        if name == origin:
            raise Malformed("hr1_name")
        data = self.take(self.count(len(self._data)))
        return note.Signature(name or origin, data[: note.KEY_ID], data[note.KEY_ID :])
