"""Open311 GeoReport v2: as the specification says it, in both forms, and masked like the public register."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from django.core.cache import cache
from django.utils import timezone

from hoiam.desk.cases.models import Case
from hoiam.kit import throttle
from hoiam.public.api import gate
from hoiam.public.api.open311 import asked
from tests import cast as people
from tests.public import api
from tests.public.georeport import fits

pytestmark = pytest.mark.django_db
HERE = "/open311/v2"
PLACE = "Ngõ 7, đường Ví Dụ"
SENT = {
    "service_code": "utility",
    "description": people.BODY,
    "address_string": PLACE,
    "lat": "21.8471",
    "long": "106.7613",
    "first_name": "Thị Giả Định",
    "last_name": "Nông",
    "phone": people.CITIZEN.phone,
    "email": people.CITIZEN.email,
}


@pytest.fixture(autouse=True)
def fresh():
    """Nobody has asked yet."""
    cache.clear()


@pytest.fixture
def secret(cast):
    return api.token(cast)


def number(case):
    return f"{case.received_on.year}-{case.pk:06d}"


def read(client, path, kind, **query):
    answer = client.get(f"{HERE}/{path}.json", query)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return fits(kind, answer.json())


def error(answer, status):
    """The words of the error."""
    assert answer.status_code == status, answer.content
    (found,) = fits("errors", answer.json())
    assert found["code"] == status
    return found["description"]


def post(client, secret, form="json", **changes):
    given = {"api_key": secret, **SENT, **changes}
    return client.post(f"{HERE}/requests.{form}", {k: v for k, v in given.items() if v is not None})


def plain(element):
    """XML as the JSON of it, so that both can be compared."""
    if len(element) == 0:
        return element.text or ""
    return {child.tag: plain(child) for child in element}


def same(value):
    """JSON without what XML cannot say."""
    words = {None: "", True: "true", False: "false"}
    if isinstance(value, dict):
        return {name: same(one) for name, one in value.items()}
    return words.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


def test_discovery_services_and_definitions(client, cast):
    found = read(client, "discovery", "discovery")
    assert found["endpoints"][0]["url"].endswith(HERE)
    codes = [one["service_code"] for one in read(client, "services", "services")]
    assert "utility" in codes
    definition = read(client, "services/utility", "service_definition")
    assert [one["code"] for one in definition["attributes"]] == list(asked.ATTRIBUTES)
    assert (
        read(client, "services", "services", lang="en", jurisdiction_id="05977")[0]["service_name"] == "Land"
    )


def test_xml_says_what_json_says(client, cast):
    people.received(cast)
    for path, name in (("services", "service"), ("requests", "request")):
        answer = client.get(f"{HERE}/{path}.xml")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        tree = ET.fromstring(answer.content)  # noqa: S314 - our own answer
        assert tree.tag == {"services": "services", "requests": "service_requests"}[path]
        assert {child.tag for child in tree} == {name}
        assert [plain(child) for child in tree] == [
            same(one) for one in client.get(f"{HERE}/{path}.json").json()
        ]
    tree = ET.fromstring(client.get(f"{HERE}/services/land.xml").content)  # noqa: S314 - our own answer
    assert tree.find("attributes/attribute/code").text == "landmark"
    formats = ET.fromstring(client.get(f"{HERE}/discovery.xml").content)  # noqa: S314 - our own answer
    assert [one.text for one in formats.iter("format")] == ["application/json", "text/xml"]
    tree = ET.fromstring(client.get(f"{HERE}/requests/9.xml").content)  # noqa: S314 - our own answer
    assert (tree.tag, tree.find("error/code").text) == ("errors", "404")


def test_a_report_is_taken_in_and_found_again(client, cast, secret):
    answer = post(client, secret)
    assert answer.status_code == 201, answer.content
    (made,) = fits("posted", answer.json())
    case = Case.objects.get()
    assert made["service_request_id"] == number(case)
    assert (case.kind, case.field, case.unit, case.consent) == ("report", "utility", cast.ward, False)
    assert case.title.startswith("Điện, nước, viễn thông: Kính gửi")
    for told in (people.BODY, PLACE, "21.8471", "106.7613"):
        assert told in case.body
    (found,) = read(client, f"requests/{number(case)}", "requests")
    assert (found["status"], found["service_code"], found["description"]) == ("open", "utility", "")
    assert (found["lat"], found["long"], found["address"]) == (None, None, "phường Đông Kinh")
    code = made["service_notice"].partition("Mã của bạn là ")[2][:17].rstrip(".")
    (known,) = read(client, f"tokens/{code}", "token")
    assert known["service_request_id"] == number(case)


def test_what_attributes_and_pictures_say_stands_in_the_text(client, cast, secret):
    more = {
        "attribute[landmark]": "Chợ Ví Dụ",
        "attribute[since]": "tháng 10",
        "media_url": "https://anh.invalid/1",
    }
    assert post(client, secret, address_string=None, address_id="77", lat=None, **more).status_code == 201
    for told in ("Chợ Ví Dụ", "tháng 10", "https://anh.invalid/1", "77"):
        assert told in Case.objects.get().body


def test_the_answer_to_a_report_in_xml(client, cast, secret):
    answer = post(client, secret, form="xml")
    tree = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    assert tree.find("request/service_request_id").text == number(Case.objects.get())


def test_the_same_key_makes_one_report(client, cast, secret):
    headers = {"Idempotency-Key": "khoa-thu-0001"}
    answers = [
        client.post(f"{HERE}/requests.json", {"api_key": secret, **SENT}, headers=headers) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Case.objects.count() == 1
    another = {"api_key": secret, **SENT, "description": "Một việc khác hẳn ở đây"}
    assert "Khóa chống gửi trùng" in error(
        client.post(f"{HERE}/requests.json", another, headers=headers), 409
    )


@pytest.mark.parametrize(
    "one",
    [
        ({"service_code": None}, 400, "Thiếu service_code"),
        ({"service_code": "khong-co"}, 404, "Không có lĩnh vực"),
        ({"description": " "}, 400, "Thiếu description"),
        ({"description": "hỏng " * 4_001}, 400, "body:"),
        ({"address_string": None, "lat": None}, 400, "Cần có lat và long"),
        ({"lat": "91"}, 400, "là độ"),
        ({"long": "1e2"}, 400, "là độ"),
        ({"first_name": None, "last_name": None}, 400, "name:"),
        ({"phone": None, "email": None}, 400, "phone:"),
        ({"jurisdiction_id": "99999"}, 404, "Không có cơ quan"),
        ({"jurisdiction_id": "06040"}, 403, "không dùng được"),
        ({"api_key": None}, 403, "Cần có khóa"),
        ({"api_key": "hoiam_sai"}, 403, "không tồn tại"),
    ],
)
def test_a_report_that_cannot_be_taken_says_why(client, cast, secret, one):
    change, status, words = one
    assert words in error(post(client, secret, **change), status)
    assert not Case.objects.exists()


def test_a_body_that_is_too_large_or_broken(client, cast, secret):
    assert error(post(client, secret, description="x" * gate.LARGEST), 413)
    broken = client.post(f"{HERE}/requests.json", "x", content_type="multipart/form-data; boundary=")
    assert error(broken, 400)


def test_only_reports_are_shown_and_filters_hold(client, cast):
    first = people.received(cast, field="land")
    people.received(cast, kind="petition", field="land")
    done = people.answered(cast)
    ids = [number(done), number(first)]
    assert [one["service_request_id"] for one in read(client, "requests", "requests")] == ids
    for query, expected in (
        ({"service_code": "land"}, ids[1:]),
        ({"status": "closed"}, ids[:1]),
        ({"status": "open"}, ids[1:]),
        ({"status": "open,closed"}, ids),
        ({"jurisdiction_id": "06040"}, []),
        ({"service_request_id": f"{ids[1]},khong-co"}, ids[1:]),
        ({"start_date": "2020-01-01T00:00:00Z"}, []),
        ({"start_date": timezone.localtime().isoformat(timespec="seconds")}, ids),
    ):
        found = [one["service_request_id"] for one in read(client, "requests", "requests", **query)]
        assert found == expected, query


def test_pages_follow_each_other_by_link(client, cast):
    made = [people.received(cast) for _ in range(3)]
    answer = client.get(f"{HERE}/requests.json", {"page_size": 2, "api_key": ""})
    following = answer["Link"].removeprefix("<").partition(">")[0]
    assert [one["service_request_id"] for one in client.get(following).json()] == [number(made[0])]
    assert "api_key" not in following


@pytest.mark.parametrize(
    "one",
    [
        ({"status": "lost"}, 400),
        ({"service_code": "khong-co"}, 404),
        ({"start_date": "hôm qua"}, 400),
        ({"end_date": "0001-01-01T00:00:00Z"}, 400),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ({"service_request_id": ",".join(map(str, range(60)))}, 400),
        ({"jurisdiction_id": "99999"}, 404),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(client, cast, one):
    query, status = one
    assert error(client.get(f"{HERE}/requests.json", query), status)


def test_other_forms_methods_and_numbers(client, cast):
    case = people.received(cast, kind="petition")
    assert error(client.get(f"{HERE}/services.yaml"), 404)
    assert error(client.get(f"{HERE}/services/khong-co.json"), 404)
    assert error(client.get(f"{HERE}/requests/{number(case)}.json"), 404), "a petition is no report"
    assert error(client.get(f"{HERE}/requests/1999-{case.pk:06d}.json"), 404)
    answer = client.post(f"{HERE}/services.json")
    assert error(answer, 405)
    assert answer["Allow"] == "GET, HEAD"


def test_who_tries_codes_is_slowed_down_here_as_on_the_pages(client, cast):
    answers = [client.get(f"{HERE}/tokens/sai-{n}.json") for n in range(throttle.MOST["code"][0])]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert error(answers[0], 404)
    slowed = client.get(f"{HERE}/tokens/sai.json")
    assert error(slowed, 429)
    assert slowed["Retry-After"] == "60"


def test_the_schemas_refuse_what_the_specification_does_not_know(client, cast):
    people.received(cast)
    (row,) = read(client, "requests", "requests")
    for wrong in ({**row, "status": "lost"}, {**row, "lat": 91}, {**row, "requested_datetime": "hôm qua"}):
        with pytest.raises(jsonschema_rs.ValidationError):
            fits("requests", [wrong])
    with pytest.raises(jsonschema_rs.ValidationError):
        fits("posted", [{"service_request_id": "1", "token": "2"}])


def test_requests_of_the_last_ninety_days_unless_asked(client, cast):
    old = timezone.now() - timedelta(days=120)
    people.received(cast, at=old)
    assert read(client, "requests", "requests") == []
    since = (old - timedelta(days=1)).isoformat(timespec="seconds")
    assert len(read(client, "requests", "requests", start_date=since)) == 1
