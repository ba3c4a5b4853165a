"""What clerks said that cases are to each other."""

from django.db import models

from hoiam.desk.cases.models.case import Case


class Relation(models.TextChoices):
    """Nothing is linked by itself: each is somebody's word."""

    AGAIN = "again"  # the same petition again (đơn trùng)
    PERSON = "person"  # the same matter from another person
    CAMPAIGN = "campaign"  # the same letter, sent by many
    DIFFERENT = "different"  # alike, and not the same: not suggested again


class CaseLink(models.Model):
    """One row for each direction, so that either case finds the other by its own number."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links", db_index=False)
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "other"), name="case_link_once"),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="case_link_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.relation} {self.other_id}"
