"""The page of one case, put together from its card."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hoiam.desk.cases.forms.staff_deeds import IdentityForm, Lists
from hoiam.desk.cases.models import OPEN_STATES
from hoiam.desk.cases.queries import (
    CaseCard,
    DateCard,
    PointCard,
    ReplyCard,
    links,
    procedures,
    signers,
    splits,
)
from hoiam.desk.cases.views import (
    challenged_words,
    complaint_file,
    group_words,
    message_words,
    on_paper_offered,
    places,
    staff_deeds,
    staff_desk,
    staff_procedure,
    staff_routing,
    staff_words,
    words,
)
from hoiam.desk.cases.views.staff_deeds import lists
from hoiam.kit.days import day_text
from hoiam.kit.moments import local_day
from hoiam.law import grouping, passing_on, splitting
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office

LONGEST_LIST = 150
APART = frozenset({"name", "lift", "recuse"})
REPLY_EVENTS = ("approve", "propose", "draft")


def show(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    *,
    opened: str = "",
    bound: Mapping[str, Form] | None = None,
    refused: Refused | None = None,
    changes: Sequence[Mapping[str, Any]] = (),
    status: int = 200,
) -> HttpResponse:
    """The page; `bound` are forms that come back with what was typed."""
    typed = dict(bound or {})
    deeds = panels(card, actor, opened, typed)
    on = timezone.localdate()
    label, color = words.state(card.state, card.kind)
    context = {
        "case": card,
        "state": label,
        "color": color,
        "today": on,
        "facts": facts(card),
        "dates": [clock(one) for one in card.dates],
        "points": [point(one) for one in card.points],
        "replies": [reply(one) for one in card.replies],
        "sent": card.state in {"answered", "closed"},
        "files": [file for file in card.files if file.purpose == "evidence"],
        "linked": linked(card),
        "suggested": staff_routing.suggested(card, [panel["event"] for panel in deeds if panel["open"]]),
        "may_compare": bool(actor.roles_in(card.unit_id) & in_hand.DESK),
        "passed_on": sum(step.event in passing_on.EVENTS for step in card.steps),
        "history": staff_words.timeline(card.steps, card.kind),
        "deeds": deeds,
        "reply_words": reply_words(card),
        "close_from": close_from(card, on),
        "thread": message_words.state_of(card.steps),
        **asks_for_promise(card),
        **complaint_file.shown(card.complaint_file),
        **on_paper_offered.offered(card, actor),
        "group": group(card, actor, on),
        **challenged_words.shown(card),
        "identity_form": identity_form(card, typed),
        "parties": [one for one in card.parties if one.lifted_at is None],
        "recuse": recuse_form(card, typed),
        **parts(card, actor),
        "refused": refused,
        "changes": changes,
        "errors": list(typed.values()),
        "lost": lost(typed, deeds),
    }
    return frame.page(request, actor, "cases/staff/case.html", context, status=status)


def parts(card: CaseCard, actor: office.Actor) -> dict[str, Any]:
    """Whether it can be split, what it was split into, what it is a part of."""
    return {
        "may_split": splitting.available(card.state, actor.roles_in(card.unit_id)) and card.part_of is None,
        "made": splits.parts(card.id) if card.state == splitting.SPLIT else (),
        "origin": splits.origin(card.id) if card.part_of else None,
    }


def group(card: CaseCard, actor: office.Actor, on: date) -> dict[str, Any] | None:
    """Of several people: what acceptance waits for, asked only until then, and the way to their list."""
    if not card.representatives:
        return None
    people = signers.listed(case_id=card.id, on=on) if card.state == "received" else None
    return {
        "counted": group_words.counted(card.people, card.representatives),
        "missing": group_words.missing(people.missing) if people else [],
        "url": reverse("desk:group", args=(card.id,)) if actor.roles_in(card.unit_id) & grouping.WHO else "",
    }


def linked(card: CaseCard) -> list[dict[str, Any]]:
    """The links of a case, for its page."""
    return [
        {
            "url": reverse("desk:case", args=(one.id,)),
            "number": one.number,
            "as": staff_words.RELATIONS[one.relation],
        }
        for one in links(case_id=card.id)
    ]


def panels(
    card: CaseCard, actor: office.Actor, opened: str, typed: Mapping[str, Form]
) -> list[dict[str, Any]]:
    """What may be done, each with its form; the likely next one stands open."""
    known = staff_deeds.of(card)
    order = card.may if procedures.is_petition(card.kind) else known
    allowed = [event for event in order if event in known and event in card.may and event not in APART]
    events = [event for event in allowed if sensible(event, card)]
    if card.consent and "clear" in known and actor.roles_in(card.unit_id) & in_hand.DESK:
        events.append("clear")
    events += [event for event in ("name", "lift") if event in card.may and sensible(event, card)]
    stand_open = opened or next(iter(typed), "") or next_event(card)
    offered = lists(card, [event for event in events if event != "name" or event == stand_open])
    forms = {
        event: typed.get(event)
        or known[event].form(lists=offered.of(event), initial=initial(card, event), auto_id=f"{event}_%s")
        for event in events
    }
    if opened in forms:
        staff_desk.begin_in(forms[opened])
    return [
        {
            "event": event,
            "deed": known[event],
            "open": event == stand_open,
            "url": reverse("desk:deed", args=(card.id, event)),
            "apart": apart(event, offered) if event != stand_open else "",
            "form": form,
        }
        for event, form in forms.items()
    ]


def apart(event: str, offered: Lists) -> str:
    """The words of a link to a page of its own, where the list is long or costly."""
    if event == "transfer" and len(offered.units) > LONGEST_LIST:
        return _("Choose the unit")
    return _("Name who is meant") if event == "name" else ""


def sensible(event: str, card: CaseCard) -> bool:
    """The table of moves says who may; these also hang on facts of the case."""
    if event == "send_back":
        return bool(card.came_from)
    if event == "hinder":
        return card.challenged is not None and card.challenged.learned_on is not None
    if event == "lift":
        return any(one.lifted_at is None for one in card.parties)
    if event == "close":
        return close_from(card, timezone.localdate()) is None
    return staff_procedure.sensible(event, card)


def next_event(card: CaseCard) -> str:
    """What most likely comes next."""
    if any(one.why == "said" and one.lifted_at is None for one in card.parties):
        return "name"
    if card.state == "received":
        return "accept" if card.field else "classify"
    if card.state == "refusing":
        return "notify_refusal"
    if not procedures.is_petition(card.kind) and card.state != "accepted":
        return staff_procedure.NEXT.get(card.state, "")
    return "" if card.handler_id else "assign"


def initial(card: CaseCard, event: str) -> dict[str, Any]:
    start: dict[str, Any] = {"version": card.version, "seen": len(card.steps)}
    known: dict[str, dict[str, Any]] = {
        "classify": {"kind": card.kind, "field": card.field},
        "assign": {"to": card.handler_id},
        "clear": {"title": card.public_title, "text": card.public_text},
        "challenge": challenged_words.typed(card),
    }
    return start | known.get(event, {}) | stands_on(card, event)


def stands_on(card: CaseCard, event: str) -> dict[str, Any]:
    """The newest document that the step may stand on; number and day too, when there is just this one."""
    found = [one for one in card.complaint_file.issued if event in one.events]
    if not found:
        return {}
    newest = found[0]
    return {"document": newest.id} | ({"number": newest.code, "on": newest.on} if len(found) == 1 else {})


def identity_form(card: CaseCard, typed: Mapping[str, Form]) -> Form | None:
    """Only who works on the case now may ask."""
    if not (card.may_open_identity and card.has_identity):
        return None
    return typed.get("identity") or IdentityForm(lists=lists(card, {"identity"}), auto_id="identity_%s")


def recuse_form(card: CaseCard, typed: Mapping[str, Form]) -> dict[str, Any] | None:
    """One press, for whoever works on the case."""
    if "recuse" not in card.may or card.state not in OPEN_STATES:
        return None
    form = typed.get("recuse") or staff_deeds.DEEDS["recuse"].form(
        initial=initial(card, "recuse"), auto_id="recuse_%s"
    )
    return {
        "deed": staff_deeds.DEEDS["recuse"],
        "form": form,
        "url": reverse("desk:deed", args=(card.id, "recuse")),
    }


def lost(typed: Mapping[str, Form], deeds: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What was typed into a form that is no longer offered: shown, so that it can be copied."""
    offered = {panel["event"] for panel in deeds} | {"identity", "recuse"}
    fields = (
        field for event, form in typed.items() if event not in offered for field in form.visible_fields()
    )
    return [(str(field.label), str(field.value())) for field in fields if field.value()]


