"""Invented petitions told from a book of sentences, so that they can be told again, otherwise, or of other facts.

told(number, voice) is the same on every machine. Unlike bench.corpus each names facts of its own (who, where, when, how
much), and its parts stay apart. The two voices, `near` and `far`, share no title and no sentence of their matter.
"""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bench import corpus

VOICES = ("near", "far")
SENTENCES, CLOSINGS = 3, 2
SIGNER = ("person", "born", "house", "hamlet", "phone", "card")
"""Facts of who signs; `place` is where, and all others are of the matter."""
PLACE_FIRST = [
    "An",
    "Bình",
    "Cẩm",
    "Đại",
    "Đông",
    "Hưng",
    "Kim",
    "Long",
    "Mỹ",
    "Nghĩa",
    "Phú",
    "Phước",
    "Quảng",
    "Tân",
    "Thanh",
    "Thạnh",
    "Vĩnh",
    "Xuân",
    "Yên",
]
PLACE_LAST = "Châu Điền Giang Hải Hòa Khê Lộc Lợi Nam Ninh Phong Sơn Tiến Thành Thượng Trung Tường Xá".split()  # noqa: SIM905
KINDS = ("xã", "phường")
HAMLETS = ("thôn", "ấp", "tổ dân phố số", "khu phố")
COMPANIES = ("Công ty", "Hợp tác xã", "Cơ sở", "Doanh nghiệp")
_CHOICE = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True)
class Told:
    """One petition in parts: sentences still have their choices and slots."""

    field: str
    voice: str
    title: str
    opening: str
    sentences: tuple[str, ...]
    tails: tuple[str, ...]
    facts: Mapping[str, str]
    choice: int

    @property
    def body(self) -> str:
        """As it was written."""
        parts = (self.opening, *self.sentences, *self.tails)
        return " ".join(said(part, self.facts, f"{self.choice}:{part}") for part in parts)

    @property
    def text(self) -> str:
        """Title and body, as a case is indexed and compared."""
        return f"{self.title}\n{self.body}"


@cache
def book() -> dict[str, Any]:
    """The sentences, as they stand in tellings.toml."""
    return tomllib.loads(Path(__file__).with_name("tellings.toml").read_text(encoding="utf-8"))


def told(number: int, voice: str = "") -> Told:
    """The petition of this number; without a voice even numbers are near, odd ones far."""
    luck = random.Random(f"told:{number}")
    voice = voice or VOICES[number % 2]
    chapter = luck.choice(book()["field"])
    return Told(
        field=chapter["code"],
        voice=voice,
        title=luck.choice(chapter["titles"][VOICES.index(voice) :: len(VOICES)]),
        opening=luck.choice(book()["openings"]),
        sentences=tuple(luck.sample(chapter[voice], SENTENCES)),
        tails=tuple(luck.sample(book()["tails"], CLOSINGS)),
        facts=facts(luck),
        choice=number,
    )


def others(one: Told) -> list[str]:
    """Sentences of the same field and voice that it does not use."""
    chapter = next(chapter for chapter in book()["field"] if chapter["code"] == one.field)
    return [sentence for sentence in chapter[one.voice] if sentence not in one.sentences]


def with_facts(one: Told, changed: Mapping[str, str]) -> Told:
    """The same words about other facts."""
    return replace(one, facts={**one.facts, **changed})


def said(sentence: str, known: Mapping[str, str], seed: object) -> str:
    """One sentence with its choices made and its slots filled."""
    luck = random.Random(f"said:{seed}")
    plain = _CHOICE.sub(lambda found: luck.choice(found[1].split("|")), sentence)
    filled = plain.format(**known)
    return filled[0].upper() + filled[1:]


def facts(luck: random.Random) -> dict[str, str]:
    """Who, where, when and how much, of one petition."""
    return {
        "person": person(luck),
        "other": person(luck),
        "born": str(luck.randrange(1945, 2004)),
        "place": place(luck),
        "place2": place(luck),
        "hamlet": f"{luck.choice(HAMLETS)} {luck.randrange(1, 15)}",
        "house": str(luck.randrange(1, 400)),
        "road": luck.choice(corpus.DUONG),
        "phone": f"09{luck.randrange(10**8):08d}",
        "card": f"0{luck.randrange(10**11):011d}",
        "date": day(luck),
        "date2": day(luck),
        "year": str(luck.randrange(1976, 2024)),
        "n": str(luck.randrange(2, 12)),
        "many": str(luck.randrange(13, 96)),
        "area": str(luck.randrange(60, 900)),
        "plot": str(luck.randrange(5, 900)),
        "sheet": str(luck.randrange(2, 60)),
        "money": f"{luck.randrange(2, 400) * 500_000:,}".replace(",", ".") + " đồng",
        "hour": str(luck.choice((1, 2, 3, 4, 5, 22, 23))),
        "paper": f"{luck.randrange(10, 3000)}/QĐ-UBND",
        "company": f"{luck.choice(COMPANIES)} {luck.choice(PLACE_FIRST)} {luck.choice(PLACE_LAST)}",
    }


def person(luck: random.Random) -> str:
    """A name put together from common parts."""
    return f"{luck.choice(corpus.HO)} {luck.choice(corpus.DEM)} {luck.choice(corpus.TEN)}"


def place(luck: random.Random) -> str:
    """A commune or ward that is on no list."""
    return f"{luck.choice(KINDS)} {luck.choice(PLACE_FIRST)} {luck.choice(PLACE_LAST)}"


def day(luck: random.Random) -> str:
    """As people write it."""
    return f"{luck.randrange(1, 29):02d}/{luck.randrange(1, 13):02d}/{luck.choice((2024, 2025, 2026))}"
