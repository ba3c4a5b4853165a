"""Forms of the rules' pages: what to look for, a day to try, a sign-off. What makes no sense is left out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import LOOK, DayField
from hoiam.law.rules import Rule, TimeUnit
from hoiam.office import law_words, rulebook
from hoiam.office.rulebook import Filter

_NO_DOCUMENT = _("Name the document on which you sign off: its number, its day and who issued it.")
MOMENTS = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
LONGEST = 300
YEARS = (1990, 2100)


def _sensible(value: Any) -> None:
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise ValidationError(_("Give a day between 1990 and 2100."))


class RulesForm(forms.Form):
    """Which rules to list."""

    q = forms.CharField(
        label=_("Words, article or number"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"type": "search", "size": 24, "data-search": "", "autocomplete": "off"}
        ),
    )
    area = forms.ChoiceField(label=_("Field of law"), required=False)
    confidence = forms.ChoiceField(
        label=_("How surely read"),
        required=False,
        choices=[
            ("", _("All")),
            *((key.value, words) for key, (words, _color) in law_words.CONFIDENCE.items()),
        ],
    )
    on = DayField(label=_("In force on"), required=False, validators=[_sensible])
    unsigned = forms.BooleanField(label=_("Not signed off"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **options})
        choices = [(one.code, law_words.area(one.code)) for one in rulebook.areas()]
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)  # noqa: S101 - told to the type checker
        area.choices = [("", _("All")), *sorted(choices, key=lambda one: one[1])]

    def asked(self) -> Filter:
        """What was understood."""
        self.is_valid()
        got = self.cleaned_data
        return Filter(
            words=got.get("q", ""),
            area=got.get("area", ""),
            confidence=got.get("confidence", ""),
            on=got.get("on"),
            unsigned=got.get("unsigned", False),
        )


class TryForm(forms.Form):
    """An event of a rule, and what the case is."""

    event = DayField(label=_("Day of the event"), validators=[_sensible])
    has = forms.MultipleChoiceField(
        label=_("The case is"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = DayField(
        label=_("Still running on"),
        required=False,
        help_text=_("A later text may have a say by then; may be left empty."),
        validators=[_sensible],
    )

    def __init__(self, *args: Any, rule: Rule, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "try_%s", **options})
        if rule.unit is TimeUnit.HOURS:
            self.fields["event"] = forms.DateTimeField(
                label=_("Moment of the event"),
                help_text=_("Such as 24/11/2026 10:30."),
                input_formats=MOMENTS,
                widget=forms.DateTimeInput(attrs={**LOOK, "size": 18, "inputmode": "text"}),
                validators=[_sensible],
            )
        offered = rulebook.attributes(rule)
        if offered:
            has = self.fields["has"]
            assert isinstance(has, forms.MultipleChoiceField)  # noqa: S101 - told to the type checker
            has.choices = [(word, law_words.ATTRIBUTES.get(word, word)) for word in offered]
        else:
            del self.fields["has"]

    def clean_event(self) -> Any:
        """Rules count local time."""
        event = self.cleaned_data["event"]
        return timezone.make_naive(event) if hasattr(event, "hour") and timezone.is_aware(event) else event


class SignForm(forms.Form):
    """On what document; `seen` is the digest of the rule as it was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    document = forms.CharField(
        label=_("On what document"),
        max_length=LONGEST,
        strip=True,
        help_text=_("Number, day and issuer, such as an opinion of the province's department of justice."),
        error_messages={"required": _NO_DOCUMENT},
    )

    def said(self) -> dict[str, str]:
        """What the action is told."""
        return {name: self.cleaned_data.get(name, "") for name in ("seen", "document")}
