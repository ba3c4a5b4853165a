"""Codes, devices and identity numbers as keyed hashes: not to be read back, and of no use at another conference."""

from hoiam.kit import cipher, codes

KEY = "codes"


def of(code: str) -> bytes:
    """What is stored of a code as typed. Refused: no_such_question."""
    return code_hash(codes.canonical(code, unknown="no_such_question"))


def code_hash(code: str) -> bytes:
    """What is stored of a canonical code."""
    return cipher.keyed_hash(KEY, b"question " + code.encode())


def device(conference_id: int, token: str) -> bytes:
    """One device at one conference."""
    return cipher.keyed_hash(KEY, f"device {conference_id} {token}".encode())


def mark(conference_id: int, id_number: str) -> bytes:
    """One voter asking for one conference."""
    return cipher.keyed_hash(KEY, f"voter {conference_id} {id_number}".encode())