def facts(card: CaseCard) -> list[tuple[str, Any]]:
    """The short table beside the text."""
    rows = [
        (_("Kind"), words.KINDS.get(card.kind, "")),
        (_("Published in"), card.press),
        (_("Field"), words.field(card.field)),
        (_("Brought by"), group_words.counted(card.people, card.representatives)),
        (_("How it came"), words.CHANNELS.get(card.channel, "")),
        (_("Unit"), _unit(card.unit_kind, card.unit, card.unit_en)),
        (_("Came from"), _unit(card.came_from_kind, card.came_from, card.came_from_en)),
        (_("Handler"), card.handler or _("nobody yet")),
        (_("Promised for"), day_text(card.promised_on) if card.promised_on else ""),
        (_("Agreed to publication"), _("yes") if card.consent else _("no")),
    ]
    return [(label, value) for label, value in rows if value]


def _unit(kind: str, name: str, name_en: str) -> str:
    return capfirst(places.named(kind, name, name_en)) if kind else ""


def clock(card: DateCard) -> dict[str, Any]:
    outcome, color = words.OUTCOMES.get(card.outcome, ("", "neutral"))
    return {
        "title": words.clock(card.key),
        "card": card,
        "no_limit": card.rule.amount == 0,
        "outcome": outcome,
        "color": color,
    }


