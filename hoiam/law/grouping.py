"""Several people with one matter: who acts for them, and what the file must hold before it is accepted.

Law 42/2013/QH13, article 29: five to ten people appoint one or two representatives, more than ten at most five, in
writing and signed by all. Decree 155/2026/NĐ-CP, article 10: a complaint of several people is accepted only with all
signatures and that writing in the file. For two to four people no number was read: at least one of them represents,
and only a complaint needs the writing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hoiam.law import catalogue
from hoiam.law.catalogue import Threshold
from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

FEWEST, MOST = 2, 500
"""Two make a group; a list may have so many lines, which is a house rule."""
REPRESENTATIVES = "representatives_max"
COMPLAINTS = frozenset({"complaint", "complaint_again"})
KINDS = COMPLAINTS | {"petition", "report", "explanation"}
"""Whoever denounces is protected one by one; what was published has no petitioner."""
WHO = frozenset({Role.CLERK, Role.HEAD})
JOINED = frozenset({"received", "accepted", "proposed", "contested", "suspended"})
"""States in which somebody can still join: before there is an answer or a decision. A house rule."""
LEFT = JOINED | {"answered", "withdrawing", "decided"}
"""States in which somebody can still leave."""


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """As written on a list, to be told from the others there; prints as nothing."""

    name: str
    id_number: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "Person(…)"


@dataclass(frozen=True, slots=True)
class Count:
    """How many stand on the list, represent, have signed; whether the written appointment is in the file."""

    people: int
    representatives: int
    signed: int = 0
    appointed: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many represent; `rule` None where no text that was read sets a number."""

    most: int
    rule: Threshold | None = None


def limit(people: int, *, on: date, pack: Pack) -> Limit:
    """How many representatives so many people may have on that day."""
    found = next((one for one in _limits(on, pack) if _within(one, people)), None)
    return Limit(people) if found is None else Limit(min(found.value, people), found)


def allow(people: Sequence[Person], representatives: int, *, kind: str, on: date, pack: Pack) -> None:
    """Whether a list can be taken in.

    Refused: group_not_for_kind, too_few_people(least), too_many_people(most), signer_twice(first, second: places on
    the list), and as `represented`.
    """
    if kind not in KINDS:
        raise Refused("group_not_for_kind", kind=kind)
    if len(people) < FEWEST:
        raise Refused("too_few_people", least=FEWEST)
    listed(people)
    represented(len(people), representatives, on=on, pack=pack)


def listed(people: Sequence[Person]) -> None:
    """Whether everybody stands on the list once. Refused: too_many_people(most), signer_twice(first, second)."""
    if len(people) > MOST:
        raise Refused("too_many_people", most=MOST)
    pair = twice(people)
    if pair:
        raise Refused("signer_twice", first=pair[0], second=pair[1])


def represented(people: int, representatives: int, *, on: date, pack: Pack) -> None:
    """Refused: no_representative, too_many_representatives(most, people, rule)."""
    if representatives < 1:
        raise Refused("no_representative")
    allowed = limit(people, on=on, pack=pack)
    if representatives > allowed.most:
        raise Refused(
            "too_many_representatives",
            most=allowed.most,
            people=people,
            rule=allowed.rule and allowed.rule.id,
        )


def twice(people: Sequence[Person]) -> tuple[int, int] | None:
    """The first two places, counted from 1, at which the same person stands."""
    by_number: dict[str, int] = {}
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(people, start=1):
        number = plain(one.id_number)
        namesakes = by_name[plain(one.name)]
        first = by_number.get(number) or next((at for at in namesakes if same(people[at - 1], one)), None)
        if first is not None:
            return first, place
        namesakes.append(place)
        if number:
            by_number[number] = place
    return None


def same(one: Person, other: Person) -> bool:
    """By number where both give one, else by name, unless they live at different addresses."""
    if one.id_number and other.id_number:
        return plain(one.id_number) == plain(other.id_number)
    if plain(one.name) != plain(other.name):
        return False
    return not (one.address and other.address) or plain(one.address) == plain(other.address)


def plain(text: str) -> str:
    """Letters and digits alone, whatever the case and the spacing."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def missing(count: Count, *, kind: str, on: date, pack: Pack) -> tuple[str, ...]:
    """What the file lacks before it can be accepted: signatures, appointment, representatives."""
    allowed = limit(count.people, on=on, pack=pack)
    lacks = {
        "signatures": count.signed < count.people,
        "appointment": appointment_needed(count.people, kind=kind, on=on, pack=pack) and not count.appointed,
        "representatives": not 1 <= count.representatives <= allowed.most,
    }
    return tuple(name for name, is_so in lacks.items() if is_so)


def appointment_needed(people: int, *, kind: str, on: date, pack: Pack) -> bool:
    """Of a complaint always; of anything else from as many people on as the text speaks of."""
    if people < FEWEST:
        return False
    return kind in COMPLAINTS or limit(people, on=on, pack=pack).rule is not None


def change(state: str, roles: frozenset[Role], *, states: frozenset[str] = JOINED) -> None:
    """Whether these people may change the list now. Refused: not_yours, wrong_state."""
    if not roles & WHO:
        raise Refused("not_yours", allowed=tuple(sorted(WHO)))
    still_open(state, states)


def still_open(state: str, states: frozenset[str]) -> None:
    """Refused: wrong_state."""
    if state not in states:
        raise Refused("wrong_state", state=state, allowed=tuple(sorted(states)))


def leave(count: Count, *, represents: bool, gone: bool) -> None:
    """Whether one can leave: nobody is kept, but somebody must go on acting for the others.

    Refused: signer_left, last_signer, last_representative.
    """
    if gone:
        raise Refused("signer_left")
    if count.people <= 1:
        raise Refused("last_signer")
    if represents and count.representatives <= 1:
        raise Refused("last_representative")


def forget(*, gone: bool, over: bool) -> None:
    """Whether one of them can be forgotten: of a matter still open only who has left it. Refused: signer_stands."""
    if not gone and not over:
        raise Refused("signer_stands")


def acts(*, represents: bool, gone: bool) -> None:
    """Only representatives act for the group. Refused: signer_left, only_representatives."""
    if gone:
        raise Refused("signer_left")
    if not represents:
        raise Refused("only_representatives")


def _limits(on: date, pack: Pack) -> list[Threshold]:
    rows = (one for one in pack.thresholds.values() if one.unit == REPRESENTATIVES)
    return [one for one in rows if catalogue.in_force(one, on, on)]


def _within(one: Threshold, people: int) -> bool:
    return one.people_from <= people and (one.people_to == 0 or people <= one.people_to)
