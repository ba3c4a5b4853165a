"""The one spelling of the figures of receptions and dialogues: anybody who counts them gets the same bytes."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from hoiam.law import conferences, receptions

FORMAT = "hoiam.kept/v1"


def spelled(
    posts: Iterable[receptions.Row], dialogues: Iterable[conferences.Row], *, log: str, on: date
) -> str:
    """As they stand on a day. JSON, sorted keys, no spaces, one line."""
    said = {
        "format": FORMAT,
        "log": log,
        "on": on.isoformat(),
        "posts": [asdict(row) for row in sorted(posts)],
        "dialogues": [asdict(row) for row in sorted(dialogues)],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def table(dialogues: Iterable[conferences.Row]) -> str:
    """The same figures of dialogues as a table: CSV in UTF-8, a line for each post and year."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("unit", "post", "year", *conferences.COUNTS))
    for row in sorted(dialogues):
        writer.writerow(asdict(row).values())
    return out.getvalue()
