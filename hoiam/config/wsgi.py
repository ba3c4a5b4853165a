"""The WSGI application."""

import os
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from hoiam.config import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
_django = get_wsgi_application()
import_module(settings.ROOT_URLCONF)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """As PEP 3333 says. A page that is whole leaves in one piece: part by part, it is handed over more dearly."""
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response  # a stream
    try:
        return [response.content]
    finally:
        response.close()


memory.settle()