def asks_for_promise(card: CaseCard) -> dict[str, Any]:
    """Where the law gives no number, only a day the head promises is one: asked for until it is there."""
    pack = words.pack()
    rule = pack.rules[pack.clock("petition", "promise").rule_id]
    promised = any(one.running and one.key == "answer" and one.rule.id == rule.id for one in card.dates)
    over = card.state not in OPEN_STATES or card.state == "refusing"
    if rule.amount or promised or over or not procedures.is_petition(card.kind):
        return {"no_limit": False}
    url = reverse("desk:deed", args=(card.id, "promise")) if "promise" in card.may else ""
    return {"no_limit": True, "promise_url": url}


def point(card: PointCard) -> dict[str, Any]:
    return {"point": card, "decision": words.decision(card.decision)}


def reply(card: ReplyCard) -> dict[str, Any]:
    return {"reply": card, "points": [point(one) for one in card.points]}


def reply_words(card: CaseCard) -> str:
    """The words of the link to the reply; none for who has no part in it."""
    event = next((event for event in REPLY_EVENTS if event in card.may), "")
    named = {
        "approve": _("Decide on the reply"),
        "propose": _("Draft the reply"),
        "draft": _("Draft the reply"),
    }
    if not event and card.state == "proposed":
        return _("Read the draft of the reply")
    return named.get(event, "")


def close_from(card: CaseCard, on: date) -> date | None:
    """The first day on which an answered case may be closed, while it lies ahead."""
    if card.state != "answered" or card.answered_at is None:
        return None
    window = words.pack().policy("contest_window_days")
    first = local_day(card.answered_at) + timedelta(days=window + 1)
    return first if first > on else None
