"""The rows of a procedure as a table in Markdown, and putting it into a page of the handbook."""

from hoiam.law.pack import Pack
from hoiam.law.procedures import reading
from hoiam.law.procedures.moves import Procedure
from hoiam.law.procedures.reading import SIGNS, Mark, Telling, Told
from hoiam.law.refusal import Refused

BEGIN, END = "<!-- hoiam law draw -->", "<!-- /hoiam law draw -->"
COLUMNS = {
    "vi": ("Việc", "Từ bước", "Sang bước", "Ai làm", "Thời hạn", "Căn cứ"),
    "en": ("Event", "From", "To", "Who", "Clocks", "Source"),
}
START = {"vi": "(bắt đầu)", "en": "(start)"}
STAYS = {"vi": "giữ nguyên", "en": "stays"}


def table(procedure: Procedure, pack: Pack, lang: str) -> str:
    telling = reading.tell(procedure, pack, lang)
    head = COLUMNS[lang]
    rows = [head, ["---"] * len(head), *(_cells(row, telling, lang) for row in telling.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def insert(page: str, content: str) -> str:
    """The page with this content between its two marks. Refused: no_place."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise Refused("no_place")
    return f"{before}{BEGIN}\n{content}\n{END}{after}"


def _cells(row: Told, telling: Telling, lang: str) -> list[str]:
    befores = [telling.states[before] if before else START[lang] for before in row.befores]
    after = telling.states[row.after] if row.after else STAYS[lang]
    return [
        row.words,
        "; ".join(befores),
        after,
        row.who,
        "; ".join(_said(mark, lang) for mark in row.marks),
        reading.cited(row, lang),
    ]


def _said(mark: Mark, lang: str) -> str:
    return f"{mark.clock}: {SIGNS[mark.sign][lang]}"
