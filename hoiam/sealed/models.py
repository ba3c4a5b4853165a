"""Tables of protected identities and of who opened them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoiam.kit.fields import SealedJSONField, SealedTextField


class Purpose(models.TextChoices):
    """Why an identity was opened or changed."""

    CONTACT = "contact", _("To reach the person")
    VERIFY = "verify", _("To check who the person is")
    PRINT = "print", _("To print a slip or a letter")
    NOTICE = "notice", _("To send a notice")
    EXPORT = "export", _("To hand the file over")
    LEGAL = "legal", _("A court or an inspection asked for it")
    AMEND = "amend", _("The details were corrected")
    ERASE = "erase", _("The details were erased")


class Identity(models.Model):
    """Who a person is and how to reach them: name, id number, address, phone, e-mail, tracking code."""

    data = SealedJSONField(key="sealed")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Opening(models.Model):
    """One reading or change of an identity: who, why, when. Rows are only ever added."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="openings")
    by = models.ForeignKey("office.Person", null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=24, choices=Purpose.choices)
    reason = SealedTextField(key="sealed", default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("identity", "id"), name="opening_identity"),)

    def __str__(self) -> str:
        return f"{self.identity_id} {self.purpose}"


class Download(models.Model):
    """One handing out of a file that holds many identities: which file, who, when. Rows are only ever added."""

    what = models.CharField(max_length=24)
    number = models.BigIntegerField()
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("what", "number", "id"), name="download_of"),)

    def __str__(self) -> str:
        return f"{self.what} {self.number}"
