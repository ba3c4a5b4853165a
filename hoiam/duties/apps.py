"""The Django app of this room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Label `duties`."""

    name = "hoiam.duties"
    label = "duties"
