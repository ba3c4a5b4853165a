"""What a complainant does with the code: withdraw a part, complain again, take a terminated complaint up again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.queries import StatusCard
from hoiam.desk.cases.views.words import Words

ASK = "ask_papers"


@dataclass(frozen=True, slots=True)
class Right:
    """One thing a complainant may do: the events of the table that allow it, its words, and what it does.

    `act` gives the code of a new case, or nothing. `window`: the clock within which it may be done.
    """

    events: frozenset[str]
    title: Words
    lead: Words
    label: Words
    button: Words
    act: Callable[[StatusCard, str], str]
    window: str = ""


def _part(card: StatusCard, said: str) -> str:
    cases.withdraw_part(case_id=card.id, parts=said, at=timezone.now(), signer=card.signer)
    return ""


def _again(card: StatusCard, said: str) -> str:
    return cases.complain_again(case_id=card.id, reason=said, at=timezone.now(), signer=card.signer).code


def _go_on(card: StatusCard, said: str) -> str:
    cases.go_on(case_id=card.id, reason=said, at=timezone.now(), signer=card.signer)
    return ""


def _papers(card: StatusCard, said: str) -> str:
    asked = cases.Said(reason=said)
    cases.take(ASK, case_id=card.id, said=asked, by=None, at=timezone.now(), signer=card.signer)
    return ""


RIGHTS: Mapping[str, Right] = {
    "again": Right(
        frozenset({"complain_again", "go_on_unsettled"}),
        _("Complain again"),
        _(
            "The complaint goes to the unit above, which settles it in second instance. You get a new code for it. "
            "You can also go to court instead."
        ),
        _("With what do you not agree?"),
        _("Complain again"),
        _again,
        "second_window",
    ),
    "withdraw-part": Right(
        frozenset({"withdraw_part"}),
        _("Withdraw a part"),
        _("The part you withdraw is not looked at again; the rest is settled."),
        _("Which part do you withdraw?"),
        _("Withdraw this part"),
        _part,
    ),
    "papers": Right(
        frozenset({ASK}),
        _("Ask for papers"),
        _(
            "Information and papers about your complaint that the office holds, so that you can lay them before who "
            "settles it: within 7 days (Law on Complaints 02/2011/QH13, article 12.1.đ)."
        ),
        _("Which information and papers?"),
        _("Ask for them"),
        _papers,
    ),
    "go-on": Right(
        frozenset({"continue"}),
        _("Take the complaint up again"),
        _("The office then has it as newly received and must tell you whether it accepts it."),
        _("Why do you take it up again?"),
        _("Take it up again"),
        _go_on,
        "continue_window",
    ),
}


def rights(card: StatusCard, code: str) -> list[dict[str, Any]]:
    """What this complainant may do now, each with its page and its last day."""
    return [
        {
            "label": right.title,
            "url": reverse("cases:right", args=(code, name)),
            "until": _until(card, right.window),
        }
        for name, right in RIGHTS.items()
        if is_open(card, right)
    ]


def is_open(card: StatusCard, chosen: Right) -> bool:
    """Whether the table allows it now; going on unsettled once the limit has passed, papers one request at a time."""
    events = chosen.events & set(card.may)
    if events == {ASK} and any(one.key == "papers" and one.running for one in card.dates):
        return False
    if events == {"go_on_unsettled"}:
        return any(one.key == "settle" and one.running and one.late for one in card.dates)
    return bool(events)


def _until(card: StatusCard, key: str) -> date | None:
    """The last day of the window, if it has begun."""
    return next((one.due_on for one in card.dates if one.key == key and one.running), None)
