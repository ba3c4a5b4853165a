"""How offices and their heads do: counted from the log's own duties, the same for all."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.desk.cases.views import words as case_words
from hoiam.desk.cases.views.words import Words
from hoiam.duties import recurring_cards, words as recurring_words
from hoiam.kit import fold
from hoiam.law.scores import Indicators
from hoiam.office import owing, queries as office
from hoiam.office.cards import UnitCard
from hoiam.public import deleted, figures, score_map, standings
from hoiam.public.figures import Asked, OfficeLine, Period
from hoiam.public.standings import COMMUNE, PROVINCE

SORTS: dict[str, Callable[[OfficeLine], Any]] = {
    "": lambda _line: 0,
    "share": lambda line: -1 if line.counts.share_in_time is None else -line.counts.share_in_time,
    "late": lambda line: -line.counts.running_late,
    "received": lambda line: -line.counts.received,
}
SORT_WORDS = {
    "": gettext_lazy("by name"),
    "share": gettext_lazy("most in time first"),
    "late": gettext_lazy("most overdue first"),
    "received": gettext_lazy("most received first"),
}
ANSWERS: dict[str, tuple[str, Words]] = {
    "": ("answer", gettext_lazy("Petitions and reports")),
    "complaints": ("settle", gettext_lazy("Complaints")),
    "explanations": ("explain", gettext_lazy("Requests for explanation")),
}
"""By what the address says, the clock of the answer; a denunciation is in no figure."""
ALL = "all"
LEVELS: dict[str, Words] = {
    "": gettext_lazy("all levels"),
    PROVINCE: gettext_lazy("provinces and cities"),
    COMMUNE: gettext_lazy("communes, wards and special zones"),
}


@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """All offices, or those of a level: one kind of duty or all, of one field or any. Three statements."""
    on = timezone.localdate()
    period = figures.period(request.GET.get("period", ""), on=on)
    of, asked = _kind(request), _asked(request)
    level = _known(request, "level", LEVELS)
    board = figures.board(period=period, on=on, unit_ids=_of_level(level), asked=asked)
    sort = _known(request, "sort", SORTS)
    heads = office.holder_names([line.row.post_id for line in board.lines], on=on)
    named = sorted(board.lines, key=lambda line: fold.fold(line.name))
    context = {
        "board": board,
        "rows": [row(line, heads.get(line.row.post_id, "")) for line in sorted(named, key=SORTS[sort])],
        "general": of not in ANSWERS,
        "tiles": figures.tiles(board.total) if of in ANSWERS else standings.tiles(board.total),
        "total": row_of(board.total),
        "months": figures.months_chart(board),
        "offices": figures.offices_chart(board.lines),
        "maps": score_map.drawn(board.lines),
        "periods": figures.periods(on=on),
        "period": period,
        "sorts": SORT_WORDS.items(),
        "sort": sort,
        "answers": [(code, words) for code, (_key, words) in ANSWERS.items()],
        "kinds": KINDS.items(),
        "fields": [(one.code, case_words.field(one.code)) for one in case_words.pack().fields],
        "levels": LEVELS.items(),
        "of": of,
        "field": asked.field or "",
        "level": level,
        "cited": cited(request, _("Figures of offices and their heads"), on),
    }
    return render(request, "public/scores.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One office, month by month, kind by kind, what recurs for its head, and apart the units it followed.

    And what was deleted since the log was told of it. Thirteen statements; fifteen where there was any.
    """
    card = served(code)
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
        "standing": standings.standing(unit=card, period=period, on=on),
        "earlier": [row(line, "") for line in earlier],
        "deleted": deleted.of_unit(card.id, card.code),
        "recurring": _recurring(card.id, period, on),
        "tiles": figures.tiles(board.total),
        "total": row_of(board.total),
        "months": figures.months_chart(board),
        "periods": figures.periods(on=on),
        "period": period,
        "cited": cited(request, office.committee(card), on),
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


def served(code: str) -> UnitCard:
    """The unit of that code. Raises Http404."""
    card = next((one for one in office.served() if one.code == code), None)
    if card is None:
        raise Http404
    return card


def cited(request: HttpRequest, title: str, on: date) -> dict[str, Any]:
    """How to cite the page: its title, its day, its address with what was asked for."""
    return {"title": title, "on": on, "url": request.build_absolute_uri()}


def row(line: OfficeLine, head: str) -> dict[str, Any]:
    """One line of the table."""
    return {"line": line, "head": head, **row_of(line.counts)}


def row_of(counts: Indicators) -> dict[str, Any]:
    """Counts with their shares in words."""
    return {"counts": counts, "share": figures.percent(counts), "used": figures.used(counts)}


def _kind(request: HttpRequest) -> str:
    of = request.GET.get("of", "")
    return of if of in ANSWERS or of in KINDS or of == ALL else ""


def _asked(request: HttpRequest) -> Asked:
    """What makes no sense is left out."""
    of, field = _kind(request), request.GET.get("field", "")
    keys = tuple(KINDS) if of == ALL else (ANSWERS[of][0] if of in ANSWERS else of,)
    return Asked(keys, field if field in {one.code for one in case_words.pack().fields} else None)


def _known(request: HttpRequest, name: str, known: Any) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in known else ""


def _of_level(level: str) -> list[int] | None:
    return [one.id for one in office.served() if standings.level_of(one) == level] if level else None
