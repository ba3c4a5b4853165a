"""A text to be published in full, without what the law protects: passages marked [[so]] are decided on one by one."""

import re
from collections.abc import Sequence
from enum import StrEnum

from hoiam.law import dialogue
from hoiam.law.refusal import Refused

OPEN, CLOSE = "[[", "]]"
BLANK = "[…]"
_PASSAGE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class Ground(StrEnum):
    """What protects a passage; `shown`: nothing does, it is published."""

    STATE = "state"  # state secret
    BANK = "bank"
    BUSINESS = "business"
    PERSONAL = "personal"
    SHOWN = "shown"


BLANKS = {
    "state": "[lược bỏ: bí mật nhà nước]",
    "bank": "[lược bỏ: bí mật ngân hàng]",
    "business": "[lược bỏ: bí mật kinh doanh]",
    "personal": "[lược bỏ: dữ liệu cá nhân]",
}
"""What stands in a published conclusion in the place of what is protected; a document of the office, so
in Vietnamese.
"""


def passages(text: str) -> tuple[str, ...]:
    """What is marked, in order. Refused: passage_not_closed."""
    found = tuple(_PASSAGE.findall(text))
    rest = _PASSAGE.sub("", text)
    if OPEN in rest or CLOSE in rest or any(OPEN in one for one in found):
        raise Refused("passage_not_closed")
    return found


def require_marked(text: str) -> None:
    """Numbers and addresses of people stand within the marks. Refused: passage_not_closed, protected_left(kinds)."""
    passages(text)
    left = dialogue.pointed_out(_PASSAGE.sub(" ", text), ())
    if left:
        raise Refused("protected_left", kinds=left)


def require_impersonal(*texts: str) -> None:
    """What everybody reads at once holds no number or address of a person. Refused: personal_in_text."""
    if any(dialogue.pointed_out(text, ()) for text in texts):
        raise Refused("personal_in_text")


def cleared(text: str, grounds: Sequence[str], blanks: dict[str, str]) -> str:
    """The text in full, each protected passage replaced by what says on which ground.

    Refused: passage_not_closed, passage_open(number) while one is not decided on, protected_left.
    """
    marked = passages(text)
    for number, _passage in enumerate(marked, start=1):
        if number > len(grounds) or grounds[number - 1] not in set(Ground):
            raise Refused("passage_open", number=number)
    require_marked(text)
    decided = iter(zip(marked, grounds, strict=False))

    def shown(_match: re.Match[str]) -> str:
        passage, ground = next(decided)
        return passage if ground == Ground.SHOWN else blanks[ground]

    return _PASSAGE.sub(shown, text)


def left_out(text: str) -> str:
    """A text without the passages that are marked, also where a mark was not closed: for what nobody decided on."""
    return _PASSAGE.sub(BLANK, text).partition(OPEN)[0]
