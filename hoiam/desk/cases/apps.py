"""The Django app of this counter."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Label `cases`."""

    name = "hoiam.desk.cases"
    label = "cases"
