"""One case by each way in: who sent it stands nowhere but where it is meant to, in whatever spelling."""

import base64
import gzip
import json
import logging
import quopri
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from hoiam.config import addresses
from hoiam.desk.cases.actions import (
    digest,
    documents,
    export_columns,
    exporting,
    redacting,
    staffing,
    turning_away,
)
from hoiam.desk.cases.actions.documents import Signing
from hoiam.desk.cases.models import Case
from hoiam.desk.dialogues import actions as dialogues
from hoiam.desk.reception.actions import bookings
from hoiam.desk.reception.queries import places
from hoiam.files.models import File
from hoiam.kit import fold
from hoiam.law.document_templates import Recipient
from hoiam.law.sheet import Capacity
from hoiam.notices import actions as notices
from hoiam.notices.models import Notice
from hoiam.office import calendars, feeds
from hoiam.office.models import Person
from hoiam.public.data import making as open_data
from hoiam.sealed.models import Download, Opening
from tests import cast as people, every
from tests.desk import (
    account_story,
    dialogue_story,
    directive_story,
    document_story,
    inspection_story,
    reception_story,
    test_citizen_send,
    test_mail_in,
    test_staff_register,
)
from tests.kit.test_sheets import book
from tests.notices.cast import Postman
from tests.public.test_sealed_from_outside import written  # noqa: F401 - a fixture
from tests.walls import needles, routes, ways

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alone", "assets")]
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
REASON = "Báo cáo tháng theo Công văn 12"


@dataclass
class Told:
    """Everything looked at, and what was found there: pairs (place, what)."""

    places: set[str] = field(default_factory=set)
    leaks: set[tuple[str, str]] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    seen: set[tuple[str, bytes | str]] = field(default_factory=set)

    def look(self, place: str, data: bytes | str) -> None:
        """Twice the same at one place is looked at once."""
        if (place, data) in self.seen:
            return
        self.places.add(place)
        self.seen.add((place, data))
        self.leaks |= {(place, what) for what in needles.found(data)}


@pytest.fixture
def made(cast, client):
    """Cases by all ways, moved on; one with a paper addressed to its sender, issued, and a copy made public."""
    found = ways.all_in(cast, client)
    ways.move_on(cast, found)
    return found


def papers(cast, made):
    """A letter to the sender, issued, and a flattened copy of it made public: what the blanks of addresses need."""
    clerk, at, case = people.actor(cast.clerk), timezone.now(), made["counter"]
    template = document_story.TEMPLATES["don.guidance"]
    who = needles.person("counter")
    document = documents.start(case_id=made["paper"].pk, form="don.guidance", by=clerk, at=at)
    documents.save(
        document_id=document,
        version=1,
        values=document_story.filled(template, who.name),
        recipients=(Recipient(kind=template.to, name=who.name),),
        by=clerk,
        at=at,
    )
    signing = Signing(capacity=Capacity.HEAD, name="Head Ví Dụ", on=timezone.localdate())
    documents.issue(document_id=document, version=2, signing=signing, by=clerk, at=at)
    letter = File.objects.filter(owner="case", owner_id=case.pk).latest("pk").pk
    copy = redacting.redact(case_id=case.pk, file_id=letter, boxes=[], by=clerk, at=at)
    redacting.publish(copy_id=copy, by=clerk, at=at)
    return {"document_id": document, "file_id": letter, "copy_id": copy}


# What is kept


