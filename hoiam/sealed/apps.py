"""The Django app of this room."""

from django.apps import AppConfig


class SealedConfig(AppConfig):
    """Label `sealed`."""

    name = "hoiam.sealed"
    label = "sealed"
