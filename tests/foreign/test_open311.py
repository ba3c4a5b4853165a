"""Clients of GeoReport v2 by others send a report and find it again at a server of ours."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from hoiam.desk.cases.models import Case
from tests import cast as people
from tests.public import api
from tests.public.georeport import fits

TOLD = ("Nắp cống trước chợ bị vỡ từ tuần trước.", "Trước chợ Ví Dụ", "21.85", "106.76")
CLIENTS = Path(__file__).with_name("georeporting.py")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.loopback]


@pytest.fixture
def cast(transactional_db, settings, tmp_path):
    """A whole office over a log of its own, with real transactions: the server has threads of its own."""
    settings.HOIAM_LOG_DIR = tmp_path / "log"
    import_module("hoiam.journal.actions").open_log(at=timezone.now())
    return people.gather()


@pytest.fixture
def heard(cast, live_server):
    """What both programs were told."""
    cache.clear()
    url = f"{live_server.url}/open311/v2"
    told = subprocess.run(
        [sys.executable, str(CLIENTS), url, api.token(cast)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_PROXY": "*"},
    )
    api.hung_up()
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_three_sends_a_report_and_finds_it(heard, cast):
    said, case = heard["three"], Case.objects.get()
    number = f"{case.received_on.year}-{case.pk:06d}"
    for name in ("discovery", "services", "service_definition", "posted", "requests", "token", "errors"):
        fits(name, said[name])
    assert said["posted"][0]["service_request_id"] == said["token"][0]["service_request_id"] == number
    assert fits("requests", said["request"]) == said["requests"]
    assert (said["elsewhere"], said["between"]) == ([], [])
    assert said["errors"][0]["code"] == 403
    assert said["xml"] == list(said["request"][0])
    assert (case.field, case.kind, case.unit) == ("traffic", "report", cast.ward)
    for told in TOLD:
        assert told in case.body


def test_georeport_reads_the_same_in_both_forms(heard):
    plain, xml = heard["georeport"]["json"], heard["georeport"]["xml"]
    for name in ("services", "service_definition", "requests"):
        fits(name, plain[name])
    assert plain["request"] == plain["requests"][0]
    assert xml["request"] == xml["requests"][0]
    assert xml["request"]["service_request_id"] == plain["request"]["service_request_id"]
    assert [one["service_code"] for one in xml["services"]] == [
        one["service_code"] for one in plain["services"]
    ]
    assert xml["service_definition"]["attributes"]["attribute"][0]["code"] == "landmark"
