"""Which entry the auditor wants opened, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.journal.inspecting import LONGEST
from hoiam.ledger.merkle import MAX_SIZE


class OpenForm(forms.Form):
    """Entries count from 0."""

    index = forms.IntegerField(label=_("Entry number"), min_value=0, max_value=MAX_SIZE, localize=False)
    why = forms.CharField(
        label=_("Why it is opened"),
        max_length=LONGEST,
        strip=True,
        help_text=_(
            "Such as the number of the inspection's decision. It is kept with your name and the time."
        ),
    )
