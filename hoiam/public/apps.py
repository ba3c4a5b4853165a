"""The Django app of this room."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Label `public`."""

    name = "hoiam.public"
    label = "public"
