"""What a complaint is brought against, and since when it was known: asked at intake, put right by the office."""

from django.db import models

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedJSONField, SealedTextField


class Challenged(models.Model):
    """The decision or act complained of. Number and issuer are sealed as the words of the case are.

    `learned_on`: the day on which the complainant had the decision or knew of the act (Law 02/2011/QH13, article 9).
    `obstacles`: days not counted, each with `first`, `last`, `ground` and what was said of it; sealed as a whole.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="challenged")
    number = SealedTextField(default="")
    issuer = SealedTextField(default="")
    issued_on = models.DateField(null=True)
    learned_on = models.DateField(null=True)
    obstacles = SealedJSONField(default=list)

    def __str__(self) -> str:
        return f"{self.case_id}"
