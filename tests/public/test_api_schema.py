"""schemathesis asks version 1 whatever its document allows, and what it forbids: edges, random, one after another."""

from importlib import import_module

import pytest
import schemathesis
from django.core.cache import cache
from django.utils import timezone
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from hoiam.kit import throttle
from tests import cast as people
from tests.public import api

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.loopback]
EXAMPLES = 6
SEED = 311


@pytest.fixture
def cast(transactional_db, settings, tmp_path):
    """A whole office over a log of its own, with real transactions: the requests come from other threads."""
    settings.HOIAM_LOG_DIR = tmp_path / "log"
    import_module("hoiam.journal.actions").open_log(at=timezone.now())
    return people.gather()


@pytest.fixture
def unhurried(monkeypatch):
    """Nobody is slowed down, so that every answer is looked at."""
    cache.clear()
    for what in ("api", "api_key", "api_wrong", "code"):
        monkeypatch.setitem(throttle.MOST, what, (10**9, 60))


def faults(server, headers):
    """Whatever schemathesis finds, and how many requests it made."""
    found = {
        "seed": SEED,
        "headers": {**headers, "Connection": "close"},
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
    }
    schema = schemathesis.openapi.from_url(
        f"{server.url}/api/v1/openapi.json", config=SchemathesisConfig.from_dict(found)
    )
    asked, wrong = 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.cases)
            wrong += [
                (check.name, str(check.failure_info.failure))
                for checks in event.recorder.checks.values()
                for check in checks
                if check.status == Status.FAILURE
            ]
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append((type(event).__name__, str(event)))
    api.hung_up()
    return asked, wrong


def test_without_a_token(cast, unhurried, live_server):
    people.answered(cast)
    asked, wrong = faults(live_server, {})
    assert wrong == []
    assert asked > 100


def test_with_a_token(cast, unhurried, live_server):
    people.answered(cast)
    secret = api.token(cast)
    asked, wrong = faults(live_server, {"Authorization": f"Bearer {secret}"})
    assert wrong == []
    assert asked > 100
