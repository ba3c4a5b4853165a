"""What can be sent, to whom, and how the offices do."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from hoiam.desk.cases.views import places, words
from hoiam.kit import fold
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.public import figures
from hoiam.public.api.v1 import schema, shown
from hoiam.public.api.v1.declared import READ, declared

PAGE = 100
router = Router()


@router.get("/services", response=declared(200, schema.ServicesOut, *READ))
def services(request: HttpRequest) -> Any:  # noqa: ARG001 - a view
    """Kinds and fields with their words."""
    return {
        "kinds": [
            {"code": code, "words": str(said)} for code, said in words.offered() if code in words.OFFERED
        ],
        "public_kinds": [{"code": code, "words": str(words.KINDS[code])} for code in schema.KINDS],
        "fields": [{"code": one.code, "words": words.field(one.code)} for one in words.pack().fields],
    }


@router.get("/units", response=declared(200, schema.UnitsOut, "404", *READ))
def units(
    request: HttpRequest,  # noqa: ARG001 - a view
    *,
    q: Annotated[str, Query(max_length=60, description="Part of a name, with or without accents.")] = "",
    parent: Annotated[schema.UnitCode | None, Query()] = None,
    after: Annotated[int, Query(ge=0, le=100_000, description="`next` of the page before.")] = 0,
) -> Any:
    """Offices of this installation: all, those whose name holds `q`, or those under `parent`."""
    found = [*_under(parent)] if parent else [*office.served()]
    wanted = fold.fold(q).strip()
    if wanted:
        found = [card for card in found if wanted in fold.fold(card.shown)]
    ready = places.opened(on=timezone.localdate())
    return {
        "items": [_unit(card, ready) for card in found[after : after + PAGE]],
        "next": after + PAGE if len(found) > after + PAGE else None,
    }


@router.get("/scores", response=declared(200, schema.ScoresOut, "404", *READ))
def scores(
    request: HttpRequest,  # noqa: ARG001 - a view
    *,
    year: Annotated[int | None, Query(ge=2000, le=2200)] = None,
    unit: Annotated[schema.UnitCode | None, Query()] = None,
) -> Any:
    """Duties met and missed: of the last twelve months, or of a year; of all offices, or of one."""
    on = timezone.localdate()
    ids = None if unit is None else [card.id for card in office.served() if card.code == unit]
    if ids == []:
        raise Refused("no_such_unit", unit=unit)
    return shown.board(figures.board(period=_period(year, on), on=on, unit_ids=ids))


def _period(year: int | None, on: date) -> figures.Period:
    if year is None:
        return figures.period("", on=on)
    return figures.Period(str(year), str(year), date(year, 1, 1), date(year, 12, 1))


def _under(parent: str) -> list[office.UnitCard]:
    branch = next((one for one in office.served_tree() if one.province.code == parent), None)
    if branch is not None:
        return list(branch.units)
    if any(card.code == parent for card in office.served()):
        return []
    raise Refused("no_such_unit", unit=parent)


def _unit(card: office.UnitCard, ready: frozenset[int]) -> dict[str, Any]:
    codes = card.path.strip("/").split("/")
    return {
        "code": card.code,
        "name": card.shown,
        "kind": card.kind,
        "parent": codes[-2] if len(codes) > 1 else None,
        "parent_name": card.parent_shown,
        "open": card.id in ready,
    }
