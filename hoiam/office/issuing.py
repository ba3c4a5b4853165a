"""Whose paper it is: the body that a post stands at the head of, always named in Vietnamese."""

from datetime import date

from hoiam.law import issuers
from hoiam.law.issuers import Issuer, Place
from hoiam.office import owing, queries
from hoiam.office.cards import UnitCard


def of_post(post_id: int, *, on: date) -> tuple[Issuer, str]:
    """With the name of the place. Three statements. Refused: as owing.post."""
    post = owing.post(post_id)
    unit = queries.units([post.unit_id], on=on)[post.unit_id]
    title = owing.named([post_id])[post_id].title
    return of_unit(unit, kind=post.kind, title=title), unit.name


def of_unit(unit: UnitCard, *, kind: str = "", title: str = "") -> Issuer:
    """Of a post with this kind and title there."""
    own = Place(kind=unit.kind, name=unit.name, full=unit.full_name)
    above = Place(kind=unit.parent_kind, name=unit.parent_name, full=unit.parent_full_name)
    return issuers.issuer(issuers.body_of(kind, title), own, above if unit.parent_kind else None)
