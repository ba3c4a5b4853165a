"""Which unit of the office answers matters of a field or a procedure (hoiam.law.competence)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AnswerLevel(models.TextChoices):
    """Levels of hoiam.law.competence.Level."""

    COMMUNE = "commune", _("The commune or ward where the matter lies")
    PROVINCE = "province", _("The province where the matter lies")
    UNIT = "unit", _("One unit, wherever the matter lies")


class Competence(models.Model):
    """One row of the table: from a day on, by which document, who answers. Rows end on a day."""

    under = models.ForeignKey(
        "office.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Area"),
        help_text=_("Matters that lie in this unit or below it."),
        db_index=False,
    )
    field = models.CharField(_("Field"), max_length=32, blank=True, help_text=_("Empty: every field."))
    procedure = models.CharField(
        _("Kind of matter"), max_length=32, blank=True, help_text=_("Empty: petitions and reports.")
    )
    level = models.CharField(_("Who answers"), max_length=12, choices=AnswerLevel.choices)
    unit = models.ForeignKey(
        "office.Unit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("The one unit"),
        db_index=False,
    )
    division = models.CharField(
        _("Division of that unit"), max_length=120, blank=True, help_text=_("As the office calls it.")
    )
    basis = models.CharField(_("Legal basis"), max_length=200)
    from_on = models.DateField(_("First day"))
    until_on = models.DateField(_("Last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("Competence")
        verbose_name_plural = _("Competences")
        constraints = (
            models.CheckConstraint(condition=~Q(basis=""), name="competence_names_basis"),
            models.CheckConstraint(condition=~Q(field="", procedure=""), name="competence_of_something"),
            models.CheckConstraint(
                condition=Q(level="unit", unit__isnull=False) | (~Q(level="unit") & Q(unit=None)),
                name="competence_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="competence_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.procedure} {self.level}".strip()

    def clean(self) -> None:
        """What the form says before the table would refuse it."""
        wrong: dict[str, Any] = {}
        if not (self.field or self.procedure):
            wrong["field"] = _("Name a field or a kind.")
        if (self.level == AnswerLevel.UNIT) != (self.unit_id is not None):
            wrong["unit"] = _("Choose it if one unit answers everything, and only then.")
        if wrong:
            raise ValidationError(wrong)
