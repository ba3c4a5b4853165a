"""How offices and their heads do: counted from the log's own duties, the same for all."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hoiam.desk.cases.views.words import Words
from hoiam.duties import recurring_cards, words as recurring_words
from hoiam.kit import fold
from hoiam.law.scores import Indicators
from hoiam.office import owing, queries as office
from hoiam.public import figures
from hoiam.public.figures import OfficeLine, Period

SORTS: dict[str, Callable[[OfficeLine], Any]] = {
    "": lambda _line: 0,
    "share": lambda line: -1 if line.counts.share_in_time is None else -line.counts.share_in_time,
    "late": lambda line: -line.counts.running_late,
    "received": lambda line: -line.counts.received,
}
SORT_WORDS = {
    "": _("by name"),
    "share": _("most in time first"),
    "late": _("most overdue first"),
    "received": _("most received first"),
}


ANSWERS: dict[str, tuple[str, Words]] = {
    "": ("answer", _("Petitions and reports")),
    "complaints": ("settle", _("Complaints")),
    "explanations": ("explain", _("Requests for explanation")),
}
"""By what the address says, the clock of the answer; a denunciation is in no figure."""


@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """All offices. Three statements."""
    on = timezone.localdate()
    period = figures.period(request.GET.get("period", ""), on=on)
    of = request.GET.get("of", "") if request.GET.get("of", "") in ANSWERS else ""
    board = figures.board(period=period, on=on, key=ANSWERS[of][0])
    sort = request.GET.get("sort", "") if request.GET.get("sort", "") in SORTS else ""
    heads = office.holder_names([line.row.post_id for line in board.lines], on=on)
    named = sorted(board.lines, key=lambda line: fold.fold(line.name))
    context = {
        "board": board,
        "rows": [row(line, heads.get(line.row.post_id, "")) for line in sorted(named, key=SORTS[sort])],
        "tiles": figures.tiles(board.total),
        "total": row_of(board.total),
        "months": figures.months_chart(board),
        "offices": figures.offices_chart(board.lines),
        "periods": figures.periods(on=on),
        "period": period,
        "sorts": SORT_WORDS.items(),
        "sort": sort,
        "answers": [(code, words) for code, (_key, words) in ANSWERS.items()],
        "of": of,
    }
    return render(request, "public/scores.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One office, month by month, what recurs for its head, and apart the units it followed.

    Eight statements; ten where there were any.
    """
    card = next((one for one in office.served() if one.code == code), None)
    if card is None:
        raise Http404
    on = timezone.localdate()
    period = figures.period(request.GET.get("period", ""), on=on)
    board = figures.board(period=period, on=on, unit_ids=[card.id])
    earlier = figures.earlier(period=period, on=on, unit_id=card.id)
    context = {
        "unit": card,
        "committee": office.committee(card),
        "heads": [post for post in office.posts(unit_id=card.id, on=on) if post.is_head],
        "board": board,
        "rows": [row(line, "") for line in board.lines],
        "earlier": [row(line, "") for line in earlier],
        "recurring": _recurring(card.id, period, on),
        "tiles": figures.tiles(board.total),
        "total": row_of(board.total),
        "months": figures.months_chart(board),
        "periods": figures.periods(on=on),
        "period": period,
    }
    return render(request, "public/unit.html", context)


def _recurring(unit_id: int, period: Period, on: date) -> list[dict[str, Any]]:
    """Reception days and dialogues that the head owes, in the same months, the latest first. Four statements."""
    post = owing.head_of(unit_id)
    if post is None:
        return []
    cards = recurring_cards.periods(post, first=period.first, on=on)
    until = figures.last_day(period)
    return [recurring_words.period(card) for card in cards if card.period.first <= until]


def row(line: OfficeLine, head: str) -> dict[str, Any]:
    """One line of the table."""
    return {"line": line, "head": head, **row_of(line.counts)}


def row_of(counts: Indicators) -> dict[str, Any]:
    """Counts with their shares in words."""
    return {"counts": counts, "share": figures.percent(counts), "used": figures.used(counts)}
