"""Programs that call the API: a token, a matter, an answer read."""

import json
import threading
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from hoiam.office import tokens
from tests import cast as people

MATTER = {
    "kind": "report",
    "title": people.TITLE,
    "body": people.BODY,
    "field": "utility",
    "consent": True,
    "person": {
        "name": people.CITIZEN.name,
        "phone": people.CITIZEN.phone,
        "email": people.CITIZEN.email,
        "address": people.CITIZEN.address,
        "id_number": people.CITIZEN.id_number,
    },
}


PUBLISHED = {
    "title": "Rác thải ở bờ suối",
    "body": "Báo nêu rác thải đổ ra bờ suối nhiều tuần nay.",
    "source": "Báo Ví Dụ",
    "published_on": "2026-11-02",
    "address": "https://bao.example.vn/rac-thai",
}


def token(cast, *permissions, unit=None, by=None):
    """As the head of the ward, or another, makes one."""
    return tokens.make(
        unit_id=(unit or cast.ward).pk,
        label="Tổng đài thử",
        permissions=permissions or ("register", "read"),
        expires_on=timezone.localdate() + timedelta(days=30),
        by=people.actor(by or cast.head),
        at=timezone.now(),
    )


def bearer(secret, **headers):
    """For Django's test client."""
    cache.clear()  # each test starts with the whole allowance
    return {"Authorization": f"Bearer {secret}", **headers}


def hung_up():
    """The live server's threads are done and have given their connections back."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)


def send(client, secret, *, key="khoa-thu-0001", language="vi", **changes):
    """A matter of the ward."""
    return _post(client, secret, "cases", {**MATTER, "unit": "05977", **changes}, key, language)


def publish(client, secret, *, key="khoa-thu-0001", language="vi", **changes):
    """What a paper wrote of the ward."""
    return _post(client, secret, "press", {**PUBLISHED, "unit": "05977", **changes}, key, language)


def _post(client, secret, where, body, key, language):
    headers = bearer(secret, **{"Idempotency-Key": key, "Accept-Language": language})
    return client.post(f"/api/v1/{where}", json.dumps(body), content_type="application/json", headers=headers)
