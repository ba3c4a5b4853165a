"""What a post promised at a conference, until when, and what those say to whom it was promised."""

from django.db import models
from django.db.models import Q

from hoiam.desk.dialogues.models.conference import Conference
from hoiam.desk.dialogues.models.question import Question


class What(models.TextChoices):
    """An answer that was put off, or something to be done."""

    ANSWER = "answer"
    DEED = "deed"


class Promise(models.Model):
    """A duty (subject "promise"): due on the day named, kept with evidence, or late by its date.

    `post` made it; `owner` owes it now: the same, or whoever followed in a reform of units. `told_…` are the verdicts
    that the log and the figures have by now, since `told_on`.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="promises", db_index=False
    )
    question = models.ForeignKey(
        Question, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    what = models.CharField(max_length=8, choices=What.choices)
    text = models.CharField(max_length=1000)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    made_at = models.DateTimeField()
    form_key = models.CharField(max_length=64, unique=True)
    kept_on = models.DateField(null=True)
    evidence = models.TextField(default="")
    link = models.URLField(max_length=300, default="")
    said_kept = models.PositiveIntegerField(default=0)
    said_partly = models.PositiveIntegerField(default=0)
    said_not_kept = models.PositiveIntegerField(default=0)
    told_kept = models.PositiveIntegerField(default=0)
    told_partly = models.PositiveIntegerField(default=0)
    told_not_kept = models.PositiveIntegerField(default=0)
    told_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(what="deed") | Q(question__isnull=False), name="promise_answers_a_question"
            ),
            models.CheckConstraint(
                condition=Q(kept_on=None, evidence="") | (Q(kept_on__isnull=False) & ~Q(evidence="")),
                name="promise_kept_with_evidence",
            ),
            models.UniqueConstraint(
                fields=("question",), condition=Q(what="answer", kept_on=None), name="promise_one_answer"
            ),
        )
        indexes = (
            models.Index(fields=("conference", "due_on", "id"), name="promise_conference"),
            models.Index(fields=("question",), name="promise_question"),
        )

    def __str__(self) -> str:
        return f"promise {self.pk}"


class Judged(models.Model):
    """That whoever asked this question has judged this promise: once. What they said is only counted."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="judged", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("promise", "question"), name="judged_once"),)

    def __str__(self) -> str:
        return f"{self.promise_id} {self.question_id}"
