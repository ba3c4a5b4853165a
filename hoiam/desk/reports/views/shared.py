"""What the pages share: whose account it is, cursors, the page after a deed."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from hoiam.desk.reports import queries
from hoiam.desk.reports.queries import AccountCard
from hoiam.law.refusal import Refused
from hoiam.office import in_hand, owing, queries as office
from hoiam.office.cards import page_language

CHANGED = frozenset({"changed_meanwhile", "account_signed", "wrong_state", "recommendation_answered"})
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,15})")
Page = Callable[..., HttpResponse]
METHODS = ["GET", "HEAD", "POST"]


def account_of(actor: office.Actor, account_id: int) -> AccountCard:
    """One of a unit whose desk they are at; any other is no page. One statement."""
    try:
        card = queries.one(account_id)
    except Refused as refused:
        raise Http404 from refused
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    return card


def posts(unit_id: int) -> list[tuple[int, str]]:
    """The posts of a unit that owe something, its head first. Two statements."""
    found = [post.id for post in owing.of_unit(unit_id)]
    named = owing.named(found)
    english = page_language() == "en"
    return [(pk, named[pk].title_en if english else named[pk].title) for pk in found]


def cursor(text: str) -> tuple[date, int] | None:
    """Of a list by day."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None


def told(after: tuple[date, int] | None) -> str:
    """A cursor as it stands in an address."""
    return f"{after[0].isoformat()}.{after[1]}" if after else ""


def number(text: str) -> int | None:
    """The cursor of a list by number."""
    return int(text) if text.isdecimal() and len(text) < 18 else None  # noqa: PLR2004 - what a column holds


def done(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], object], said: str, to: str, page: Page
) -> HttpResponse:
    """Do it and go on; or the page again with what was typed and why not."""
    if not form.is_valid():
        return page(form=form, status=422)
    try:
        act(form.cleaned_data)
    except Refused as refused:
        return page(form=form, refused=refused, status=409 if refused.code in CHANGED else 422)
    messages.success(request, said)
    return redirect(to)
