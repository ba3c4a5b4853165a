"""From the code of a booking to its row, without storing the code."""

from hoiam.kit import cipher, codes

_KEY = "bookings"


def of(code: str) -> bytes:
    """What is stored of a code as it was typed. Refused: no_such_booking."""
    return code_hash(canonical(code))


def canonical(code: str) -> str:
    """As it is spelled. Refused: no_such_booking."""
    return codes.canonical(code, unknown="no_such_booking")


def code_hash(code: str) -> bytes:
    """What is stored of a canonical code."""
    return cipher.keyed_hash(_KEY, f"code\n{code}".encode())


def mark(unit_id: int, number: str) -> bytes | None:
    """What is stored of a telephone or identity number, to tell one person from others at an office."""
    plain = "".join(filter(str.isalnum, number)).casefold()
    return cipher.keyed_hash(_KEY, f"person\n{unit_id}\n{plain}".encode()) if plain else None
