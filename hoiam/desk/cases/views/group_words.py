"""Words about several people with one matter: how many they are, what the file lacks, what one of them may do."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from hoiam.desk.cases.actions.group_intake import Together
from hoiam.desk.cases.queries import StatusCard
from hoiam.desk.cases.views.words import Words
from hoiam.law import grouping

MISSING: Mapping[str, Words] = {
    "signatures": gettext_lazy("signatures or fingerprints of everybody on the list"),
    "appointment": gettext_lazy("the written appointment of the representatives, signed by all"),
    "representatives": gettext_lazy("as many representatives as the law allows"),
}


def counted(people: int, representatives: int) -> str:
    """How many they are and how many represent them; nothing for a matter of one."""
    if not representatives:
        return ""
    they = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
    acting = ngettext("%(n)s representative", "%(n)s representatives", representatives)
    return f"{they}, {acting % {'n': representatives}}"


def changed(facts: Mapping[str, str]) -> str:
    """What a step about the list adds to its title."""
    return counted(int(facts.get("people", 0)), int(facts.get("representatives", 0)))


def left(facts: Mapping[str, str]) -> str:
    """For staff: which place of the list."""
    who = _("Number %(n)s on the list") % {"n": facts["signer"]} if facts.get("signer") else ""
    return " · ".join(filter(None, (who, changed(facts))))


def served(facts: Mapping[str, str]) -> str:
    """How many have it by now."""
    return _("%(served)s of %(people)s people have it") % {
        "served": facts.get("served", ""),
        "people": facts.get("people", ""),
    }


def missing(codes: Iterable[str]) -> list[str]:
    """What acceptance waits for, in words."""
    return [str(MISSING[code]) for code in codes]


def listed(together: Together | None, *, name: str) -> dict[str, Any]:
    """For the last page before sending: how many, and who as typed, the sender first."""
    if together is None:
        return {}
    others = [(one.person.name, one.representative) for one in together.fellows]
    return {
        "counted": counted(together.people, together.representatives),
        "listed": [(name, True), *others],
    }


def mine(card: StatusCard) -> dict[str, Any]:
    """For the page of one of several signers."""
    if card.group is None:
        return {}
    return {
        "counted": counted(card.group.people, card.group.representatives),
        "may_leave": card.state in grouping.LEFT,
    }
