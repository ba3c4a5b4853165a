"""Why somebody does what they do, as it is kept beside the deed."""

from hoiam.law.refusal import Refused


def given(reason: str, *, most: int) -> str:
    """On one line. Refused: reason_needed, reason_too_long(limit: characters)."""
    why = " ".join(reason.split())
    if not why:
        raise Refused("reason_needed")
    if len(why) > most:
        raise Refused("reason_too_long", limit=most)
    return why
