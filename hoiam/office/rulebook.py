"""The rules of this installation as staff read them: by area, found by words, each with what belongs to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from hoiam.kit import fold
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence, Rule
from hoiam.office import signoff

PAGE = 40
_SAID = (
    *("id", "actor", "action", "event_from", "actor_vi", "action_vi", "event_from_vi"),
    *("source_document", "article", "note", "note_vi", "conditions"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which rules: all words, one area, how surely read, in force on a day, only those nobody signed off."""

    words: str = ""
    area: str = ""
    confidence: str = ""
    on: date | None = None
    unsigned: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.words or self.area or self.confidence or self.on or self.unsigned)


@dataclass(frozen=True, slots=True)
class Area:
    """A field of law and how many of its rules there are, and need somebody to sign them off."""

    code: str
    rules: int
    unsigned: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rules; `after` is the id to go on from."""

    rules: tuple[Rule, ...]
    found: int
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A rule with all that belongs to it."""

    rule: Rule
    versions: tuple[Rule, ...]
    alternatives: tuple[Rule, ...]
    base: Rule | None
    variants: tuple[Rule, ...]
    digest: str
    doubt: Confidence | None
    history: tuple[signoff.SignOff, ...]

    @property
    def signed(self) -> signoff.SignOff | None:
        return next((one for one in self.history if one.standing), None)


def areas() -> tuple[Area, ...]:
    """Every field of law of the pack, in the pack's own order. No statement when warm."""
    rules = packs.load(settings.HOIAM_PACK).rules.values()
    total = Counter(rule.case_type for rule in rules)
    open_ones = Counter(rule.case_type for rule in rules if signoff.unsigned(rule.id))
    return tuple(Area(code, count, open_ones[code]) for code, count in total.items())


def listed(chosen: Filter, *, after: str = "") -> Listed:
    """What was asked for, in the pack's order. No statement when warm."""
    found = [rule for rule in packs.load(settings.HOIAM_PACK).rules.values() if _fits(rule, chosen)]
    start = next((n for n, rule in enumerate(found, start=1) if rule.id == after), 0)
    page = tuple(found[start : start + PAGE])
    return Listed(page, len(found), page[-1].id if start + PAGE < len(found) else "")


def shown(rule_id: str) -> Shown:
    """One rule. One statement. Refused: unknown_rule."""
    rules = packs.load(settings.HOIAM_PACK).rules
    if rule_id not in rules:
        raise Refused("unknown_rule", rule=rule_id)
    rule = rules[rule_id]
    return Shown(
        rule=rule,
        versions=rules.versions[rule.family],
        alternatives=rules.alternatives(rule),
        base=rules[rule.base] if rule.base else None,
        variants=tuple(rules.variants(rule)),
        digest=signoff.digest(rule),
        doubt=signoff.unsigned(rule.id),
        history=signoff.history(rule),
    )


def attributes(rule: Rule) -> list[str]:
    """What a case may be found to be that picks another rule than this one."""
    variants = packs.load(settings.HOIAM_PACK).rules.variants(rule)
    return sorted({word for one in variants for word in one.when})


def _fits(rule: Rule, chosen: Filter) -> bool:
    return (
        chosen.area in {"", rule.case_type}
        and chosen.confidence in {"", rule.confidence.value}
        and (chosen.on is None or rule.governs(chosen.on))
        and not (chosen.unsigned and signoff.unsigned(rule.id) is None)
        and all(word in _text(settings.HOIAM_PACK)[rule.id] for word in fold.fold(chosen.words).split())
    )


@cache
def _text(pack: str) -> dict[str, str]:
    """What a rule says, folded: words are found with or without their marks."""
    rules = packs.load(pack).rules.values()
    return {rule.id: fold.fold(" ".join(str(getattr(rule, name)) for name in _SAID)) for rule in rules}
