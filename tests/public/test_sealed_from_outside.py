"""Nobody learns from the API, the search index, the log or the server's lines who a citizen is."""

import io
import json
import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from hoiam.public.api import door, gate
from hoiam.sealed import actions as sealed
from tests import cast as people
from tests.public import api, leaks
from tests.public.test_open311 import SENT

pytestmark = pytest.mark.django_db
FORMS = ("json", "xml")


def code_of(case):
    person = sealed.open(identity_id=case.identity_id, by=None, purpose="print", reason="", at=timezone.now())
    return person.code


@pytest.fixture
def answers(cast, client, capfd):
    """Everything that the API and Open311 say of cases in every state, to anyone and to a token, in both languages."""
    made = [people.received(cast), people.contested(cast), people.answered_again(cast)]
    secret = api.token(cast)
    posted = [
        api.send(client, secret),
        api.send(client, secret, title="Khác"),
        api.send(client, secret, person={"name": people.CITIZEN.name}),
        *(client.post(f"/open311/v2/requests.{form}", {"api_key": secret, **SENT}) for form in FORMS),
        client.post("/open311/v2/requests.json", {"api_key": secret, **SENT, "phone": "sai"}),
        client.post("/open311/v2/requests.json", SENT),
    ]
    assert [one.status_code for one in posted] == [201, 409, 422, 201, 201, 400, 403]
    return posted + [
        read(client, address, language, headers)
        for address in addresses(client, made)
        for language in ("vi", "en")
        for headers in ({}, {"Authorization": f"Bearer {secret}"})
    ]


def addresses(client, made):
    """Each of the document's, for each case; and those of GeoReport v2."""
    numbers = [f"{case.received_on.year}-{case.pk:06d}" for case in made]
    codes = [code_of(case) for case in made]
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        if "get" in operations:
            given = codes if "{code}" in path else numbers
            yield from {re.sub(r"\{\w+\}", one, path) for one in given}
    for form in FORMS:
        yield from (
            f"/open311/v2/{name}.{form}" for name in ("discovery", "services", "services/land", "requests")
        )
        yield from (f"/open311/v2/requests/{number}.{form}" for number in numbers)
        yield from (f"/open311/v2/tokens/{code}.{form}" for code in codes)


def read(client, address, language, headers):
    cache.clear()
    answer = client.get(address, headers={**headers, "Accept-Language": language})
    assert answer.status_code == 200, address
    return answer


def whole(answer):
    """Body and headers."""
    return answer.content + json.dumps(dict(answer.headers), ensure_ascii=False).encode()


def test_no_answer_tells_who_anyone_is(answers, cast):
    assert len(answers) > 80
    said = [(one.request["PATH_INFO"], whole(one)) for one in answers]
    secrets = leaks.IDENTITY | leaks.staff(cast)
    assert [(path, hit) for path, data in said if (hit := leaks.found(data, secrets))] == []


def test_no_answer_repeats_what_was_not_released(answers, cast):
    said = [(one.request["PATH_INFO"], whole(one)) for one in answers]
    assert [(path, hit) for path, data in said if (hit := leaks.found(data, leaks.WORDS))] == []


def test_the_log_tree_tells_nothing(answers, settings, client):
    files = [path for path in settings.HOIAM_LOG_DIR.rglob("*") if path.is_file()]
    assert files
    secrets = leaks.IDENTITY | leaks.WORDS
    assert [(path.name, hit) for path in files if (hit := leaks.found(path.read_bytes(), secrets))] == []
    for address in ("/log/checkpoint", "/log/vkey", "/log/openings/0", "/log/", "/register", "/scores"):
        assert leaks.found(client.get(address).content, secrets) == []


def test_no_column_of_the_database_can_be_read(answers):
    assert looked_through(leaks.IDENTITY | leaks.WORDS) == []


def test_a_readable_column_would_be_found(answers, cast):
    people.Case.objects.filter(consent=True).update(public_title=people.TITLE, cleared_at=timezone.now())
    assert {table for table, _hit in looked_through(leaks.WORDS)} == {"cases_case"}


def looked_through(secrets):
    """Tables in which a secret stands, the search index among them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert {"cases_case", "cases_search", "cases_sentonce", "sealed_identity"} <= set(tables)
        wrong = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            data = b"\n".join(as_bytes(value) for row in cursor.fetchall() for value in row)
            wrong += [(table, hit) for hit in leaks.found(data, secrets)]
    return wrong


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


@pytest.fixture
def written(monkeypatch):
    """What the server's own handler writes, whoever holds stderr just now."""
    lines = io.StringIO()
    for handler in (*logging.root.handlers, *logging.getLogger("django").handlers):
        if type(handler) is logging.StreamHandler:
            monkeypatch.setattr(handler, "stream", lines)
    return lines


def test_the_servers_lines_tell_nothing_even_of_a_fault(cast, client, written, monkeypatch):
    code, secret = code_of(people.answered(cast)), api.token(cast)
    client.raise_request_exception = False

    def broken():
        raise RuntimeError(people.CITIZEN.name, people.CITIZEN.phone)

    monkeypatch.setattr(door, "_inside", broken)
    assert api.send(client, secret).status_code == 500
    assert client.get(f"/api/v1/cases/{code}").status_code == 500
    monkeypatch.setattr(gate, "fits", lambda _request: broken())
    assert client.get(f"/open311/v2/tokens/{code}.json").status_code == 500
    lines = written.getvalue()
    assert "/open311/v2/tokens/…" in lines
    assert "RuntimeError" in lines
    assert (
        leaks.found(lines.encode(), leaks.IDENTITY | leaks.WORDS | {code.casefold(), secret.casefold()}) == []
    )


def test_whatever_spelling_would_be_found():
    for text in (people.CITIZEN.name, people.CITIZEN.name.upper(), json.dumps(people.CITIZEN.name)):
        assert leaks.found(text.encode(), leaks.IDENTITY)
    assert leaks.found(b"tel 0900000001.", leaks.IDENTITY)
    assert not leaks.found("phường Đông Kinh".encode(), leaks.IDENTITY)
