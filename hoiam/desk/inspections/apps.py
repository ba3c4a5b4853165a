"""The Django app of this counter."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Label `inspections`."""

    name = "hoiam.desk.inspections"
    label = "inspections"
