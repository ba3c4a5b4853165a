"""The Django app of this room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Label `journal`."""

    name = "hoiam.journal"
    label = "journal"
