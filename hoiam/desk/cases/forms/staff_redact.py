"""Boxes as a clerk sets them: a line for each, in hundredths of the page, typed or drawn."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoiam.kit.typed import TextField

MOST = 20_000
MOST_BOXES = 400
_NUMBER = re.compile(r"\d+(?:[.,]\d)?", re.ASCII)
Box = tuple[int, int, int, int, int]


class BoxesForm(forms.Form):
    """What is blacked out."""

    boxes = TextField(
        label=_("Boxes"),
        rows=8,
        most=MOST,
        required=False,
        help_text=_(
            "A line for each box: page, left, top, right, bottom, as on the grid. 1 20 35 60 40 is on page 1, "
            "from 20 to 60 across and from 35 to 40 down."
        ),
    )

    def clean_boxes(self) -> list[Box]:
        """In thousandths."""
        lines = [line for line in self.cleaned_data["boxes"].split("\n") if line.strip()]
        if len(lines) > MOST_BOXES:
            raise ValidationError(_("400 boxes at most."))
        return [_box(number, line) for number, line in enumerate(lines, start=1)]


def _box(number: int, line: str) -> Box:
    parts = line.split()
    if len(parts) != 5 or not all(map(_NUMBER.fullmatch, parts)):  # noqa: PLR2004 - page and four sides
        raise ValidationError(_("Line %(line)s: five numbers are needed.") % {"line": number})
    page, *sides = (float(part.replace(",", ".")) for part in parts)
    left, top, right, bottom = (round(side * 10) for side in sides)
    if not (page >= 1 and page == int(page) and 0 <= left < right <= 1000 and 0 <= top < bottom <= 1000):  # noqa: PLR2004 - thousandths
        raise ValidationError(
            _("Line %(line)s: the numbers go from 0 to 100, left before right, top before bottom.")
            % {"line": number}
        )
    return int(page), left, top, right, bottom
