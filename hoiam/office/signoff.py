"""Who answers for a rule whose number was not read in two texts: who, when, on what document."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import IntegrityError, transaction

from hoiam.kit import db
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.rules import Confidence, Rule
from hoiam.office.cards import Actor
from hoiam.office.models import RuleSignOff

FACTS = (
    *("id", "amount", "unit", "kind", "direction", "source_document", "article"),
    *("in_force_from", "in_force_until", "applied_from", "extend", "stops"),
)
"""What is signed off; words and notes may be mended without asking again."""
_KEEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class SignOff:
    """One sign-off as the rule's page shows it; `of_this`: of the rule as it stands now."""

    id: int
    by: str
    at: datetime
    document: str
    withdrawn_by: str
    withdrawn_at: datetime | None
    of_this: bool

    @property
    def standing(self) -> bool:
        """Whether it counts."""
        return self.of_this and self.withdrawn_at is None


# What is known


def digest(rule: Rule) -> str:
    """SHA-256 of the rule's FACTS, hex: another number, article or day is another rule."""
    facts = asdict(rule)
    text = json.dumps({name: facts[name] for name in FACTS}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def unsigned(rule_id: str) -> Confidence | None:
    """How surely the number was read, when that needs a mark: not in two texts, and nobody signed it off.

    No statement when warm. None also for what is no rule of the pack.
    """
    if rule_id not in doubtful(settings.HOIAM_PACK) or rule_id in _standing.get(settings.HOIAM_PACK):
        return None
    return doubtful(settings.HOIAM_PACK)[rule_id]


@cache
def doubtful(pack: str) -> Mapping[str, Confidence]:
    """Rules of a pack whose number was read in one text or in none; a rule of this system has no text to read."""
    rules = packs.load(pack).rules.values()
    sure = {Confidence.TWO_TEXTS, Confidence.HOUSE}
    return {rule.id: rule.confidence for rule in rules if rule.confidence not in sure}


def signed() -> frozenset[str]:
    """Ids of the rules with a standing sign-off. No statement when warm."""
    return _standing.get(settings.HOIAM_PACK)


def history(rule: Rule) -> tuple[SignOff, ...]:
    """Every sign-off of a rule, the newest first. One statement."""
    rows = RuleSignOff.objects.filter(pack=settings.HOIAM_PACK, rule_id=rule.id).order_by("-id")
    now = digest(rule)
    return tuple(
        SignOff(
            row.pk,
            row.by.name,
            row.at,
            row.document,
            row.withdrawn_by.name if row.withdrawn_by else "",
            row.withdrawn_at,
            row.digest == now,
        )
        for row in rows.select_related("by", "withdrawn_by")
    )


class _Standing:
    """Ids of signed rules, kept for a minute: they change by hand, a few times a year."""

    def __init__(self) -> None:
        self.kept: tuple[str, float, frozenset[str]] | None = None

    def get(self, pack: str) -> frozenset[str]:
        kept = self.kept  # read once: another thread may forget meanwhile
        if kept and kept[0] == pack and time.monotonic() < kept[1]:
            return kept[2]
        rules = packs.load(pack).rules
        rows = RuleSignOff.objects.filter(pack=pack, withdrawn_at=None).values_list("rule_id", "digest")
        found = frozenset(name for name, said in rows if name in rules and digest(rules[name]) == said)
        self.kept = (pack, time.monotonic() + _KEEP_SECONDS, found)
        return found

    def forget(self) -> None:
        self.kept = None


_standing = _Standing()
forget = _standing.forget


# What can happen


def sign_off(*, rule_id: str, seen: str, document: str, by: Actor, at: datetime) -> None:
    """Answer for a rule as it was `seen` (its digest), on the document named.

    Refused: not_operator, unknown_rule, no_document, rule_changed, already_signed.
    """
    rule = _asked(rule_id, by)
    if not document.strip():
        raise Refused("no_document")
    if seen != digest(rule):
        raise Refused("rule_changed", rule=rule.id)
    row = RuleSignOff(
        pack=settings.HOIAM_PACK,
        rule_id=rule.id,
        digest=seen,
        by_id=by.person_id,
        at=at,
        document=document.strip(),
    )
    try:
        with db.writing(), transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("already_signed", rule=rule.id) from None
    finally:
        forget()


def withdraw(*, rule_id: str, by: Actor, at: datetime) -> None:
    """A standing sign-off counts no longer; its row stays. Refused: not_operator, unknown_rule, not_signed."""
    rule = _asked(rule_id, by)
    with db.writing():
        rows = RuleSignOff.objects.filter(pack=settings.HOIAM_PACK, rule_id=rule.id, withdrawn_at=None)
        if not rows.filter(digest=digest(rule)).update(withdrawn_at=at, withdrawn_by_id=by.person_id):
            raise Refused("not_signed", rule=rule.id)
    forget()


def _asked(rule_id: str, by: Actor) -> Rule:
    if not by.holds(Role.OPERATOR):
        raise Refused("not_operator")
    rules = packs.load(settings.HOIAM_PACK).rules
    if rule_id not in rules:
        raise Refused("unknown_rule", rule=rule_id)
    return rules[rule_id]
