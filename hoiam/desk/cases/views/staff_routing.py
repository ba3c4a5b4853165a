"""Suggestions beside the forms that classify, pass on and assign: fields and units, with what spoke for each."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from hoiam.desk.cases.queries import CaseCard, competent, firewall, procedures, routing
from hoiam.desk.cases.queries.competent import Competent
from hoiam.desk.cases.queries.routing import Suggestion
from hoiam.desk.cases.views import words

WHERE = frozenset({"classify", "transfer", "assign"})


def suggested(card: CaseCard, events: Collection[str]) -> dict[str, Any]:
    """For the page of a case of which one of these forms stands open; else nothing, and no statement.

    Whoever keeps out of the case is not suggested, and not told to be named in it. Of what is held no unit is.
    """
    if not WHERE.intersection(events):
        return {}
    text = f"{card.title}\n{card.body}"
    by_text = "classify" in events or not card.field
    fields = routing.suggest(text=text, pack=words.pack()) if by_text else ()
    likely = {one.field: one.share for one in fields} if by_text else {card.field: 1.0}
    if procedures.held(card.kind):
        return {"fields": [_field(one) for one in fields]}
    out, _ = firewall.units_out(
        case_id=card.id, guarded=card.guarded, unit_id=card.unit_id, on=timezone.localdate()
    )
    units = competent.suggest(
        text=text, fields=likely, kind=card.kind, unit_id=card.unit_id, out=out, on=timezone.localdate()
    )
    spoke = {one.field: ", ".join(one.words) for one in fields}
    return {
        "fields": [_field(one) for one in fields],
        "units": _mentioned(text, {card.unit_id, *out}),
        "competent": [_unit(one, spoke, card.unit_id) for one in units],
    }


def _field(one: Suggestion) -> dict[str, Any]:
    return {"field": words.field(one.field), "words": ", ".join(one.words), "confirmed": one.confirmed}


def _mentioned(text: str, but: Iterable[int]) -> list[str]:
    return [unit.shown for unit in routing.named(text) if unit.id not in set(but)]


def _unit(one: Competent, spoke: Mapping[str, str], own: int) -> dict[str, Any]:
    return {
        "unit": one.unit.shown,
        "own": one.unit.id == own,
        "division": one.row.division,
        "field": words.field(one.field),
        "words": spoke.get(one.field, ""),
        "place": one.place.unit.shown,
        "named": one.place.named,
        "basis": one.row.basis,
        "confirmed": one.confirmed,
    }
