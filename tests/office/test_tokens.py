"""The page of API tokens: who may open it, a token shown once, kept as a hash, ended; and what is typed wrongly."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.law.refusal import Refused
from hoiam.office import tokens
from hoiam.office.models import ApiToken

pytestmark = pytest.mark.django_db
PAGE = "/desk/tokens/"
TOKEN = re.compile(r"hoiam_[\w-]{32}")


@pytest.fixture
def cast(db):
    return import_module("tests.cast").gather()


@pytest.fixture
def enter(client):
    def entered(person):
        client.force_login(person, backend="hoiam.office.backend.PersonBackend")
        return client

    return entered


def said(**changes):
    until = timezone.localdate() + timedelta(days=90)
    return {
        "label": "Tổng đài thử",
        "permissions": ["register"],
        "expires_on": until.strftime("%d/%m/%Y"),
        **changes,
    }


def make(cast, **changes):
    at = timezone.now()
    given = {
        "unit_id": cast.ward.pk,
        "label": "Tổng đài",
        "permissions": ["read", "register"],
        "expires_on": timezone.localdate() + timedelta(days=1),
        "by": import_module("tests.cast").actor(cast.head),
        "at": at,
    }
    return tokens.make(**{**given, **changes})


def test_signing_in_comes_first(client):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("job", ["clerk", "handler", "inspector", "overseer"])
def test_only_heads_and_operators_open_it(cast, enter, job):
    client = enter(getattr(cast, job))
    assert client.get(PAGE).status_code == client.post(PAGE, said()).status_code == 403
    assert PAGE not in client.get("/desk/law/").content.decode()
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("job", ["head", "operator"])
def test_a_token_is_shown_once_and_kept_as_a_hash(cast, enter, job):
    client = enter(getattr(cast, job))
    shown = client.post(PAGE, said())
    secret = TOKEN.search(shown.content.decode())[0]
    assert "no-store" in shown["Cache-Control"]
    row = ApiToken.objects.get()
    assert secret not in repr(vars(row))
    assert row.digest == tokens.digest(secret)
    assert (row.unit, row.permissions, row.made_by) == (cast.ward, ["register"], getattr(cast, job))
    again = client.get(PAGE)
    assert not TOKEN.search(again.content.decode())
    assert "Tổng đài thử" in again.content.decode()
    assert PAGE in client.get("/desk/law/").content.decode()
    held = tokens.holder(secret, at=timezone.now())
    assert (held.unit_id, held.path, held.permissions) == (
        cast.ward.pk,
        cast.ward.path,
        frozenset({"register"}),
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"label": ""}, {"vi": "dùng cho chương trình nào", "en": "which program it is for"}),
        ({"label": "x" * 121}, {"vi": "Tối đa 120", "en": "At most 120"}),
        ({"permissions": []}, {"vi": "ít nhất một mục", "en": "at least one"}),
        ({"permissions": ["everything"]}, {"vi": "trong danh sách", "en": "from the list"}),
        ({"expires_on": ""}, {"vi": "ngày khóa hết hiệu lực", "en": "no longer counts"}),
        ({"expires_on": "31/02/2027"}, {"vi": "không phải là ngày", "en": "not a day"}),
        ({"expires_on": "01/01/2020"}, {"vi": "Hãy chọn một ngày từ", "en": "Choose a day from"}),
        ({"expires_on": "01/01/2099"}, {"vi": "Hãy chọn một ngày từ", "en": "Choose a day from"}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, enter, wrong, words, language):
    client = enter(cast.head)
    client.cookies["lang"] = language
    given = said(label="Tổng đài đang gõ", **wrong) if "label" not in wrong else said(**wrong)
    answer = client.post(PAGE, given)
    assert answer.status_code == 422
    assert words[language] in answer.content.decode()
    assert str(given["label"]) in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_an_ended_token_opens_nothing_and_says_who_ended_it(cast, enter):
    secret = make(cast)
    client, row = enter(cast.operator), ApiToken.objects.get()
    answer = client.post(f"{PAGE}{row.pk}/revoke", {"unit": cast.ward.pk}, follow=True)
    assert "Đã thu hồi" in answer.content.decode()
    assert cast.operator.name in answer.content.decode()
    assert tokens.holder(secret, at=timezone.now()) is None
    row.refresh_from_db()
    first = row.revoked_at
    client.post(f"{PAGE}{row.pk}/revoke")
    row.refresh_from_db()
    assert row.revoked_at == first


def test_nobody_ends_or_makes_a_token_of_another_unit(cast, enter):
    make(cast)
    row, client = ApiToken.objects.get(), enter(cast.other_head)
    assert client.post(f"{PAGE}{row.pk}/revoke").status_code == 404
    assert client.post(f"{PAGE}{row.pk + 1}/revoke").status_code == 404
    assert client.get(PAGE, {"unit": cast.ward.pk}).context["unit"] == str(cast.other.pk)
    with pytest.raises(Refused, match="not_yours"):
        make(cast, by=import_module("tests.cast").actor(cast.other_head))
    row.refresh_from_db()
    assert row.revoked_at is None


def test_a_token_ends_on_its_day(cast):
    secret, at = make(cast), timezone.now()
    assert tokens.holder(secret, at=at)
    assert tokens.holder(secret, at=at + timedelta(days=1)) is None
    with pytest.raises(Refused, match="no_permission"):
        make(cast, permissions=["everything"])


def test_the_last_use_is_kept_to_the_hour(cast):
    secret, at = make(cast), timezone.now()
    counts = []
    for moment in (at, at + timedelta(minutes=59), at + timedelta(minutes=60)):
        with CaptureQueriesContext(connection) as captured:
            tokens.holder(secret, at=moment)
        counts.append(sum("UPDATE" in one["sql"] for one in captured))
    assert counts == [1, 0, 1] or timezone.localdate(at + timedelta(minutes=60)) > timezone.localdate(at)


def test_the_list_is_paged_in_a_constant_number_of_statements(cast, enter, monkeypatch):
    monkeypatch.setattr(tokens, "PAGE", 2)
    client, counts = enter(cast.head), []
    for _ in range(3):
        make(cast)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(PAGE)
        counts.append(len(captured))
    assert counts == [4, 4, 4]
    rest = client.get(page.context["next_url"])
    assert len(page.context["rows"]) + len(rest.context["rows"]) == 3
    assert client.get(PAGE, {"before": "9" * 30}).status_code == 200
