"""Version 1 of the API: what it takes, what it tells, what it refuses and how often."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case, SentOnce
from hoiam.kit import throttle
from hoiam.office import queries as office, tokens
from hoiam.office.models import ApiToken
from hoiam.public.api import gate
from tests import cast as people
from tests.public import api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    """Nobody has asked yet."""
    cache.clear()


@pytest.fixture
def secret(cast):
    return api.token(cast)


def problem(response, status, code):
    """The answer is this problem; gives its body."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json; charset=utf-8"
    body = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:hoiam:problem:{code}")
    return body


def test_a_matter_is_registered_and_its_code_opens_it(client, cast, secret):
    answer = api.send(client, secret)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    case = Case.objects.get()
    assert made["number"] == f"{case.received_on.year}-{case.pk:06d}"
    assert made["links"]["self"].endswith(f"/api/v1/cases/{made['code']}")
    assert (case.unit, case.kind, case.channel, case.field, case.consent) == (
        cast.ward,
        "report",
        "web",
        "utility",
        True,
    )
    assert case.body == people.BODY
    assert SentOnce.objects.get().case == case
    assert client.get(f"/cases/{made['code']}").status_code == 200


def test_whoever_it_is_about_is_kept_out_as_from_the_page(client, cast, secret):
    assert api.send(client, secret, about_whom="Ông Ví Dụ ở bộ phận đất đai").status_code == 201
    case = Case.objects.get()
    assert case.guarded
    for person, status in ((cast.handler, 404), (cast.head, 404), (cast.clerk, 200)):
        client.force_login(person)
        assert client.get(f"/desk/cases/{case.pk}/").status_code == status


@pytest.mark.parametrize(
    ("kind", "clock"),
    [("petition", "answer"), ("report", "answer"), ("complaint", "accept"), ("explanation", "accept")],
)
def test_every_kind_of_the_page_is_taken_and_runs_by_its_own_procedure(client, cast, secret, kind, clock):
    answer = api.send(client, secret, kind=kind)
    assert answer.status_code == 201, answer.content
    assert answer.json()["kind"] == kind
    found = client.get(f"/api/v1/cases/{answer.json()['code']}").json()
    assert (found["kind"]["code"], found["state"]["code"]) == (kind, "received")
    assert clock in {one["clock"] for one in found["dates"]}


def test_a_denunciation_is_not_taken_from_a_program(client, cast, secret):
    cast.clerk.roles.create(unit=cast.ward, role="keeper", from_on=people.FIRST_DAY)
    body = problem(api.send(client, secret, kind="denunciation"), 422, "not_valid")
    assert list(body["facts"]["errors"]) == ["body.body.kind"]
    kinds = {one["code"] for one in client.get("/api/v1/services").json()["kinds"]}
    assert kinds == {"petition", "report", "complaint", "explanation"}


def test_a_matter_of_the_press_names_nobody_and_is_found_again_by_its_key(client, cast, secret):
    answer = api.publish(client, secret)
    assert answer.status_code == 201, answer.content
    case = Case.objects.get()
    assert (case.kind, case.identity, case.press.source) == ("press", None, "Báo Ví Dụ")
    assert case.press.published_on.isoformat() == "2026-11-02"
    assert case.press.address == "https://bao.example.vn/rac-thai"
    assert api.publish(client, secret).json() == answer.json()
    problem(api.publish(client, secret, title="Việc khác hẳn"), 409, "key_used_for_another")
    assert Case.objects.count() == 1
    found = client.get(f"/api/v1/cases/{answer.json()['code']}").json()
    assert found["number"] == answer.json()["number"]
    register = client.get(f"/api/v1/register/{found['number']}").json()
    assert register["kind"]["code"] == "press"


def test_two_programs_with_the_same_key_get_different_codes_for_the_press(client, cast, secret):
    codes = {api.publish(client, one).json()["code"] for one in (secret, api.token(cast))}
    assert len(codes) == Case.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": ""}, "body.body.source"),
        ({"published_on": "2.11.2026"}, "body.body.published_on"),
        ({"address": "javascript:alert(1)"}, "body.body.address"),
        ({"person": {"name": "Ví Dụ", "phone": "0900000001"}}, "body.body.person"),
    ],
)
def test_what_a_matter_of_the_press_lacks_is_named(client, cast, secret, wrong, field):
    body = problem(api.publish(client, secret, **wrong), 422, "not_valid")
    assert list(body["facts"]["errors"]) == [field]
    assert Case.objects.count() == 0


