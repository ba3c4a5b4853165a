"""An address that stays for each thing: a unit, a post with who held it, a rule of time."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule
from hoiam.office import known, law_words, queries as office, rulebook
from hoiam.office.cards import page_language
from hoiam.public.data import feeds


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit with its posts, also one that ended: with who followed it. Six statements."""
    on = timezone.localdate()
    found = known.unit(code, on=on)
    if found is None:
        raise Http404
    there = found.until is None or found.until > on
    context = {
        "unit": found,
        "committee": office.committee(found.card),
        "there": there,
        "served": there and found.card.served,
        "posts": [{"post": one, "now": one.holder(on)} for one in found.posts],
        "feeds": [(name, feed.title) for name, feed in feeds.FEEDS.items()],
    }
    return render(request, "public/unit_page.html", context)


@require_safe
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """A post and everybody who held it. Eight statements."""
    on = timezone.localdate()
    found = known.post(post_id)
    unit = known.unit(found.unit_code, on=on) if found else None
    if found is None or unit is None:
        raise Http404
    return render(request, "public/post_page.html", {"post": found, "unit": unit, "now": found.holder(on)})


@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """A rule as dates cite it: how long, from what, where it is written. One statement."""
    try:
        found = rulebook.shown(rule_id)
    except Refused as unknown:
        raise Http404 from unknown
    one = found.rule
    confidence, color = law_words.CONFIDENCE[one.confidence]
    facts = (
        (_("Who"), law_words.actor(one)),
        (_("Time limit"), law_words.period(one)),
        (_("Counted"), law_words.counted_from(one)),
        (_("Legal basis"), law_words.cite(one)),
        (_("In force"), law_words.in_force(one)),
        (_("Only for cases that are"), law_words.when(one.when)),
    )
    context: dict[str, Any] = {
        "rule": one,
        "duty": law_words.duty(one),
        "area": law_words.area(one.case_type),
        "confidence": confidence,
        "color": color,
        "facts": [(label, value) for label, value in facts if value],
        "note": one.note_vi if page_language() == "vi" else one.note,
        "others": [_line(other) for other in found.alternatives],
        "versions": [_line(other) for other in found.versions if other.id != one.id],
    }
    return render(request, "public/rule.html", context)


def _line(one: Rule) -> dict[str, Any]:
    return {
        "id": one.id,
        "period": law_words.period(one),
        "cite": law_words.cite(one),
        "in_force": law_words.in_force(one),
    }