def stored(into, settings):
    """Every column of every table as it lies there, the tables of the index too, and every file."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert {"cases_case", "cases_search", "sealed_identity", "journal_event", "notices_notice"} <= set(
            tables
        )
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            rows = [b" | ".join(map(as_bytes, row)) for row in cursor.fetchall()]
            into.look(f"table {table}", b"\n\n".join(rows))
    for folder in (settings.HOIAM_LOG_DIR, settings.HOIAM_FILES_DIR, settings.HOIAM_OPEN_DIR):
        for path in folder.rglob("*"):
            if path.is_file():
                into.look(f"file {path.relative_to(folder.parent)}", path.read_bytes())
    return into


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_nothing_that_is_kept_tells_who_anybody_is(cast, made, settings):
    papers(cast, made)
    conference(cast)
    assert not any(one.error for one in open_data.make(open_data.names(), at=timezone.now()))
    told = stored(Told(), settings)
    assert told.leaks == set()
    assert len(told.places) > 60


PLANT = {
    "sqlite": "UPDATE cases_search SET tokens = %s WHERE rowid = %s",
    "postgresql": "UPDATE cases_search SET tokens = %s::tsvector WHERE rowid = %s",
}


def test_a_name_in_a_column_in_the_index_or_in_the_log_would_be_found(cast, made, settings):
    who = needles.person("web")
    Case.objects.filter(pk=made["web"].pk).update(public_title=who.name.upper())
    with connection.cursor() as cursor:
        cursor.execute(PLANT[connection.vendor], (who.phone[1:], made["web"].pk))
    (settings.HOIAM_LOG_DIR / "note").write_text(who.id_number[:6] + "." + who.id_number[6:], "utf-8")
    found = {(place.partition(" ")[0], what) for place, what in stored(Told(), settings).leaks}
    assert found == {("table", "web: name"), ("table", "web: phone"), ("file", "web: id number")}


def test_the_index_finds_nobody_by_name_or_number(cast, made, client):
    client.force_login(cast.clerk)
    for way, case in made.items():
        who = needles.person(way)
        for asked in (needles.GIVEN[way], needles.folded(needles.GIVEN[way]), who.phone, who.id_number):
            page = client.get("/desk/search", {"q": asked, "wide": "on"}).content.decode()
            assert f"{case.received_on.year}-{case.pk:06d}" not in page, (way, asked)


# What leaves as a page, an answer or a file

CARRY = {
    "desk:case": "minutes of a dialogue, and who took originals: who works on the case reads them",
    "desk:deed": "the same page, with the form of one step",
    "desk:document": "a letter being written shows its addressee to who writes it",
    "desk:document_preview": "the same letter, not yet issued",
    "desk:document_draft": "the same letter as .docx",
    "desk:document_file": "the letter that went out",
    "desk:outgoing": "the book of outgoing documents names recipients (Decree 30/2020/NĐ-CP, annex IV)",
    "desk:outgoing_print": "the same book on paper",
}
"""Pages of staff who work on the case that name people; everything else may not."""
UNASKED = {
    "account_logout": "it would sign out",
    "admin": "units and people of the office, no case (decision 14)",
}
SEEN = ("web", "phone", "complaint", "paper", "denunciation", "group")
"""Whose cases the pages of one case are opened for."""
OWN = {
    "public:unit": {"code": "05977"},
    "public:post": {"code": "05977"},
    "public:help_page": {"name": "privacy"},
    "public:data_catalogue": {"form": "ttl"},
    "public:dataset": {"name": "cases"},
    "public:data_file": {"name": "cases", "file": "cases.csv"},
    "public:feed": {"name": "replies"},
    "public:unit_page": {"code": "05977"},
    "public:unit_calendar": {"code": "05977"},
    "public:unit_feed": {"code": "05977", "name": "replies"},
    "cases:right": {"name": "again"},
    "log:archived": {"name": "1"},
    "log:tile": {"name": "0/000"},
    "api:definition": {"code": "land"},
}
"""Blanks that mean something else at these addresses."""


def blanks(cast, made, **more):
    """What addresses are filled in with; an address with a blank that is not here fails."""
    others = ("filter_id", "bulk_id", "substitution_id", "pad_id", "mail_id", "note_id", "announcement_id")
    return {
        **dict.fromkeys((*others, "export_id", "import_id", "token_id", "log", "size"), 1),
        "index": 0,
        "number": 1,
        "event": "transfer",
        "what": "leave",
        "which": "pdf",
        "kind": "closure",
        "rule_id": "kn.accept.v2",
        "form": "json",
        "token": feeds.make(by=people.actor(cast.head), at=timezone.now()),
        **papers(cast, made),
        **conference(cast),
        **account(cast),
        **plan(cast),
        **inspection(cast),
        **visit(cast),
        "turned_id": turned_away(cast),
    }


def turned_away(cast):
    """Somebody known by name and number was refused reception."""
    said = turning_away.Turned(
        unit_id=cast.ward.pk,
        ground=people.WRITTEN,
        kind="petition",
        matter="Nước sạch",
        reason="Đã thông báo.",
        person=needles.person("counter"),
        form_key="leak",
    )
    return turning_away.turn_away(said=said, by=people.actor(cast.clerk), at=timezone.now())


def visit(cast):
    """Somebody known by name and number booked a place in a reception."""
    ahead = calendars.of(cast.ward.path).next_working(timezone.localdate() + timedelta(days=14))
    session = reception_story.posted(cast, ahead, timezone.localdate())
    found = places.free(session, at=timezone.now())
    booked = bookings.book(
        wanted=bookings.Wanted(
            session_id=session.pk,
            slot_at=found[0].slot.starts,
            person=needles.person("phone"),
            matter="Nước sạch",
            channel="web",
            submit_key="leak",
            secret=b"12345678",
        ),
        by=None,
        at=timezone.now(),
    )
    return {
        "session_id": session.pk,
        "booking_id": booked.booking_id,
        "unit_id": cast.ward.pk,
        "post_id": session.post_id,
        "year": 2027,
        "note_id": 1,
    }


def conference(cast):
    """One at which somebody known by name and number asked, and somebody else asks for the next."""
    row = dialogue_story.announced(cast)
    question = dialogue_story.ask(row, who=needles.person("web"))
    dialogue_story.move(cast, question, "show")
    wanted = dialogues.demand(unit_id=cast.ward.pk, title="Nước sạch", by=None, at=timezone.now())
    dialogues.sign(conference_id=wanted, who=needles.person("phone"), at=timezone.now())
    promise = dialogue_story.promise(cast, row, question_id=question.pk)
    return {
        "conference_id": row.pk,
        "question_id": question.pk,
        "promise_id": promise,
        "room": row.room,
    }


def plan(cast):
    """A task of a plan, and a briefing on the directive behind it."""
    directive = directive_story.registered(cast)
    task = directive_story.in_work(cast)
    return {
        "directive_id": directive.pk,
        "plan_id": task.plan_id,
        "task_id": task.pk,
        "briefing_id": directive_story.briefed(cast, directive).pk,
    }


def inspection(cast):
    """One that found something, and a point of self-review."""
    row = inspection_story.running(cast)
    return {
        "inspection_id": row.pk,
        "finding_id": inspection_story.find(cast, row).pk,
        "entry_id": inspection_story.planned(cast).pk,
        "review_id": inspection_story.declared(cast).pk,
    }


def account(cast):
    """An account about which somebody known by name asked, and a programme of supervision."""
    row = account_story.published(cast)
    question = account_story.asked(row, who=needles.person("web"))
    recommendation = account_story.recommended(cast)
    return {
        "account_id": row.pk,
        "asked_id": question.pk,
        "programme_id": recommendation.programme_id,
        "recommendation_id": recommendation.pk,
        "key": "answer",
    }


def asked(cast, made, client):
    """Every address of the product, filled in for the cases, and every operation of the API; and who opens it."""
    said = blanks(cast, made)
    assert not any(one.error for one in open_data.make(open_data.names(), at=timezone.now()))
    for route in routes.every():
        if route.name in UNASKED or route.name.partition(":")[0] in UNASKED:
            continue
        for way in SEEN if {"case_id", "code"} & set(route.blanks) else SEEN[:1]:
            own = OWN.get(route.name, {})
            yield (
                route.name,
                route.filled({**said, **of_case(made[way], route.name), **own}),
                readers(route, way),
            )
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        for way in SEEN:
            yield "api:v1", path.format(**of_case(made[way], "api:v1")), ("",)


def of_case(case, name):
    code, number = ways.code_of(case), f"{case.received_on.year}-{case.pk:06d}"
    said = {"case_id": case.pk, "code": code, "rest": "openapi.json"}
    return said | ({"number": number, "token": code} if name.startswith("api:") else {})


def readers(route, way):
    """Those who see the most of it; anybody, of what is for everybody."""
    if not route.pattern.startswith("desk/"):
        return ("",)
    if not route.of_a_case:
        return ("clerk", "head", "keeper", "operator", "inspector")
    return ("keeper", "clerk") if way == "denunciation" else ("clerk", "head")


def crawl(told, cast, made, client):
    """Everybody opens everything."""
    guests = {"": client}
    for name in ("clerk", "head", "keeper", "operator", "inspector"):
        guests[name] = Client()
        guests[name].force_login(getattr(cast, name, None) or Person.objects.get(username=name))
    for name, address, who in asked(cast, made, client):
        for guest in who:
            cache.clear()
            look_at(told, name, guests[guest].get(address))
    return told


def look_at(told, name, answer):
    """Its headers, where it leads, its title, and what it says."""
    data = answer.getvalue()
    told.look(f"{name} head", json.dumps(dict(answer.headers), ensure_ascii=False))
    title = TITLE.search(data.decode("utf-8", "replace"))
    told.look(f"{name} title", title[1] if title else "")
    told.look(f"{name} body", data)
    told.statuses.add(answer.status_code)


def test_no_page_and_no_answer_tells_who_anybody_is(cast, made, client):
    told = crawl(Told(), cast, made, client)
    assert {place for place, _what in told.leaks} == {f"{name} body" for name in CARRY}
    assert len(told.places) > 300
    assert {200, 302, 403, 404, 405} <= told.statuses
    assert 500 not in told.statuses


def test_a_name_in_a_title_a_header_or_an_address_would_be_found(made, client):
    who, told = needles.person("web"), Told()
    Case.objects.filter(pk=made["web"].pk).update(public_title=unicodedata.normalize("NFD", who.name))
    look_at(told, "page", client.get(f"/register/{made['web'].pk}"))
    look_at(told, "named", HttpResponse(f"<title>{fold.fold(who.name)}</title>"))
    look_at(
        told, "moved", HttpResponse(status=302, headers={"Location": f"/cases/?{urlencode({'q': who.name})}"})
    )
    assert {place for place, _what in told.leaks} == {"page body", "named title", "named body", "moved head"}


# Files with identities


MEANT = {
    "register": "form 03/TCD has the name, address and number of everybody received",
    "papers": "form 02/TCD says who handed papers in",
    "national": "the national database asks for the register with its names",
}
"""Exports that carry identities, and why; each handing out is on the record."""


def test_exports_that_carry_identities_are_these_and_each_is_on_the_record(cast, made, client):
    assert set(MEANT) == set(export_columns.TABLES)
    client.force_login(cast.clerk)
    period = {"since": "01/01/2026", "until": f"{timezone.localdate():%d/%m/%Y}"}
    for what, kind in product(MEANT, exporting.KINDS):
        before = Opening.objects.filter(purpose="export", by=cast.clerk).count()
        client.post("/desk/export/", {"what": what, "kind": kind, "reason": REASON, **period})
        number = exporting.work(at=timezone.now())
        told, answer = Told(), client.post(f"/desk/export/{number}/file")
        look_at(told, what, answer)
        assert {place for place, _found in told.leaks} == {f"{what} body"}
        assert not {found for _place, found in told.leaks if found.startswith("denunciation")}
        assert Download.objects.get(what="export", number=number).by == cast.clerk
        assert Opening.objects.filter(purpose="export", by=cast.clerk).count() > before


def test_the_register_of_reception_names_people_only_for_a_reason_on_the_record(cast, made, client):
    client.force_login(cast.clerk)
    period = {"first": "01/01/2026", "last": f"{timezone.localdate():%d/%m/%Y}"}
    for form, reason in product(("pdf", "xlsx"), ("", REASON)):
        told, before = Told(), Download.objects.filter(what="reception", by=cast.clerk).count()
        look_at(told, "book", client.post("/desk/reception/book", {**period, "reason": reason, "as": form}))
        assert {place for place, _what in told.leaks} == ({"book body"} if reason else set())
        assert not {what for _place, what in told.leaks if what.startswith("denunciation")}
        after = Download.objects.filter(what="reception", by=cast.clerk).count()
        assert after - before == bool(reason)


# What is sent


@pytest.fixture
def outgoing(cast, client, settings):
    """All mail and text messages about all cases, as they leave; with text messages switched on."""
    settings.HOIAM_SMS_URL = "filesms:///nowhere"
    staffing.choose_sms(unit_id=cast.ward.pk, wanted=True, by=people.actor(cast.head))
    made = ways.all_in(cast, client)
    ways.move_on(cast, made)
    test_mail_in.take(test_mail_in.LOCKED.replace(test_mail_in.SENDER.encode(), b"khoa@rieng.example"))
    digest.send(at=timezone.now())

    def send():
        posts = {"email": Postman(), "sms": Postman()}
        posts["sms"].channel = "sms"
        for channel, address_of in (("email", addresses.address_of), ("sms", addresses.number_of)):
            notices.send_due(
                at=timezone.now() + timedelta(minutes=1),
                limit=1000,
                transport=posts[channel],
                address_of=address_of,
            )
        return posts["email"].sent, posts["sms"].sent

    return send


def sealed_apart(told, mails, texts):
    """Everything but the address that the postman needs."""
    for one in mails:
        for name, value in one.items():
            if name != "To":
                told.look(f"mail {name}", str(value))
        told.look("mail body", one.get_content())
        del one["To"]
        told.look("mail as it leaves", one.as_bytes())
    for one in texts:
        told.look("text message", one.text)
    return told


def test_no_mail_and_no_text_message_says_who_anybody_is(outgoing):
    mails, texts = outgoing()
    told = sealed_apart(Told(), mails, texts)
    assert told.leaks == set()
    assert {"mail Subject", "mail Message-ID", "mail Reply-To", "text message"} <= told.places
    assert len(mails) > 20
    assert len(texts) > 5


def test_a_name_in_a_subject_would_be_found(outgoing):
    Notice.objects.filter(template="cases/received").update(context={"case": needles.person("web").name})
    found = {place for place, _what in sealed_apart(Told(), *outgoing()).leaks}
    assert {"mail Subject", "mail as it leaves"} <= found


# What the server says when something goes wrong


def test_neither_lines_nor_pages_of_a_fault_tell_anything(written, cast, made, client, monkeypatch, settings):  # noqa: F811 - the fixture
    who = needles.person("web")

    def broken(*_said, **_more):
        stands_here = who.name
        raise RuntimeError(stands_here, who.phone, who.email)

    client.force_login(cast.clerk)
    client.raise_request_exception = False
    told = Told()
    for place, address, typed in (
        ("hoiam.desk.cases.queries.case", f"/desk/cases/{made['web'].pk}/", None),
        ("hoiam.desk.cases.queries.status", f"/cases/{ways.code_of(made['web'])}", None),
        ("hoiam.desk.cases.actions.submit", "/send/", test_citizen_send.typed(cast, **ways.details("web"))),
        (
            "hoiam.desk.cases.actions.register",
            "/desk/register",
            test_staff_register.typed(cast, **ways.details("phone"), submit_key="f" * 40),
        ),
    ):
        monkeypatch.setattr(place, broken)
        answer = client.post(address, typed) if typed else client.get(address)
        assert answer.status_code == 500, address
        look_at(told, "fault", answer)
    assert client.get(f"/khong-co/{who.name}", {"ten": who.name}).status_code == 404
    lines = written.getvalue()
    told.look("lines", lines)
    assert told.leaks == set()
    assert lines.count("RuntimeError") == 4
    assert ways.code_of(made["web"]) not in lines
    assert (settings.DEBUG, settings.ADMINS, mail.outbox) == (False, [], [])
    logging.getLogger("hoiam").error("%s", who.phone)
    assert needles.found(written.getvalue()) == {"web: phone"}


# The finder itself

WHO = needles.person("web")


@every.each(
    [
        WHO.name,
        WHO.name.upper(),
        unicodedata.normalize("NFD", WHO.name),
        fold.fold(WHO.name),
        needles.GIVEN["web"].replace(" ", "\n"),
        needles.GIVEN["web"].replace(" ", "\u00a0"),
        "tel. +84 912 731 157",
        "0912.731.157",
        "0912-731-157",
        "020.190.731.611",
        "020 190 731 611",
        json.dumps({"ten": WHO.name}),
        quote(WHO.name),
        urlencode({"q": WHO.name}),
        escape(WHO.name).encode("ascii", "xmlcharrefreplace"),
        base64.b64encode(f"Kính gửi bà {WHO.name}".encode()),
        quopri.encodestring(f"Kính gửi bà {WHO.name}".encode()),
        f"Kính gửi bà {WHO.name}".encode().hex().encode(),
        WHO.name.encode("utf-16"),
        gzip.compress(WHO.name.encode()),
        book((WHO.name,)),
    ]
)
def test_whatever_spelling_is_found(dress):
    found = needles.found(dress)
    assert found
    assert found <= {"web: name", "web: phone", "web: id number"}


def test_who_is_not_there_is_not_found():
    plain = "Bà Nông Thị Giả Định, Thôn 3, phường Đông Kinh, 0900000001".encode()
    assert needles.found(plain) == set()
    assert needles.found(plain.hex()) == set()
