"""Who acts, for commands that are put on record."""

from datetime import datetime

from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.office.models import Person


def actor(username: str, at: datetime) -> office.Actor:
    """By the account's name, with the roles held that day. Refused: no_such_person."""
    person = Person.objects.filter(username=Person.normalize_username(username), is_active=True).first()
    if person is None:
        raise Refused("no_such_person")
    return office.actor(person=person, on=local_day(at))
