"""Who signs for an office: its head, or whoever the head lets sign in their place, within the days named.

The duty stays the head's post's (Decree 30/2020/NĐ-CP, article 13).
"""

from dataclasses import dataclass
from datetime import date

from hoiam.desk.cases.actions import documents
from hoiam.desk.cases.queries import work
from hoiam.law import sheet
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.sheet import Capacity, Signature
from hoiam.office import queries as office


@dataclass(frozen=True, slots=True)
class Signer:
    """The lines above the name on paper, and the office as pages name it."""

    signature: Signature
    title: str


def signer(*, desk: office.Desk, by: office.Actor, on: date) -> Signer:
    """Of this person on a day. Refused: proxy_over, once the days are."""
    here = documents.office_of(desk)
    if Role.PROXY not in by.roles_in(desk.unit.id):
        signature = sheet.signed(here, capacity=Capacity.HEAD, name=by.name)
        return Signer(signature, desk.head_title)
    lent = work.lent(unit_id=desk.unit.id, person_id=by.person_id, on=on)
    if lent is None:
        raise Refused("proxy_over")
    return _proxy(here, lent)


def expected(*, desk: office.Desk, by: office.Actor, on: date) -> Signer:
    """Whoever would sign, were it to go out today: for a draft that anybody looks at."""
    if Role.PROXY in by.roles_in(desk.unit.id):
        return signer(desk=desk, by=by, on=on)
    here = documents.office_of(desk)
    lent = work.lent(unit_id=desk.unit.id, on=on)
    if lent is not None and by.person_id != desk.head_person_id:
        return _proxy(here, lent)
    name = desk.head_name or sheet.NOBODY
    return Signer(sheet.signed(here, capacity=Capacity.HEAD, name=name), desk.head_title)


def _proxy(here: sheet.Office, lent: work.Lent) -> Signer:
    signature = sheet.signed(here, capacity=Capacity(lent.capacity), name=lent.name, title=lent.title)
    return Signer(signature, f"{signature.over} / {signature.title}")
