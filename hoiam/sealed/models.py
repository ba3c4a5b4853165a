"""Tables of protected identities and of who opened them."""

from django.db import models

from hoiam.kit.fields import SealedJSONField, SealedTextField


class Identity(models.Model):
    """Who a person is and how to reach them: name, id number, address, phone, e-mail, tracking code."""

    data = SealedJSONField(key="sealed")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Opening(models.Model):
    """One reading of an identity: who, why, when. Rows are only ever added."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="openings")
    by = models.ForeignKey("office.Person", null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=24)
    reason = SealedTextField(key="sealed", default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("identity", "id"), name="opening_identity"),)

    def __str__(self) -> str:
        return f"{self.identity_id} {self.purpose}"