def test_who_a_matter_of_the_press_is_about_is_kept_out(client, cast, secret):
    assert api.publish(client, secret, about_conduct=True).status_code == 201
    client.force_login(cast.head)
    assert client.get(f"/desk/cases/{Case.objects.get().pk}/").status_code == 404


def test_the_same_again_gets_the_same_answer_and_makes_nothing(client, cast, secret):
    first, second = api.send(client, secret), api.send(client, secret)
    assert (second.status_code, second.json()) == (201, first.json())
    assert Case.objects.count() == 1


def test_the_same_answer_after_the_case_went_on(client, cast, secret):
    first = api.send(client, secret)
    case, clerk = Case.objects.get(), people.actor(cast.clerk)
    cases.classify(case_id=case.pk, version=1, kind="petition", field="land", by=clerk, at=timezone.now())
    assert api.send(client, secret).json() == first.json()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Việc khác hẳn"},
        {"consent": False},
        {"person": {**api.MATTER["person"], "name": "Lý Ví Dụ"}},
    ],
)
def test_another_body_under_a_used_key_is_a_conflict(client, cast, secret, change):
    api.send(client, secret)
    problem(api.send(client, secret, **change), 409, "key_used_for_another")
    assert Case.objects.count() == 1


def test_a_refused_sending_leaves_its_key_free(client, cast, secret):
    cast.clerk.roles.all().delete()
    office.forget_served()
    problem(api.send(client, secret), 409, "no_recipient")
    assert SentOnce.objects.count() == 0
    people.RoleRow.objects.create(person=cast.clerk, unit=cast.ward, role="clerk", from_on=people.FIRST_DAY)
    assert api.send(client, secret, title="Việc khác hẳn").status_code == 201


def test_two_programs_may_choose_the_same_key(client, cast, secret):
    assert api.send(client, secret).status_code == 201
    assert api.send(client, api.token(cast), title="Việc khác hẳn").status_code == 201
    assert Case.objects.count() == 2


def test_an_erased_case_leaves_no_hash_of_what_was_sent(client, cast, secret):
    code = api.send(client, secret).json()["code"]
    case = Case.objects.get()
    cases.withdraw(case_id=case.pk, reason="", at=timezone.now())
    from hoiam.desk.cases.actions import erasing  # noqa: PLC0415 - only here

    erasing.erase(
        code=code,
        documents_only=False,
        ground="request",
        decision="QĐ 1",
        by=people.actor(cast.operator),
        at=timezone.now(),
    )
    assert SentOnce.objects.count() == 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_problems_are_told_in_the_asked_language(client, cast, language):
    words = {"vi": "Cần có khóa truy cập", "en": "A token is needed"}
    cache.clear()
    answer = client.post(
        "/api/v1/cases",
        "{}",
        content_type="application/json",
        headers={"Accept-Language": f"{language}-X,de;q=0.5"},
    )
    assert words[language] in problem(answer, 401, "no_token")["title"]
    assert answer["Content-Language"] == language
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_counts_only_for_its_unit_and_those_under_it(client, cast, secret):
    problem(api.send(client, secret, unit="06040"), 403, "not_yours")
    assert client.get("/api/v1/units", headers=api.bearer(secret)).status_code == 200
    people.RoleRow.objects.create(
        person=cast.operator, unit=cast.province, role="operator", from_on=people.FIRST_DAY
    )
    above = api.token(cast, unit=cast.province, by=cast.operator)
    assert api.send(client, above, unit="06040").status_code == 201


def test_a_token_does_only_what_it_may(client, cast):
    problem(api.send(client, api.token(cast, "read")), 403, "not_allowed")


