"""The Django app of this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Label `notices`."""

    name = "hoiam.notices"
    label = "notices"
