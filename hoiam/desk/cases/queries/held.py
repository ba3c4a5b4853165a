"""Denunciations of a unit, for its keeper alone."""

from datetime import date

from django.db.models import Q

from hoiam.desk.cases.models import Case, Kind
from hoiam.desk.cases.queries import firewall
from hoiam.desk.cases.queries.desk import LINE, PAGE, QueuePage, queue_row
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office


def held(*, unit_id: int, by: office.Actor, on: date, after: tuple[date, int] | None = None) -> QueuePage:
    """Newest first, ended ones too; `after` is the day of receipt and the row of the last one shown.

    One statement. Refused: not_yours.
    """
    if Role.KEEPER not in by.roles_in(unit_id):
        raise Refused("not_yours")
    rows = Case.objects.filter(unit_id=unit_id, kind=Kind.DENUNCIATION)
    rows = firewall.open_to(rows, person_id=by.person_id, on=on)
    if after:
        day, last = after
        rows = rows.filter(Q(received_on__lt=day) | Q(received_on=day, id__lt=last), received_on__lte=day)
    found = list(rows.order_by("-received_on", "-id").values(*LINE)[: PAGE + 1])
    more = found[PAGE - 1] if len(found) > PAGE else None
    page = tuple(queue_row(row, on) for row in found[:PAGE])
    return QueuePage(page, (more["received_on"], more["id"]) if more else None)
