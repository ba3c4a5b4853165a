"""What a clerk types at the counter: kept while it is typed, for that clerk alone, erased when it is registered."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.models import Case, CounterDraft
from hoiam.files import actions as files
from hoiam.kit import db
from hoiam.law import drafting
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

Said = Mapping[str, Sequence[str]]
FILES = "kept"
"""The field with the tokens of files that were taken in already."""
_BATCH = 500


def save(*, form_key: str, said: Said, by: office.Actor, at: datetime) -> datetime:
    """Keep what stands in the form now; gives the moment until which. Attachments wait as long.

    Refused: registered_already, too_many_drafts(most), draft_too_long(most).
    """
    until = drafting.until(at, pack=record.pack())
    with db.writing():
        if Case.objects.filter(submit_key=form_key).exists():
            raise Refused("registered_already")
        mine = CounterDraft.objects.filter(person_id=by.person_id)
        drafting.allow(others=mine.exclude(form_key=form_key).count(), length=_length(said))
        CounterDraft.objects.update_or_create(
            person_id=by.person_id,
            form_key=form_key,
            defaults={
                "said": {name: list(values) for name, values in said.items()},
                "saved_at": at,
                "expires_at": until,
            },
        )
        files.wait(tokens=said.get(FILES, ()), until=until)
    return until


def drop(*, form_key: str, by: office.Actor) -> None:
    """Forget a form of one's own, with its attachments. Nothing happens when there is none."""
    with db.writing():
        db.overwriting()
        row = CounterDraft.objects.filter(person_id=by.person_id, form_key=form_key).first()
        if row is None:
            return
        row.delete()
    for token in row.said.get(FILES, ()):
        files.discard(token=token)


def registered(*, form_key: str, person_id: int) -> None:
    """The form became a case, in the transaction of the caller."""
    CounterDraft.objects.filter(person_id=person_id, form_key=form_key).delete()


def sweep(*, at: datetime) -> int:
    """Erase what was kept long enough; gives how many."""
    due = CounterDraft.objects.filter(expires_at__lte=at)
    if not due.exists():
        return 0
    with db.writing():
        db.overwriting()
        gone, _each = due.filter(pk__in=list(due.values_list("pk", flat=True)[:_BATCH])).delete()
    return gone


def _length(said: Said) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in said.items())
