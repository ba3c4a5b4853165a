"""What other programs sent, so that sending it again makes nothing anew."""

from django.db import models

from hoiam.desk.cases.models.case import Case


class SentOnce(models.Model):
    """A key that a program chose for one sending, with the hash of what it sent under it.

    `key` is a hash of the token and the program's own key; `digest` a keyed hash: nothing of the text can be
    guessed from it.
    """

    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    token = models.ForeignKey("office.ApiToken", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sending {self.pk}"
