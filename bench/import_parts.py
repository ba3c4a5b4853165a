"""The steps of bench.import_. Needs Django to be set up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from bench import import_, installation
from hoiam.desk.cases.actions import exporting, importing
from hoiam.desk.cases.models import Export
from hoiam.desk.cases.queries import importing as queries
from hoiam.office import queries as office

AT = datetime(2026, 11, 19, 2, tzinfo=UTC)
TODAY = date(2026, 11, 19)
Step = tuple[str, int, tuple[float, float, float]]


def steps(path: Path) -> Iterator[Step]:
    """Name, rows done, and where it began, after each step."""
    crew = installation.prepare()
    clerk = office.actor(person=crew.clerk, on=TODAY)
    began = import_.start()
    with path.open("rb") as file:
        import_id = importing.upload(file=file, name=path.name, unit_id=crew.unit_id, by=clerk, at=AT)
    columns = queries.one(import_id=import_id).columns
    importing.name_columns(import_id=import_id, columns=columns, kind="petition", by=clerk)
    importing.work(at=AT)
    card = queries.one(import_id=import_id)
    yield "check", card.rows - card.wrong, began
    began = import_.start()
    importing.run(import_id=import_id, by=clerk)
    while queries.one(import_id=import_id).state == "running":
        importing.work(at=AT)
    yield "import", queries.one(import_id=import_id).done, began
    began = import_.start()
    exporting.ask(
        unit_id=crew.unit_id,
        what="register",
        kind="xlsx",
        since=date(2023, 1, 1),
        until=TODAY,
        reason="bench",
        by=clerk,
        at=AT,
    )
    exporting.work(at=AT)
    yield "export", Export.objects.values_list("rows", flat=True).get(), began
