"""The draft of a reply as it is typed: a row for each point, rearranged by buttons that need no script."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from hoiam.kit.typed import Options, TextField, choose

PREFIX = "p"
MOST_POINTS = 30
MOST_POINT = 4_000
SHORTEST = 12
NAMES = ("number", "text", "decision", "ground", "next_step")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
GREETING = re.compile(
    r"^(kính gửi|kính thưa|tôi là|tôi tên|tôi xin|xin (trân trọng )?cảm ơn|trân trọng)", re.IGNORECASE
)
REARRANGE = re.compile(r"(up|down|drop)-(\d{1,2})")

Row = Mapping[str, Any]


class LaterTextField(TextField):
    """Needed in the end, yet a draft may be kept without it."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class LaterChoiceField(forms.ChoiceField):
    """In the same way."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class PointForm(forms.Form):
    """One point; unfinished is fine until the reply is proposed, but it has a text."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = TextField(label=_("The point, as the person put it"), most=MOST_POINT, rows=2)
    decision = LaterChoiceField(label=_("Decision"))
    ground = LaterTextField(label=_("Ground"), most=MOST_POINT, rows=3)
    next_step = LaterTextField(label=_("Next step"), most=MOST_POINT, rows=3)

    def __init__(self, *args: Any, decisions: Options = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "decision", [("", "–"), *decisions])
        self.fields["ground"].help_text = _("Article, record or fact.")
        self.fields["next_step"].help_text = _("Who does what by when.")


PointFormSet = forms.formset_factory(PointForm, extra=0, max_num=MOST_POINTS, absolute_max=MOST_POINTS + 1)


def formset(*, decisions: Options, rows: Sequence[Row] = (), data: Any = None) -> Any:
    """Of rows to show, or of what was posted. Rows left blank are passed over, unless all of them are."""
    options: dict[str, Any] = {"prefix": PREFIX, "form_kwargs": {"decisions": decisions}}
    if data is None:
        return PointFormSet(initial=list(rows), **options)
    made = PointFormSet(data, **options)
    if made.forms and not any(form.has_changed() for form in made):
        made.forms[0].empty_permitted = False
    return made


def typed(data: "MultiValueDict[str, str]") -> list[dict[str, Any]]:
    """The rows as they were posted, whether or not they are complete."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    most = min(int(count), MOST_POINTS) if count and count.isdecimal() else 0
    return [{name: data.get(f"{PREFIX}-{at}-{name}", "") for name in NAMES} for at in range(most)]


def blank() -> dict[str, Any]:
    return dict.fromkeys(NAMES, "")


def rearranged(
    rows: Sequence[dict[str, Any]], order: str, *, body: str, keep: Collection[int]
) -> list[dict[str, Any]]:
    """Rows after `add`, `split`, `up-2`, `down-2` or `drop-2` (from 0); a contested point is not dropped."""
    after = list(rows)
    if order == "add":
        return [*after, blank()][:MOST_POINTS]
    if order == "split":
        written = [row for row in after if str(row["text"]).strip()]
        return ([*written, *({**blank(), "text": text} for text in suggested(body))])[:MOST_POINTS]
    found = REARRANGE.fullmatch(order)
    at = int(found[2]) if found else len(after)
    if found is None or at >= len(after):
        return after
    if found[1] == "drop":
        return after if number_of(after[at]) in keep else [*after[:at], *after[at + 1 :]]
    to = at - 1 if found[1] == "up" else at + 1
    if 0 <= to < len(after):
        after[at], after[to] = after[to], after[at]
    return after


def number_of(row: Row) -> int:
    """The number a point had when it was last saved; 0 for a new one."""
    number = str(row["number"] or "")
    return int(number) if number.isdecimal() else 0


def suggested(body: str) -> list[str]:
    """A start: one point for each sentence that is neither greeting nor crumb."""
    sentences = (part.strip(" \t-–•*") for part in SENTENCE.split(body))
    return [one for one in sentences if len(one) >= SHORTEST and not GREETING.match(one)][:MOST_POINTS]
