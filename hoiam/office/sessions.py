"""Signed-in sessions in the database, as Django keeps them; read with a statement put together once."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from hoiam.kit import prepared


class SessionStore(DatabaseStore):
    """Every page of the desk reads one."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(key=self.session_key or "")
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


def _of_key(key: str) -> "QuerySet[Session]":
    return Session.objects.filter(session_key=key)


_SESSION = prepared.Rows(_of_key, key="stand-in of a key")