@pytest.mark.parametrize("why", ["revoked", "expired", "mistyped", "basic"])
def test_a_token_that_does_not_hold_opens_nothing(client, cast, secret, why):
    headers = api.bearer(secret)
    if why == "revoked":
        row = ApiToken.objects.get()
        tokens.revoke(token_id=row.pk, by=people.actor(cast.head), at=timezone.now())
    if why == "expired":
        ApiToken.objects.update(expires_on=timezone.localdate())
    if why == "mistyped":
        headers = api.bearer(secret[:-1])
    if why == "basic":
        headers = {"Authorization": "Basic dG9pOm1hdC1raGF1"}
    problem(client.get("/api/v1/services", headers=headers), 401, "wrong_token")


def test_who_guesses_tokens_is_slowed_down_even_with_a_right_one(client, cast, secret):
    for _ in range(throttle.MOST["api_wrong"][0]):
        client.get("/api/v1/services", headers={"Authorization": "Bearer hoiam_sai"})
    answer = client.get("/api/v1/services", headers={"Authorization": f"Bearer {secret}"})
    problem(answer, 429, "too_many")
    assert answer["Retry-After"] == "60"


def test_reads_without_a_token_are_slowed_down_and_with_one_counted_apart(client, cast, secret, monkeypatch):
    monkeypatch.setitem(throttle.MOST, "api", (2, 60))
    headers = api.bearer(secret)
    seen = [client.get("/api/v1/services").status_code for _ in range(3)]
    assert seen == [200, 200, 429]
    assert client.get("/api/v1/services", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        ({"data": "{", "content_type": "application/json"}, 400, "not_json"),
        ({"data": "<x/>", "content_type": "text/xml"}, 415, "wrong_type"),
        ({"data": "{}", "content_type": "application/json"}, 422, "not_valid"),
        ({"data": "x" * (gate.LARGEST + 1), "content_type": "application/json"}, 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_taken(client, cast, secret, send, status, code):
    headers = api.bearer(secret, **{"Idempotency-Key": "khoa-thu-0001"})
    problem(client.post("/api/v1/cases", headers=headers, **send), status, code)


def test_what_is_wrong_is_named_and_never_repeated(client, cast, secret):
    wrong = {"name": people.CITIZEN.name, "phone": "khong-phai-so"}
    answer = api.send(client, secret, person=wrong)
    body = problem(answer, 422, "not_valid")
    assert list(body["facts"]["errors"]) == ["body.body.person.phone"]
    assert people.CITIZEN.name not in answer.content.decode()
    assert "khong-phai-so" not in answer.content.decode()


def test_the_page_of_the_citizen_and_the_api_agree(client, cast):
    case = people.contested(cast)
    code = citizen_code(case)
    found = client.get(f"/api/v1/cases/{code.lower().replace('-', '')}").json()
    assert found["state"]["code"] == "contested"
    assert found["unit"] == "05977"
    assert [point["contested"] for point in found["replies"][0]["points"]] == [False, True]
    assert found["replies"][0]["points"][0]["ground"].startswith("Biên bản")
    for one in found["dates"]:
        counted = [day for day in one["days"] if day["role"] == "counted"]
        assert one["rule"]
        assert one["source"]
        if one["days"]:
            assert counted[-1]["on"] <= one["due_on"]
    assert {"submit", "register"} & {step["event"] for step in found["steps"]}


def citizen_code(case):
    """As it is printed on the slip."""
    from hoiam.sealed import actions as sealed  # noqa: PLC0415 - only here

    person = sealed.open(identity_id=case.identity_id, by=None, purpose="print", reason="", at=timezone.now())
    return person.code


def test_wrong_codes_all_get_one_answer_and_slow_down(client, cast):
    people.received(cast)
    codes = ["7K2M-9QXD-4TVA-3C", "khong-phai-ma", "0000-0000-0000-00", "%00", "1" * 60]
    answers = [client.get(f"/api/v1/cases/{code}") for code in codes]
    assert {answer.content for answer in answers} == {answers[0].content}
    problem(answers[0], 404, "no_such_case")
    for _ in range(5):
        client.get("/api/v1/cases/x")
    problem(client.get("/api/v1/cases/x"), 429, "too_many")
    assert client.post("/cases/", {"code": "7K2M-9QXD-4TVA-3C"}).status_code == 429


def test_the_register_is_masked_filtered_and_paged(client, cast, monkeypatch):
    from hoiam.public.api.v1 import cases as views  # noqa: PLC0415 - large, and only here

    monkeypatch.setattr(views, "PAGE", 2)
    made = [people.received(cast, field=field) for field in ("land", "utility", "land", "utility", "land")]
    numbers, after = [], None
    while True:
        page = client.get("/api/v1/register", {"after": after} if after else {}).json()
        numbers += [row["number"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert [int(number[5:]) for number in numbers] == [case.pk for case in reversed(made)]
    land = client.get("/api/v1/register", {"field": "land", "kind": "report", "state": "received"}).json()
    assert [row["field"]["code"] for row in land["items"]] == ["land", "land"]
    assert client.get("/api/v1/register", {"unit": "06040"}).json() == {"items": [], "next": None}
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert client.get("/api/v1/register", {"since": tomorrow}).json()["items"] == []
    assert {row["title"] for row in land["items"]} == {""}
    problem(client.get("/api/v1/register", {"unit": "99999"}), 404, "no_such_unit")
    problem(client.get("/api/v1/register", {"kind": "denunciation"}), 422, "not_valid")


def test_a_page_looks_at_a_bounded_number_and_yet_goes_on(client, cast, monkeypatch):
    monkeypatch.setattr(import_module("hoiam.desk.cases.queries.register"), "WINDOW", 2)
    rare = people.received(cast, field="land")
    for _ in range(3):
        people.received(cast, field="utility")
    first = client.get("/api/v1/register", {"field": "land"}).json()
    assert first["items"] == []
    second = client.get("/api/v1/register", {"field": "land", "after": first["next"]}).json()
    assert [int(row["number"][5:]) for row in second["items"]] == [rare.pk]


def test_one_public_case_tells_dates_and_steps_and_no_word_of_the_citizen(client, cast):
    case = people.answered(cast)
    number = f"{case.received_on.year}-{case.pk:06d}"
    found = client.get(f"/api/v1/register/{number}")
    body = found.json()
    assert (body["number"], body["state"]["code"], body["text"]) == (number, "answered", "")
    assert {step["event"] for step in body["steps"]} >= {"register", "approve"}
    assert people.TITLE not in found.content.decode()
    problem(client.get(f"/api/v1/register/1999-{case.pk:06d}"), 404, "no_such_case")


def test_a_held_denunciation_is_nowhere_but_behind_its_code(client, cast, secret):
    people.RoleRow.objects.create(person=cast.clerk, unit=cast.ward, role="keeper", from_on=people.FIRST_DAY)
    case = people.received(cast, kind="denunciation")
    number = f"{case.received_on.year}-{case.pk:06d}"
    for path in ("/api/v1/register", "/api/v1/register?state=received", "/open311/v2/requests.json"):
        assert number not in client.get(path).content.decode()
    problem(client.get(f"/api/v1/register/{number}"), 404, "no_such_case")
    assert client.get(f"/open311/v2/requests/{number}.json").status_code == 404
    assert client.get(f"/api/v1/cases/{citizen_code(case)}").json()["kind"]["code"] == "denunciation"
    problem(api.send(client, secret, kind="denunciation"), 422, "not_valid")
    problem(client.get("/api/v1/register?kind=denunciation"), 422, "not_valid")


def test_services_and_units_in_both_languages(client, cast):
    vietnamese = client.get("/api/v1/services").json()
    english = client.get("/api/v1/services?lang=en").json()
    assert {"code": "land", "words": "Đất đai"} in vietnamese["fields"]
    assert {"code": "land", "words": "Land"} in english["fields"]
    assert b"\xc4\x90\xe1\xba\xa5t" in client.get("/api/v1/services").content, "letters, no escapes"
    names = [unit["code"] for unit in client.get("/api/v1/units").json()["items"]]
    assert names == ["20", "05977", "06040"]
    found = client.get("/api/v1/units", {"q": "dong kinh"}).json()["items"]
    assert [(one["code"], one["parent"], one["open"]) for one in found] == [("05977", "20", True)]
    below = client.get("/api/v1/units", {"parent": "20"}).json()["items"]
    assert [one["code"] for one in below] == ["05977", "06040"]
    assert client.get("/api/v1/units", {"parent": "05977"}).json()["items"] == []
    problem(client.get("/api/v1/units", {"parent": "99"}), 404, "no_such_unit")


def test_scores_are_those_of_the_page(client, cast):
    people.answered(cast)
    found = client.get("/api/v1/scores").json()
    office_of_ward = next(one for one in found["offices"] if one["unit"] == "05977")
    assert office_of_ward["received"] == found["total"]["received"] == 1
    assert office_of_ward["post"].startswith("Chủ tịch")
    assert client.get("/api/v1/scores", {"unit": "06040"}).json()["total"]["received"] == 0
    assert client.get("/api/v1/scores", {"year": 2020}).json()["total"]["received"] == 0
    problem(client.get("/api/v1/scores", {"unit": "99999"}), 404, "no_such_unit")


def test_unknown_addresses_and_methods_are_problems_too(client, cast):
    problem(client.get("/api/v1/khong-co"), 404, "not_found")
    answer = client.delete("/api/v1/services")
    problem(answer, 405, "wrong_method")
    assert answer["Allow"] == "GET"


def test_a_signed_in_browser_is_nobody_here(client, cast):
    client.force_login(cast.clerk, backend="hoiam.office.backend.PersonBackend")
    answer = client.post("/api/v1/cases", "{}", content_type="application/json")
    problem(answer, 401, "no_token")


MOST = {
    "/api/v1/services": 0,
    "/api/v1/units": 1,
    "/api/v1/register": 2,
    "/api/v1/register?field=utility&unit=05977": 2,
    "/api/v1/scores": 2,
    "/open311/v2/services.json": 0,
    "/open311/v2/requests.json": 2,
    "/open311/v2/requests.xml?status=open": 2,
}


def statements(client, path, headers=None):
    """What the second time takes."""
    client.get(path, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, headers=headers).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", MOST)
def test_each_address_takes_a_few_statements_however_many_cases(client, cast, secret, path):
    counts = []
    for _ in range(2):
        people.answered(cast)
        counts.append(statements(client, path))
    assert counts[0] == counts[1] <= MOST[path]
    assert statements(client, path, {"Authorization": f"Bearer {secret}"}) == counts[1] + 1, "the token"


def test_one_case_takes_the_statements_of_its_page(client, cast):
    case = people.answered(cast)
    code = citizen_code(case)
    assert statements(client, f"/api/v1/cases/{code}") == statements(client, f"/cases/{code}") == 3
    assert statements(client, f"/api/v1/register/{case.received_on.year}-{case.pk:06d}") == 3
    assert statements(client, f"/open311/v2/requests/{case.received_on.year}-{case.pk:06d}.json") == 1


def test_sending_takes_a_constant_number_of_statements(client, cast, secret):
    counts = []
    for key in ("khoa-thu-0001", "khoa-thu-0002", "khoa-thu-0003"):
        with CaptureQueriesContext(connection) as captured:
            assert api.send(client, secret, key=key, title=f"Việc {key}").status_code == 201
        counts.append(len(captured))
    assert counts[1] == counts[2] < 60


IDLE = """
import os, sys, django
from importlib import import_module
django.setup()
import_module("hoiam.config.urls")
import_module("hoiam.config.commands.worker")
print(sorted({"ninja", "pydantic"} & set(sys.modules)))
"""


def test_what_describes_the_api_is_not_in_memory_before_it_is_asked(tmp_path):
    env = {**os.environ, "HOIAM_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hoiam.config.settings"}
    told = subprocess.run([sys.executable, "-c", IDLE], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_document_says_what_may_be_answered(client, cast):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    post = document["paths"]["/api/v1/cases"]["post"]
    assert set(post["responses"]) == {"201", "400", "401", "403", "409", "413", "415", "422", "429"}
    assert "404" in document["paths"]["/api/v1/cases/{code}"]["get"]["responses"]
    assert list(post["responses"]["409"]["content"]) == ["application/problem+json"]
    assert "PersonIn" in json.dumps(document)
