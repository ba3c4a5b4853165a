"""Signing in with name and password, as Django does it; the person is read with a statement put together once."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from hoiam.kit import prepared
from hoiam.office.models import Person


class PersonBackend(ModelBackend):
    """Every page of the desk asks who is signed in."""

    def get_user(self, user_id: int) -> Person | None:
        person = _PERSON.first(person_id=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


def _of_id(person_id: int) -> "QuerySet[Person]":
    return Person.objects.filter(pk=person_id)


_PERSON = prepared.Rows(_of_id, person_id=-1_000_001)
