"""The Django app of this counter."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Label `reception`."""

    name = "hoiam.desk.reception"
    label = "reception"
