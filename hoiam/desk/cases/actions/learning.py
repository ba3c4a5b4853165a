"""A confirmed classification is learned from; put right later, held or erased, what was learned is taken back."""

from collections.abc import Mapping

from django.db import connection

from hoiam.desk.cases.models import Case, Lesson
from hoiam.desk.cases.queries import competent, procedures, routing

_ADD = {
    "sqlite": "INSERT INTO cases_fieldword (id, counts) VALUES {rows} ON CONFLICT (id) DO UPDATE SET "
    "counts = json_patch(cases_fieldword.counts, json_object({pairs}))",
    "postgresql": "INSERT INTO cases_fieldword (id, counts) VALUES {rows} ON CONFLICT (id) DO UPDATE SET "
    "counts = jsonb_strip_nulls(cases_fieldword.counts || jsonb_build_object({pairs}))",
}
_ROW = {"sqlite": "(%s, %s)", "postgresql": "(%s, %s::jsonb)"}
_PAIR = {
    "sqlite": "%s, nullif(max(coalesce(json_extract(cases_fieldword.counts, '$.' || %s), 0) + %s, 0), 0)",
    "postgresql": "%s::text, nullif(greatest(coalesce((cases_fieldword.counts ->> %s::text)::int, 0) + %s, 0), 0)",
}
_EMPTY = {
    "sqlite": "DELETE FROM cases_fieldword WHERE id IN ({marks}) AND counts = '{{}}'",
    "postgresql": "DELETE FROM cases_fieldword WHERE id IN ({marks}) AND counts = '{{}}'::jsonb",
}
_COUNT = (
    "INSERT INTO cases_fieldtotal (field, cases, words) VALUES {rows} ON CONFLICT (field) DO UPDATE SET "
    "cases = cases_fieldtotal.cases + excluded.cases, words = cases_fieldtotal.words + excluded.words"
)


def learn(case: Case, *, kind: str) -> None:
    """Within the transaction that classifies it as of `kind`. Five statements at most.

    A field chosen at intake was not confirmed and was not learned. What is held is never learned from.
    """
    if procedures.held(kind) or procedures.held(case.kind):
        forget(case)
        return
    before = taught(case)
    if before != case.field:
        if before:
            Lesson.objects.filter(case=case).update(field=case.field)
        else:
            Lesson.objects.create(case=case, field=case.field, place_id=_place(case))
        count({case.field: 1} | ({before: -1} if before else {}), text=_text(case))


def forget(case: Case) -> None:
    """Take back what was learned from it: before its text goes, or when it becomes held. Five statements at most."""
    before = taught(case)
    if before:
        Lesson.objects.filter(case=case).delete()
        count({before: -1}, text=_text(case))


def taken(case: Case) -> None:
    """Its unit took it into work; what was learned of another one before no longer holds. One statement."""
    Lesson.objects.filter(case=case).update(unit_id=case.unit_id)


def passed_on(case: Case) -> None:
    """No unit has it in work. One statement."""
    Lesson.objects.filter(case=case).update(unit=None)


def taught(case: Case) -> str:
    """The field its words are counted under; empty when nothing was learned from it. One statement."""
    return Lesson.objects.filter(case=case).values_list("field", flat=True).first() or ""


def count(changes: Mapping[str, int], *, text: str) -> None:
    """So many confirmed texts more, or less, of each of these fields. Three statements at most.

    Whatever others count at the same time is added up by the database, row by row in one order: nothing is lost and
    nobody waits for one another.
    """
    words = sorted(routing.numbers(routing.features(text)))
    with connection.cursor() as cursor:
        if words:
            pairs, asked = _changed(changes)
            rows = ", ".join([_ROW[connection.vendor]] * len(words))
            new = routing.packed({field: by for field, by in changes.items() if by > 0})
            values = [value for word in words for value in (word, new)]
            cursor.execute(_ADD[connection.vendor].format(rows=rows, pairs=pairs), [*values, *asked])
        if words and min(changes.values()) < 0:
            marks = ", ".join(["%s"] * len(words))
            cursor.execute(_EMPTY[connection.vendor].format(marks=marks), words)
        totals = [value for field, by in sorted(changes.items()) for value in (field, by, by * len(words))]
        cursor.execute(_COUNT.format(rows=", ".join(["(%s, %s, %s)"] * len(changes))), totals)


def _changed(changes: Mapping[str, int]) -> tuple[str, list[str | int]]:
    """The new count of each field as parts of a statement, and what stands in its places."""
    asked = [value for field, by in changes.items() for value in (field, field, by)]
    return ", ".join([_PAIR[connection.vendor]] * len(changes)), asked


def _place(case: Case) -> int | None:
    """The first that its text names, or the unit it was sent to."""
    found = competent.places(text=_text(case), unit_id=case.unit_id)
    return found[0].unit.id if found else None


def _text(case: Case) -> str:
    return f"{case.title}\n{case.body}"
