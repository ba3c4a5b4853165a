"""A letter in parts as the clerk types them: passages marked with the part they belong to, and a form for each part."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.desk.cases.forms.staff import MOST_TEXT, MOST_TITLE
from hoiam.kit.typed import LineField, Options, TextField, choose
from hoiam.law.splitting import FEWEST, MOST

MOST_PASSAGES = 60


class SplitForm(forms.Form):
    """From which page of the case it was made, and how many parts there are."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(
        label=_("Number of parts"),
        min_value=FEWEST,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"min": FEWEST, "max": MOST, "size": 3}),
    )


class PartForm(forms.Form):
    """One part. Field names are those of the action's PartDraft."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = LineField(label=_("Subject in one line"), max_length=MOST_TITLE)
    field = forms.ChoiceField(label=_("Field"), required=False)
    text = TextField(label=_("Text of this part"), most=MOST_TEXT, rows=6)

    def __init__(self, *args: Any, kinds: Options, fields: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", kinds)
        choose(self, "field", [("", "–"), *fields])

    @property
    def called(self) -> str:
        """Which part it is, before each of its errors."""
        return gettext("Part %(n)s") % {"n": str(self.prefix).rpartition("-")[2]}


def count_of(data: Mapping[str, str], default: int = FEWEST) -> int:
    """How many parts are asked for; what makes no sense is brought to what does."""
    typed = data.get("count", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else default  # noqa: PLR2004 - digits
    return min(max(number, FEWEST), MOST)


def passages(body: str) -> list[str]:
    """The lines of a letter that say something; of a long letter the first ones."""
    return [line.strip() for line in body.splitlines() if line.strip()][:MOST_PASSAGES]


def suggested(lines: Sequence[str]) -> list[int]:
    """Each line a part of its own while there are few, else all to the first: the clerk marks them."""
    return list(range(1, len(lines) + 1)) if FEWEST <= len(lines) <= MOST else [1] * len(lines)


def marked(data: Mapping[str, str], lines: Sequence[str]) -> list[int]:
    """Which part each passage was marked with; 0 for none."""
    typed = (data.get(f"passage-{number}", "") for number in range(1, len(lines) + 1))
    return [int(one) if one.isdecimal() and len(one) == 1 else 0 for one in typed]


def taken(lines: Sequence[str], marks: Sequence[int], part: int) -> str:
    """The text of a part: its passages, in their order."""
    return "\n".join(line for line, mark in zip(lines, marks, strict=True) if mark == part)
