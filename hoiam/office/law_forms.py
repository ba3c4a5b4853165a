"""Forms of the rules' pages: what to look for, a day to try, a sign-off. What makes no sense is left out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoiam.law.rules import Rule, TimeUnit
from hoiam.office import law_words, rulebook
from hoiam.office.rulebook import Filter

_NO_DOCUMENT = _("Name the document on which you sign off: its number, its day and who issued it.")
ISO = ("%Y-%m-%d", "%d/%m/%Y")
ISO_MOMENT = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
LONGEST = 300
YEARS = (1990, 2100)


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day as browsers send it, or as it is written here."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=ISO,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_sensible],
    )


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
    on = day_field(_("In force on"))
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

    event = day_field(_("Day of the event"), required=True)
    has = forms.MultipleChoiceField(
        label=_("The case is"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = day_field(
        _("Still running on"), help_text=_("A later text may have a say by then; may be left empty.")
    )

    def __init__(self, *args: Any, rule: Rule, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "try_%s", **options})
        if rule.unit is TimeUnit.HOURS:
            self.fields["event"] = forms.DateTimeField(
                label=_("Moment of the event"),
                input_formats=ISO_MOMENT,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
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
