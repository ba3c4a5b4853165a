"""What the full-text index holds of a text: its unit and keyed hashes of its syllables and pairs."""

from hoiam.kit import fold, keys

KEY = "search"


def document(unit_id: int, text: str) -> str:
    """One string of tokens; nothing of the text can be read from it without the key."""
    return " ".join([unit_token(unit_id), *blind(list(fold.tokens(text)))])


def blind(words: list[str]) -> list[str]:
    """Keyed hashes of folded words."""
    return fold.blind(words, keys.named(KEY))


def unit_token(unit_id: int) -> str:
    """One word that all cases of a unit share."""
    return f"u{unit_id}"
