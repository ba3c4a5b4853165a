"""Text messages: when a unit wants them, one for each event, short, and silent about who and what; quiet at night."""

import http.server
import json
import threading
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.conf import settings as configured
from django.utils import timezone

from hoiam.config.addresses import number_of
from hoiam.config.commands import worker
from hoiam.desk.cases.actions import staffing
from hoiam.desk.reception.actions import bookings
from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices, render, sms
from hoiam.notices.models import Notice
from hoiam.notices.transports import NotTakenError
from hoiam.sealed.models import Identity, Opening
from tests import cast as people
from tests.desk import reception_story as story
from tests.desk.test_bookings import booked

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHAT = ("received", "accepted", "asked", "told", "replied", "promised", "refused", "transferred", "succeeded")


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    settings.HOIAM_SMS_URL = f"filesms://{tmp_path}/sms"
    monkeypatch.setattr("hoiam.kit.db.stand_alone", lambda: None)
    return tmp_path / "sms"


def choose(cast, who="head", *, wanted=True):
    by = people.actor(getattr(cast, who))
    staffing.choose_sms(unit_id=cast.ward.pk, wanted=wanted, by=by)


def send():
    return notices.send_due(at=timezone.now(), limit=50, transport=sms.configured(), address_of=number_of)


def written(folder):
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def test_a_unit_that_chose_it_tells_by_text_message_as_well(cast, folder):
    people.received(cast)
    assert not Notice.objects.filter(channel="sms").exists()
    choose(cast)
    case = people.received(cast)
    assert set(Notice.objects.filter(event__contains=f":{case.pk}:").values_list("channel", flat=True)) == {
        "email",
        "sms",
    }
    assert send().sent == 1
    (one,) = written(folder)
    assert one["to"] == people.CITIZEN.phone
    choose(cast, wanted=False)
    people.received(cast)
    assert Notice.objects.filter(channel="sms").count() == 1


def test_it_says_the_number_and_where_to_type_the_code_and_nothing_else(cast, folder):
    choose(cast)
    case = people.received(cast)
    send()
    (one,) = written(folder)
    code = Identity.objects.get(pk=case.identity_id).data["code"]
    assert f"{case.received_on.year}-{case.pk:06d}" in one["text"]
    assert one["text"].endswith(f"{configured.HOIAM_URL}/cases/")
    assert code not in one["text"]
    assert code.split("-")[0] not in one["text"]
    for secret in (case.title, people.CITIZEN.name, people.CITIZEN.phone):
        assert secret not in one["text"]
        assert secret not in str(list(Notice.objects.values()))
    assert Opening.objects.filter(identity_id=case.identity_id, purpose="notice").exists()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("what", WHAT)
def test_every_text_fits_into_one_message(language, what):
    context = {"case": "2026-1234567", "what": what, "link": "https://hoiam.thanhpho.tinh.gov.vn/cases/"}
    body = render.render(template="cases/sms", language=language, context=context).body
    one = sms.compose(body=body, number="0900 000 001", message_id="<x@y>")
    assert len(one.text) <= sms.LONGEST
    assert one.text.isascii()
    assert repr(one) == "Sms(…)"


BOOKED = ("booked", "booking-moved", "booking-moved-up", "booking-cancelled", "booking-dropped")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("what", [*BOOKED, "booking-reminder", "concluded"])
def test_every_text_about_a_place_in_a_reception_fits_into_one_message(language, what):
    link = "https://hoiam.thanhpho.tinh.gov.vn/reception/booked"
    said = {"number": "120", "time": "07:30", "day": "2026-11-16", "what": what, "waiting": "1", "link": link}
    body = render.render(template="reception/sms", language=language, context=said).body
    one = sms.compose(body=body, number="0900 000 001", message_id="<x@y>")
    assert one.text.isascii()
    assert "16/11/2026" in one.text
    assert one.text.endswith(link)


def test_who_booked_is_reminded_by_text_message_without_the_code(cast, folder):
    choose(cast)
    one = booked(story.posted(cast))
    Notice.objects.all().delete()
    for _ in range(2):
        bookings.remind(at=story.at(story.DAY - timedelta(days=1)))
    assert send().sent == 1
    (told,) = written(folder)
    assert told["to"] == "0900000001"
    assert "nhac lich hen" in told["text"]
    assert told["text"].endswith("/reception/booked")
    assert one.code not in told["text"]


