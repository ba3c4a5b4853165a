"""The Django app of this counter."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Label `reports`."""

    name = "hoiam.desk.reports"
    label = "reports"
