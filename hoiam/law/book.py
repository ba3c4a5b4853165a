"""All rules of a jurisdiction, and which of them governs an event: by its day and by what the case is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule, Transition


@dataclass(frozen=True, slots=True)
class Picked:
    """The rule of an event; `alternatives` are the texts that give another number for the same clock."""

    rule: Rule
    alternatives: tuple[Rule, ...] = ()


class RuleBook(Mapping[str, Rule]):
    """Rules by id. Refused: rule_twice, rule_unknown_base, versions_overlap."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        book: dict[str, Rule] = {}
        for rule in rules:
            if rule.id in book:
                raise Refused("rule_twice", rule=rule.id)
            book[rule.id] = rule
        self._rules = MappingProxyType(book)
        self.versions = MappingProxyType(self._families())
        self._variants = self._joined("base")
        self._alternatives = self._joined("alternative_to")
        self.attributes = frozenset(
            word
            for rule in book.values()
            for word in (*rule.when, *(extension.when for extension in rule.extend))
            if word
        )

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def named(self, name: str) -> Rule:
        """By id, or by the family's name: then its latest version. Refused: unknown_rule."""
        if name in self._rules:
            return self._rules[name]
        if name in self.versions:
            return self.versions[name][-1]
        raise Refused("unknown_rule", rule=name)

    def pick(
        self, name: str, event: date, attributes: Collection[str] = (), *, today: date | None = None
    ) -> Picked:
        """The rule of this name (an id or a family) for an event of this day, and of a case that is so.

        With a version's id another version is given when that governs the event. `today` is the day on which
        the clock still runs: a later text may by then have a say. If no version governs, the one named.
        Refused: unknown_rule, unknown_attribute.
        """
        if unknown := sorted(set(attributes) - self.attributes):
            raise Refused("unknown_attribute", attributes=unknown, known=sorted(self.attributes))
        first = self._version(self.named(name), event)
        rule = self.variant(first, attributes, event)
        return Picked(*self._with_later(rule, event, today))

    def variants(self, rule: Rule) -> tuple[Rule, ...]:
        """What takes this rule's place for cases of some attribute."""
        return self._variants.get(rule.id, ())

    def variant(self, rule: Rule, attributes: Collection[str], event: date) -> Rule:
        """The one that asks for most of what the case is; of those that ask as much, the last written."""
        fitting = [one for one in self.variants(rule) if one.when <= set(attributes) and one.governs(event)]
        return max(reversed(fitting), key=lambda one: len(one.when), default=rule)

    def being(self, rule: Rule, attribute: str, event: date, *, holds: bool) -> Rule:
        """The rule of the same clock for a case that is as before, and is or is not of this attribute."""
        base = self._rules[rule.base] if rule.base else rule
        return self.variant(base, rule.when | {attribute} if holds else rule.when - {attribute}, event)

    def alternatives(self, rule: Rule) -> tuple[Rule, ...]:
        """Rules of other texts for the same clock, whichever of them is named as the main one."""
        main = self._rules[rule.alternative_to] if rule.alternative_to else rule
        return tuple(one for one in (main, *self._alternatives.get(main.id, ())) if one is not rule)

    def standing(self, rule: Rule, event: date) -> tuple[Rule, ...]:
        """Of those, the ones that give a number for an event of this day."""
        return tuple(one for one in self.alternatives(rule) if one.amount and one.governs(event))

    def _version(self, rule: Rule, event: date) -> Rule:
        return next((one for one in self.versions[rule.family] if one.governs(event)), rule)

    def _with_later(self, rule: Rule, event: date, today: date | None) -> tuple[Rule, tuple[Rule, ...]]:
        others = self.standing(rule, event)
        for later in self.versions[rule.family]:
            if later is rule or later.in_force_from <= event or (today and today < later.in_force_from):
                continue
            if later.transition is Transition.NEW_TEXT and today is not None:
                return later, ()
            if later.transition is Transition.STRICTER:
                others = (*others, later)
        return rule, others

    def _families(self) -> dict[str, tuple[Rule, ...]]:
        """Versions of one family in the order they came; two on one day would be two answers."""
        families: dict[str, list[Rule]] = defaultdict(list)
        for rule in self._rules.values():
            families[rule.family].append(rule)
        for versions in families.values():
            versions.sort(key=lambda rule: rule.in_force_from)
            for before, after in pairwise(versions):
                if before.in_force_until is None or before.in_force_until >= after.in_force_from:
                    raise Refused(
                        "versions_overlap", rule=after.id, earlier=before.id, on=after.in_force_from
                    )
        return {name: tuple(versions) for name, versions in families.items()}

    def _joined(self, field: str) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = defaultdict(list)
        for rule in self._rules.values():
            if name := getattr(rule, field):
                if name not in self._rules:
                    raise Refused("rule_unknown_base", rule=rule.id, base=name)
                found[name].append(rule)
        return {name: tuple(rules) for name, rules in found.items()}
