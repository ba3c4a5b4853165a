"""Who issues a paper, how it is named and under which symbol it is numbered.

State bodies follow Decree 30/2020/NĐ-CP, Annex I: `05/TB-UBND`. Bodies of the Party follow Guide 36-HD/VPTW of 3 April
2018: no national title, and `05-TB/ĐU`. On paper the number is given after the signature (article 15.2), so its place
stays open.
"""

from dataclasses import dataclass
from enum import StrEnum

ROOM = "……"
_PARTY = {"province": "Tỉnh ủy", "city": "Thành ủy"}
"""Of a unit of this kind; of any other it is the Party committee of the unit, named in full."""
_NAMES = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Đảng ủy", "Tỉnh ủy", "Thành ủy")


class Body(StrEnum):
    """What the holder of a post stands at the head of."""

    COMMITTEE = "committee"  # People's Committee
    COUNCIL = "council"  # People's Council
    PARTY = "party"  # committee of the Party
    AGENCY = "agency"  # an agency or public unit, whose symbol the platform does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A unit as papers name it, in Vietnamese: `kind` as province, ward; `full` with its kind."""

    kind: str
    name: str
    full: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """What stands at the head of a paper. `coded`: the abbreviation in its number, empty when none is known."""

    body: Body
    name: str
    parent: str
    coded: str

    @property
    def party(self) -> bool:
        """Whether the paper has the head of a Party paper."""
        return self.body is Body.PARTY

    def symbol(self, kind: str) -> str:
        """The number of a paper of this kind, before it has one: `……/TB-UBND`, `……-TB/ĐU`; perhaps nothing."""
        if not self.coded:
            return ""
        return f"{ROOM}-{kind}/{self.coded}" if self.party else f"{ROOM}/{kind}-{self.coded}"


def body_of(kind: str, title: str) -> Body:
    """By the kind of post, a word of the rules' post_kinds; of a post without one by its title."""
    if kind.startswith("party_secretary") or any(name in title for name in _NAMES[2:]):
        return Body.PARTY
    if kind == "council_chair" or (_NAMES[1] in title and _NAMES[0] not in title):
        return Body.COUNCIL
    return Body.AGENCY if kind in {"agency_head", "public_unit_head"} else Body.COMMITTEE


def issuer(body: Body, unit: Place, parent: Place | None) -> Issuer:
    """How a body of this unit is named, under which it stands, and its abbreviation (Annex III)."""
    if body is Body.AGENCY:
        return Issuer(body=body, name=_named(Body.COMMITTEE, unit), parent="", coded="")
    above = _named(body, parent) if parent and body is not Body.COUNCIL else ""
    return Issuer(body=body, name=_named(body, unit), parent=above, coded=_coded(body, unit))


def bare(title: str) -> str:
    """`Chủ tịch`, `Bí thư`: without the body it is of."""
    found = [title.find(name) for name in _NAMES if name in title]
    return (title[: min(found)].strip() if found else "") or title


def _named(body: Body, unit: Place) -> str:
    if body is Body.PARTY:
        return f"{_PARTY[unit.kind]} {unit.name}" if unit.kind in _PARTY else f"Đảng ủy {unit.full}"
    return f"{_NAMES[1] if body is Body.COUNCIL else _NAMES[0]} {unit.full}"


def _coded(body: Body, unit: Place) -> str:
    if body is Body.PARTY:
        return "TU" if unit.kind in _PARTY else "ĐU"
    return "HĐND" if body is Body.COUNCIL else "UBND"
