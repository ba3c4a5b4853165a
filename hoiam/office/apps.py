"""The Django app of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Label `office`."""

    name = "hoiam.office"
    label = "office"
    verbose_name = _("Units and people")
