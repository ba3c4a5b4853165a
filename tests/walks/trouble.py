"""What nobody hopes to see: how each page is brought on that tells of it. They need a house of their own."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.walks.house import House
from tests.walks.pages import MATTER, PLACE, SUBMIT

TOO_LARGE = 61 * 1024 * 1024
MANY = 1000
BROKEN = "withdrawn"


@dataclass(frozen=True)
class Trouble:
    """`bring_on` gives the answer that tells of it."""

    status: int
    name: str
    bring_on: Callable[[Any, House, Path], Any]
    role: str = ""


def damage(folder: Path) -> None:
    """One case whose words cannot be opened any more."""
    with contextlib.closing(sqlite3.connect(folder / "hoiam.sqlite3")) as database, database:
        changed = database.execute("UPDATE cases_case SET body = x'00' WHERE state = ?", (BROKEN,))
        assert changed.rowcount > 0


def pressed(page: Any, button: str) -> Any:
    with page.expect_navigation() as answer:
        page.click(button)
    return answer.value


def broken(page: Any, house: House, _folder: Path) -> Any:
    """At the desk: a citizen's address may be slowed down by then."""
    return page.goto(house.path(f"/desk/cases/{{{BROKEN}[id]}}/"))


def too_large(page: Any, house: House, folder: Path) -> Any:
    """A file larger than any request may be, in an honest form."""
    page.goto("/send/")
    for deed in (PLACE, *MATTER):
        deed.on(page, house)
    film = folder / "phim.jpg"
    with film.open("wb") as file:
        file.truncate(TOO_LARGE)
    page.set_input_files("#upload", film)
    return pressed(page, "main button[name=go][value=upload]")


def too_often(page: Any, _house: House, _folder: Path) -> Any:
    """Guessing at codes, until there are no more answers."""
    answer = page.goto("/cases/")
    for _ in range(20):
        page.goto("/cases/")
        page.fill("main [name=code]", "ABCD-EFGH-JKMN-PQ")
        answer = pressed(page, SUBMIT)
        if answer.status == 429:
            break
    return answer


def too_many_fields(page: Any, _house: House, _folder: Path) -> Any:
    page.goto("/cases/")
    page.evaluate(
        """many => {
          const form = document.querySelector("main form");
          for (let n = 0; n < many; n += 1) {
            form.append(Object.assign(document.createElement("input"), {type: "hidden", name: `f${n}`}));
          }
        }""",
        MANY,
    )
    return pressed(page, SUBMIT)


TROUBLES = (
    Trouble(500, "broken", broken, role="clerk"),
    Trouble(413, "too-large", too_large),
    Trouble(429, "too-often", too_often),
    Trouble(400, "too-many-fields", too_many_fields),
)
