"""The Django app of this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Label `office`."""

    name = "hoiam.office"
    label = "office"
