"""Prints, as JSON, every receipt of the installation the environment names: `python -m tests.foreign.receipts`."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
django.setup()

from hoiam.journal import queries  # noqa: E402 - Django first
from hoiam.journal.models import Event  # noqa: E402

if __name__ == "__main__":
    numbers = Event.objects.exclude(statement=None).order_by("pk").values_list("pk", flat=True)
    json.dump([queries.receipt_of(event_id=number).text for number in numbers], sys.stdout)
