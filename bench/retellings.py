"""The same petition as it comes a second time, and petitions that only look like it; each function is a kind.

SAME: to be called the same matter. OTHERS: the same words about another matter, or from another person: not to be;
where a petition names too little to become another one, there is no text.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from bench import corpus, tellings
from bench.tellings import Told

Retelling = Callable[[Told, random.Random], str]
TYPO_SHARE = 0.05
KEYS = "qwertyuiopasdfghjklzxcvbnm"
SHORT = {
    "không": "ko",
    "được": "đc",
    "những": "n~",
    "người": "ng",
    "với": "vs",
    "trước": "trc",
    "cũng": "cug",
}
MATTER = (
    *("other", "date", "date2", "year", "n", "many", "area", "plot", "sheet", "money", "hour", "paper"),
    *("company", "road", "place2"),
)
LEAST_CHANGED = 2


def typos(one: Told, luck: random.Random) -> str:
    """One word in twenty mistyped, in names and numbers as well."""
    return " ".join(
        _mistyped(word, luck) if luck.random() < TYPO_SHARE else word for word in one.text.split(" ")
    )


def no_marks(one: Told, luck: random.Random) -> str:  # noqa: ARG001 - every kind is given luck
    """Typed on a keyboard without Vietnamese."""
    return corpus.strip_diacritics(one.text)


def capitals(one: Told, luck: random.Random) -> str:  # noqa: ARG001 - as above
    """All in capitals."""
    return one.text.upper()


def texted(one: Told, luck: random.Random) -> str:  # noqa: ARG001 - as above
    """As a text message: no capitals, few stops, shortened words."""
    plain = one.text.lower().replace(".", "").replace(";", "").replace(":", "")
    return " ".join(SHORT.get(word, word) for word in plain.split(" "))


def half_rewritten(one: Told, luck: random.Random) -> str:
    """Half of it other sentences about the same facts; opening and closing other ones too."""
    kept = luck.sample(one.sentences, 2)
    told = luck.sample(tellings.others(one), 1)
    return _again(replace(one, sentences=(*kept, *told)), luck).text


def reordered(one: Told, luck: random.Random) -> str:
    """The same sentences in another order, the closing before them."""
    parts = [*one.sentences, *one.tails]
    luck.shuffle(parts)
    return replace(one, sentences=tuple(parts), tails=()).text


def mixed(one: Told, luck: random.Random) -> str:
    """In one letter with a second matter of another field, as long as the first."""
    second = _of_another_field(one, luck)
    body = " ".join(tellings.said(part, second.facts, part) for part in second.sentences)
    pieces = [one.body, body]
    return f"{one.title}\n{' '.join(pieces if luck.random() < 0.5 else pieces[::-1])}"


def shortened(one: Told, luck: random.Random) -> str:
    """Who it is and half of what was said, no closing."""
    return replace(one, sentences=tuple(luck.sample(one.sentences, 2)), tails=()).text


def sent_again(one: Told, luck: random.Random) -> str:
    """A second letter some months later: opening, closing, title and turns of phrase are others, counts have grown."""
    grown = {"n": str(int(one.facts["n"]) + luck.randrange(1, 4))} if luck.random() < 0.5 else {}
    return tellings.with_facts(_again(one, luck), grown).text


SAME: Mapping[str, Retelling] = {
    "typos": typos,
    "missing marks": no_marks,
    "capitals": capitals,
    "texted": texted,
    "half rewritten": half_rewritten,
    "reordered": reordered,
    "mixed": mixed,
    "shortened": shortened,
    "sent again": sent_again,
}


def other_plot(one: Told, luck: random.Random) -> str:
    """The same person, place and words; every fact of the matter is another."""
    return _of_other(one, luck, MATTER) if len(_used(one)) >= LEAST_CHANGED else ""


def other_plot_retold(one: Told, luck: random.Random) -> str:
    """As other_plot, and told as people tell it a second time."""
    return _of_other(_again(one, luck), luck, MATTER) if len(_used(one)) >= LEAST_CHANGED else ""


def other_amount(one: Told, luck: random.Random) -> str:
    """The same but for two or three facts of the matter, such as amount and date."""
    used = _used(one)
    luck.shuffle(used)
    changed = used[: max(LEAST_CHANGED, len(used) // 2)]
    return _of_other(one, luck, changed) if len(used) >= LEAST_CHANGED else ""


def other_person(one: Told, luck: random.Random) -> str:
    """A template filled in by somebody else, elsewhere, about a matter of their own."""
    return _of_other(one, luck, (*MATTER, *tellings.SIGNER, "place"))


def campaign(one: Told, luck: random.Random) -> str:
    """The same letter about the same, signed by somebody else."""
    return _of_other(one, luck, tellings.SIGNER)


def other_matter(one: Told, luck: random.Random) -> str:
    """Another matter of the same person."""
    kept = {name: one.facts[name] for name in (*tellings.SIGNER, "place")}
    return replace(tellings.with_facts(_of_another_field(one, luck), kept), opening=one.opening).text


OTHERS: Mapping[str, Retelling] = {
    "other plot": other_plot,
    "other plot, retold": other_plot_retold,
    "other amount": other_amount,
    "other person": other_person,
    "campaign letter": campaign,
    "other matter": other_matter,
}


def _used(one: Told) -> list[str]:
    """Facts of the matter that its sentences name."""
    return [name for name in MATTER if any(f"{{{name}}}" in part for part in one.sentences)]


def _again(one: Told, luck: random.Random) -> Told:
    return replace(
        one,
        opening=luck.choice(tellings.book()["again"]),
        tails=tuple(luck.sample(tellings.book()["tails"], tellings.CLOSINGS)),
        choice=luck.randrange(10**9),
    )


def _of_other(one: Told, luck: random.Random, names: tuple[str, ...] | list[str]) -> str:
    new = tellings.facts(luck)
    return tellings.with_facts(one, {name: new[name] for name in names}).text


def _of_another_field(one: Told, luck: random.Random) -> Told:
    while True:
        second = tellings.told(luck.randrange(10**9), one.voice)
        if second.field != one.field:
            return second


def _mistyped(word: str, luck: random.Random) -> str:
    if len(word) < 2:
        return word
    place = luck.randrange(len(word) - 1)
    ways = (
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + luck.choice(KEYS) + word[place + 1 :],
    )
    return luck.choice(ways)
