"""The Django app of this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Label `files`."""

    name = "hoiam.files"
    label = "files"
