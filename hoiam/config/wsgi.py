"""The WSGI application."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from hoiam.config import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
memory.settle()
