"""Two posts, each the head of a ward."""

from importlib import import_module

import pytest


@pytest.fixture
def here(db):
    # Django is set up only after this file is read.
    return import_module("tests.duties.builders").post("05977")


@pytest.fixture
def there(db):
    return import_module("tests.duties.builders").post("06040")


@pytest.fixture
def clerk(db):
    return import_module("hoiam.office.models").Person.objects.create_user("clerk", "Cán Bộ Ví Dụ")
