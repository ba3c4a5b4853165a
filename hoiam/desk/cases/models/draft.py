"""What a clerk has typed at the counter and not registered yet."""

from django.db import models

from hoiam.kit.fields import SealedJSONField


class CounterDraft(models.Model):
    """One form under way, for the clerk who types it and nobody else; erased after `expires_at`.

    `form_key`: the key under which it is registered. `said`: what stands in each field, as it was typed; with name and
    address it is sealed as a whole, under a key of its own.
    """

    person = models.ForeignKey("office.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    form_key = models.CharField(max_length=64)
    said = SealedJSONField(key="drafts")
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "form_key"), name="counter_draft_form"),)
        indexes = (models.Index(fields=("expires_at",), name="counter_draft_expires"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.pk}"
