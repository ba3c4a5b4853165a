"""What to do with a matter that came in: by its content, competence, and whether it can be handled at all.

Circular 05/2021/TT-TTCP, article 6, sorts matters; mixed content is guided to be split by Decree 154/2026/NĐ-CP,
article 14.4. What a matter thinks is no ground: the one the circular names for content against a line is left out.
"""

from dataclasses import dataclass
from enum import StrEnum

CIRCULAR = "Thông tư 05/2021/TT-TTCP, điều 6"
DECREE = "Nghị định 154/2026/NĐ-CP, điều 14.4"


class Way(StrEnum):
    ACCEPT = "accept"  # propose to take it into work
    GUIDE = "guide"  # tell the person who is competent
    TRANSFER = "transfer"  # send it there
    SPLIT = "split"
    FILE = "file"  # nothing more is done


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the clerk finds."""

    kind: str
    mixed: bool = False
    eligible: bool = True  # dated, named, signed, legible, in Vietnamese; not sent to the competent body too
    own: bool = True  # this office is competent
    originals: bool = False  # original papers came with it


@dataclass(frozen=True, slots=True)
class Advice:
    """What the table says, and where it is written; `give_back`: the originals are given back against a receipt."""

    way: Way
    source: str
    give_back: bool = False


NOT_OWN = {"complaint": Way.GUIDE, "complaint_again": Way.GUIDE}
"""Not of this office: who complains is guided, all else is sent on."""


def advise(matter: Matter) -> Advice:
    """The first row that fits."""
    if matter.mixed:
        return Advice(Way.SPLIT, DECREE)
    if not matter.eligible:
        return Advice(Way.FILE, CIRCULAR, matter.originals)
    if matter.own:
        return Advice(Way.ACCEPT, CIRCULAR)
    way = NOT_OWN.get(matter.kind, Way.TRANSFER)
    return Advice(way, CIRCULAR, matter.originals and way is Way.GUIDE)
