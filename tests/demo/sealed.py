"""Prints, as JSON, every identity of the installation the environment names: `python -m tests.demo.sealed`."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
django.setup()

from hoiam.sealed.models import Identity  # noqa: E402 - Django first

if __name__ == "__main__":
    json.dump([identity.data for identity in Identity.objects.order_by("pk")], sys.stdout)
