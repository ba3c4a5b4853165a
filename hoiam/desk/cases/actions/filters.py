"""Saved parts of the queue, each person's own."""

from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction

from hoiam.desk.cases.models import SavedFilter
from hoiam.desk.cases.queries import work
from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

KEPT = ("unit", "q", "state", "mine", "late", "handler")
LONGEST = 200


def save(*, name: str, query: str, by: office.Actor) -> int:
    """Keep a filter under a name; gives its id. Refused: name_needed, filter_empty, filter_too_long,
    filter_name_taken, too_many_filters(most).
    """
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key in KEPT])
    if not name.strip():
        raise Refused("name_needed")
    if not kept:
        raise Refused("filter_empty")
    if len(kept) > LONGEST:
        raise Refused("filter_too_long")
    with db.writing():
        if SavedFilter.objects.filter(person_id=by.person_id).count() >= work.MOST_FILTERS:
            raise Refused("too_many_filters", most=work.MOST_FILTERS)
        try:
            with transaction.atomic():
                row = SavedFilter.objects.create(person_id=by.person_id, name=name.strip(), query=kept)
        except IntegrityError as error:
            raise Refused("filter_name_taken") from error
    return row.pk


def drop(*, filter_id: int, by: office.Actor) -> None:
    """Forget one of one's own; another's is left alone in silence."""
    with db.writing():
        SavedFilter.objects.filter(pk=filter_id, person_id=by.person_id).delete()
