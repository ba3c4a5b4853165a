"""A daily RFC 3161 timestamp of the newest checkpoint, where a time stamping authority is named: HOIAM_TSA_URL.

`timestamps/<size>` is the checkpoint as it was sent, `timestamps/<size>.tsr` the answer. Here only the answer's
status and digest are looked at: whose certificate to believe is for whoever checks it, with `openssl ts -verify`.
"""

from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from django.conf import settings

from hoiam.journal import courier, store
from hoiam.ledger import checkpoint
from hoiam.ledger.errors import Malformed
from hoiam.ledger.record import replace_durably

FOLDER = "timestamps"
PATIENCE = 20.0
_QUERY = "application/timestamp-query"
_HEAD = bytes.fromhex("3039 020101 3031 300d 0609608648016503040201 0500 0420")
"""TimeStampReq of version 1 for a SHA-256 digest, which follows; then that the certificate is asked for."""
_TAIL = bytes.fromhex("0101ff")
_SEQUENCE, _INTEGER, _OCTETS = 0x30, 0x02, 0x04
_LONG = 0x80
_GRANTED = (0, 1)  # also "with modifications"


def stamp() -> int | None:
    """Have the newest checkpoint stamped, once; its size, None if there is nothing to do.

    Raises OSError when the authority is silent, Malformed when it refuses.
    """
    signed = store.publisher().signed()
    if not settings.HOIAM_TSA_URL or not signed:
        return None
    size, folder = checkpoint.unverified(signed).size, Path(settings.HOIAM_LOG_DIR) / FOLDER
    if (folder / f"{size}.tsr").exists():
        return None
    digest = sha256(signed.encode()).digest()
    answer = courier.post(settings.HOIAM_TSA_URL, request(digest), PATIENCE, kind=_QUERY)
    if answer.status != HTTPStatus.OK:
        raise OSError(answer.status)
    check(answer.body, digest)
    folder.mkdir(exist_ok=True)
    replace_durably(str(folder / str(size)), signed.encode())
    replace_durably(str(folder / f"{size}.tsr"), answer.body)
    return size


def request(digest: bytes) -> bytes:
    """RFC 3161 section 2.4.1, in DER."""
    return _HEAD + digest + _TAIL


def check(answer: bytes, digest: bytes) -> None:
    """Malformed unless it was granted, and for this digest."""
    status = _inside(_inside(answer, _SEQUENCE), _SEQUENCE)
    if int.from_bytes(_inside(status, _INTEGER), "big") not in _GRANTED:
        raise Malformed("timestamp_refused")
    if bytes([_OCTETS, len(digest)]) + digest not in answer:
        raise Malformed("timestamp_other")


def _inside(data: bytes, tag: int) -> bytes:
    """The content of the first element."""
    if len(data) < 2 or data[0] != tag:  # noqa: PLR2004
        raise Malformed("timestamp")
    start, length = 2, data[1]
    if length >= _LONG:
        start += length - _LONG
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length:
        raise Malformed("timestamp")
    return data[start : start + length]
