"""The Django app of this counter."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """Label `directives`."""

    name = "hoiam.desk.directives"
    label = "directives"
