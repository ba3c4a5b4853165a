"""For everybody: accounts of heads, one of them, what stands behind a figure, questions; to print."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.reports import actions as reports, queries
from hoiam.desk.reports.forms.citizen import AskForm
from hoiam.desk.reports.queries import AccountCard
from hoiam.desk.reports.views import shared, words
from hoiam.journal import queries as log
from hoiam.kit import cursors, days, throttle
from hoiam.kit.charts import Bar, BarChart, Part
from hoiam.kit.typed import new_key
from hoiam.law import accounts
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.sealed.actions import Personal

COUNTED = ("in_time", "late", "overdue", "running")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Published accounts, the latest first, of one office or of all. One statement."""
    unit = next((one for one in office.served() if one.code == request.GET.get("unit", "")), None)
    found = queries.published(
        unit_ids=[unit.id] if unit else None, after=cursors.day_and_number(request.GET.get("after", ""))
    )
    here = f"?unit={unit.code}&" if unit else "?"
    context = {
        "rows": [words.row(row) for row in found.rows],
        "unit": unit,
        "units": office.served(),
        "next_url": f"{here}after={cursors.told(found.next)}" if found.next else "",
    }
    return render(request, "reports/citizen/accounts.html", context)


@require_safe
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Figures by holder, what the head says, questions with their answers, where it is proved. Five statements."""
    card = public(account_id)
    after = cursors.number(request.GET.get("after", "")) or 0
    found = queries.of_account(card.id, after=after)
    context = {
        **whole(card),
        "chart": chart(card),
        "questions": [words.question(one) for one in found],
        "next_url": f"?after={found[-1].number}" if len(found) == queries.questions.PAGE else "",
        "steps": words.steps(queries.steps(card.id)),
    }
    return render(request, "reports/citizen/account.html", context)


@require_safe
def printed(request: HttpRequest, account_id: int) -> HttpResponse:
    """The same on paper, with its address and its proof. Four statements."""
    card = public(account_id)
    found = queries.of_account(card.id, limit=200)
    context = {**whole(card), "questions": [words.question(one) for one in found]}
    return render(request, "reports/citizen/account_print.html", context)


@require_safe
def figures(request: HttpRequest, account_id: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The bytes whose SHA-256 the log names. One statement."""
    card = public(account_id)
    response = HttpResponse(card.figures, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="account-{card.id}.json"'
    return response


@require_safe
def evidence(request: HttpRequest, account_id: int, key: str) -> HttpResponse:
    """The duties behind a figure, one by one, as they stand today. Two statements."""
    card = public(account_id)
    period = _period(card, request.GET.get("from", ""))
    if not any(one.key == key and one.evidence for one in period.lines):
        raise Http404
    after = cursors.day_and_number(request.GET.get("after", ""))
    found = queries.evidence(card, key=key, first=period.first, last=period.last, after=after, limit=51)
    page, more = found[:50], len(found) > 50  # noqa: PLR2004 - a page
    last = (page[-1].due_on, page[-1].id) if more else None
    here = f"?from={period.first.isoformat()}&"
    context = {
        **words.account(card),
        "title": words.line(key),
        "period": period,
        "rows": [_ended(one) for one in page],
        "next_url": f"{here}after={cursors.told(last)}" if last else "",
    }
    return render(request, "reports/citizen/evidence.html", context)


@require_http_methods(shared.METHODS)
def ask(request: HttpRequest, account_id: int) -> HttpResponse:
    """Anybody asks, without a name if they wish. What was typed stays, whatever happens."""
    card = public(account_id)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"form_key": new_key()})
    refused = None
    if request.method == "POST" and form.is_valid():
        if throttle.spent("question", request):
            return throttle.too_many("question", request)
        throttle.count("question", request)
        said = form.cleaned_data
        who = Personal(email=said["email"])
        asked = reports.Asked(text=said["text"], form_key=said["form_key"], language=days.language(), who=who)
        try:
            number = reports.ask(account_id=card.id, asked=asked, at=timezone.now())
        except Refused as reason:
            refused = reason
        else:
            response = redirect(f"{reverse('reports:account', args=(card.id,))}#q{number}")
            response.status_code = 303
            return response
    context = {
        **words.account(card),
        "form": form,
        "refused": refused,
    }
    status = 200 if request.method != "POST" else 422
    return render(request, "reports/citizen/ask.html", context, status=status)


def public(account_id: int) -> AccountCard:
    """A published one; any other is no page. One statement."""
    try:
        return queries.public(account_id)
    except Refused as refused:
        raise Http404 from refused


def whole(card: AccountCard) -> dict[str, Any]:
    """The account with its parts, its address and its proof. Two statements."""
    return {
        **words.account(card),
        "parts": words.parts(card, queries.own(card)),
        "summary": card.words.get("summary", ""),
        "here": f"{settings.HOIAM_URL}{reverse('reports:account', args=(card.id,))}",
        "proof": proof(card),
    }


def chart(card: AccountCard) -> BarChart | None:
    """What fell due, by part, each holder of the post apart: done in time, late, not done, not due yet."""
    bars = [bar for period in card.periods for bar in _bars(period, alone=len(card.periods) == 1)]
    if not bars:
        return None
    title, desc = _("Duties that fell due"), _("By part: done in time, done late, past its day, not due yet.")
    return BarChart(title, desc, tuple(bars))


def _bars(period: accounts.Period, *, alone: bool) -> Iterator[Bar]:
    for section in accounts.Section:
        lines = [one for one in period.lines if one.section == section]
        sums = {name: sum(one.counts.get(name, 0) for one in lines) for name in COUNTED}
        if any(sums.values()):
            parts = (Part(str(words.COUNTS[name][0]), n, words.COUNTS[name][1]) for name, n in sums.items())
            when = "" if alone else f" ({days.day_month(period.first)}–{days.day_month(period.last)})"
            yield Bar(f"{words.SECTIONS[section]}{when}", tuple(parts))


def proof(card: AccountCard) -> int | None:
    """Where the log has the signature. One statement."""
    if card.signed_entry is None:
        return None
    try:
        return log.receipt_of(event_id=card.signed_entry).index
    except Refused:
        return None


def _period(card: AccountCard, first: str) -> accounts.Period:
    found = next((one for one in card.periods if one.first.isoformat() == first), None)
    if found is None and len(card.periods) == 1:
        found = card.periods[0]
    if found is None:
        raise Http404
    return found


def _ended(one: Any) -> dict[str, Any]:
    label, color = words.ENDED.get(one.outcome) or words.KEPT[_running(one)]
    return {"card": one, "state": label, "color": color}


def _running(one: Any) -> str:
    return "overdue" if timezone.localdate() > one.due_on else "running"
