"""The WSGI application."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

YOUNG, MIDDLE, OLD = 20_000, 20, 50
"""How many new objects, and how many rounds, until the garbage collector looks again."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()  # what is loaded by now stays for good: the collector need not walk through it again and again
gc.set_threshold(YOUNG, MIDDLE, OLD)
