"""A confirmed classification is learned from; put right later, what was learned is taken back."""

from django.db import connection

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import procedures, routing

_ADD = (
    "INSERT INTO cases_fieldword (field, token, n) VALUES {marks} "
    "ON CONFLICT (token, field) DO UPDATE SET n = cases_fieldword.n + excluded.n"
)
_COUNT = (
    "INSERT INTO cases_fieldtotal (field, cases, words) VALUES (%s, %s, %s) ON CONFLICT (field) DO UPDATE SET "
    "cases = cases_fieldtotal.cases + excluded.cases, words = cases_fieldtotal.words + excluded.words"
)


def learn(case: Case, *, before: str) -> None:
    """Within the transaction that classified it; `before`: the field it had. Five statements at most.

    A field chosen at intake was not confirmed and was not learned. What is held is never learned from.
    """
    confirmed = before if case.steps.filter(event="classify").exists() else ""
    if procedures.held(case.kind) or confirmed == case.field:
        return
    text = f"{case.title}\n{case.body}"
    if confirmed:
        count(field=confirmed, text=text, by=-1)
    count(field=case.field, text=text)


def count(*, field: str, text: str, by: int = 1) -> None:
    """One confirmed text more of this field, or one less. Two statements."""
    tokens = routing.blind(routing.features(text))
    with connection.cursor() as cursor:
        if tokens:
            marks = ", ".join(["(%s, %s, %s)"] * len(tokens))
            values = [value for token in tokens for value in (field, token, by)]
            cursor.execute(_ADD.format(marks=marks), values)
        cursor.execute(_COUNT, (field, by, by * len(tokens)))
