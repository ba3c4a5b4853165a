"""The Django app of this room."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Label `kit`."""

    name = "hoiam.kit"
    label = "kit"
