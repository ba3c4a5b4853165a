"""Suggestions beside the form that classifies: fields with the words that spoke for them, units that the text names."""

from collections.abc import Collection
from typing import Any

from hoiam.desk.cases.queries import CaseCard, routing
from hoiam.desk.cases.views import words


def suggested(card: CaseCard, events: Collection[str]) -> dict[str, Any]:
    """For the page of a case that can be classified now; else nothing, and no statement."""
    if "classify" not in events:
        return {}
    text = f"{card.title}\n{card.body}"
    fields = [
        {"field": words.field(one.field), "words": ", ".join(one.words), "confirmed": one.confirmed}
        for one in routing.suggest(text=text, pack=words.pack())
    ]
    return {"fields": fields, "units": routing.units_named(text=text, but=card.unit_id)}
