"""The Django app of this counter."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """Label `dialogues`."""

    name = "hoiam.desk.dialogues"
    label = "dialogues"
