"""What a post owes, by its last day: late, today, this week, later; on screen and on paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hoiam.desk.cases.forms.staff_board import BoardForm
from hoiam.desk.cases.queries import board as queries, passed_on
from hoiam.desk.cases.queries.board import BoardRow
from hoiam.desk.cases.queries.passed_on import PassedRow
from hoiam.desk.cases.queries.turned_away import SUBJECT as TURNED_AWAY
from hoiam.desk.cases.views import board_words as words
from hoiam.duties.owed import COUNT_LIMIT, Counts, Owed, week_end
from hoiam.kit import cursors
from hoiam.office import boards, frame, in_hand, queries as office
from hoiam.office.access import desk_view
from hoiam.office.boards import BoardPost

ON_PAPER = 300
COLORS = {"late": "danger", "today": "warning", "week": "info", "later": "neutral"}
PAGES = {
    TURNED_AWAY: "desk:turned_away_one",
    "task": "directive_desk:task",
    "conference": "dialogue_desk:one",
    "promise": "dialogue_desk:keep",
    "session": "reception:session",
    "inspection": "inspection_desk:one",
    "finding": "inspection_desk:finding",
    "self_review": "inspection_desk:review",
    "report": "report_desk:account",
    "account_question": "report_desk:question",
    "recommendation": "report_desk:recommendation",
}
"""Pages of what is no case, by the subject of its duty."""
PERIODS = {"late": {"late": "on"}, "today": {"period": "today"}, "week": {"period": "week"}, "later": {}}


@require_safe
@desk_view
def board(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Open duties of one post, the nearest first."""
    return _page(request, actor, "cases/staff/board.html", queries.PAGE)


@require_safe
@desk_view
def paper(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The same on paper, as much as somebody can work off."""
    return _page(request, actor, "cases/staff/board_print.html", ON_PAPER)


def _page(request: HttpRequest, actor: office.Actor, template: str, limit: int) -> HttpResponse:
    on = timezone.localdate()
    posts = boards.posts(by=actor, on=on)
    if not posts:
        return frame.page(request, actor, "cases/staff/no_board.html", {})
    form = BoardForm(request.GET, posts=_choices(posts), kinds=words.kinds())
    chosen = form.asked(on)
    post = next(one for one in posts if one.id == chosen.post_id)
    hidden = queries.unseen(person_id=actor.person_id, units=(post.unit_id,), on=on)
    units = boards.overseen(by=actor)
    passed = passed_on.noted(units=units, person_id=actor.person_id, on=on) if units else None
    found = queries.board(chosen=replace(chosen, hidden=hidden), own=post.own, limit=limit, passed=passed)
    asked = _kept(request, post)
    query = f"?{urlencode(asked)}"
    cursor = cursors.told(found.next)
    counts = queries.counts(post_id=post.id, key=chosen.key, on=on, hidden=hidden)
    context = {
        "form": form,
        "post": post,
        "today": on,
        "groups": _groups(found.rows, post, on),
        "tiles": _tiles(counts, post, chosen.key),
        "asked": len(asked) > 1 or chosen.after,
        "first_url": query if chosen.after else "",
        "next_url": f"{query}&after={cursor}" if cursor else "",
        "print_url": f"{reverse('desk:board_print')}{query}",
        "back_url": f"{reverse('desk:board')}{query}",
        "more": bool(cursor),
        "passed": [passed_row(one, actor) for one in found.passed[: queries.MOST_PASSED]],
        "passed_more": len(found.passed) > queries.MOST_PASSED,
    }
    return frame.page(request, actor, template, context)


@require_safe
@desk_view
def passed_to_and_fro(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Every open case that offices below pass to one another. One statement beside sign-in."""
    units = boards.overseen(by=actor)
    if not units:
        raise Http404
    on = timezone.localdate()
    after = cursors.day_and_number(request.GET.get("after", ""))
    found = passed_on.listed(units=units, person_id=actor.person_id, on=on, after=after)
    here = reverse("desk:passed_on")
    context = {
        "rows": [passed_row(one, actor) for one in found.rows],
        "first_url": here if after else "",
        "next_url": f"{here}?after={cursors.told(found.next)}" if found.next else "",
        "today": on,
    }
    return frame.page(request, actor, "cases/staff/passed_on.html", context)


def passed_row(row: PassedRow, actor: office.Actor) -> dict[str, Any]:
    """Where it is now, and its page: masked for those who only oversee the office that has it."""
    unit = office.served_unit(row.unit_id)
    own = bool(actor.roles_in(row.unit_id) & in_hand.DESK)
    return {
        "number": row.number,
        "url": _case(row.id, own=own),
        "unit": unit.shown if unit else "",
        "count": row.count,
        "due_on": row.due_on,
    }


def _choices(posts: Sequence[BoardPost]) -> list[tuple[int, str]]:
    return [(post.id, f"{post.shown} · {post.unit}") for post in posts]


def _kept(request: HttpRequest, post: BoardPost) -> dict[str, Any]:
    """What stays in the addresses of further pages."""
    asked = {name: request.GET[name] for name in ("kind", "period", "late") if request.GET.get(name)}
    return {"post": post.id, **asked}


def _groups(rows: Sequence[BoardRow], post: BoardPost, on: date) -> list[dict[str, Any]]:
    """Rows stand by day already: a group is what follows each other."""
    sunday = week_end(on)
    return [
        {"name": words.GROUPS[key], "rows": [_row(row, post) for row in part]}
        for key, part in groupby(rows, key=lambda row: group(row.duty.due_on, on, sunday))
    ]


def group(due_on: date, on: date, sunday: date) -> str:
    if due_on < on:
        return "late"
    if due_on == on:
        return "today"
    return "week" if due_on <= sunday else "later"


def _row(row: BoardRow, post: BoardPost) -> dict[str, Any]:
    duty = row.duty
    called = words.CALLED.get(duty.subject, "")
    return {
        "what": words.title(duty),
        "remark": words.remark(duty),
        "due_on": duty.due_on,
        "safe_on": duty.safe_on if duty.safe_on != duty.due_on else None,
        "rule_id": duty.rule_id,
        "number": row.number or called,
        "title": row.title,
        "passed_on": row.passed_on,
        "passed_words": ngettext("Passed on %(n)s time", "Passed on %(n)s times", row.passed_on)
        % {"n": row.passed_on},
        "url": _case(duty.subject_id, own=post.own) if row.number else _page_of(duty, own=post.own),
    }


def _page_of(duty: Owed, *, own: bool) -> str:
    """Of what is no case and has a page of its own."""
    if own and duty.subject in PAGES:
        return reverse(PAGES[duty.subject], args=(duty.subject_id,))
    return ""


def _case(case_id: int, *, own: bool) -> str:
    """The case itself, or for those who only oversee its masked page."""
    return reverse("desk:case" if own else "public:case", args=(case_id,))


def _tiles(counts: Counts, post: BoardPost, key: str) -> list[dict[str, Any]]:
    """How many in each group, each a link to just that."""
    common = {"post": post.id, **({"kind": key} if key else {})}
    return [
        {
            "value": _many(getattr(counts, name)),
            "label": label,
            "color": COLORS[name] if getattr(counts, name) else "neutral",
            "url": f"?{urlencode({**common, **PERIODS[name]})}",
        }
        for name, label in words.GROUPS.items()
    ]


def _many(count: int) -> str:
    value = f"{COUNT_LIMIT - 1}+" if count >= COUNT_LIMIT else str(count)
    return ngettext("%(n)s duty", "%(n)s duties", count) % {"n": value}