def test_one_event_is_told_once_however_often_it_is_sent(cast, folder):
    choose(cast)
    people.received(cast)
    assert [send().sent for _ in range(3)] == [1, 0, 0]
    assert len(written(folder)) == 1


def test_without_a_number_it_is_dropped(cast, folder):
    choose(cast)
    people.received(cast, person=type(people.CITIZEN)(name="Không Máy", email="a@example.invalid"))
    assert send().dropped == 1
    assert not folder.exists()


@pytest.mark.parametrize("who", ["clerk", "handler", "other_head", "overseer", "operator"])
def test_only_the_head_chooses(cast, folder, who):
    with pytest.raises(Refused) as refused:
        choose(cast, who)
    assert refused.value.code == "not_yours"


def test_without_a_gateway_it_cannot_be_chosen(cast, client):
    with pytest.raises(Refused) as refused:
        choose(cast)
    assert refused.value.code == "sms_not_configured"
    client.force_login(cast.head)
    client.post("/desk/work/sms", {"sms": "on"})
    assert "Chưa cài cổng tin nhắn SMS" in client.get("/desk/work/").content.decode()


def test_the_head_chooses_on_the_page(cast, folder, client):
    client.force_login(cast.head)
    assert client.post("/desk/work/sms", {"sms": "on"}).status_code == 302
    assert 'id="sms" checked' in client.get("/desk/work/").content.decode()


@pytest.mark.parametrize("said", [None, "21:00-07:00"])
def test_at_night_everything_waits_and_then_goes_in_its_order(cast, folder, settings, monkeypatch, said):
    settings.HOIAM_QUIET_HOURS = said
    choose(cast)
    evening = timezone.localtime(NOW).replace(hour=21, minute=30)
    first, second = (people.received(cast, at=evening + timedelta(minutes=n)) for n in (0, 1))
    sent = []
    real = sms.SmsFolder.send
    monkeypatch.setattr(sms.SmsFolder, "send", lambda self, one: (sent.append(one.text), real(self, one)))
    for hours in (0, 3, 9):
        worker._mail_part(evening + timedelta(hours=hours, minutes=5))
    assert sent == []
    worker._mail_part(evening + timedelta(hours=9, minutes=31))
    assert [f"{case.pk:06d}" in text for case, text in zip((first, second), sent, strict=True)] == [
        True,
        True,
    ]


# The gateway


@pytest.fixture
def gateway():
    """A gateway on this machine; `answers` are the statuses it gives, `got` what came."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.server.got.append((self.path, parse_qs(body)))
            self.send_response(self.server.answers.pop(0))
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers = [], [200]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


MESSAGE = sms.Sms("0900000001", "Ho so 2026-000001: da co tra loi", "<id@y>")


def to(server):
    return sms.GatewayTransport(
        f"http://127.0.0.1:{server.server_address[1]}/send?key=k&so={{to}}&noidung={{text}}&ref={{id}}"
    )


@pytest.mark.loopback
def test_the_gateway_gets_a_form_and_no_number_stands_in_an_address(gateway):
    to(gateway).send(MESSAGE)
    ((path, form),) = gateway.got
    assert path == "/send"
    assert form == {"key": ["k"], "so": [MESSAGE.to], "noidung": [MESSAGE.text], "ref": [MESSAGE.id]}


@pytest.mark.loopback
def test_what_it_refuses_is_tried_again_and_what_is_unclear_is_not(gateway):
    gateway.answers = [429, 500]
    with pytest.raises(NotTakenError) as refused:
        to(gateway).send(MESSAGE)
    assert refused.value.reason == "http_429"
    with pytest.raises(http.client.HTTPException):
        to(gateway).send(MESSAGE)


@pytest.mark.loopback
def test_a_gateway_that_is_not_there_stops_the_batch():
    with pytest.raises(NotTakenError) as refused:
        sms.GatewayTransport("http://127.0.0.1:9/send?to={to}").send(MESSAGE)
    assert refused.value.stop


def test_a_gateway_in_the_clear_is_refused():
    with pytest.raises(Refused):
        sms.GatewayTransport("http://gateway.example/send?to={to}")


@pytest.mark.parametrize("number", ["", "abc", "0900", "0900000001,0900000002", "+84 900 000 001 234 567"])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(Refused) as refused:
        sms.compose(body="x", number=number, message_id="<x@y>")
    assert refused.value.code == "address_refused"


def test_words_that_are_too_long_are_a_fault():
    with pytest.raises(ValueError, match="160"):
        sms.compose(body="x" * 161, number="0900000001", message_id="<x@y>")
