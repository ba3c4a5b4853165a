"""Whoever a case complains of tries every address, every action and every call of the API: for them there is no case.

`tests/desk/test_firewall.py` tries the pages of the case itself and says who is kept out. Here stands everything else,
by what it is: an address, an action or a call that is in none of these lists fails, so nothing new is forgotten.
"""

import importlib
import inspect
import json
import pkgutil
import re
from datetime import date, timedelta
from urllib.parse import unquote_plus

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hoiam.desk.cases import actions
from hoiam.desk.cases.actions import (
    bulk,
    digest,
    documents,
    exporting,
    messages,
    on_paper,
    slip_pads,
    staffing,
)
from hoiam.desk.cases.models import BulkRow, Case, Mail, RedactedCopy, Step, Substitution
from hoiam.desk.reception import actions as receptions
from hoiam.desk.reception.actions import minutes
from hoiam.desk.reception.models import Booking
from hoiam.files import actions as files
from hoiam.law.bulk import Text
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices.models import Notice
from hoiam.office import feeds
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk import (
    calendar_story,
    test_firewall as firewall,
    test_mail_in,
    test_offline,
    test_staff_register,
)
from tests.public import api
from tests.walls import needles, routes, ways

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alone", "assets")]
TITLE = "Phản ánh thái độ của cán bộ ở quầy số bảy"
BODY = "Cán bộ ở quầy số bảy hẹn ba lần rồi không giải quyết. Đề nghị cho biết ai chịu trách nhiệm."
WORDS = ("quầy số bảy", "quay so bay")
"""They stand in this case alone."""
LISTS = {
    "desk:queue": ("", "?mine=on", "?q=quay+so+bay", "?state=accepted", "?late=on"),
    "desk:search": (
        "?q=quay+so+bay",
        "?q=quay+so+bay&order=best&wide=on",
        '?q="quầy+số+bảy"&kind=report',
        "?q={number}",
        "?q={code}",
    ),
    "desk:board": ("", "?late=on"),
    "desk:board_print": ("",),
    "desk:feed": ("",),
    "desk:work": ("",),
    "desk:assign_many": ("?case={id}",),
    "desk:hand_over": ("", "?person={second}"),
    "desk:division": ("",),
    "desk:bulk": ("?case={id}",),
    "desk:bulk_list": ("",),
    "desk:outgoing": ("",),
    "desk:outgoing_print": ("",),
    "desk:held": ("",),
    "desk:register": ("",),
    "desk:passed_on": ("",),
    "desk:scans": ("", "?number=2026-000001"),
    "desk:reception_book": ("",),
    "desk:offline": ("",),
    "desk:offline_session": ("",),
    "desk:export": ("",),
    "desk:mail": ("", "?state=machine"),
    "reception:index": ("",),
    "desk:pads": ("",),
    "audit:log": ("",),
}
"""Staff pages that list, with the questions they are asked; none may show the case."""
SHOWN_BEFORE = {
    "desk:queue",
    "desk:search",
    "desk:board",
    "desk:board_print",
    "desk:feed",
    "desk:assign_many",
    "desk:hand_over",
    "desk:bulk",
    "desk:bulk_list",
}
"""Those that did show it before anybody was named: so the search for it can find something."""
POSTED = {
    "desk:alike_typed": {"unit": "{unit}", "title": TITLE, "body": BODY},
    "desk:assign_many": {"case": "{id}", "to": "{second}"},
    "desk:hand_over": {"case": "{id}", "to": "{second}", "person": "{me}", "reason": "x", "all": "1"},
    "desk:bulk": {
        "form_key": "b" * 40,
        "numbers": "{number}",
        "decision": "accepted",
        "ground": "x",
        "next_step": "x",
    },
    "desk:register": {"unit": "{unit}", "title": TITLE, "body": BODY, "check": "1"},
    "desk:draft": {"submit_key": "d" * 40, "unit": "{unit}", "title": TITLE, "body": BODY},
    "desk:mail_add": {"number": "{number}"},
    "desk:filter_save": {"name": "của tôi", "query": "q=quay+so+bay"},
    "desk:reception_book": {"first": "01/01/2026", "last": "{today}", "reason": "Báo cáo", "as": "xlsx"},
}
"""Forms that take the case's id, number or words; none may show it or change it."""
ELSEWHERE = {
    "tried here": {
        "desk:export_file": "test_no_file_written_before_or_after_holds_it",
        **dict.fromkeys(
            (
                *(
                    "reception:day",
                    "reception:day_now",
                    "reception:book",
                    "reception:head",
                    "reception:head_now",
                    "reception:person",
                ),
                *("reception:conclusion", "reception:notice"),
            ),
            "test_minutes_of_a_reception_keep_it_from_them",
        ),
        "api:v1": "test_every_call_of_the_api_says_the_same_to_them_as_to_anybody",
        "api:discovery": "test_every_call_of_open311_says_the_same_to_them_as_to_anybody",
        "api:services": "test_every_call_of_open311_says_the_same_to_them_as_to_anybody",
        "api:definition": "test_every_call_of_open311_says_the_same_to_them_as_to_anybody",
        "api:requests": "test_every_call_of_open311_says_the_same_to_them_as_to_anybody",
        "api:request": "test_every_call_of_open311_says_the_same_to_them_as_to_anybody",
        "api:token": "test_every_call_of_open311_says_the_same_to_them_as_to_anybody",
    },
    "of no case": {
        *("desk:feed_settings", "desk:feed_make", "desk:feed_revoke", "desk:filter_drop"),
        *("desk:sms", "desk:digest", "desk:substitution_end", "desk:bulk_decide", "desk:draft_drop"),
        *("desk:offline_worker", "desk:pad", "desk:pad_void", "desk:pad_print"),
        *("reception:take_back", "reception:regulation", "reception:year", "reception:unscheduled"),
        *("reception:poster", "reception:session"),
        *("desk:turned_away", "desk:turned_away_new", "desk:turned_away_one"),
        *("desk:calendar", "desk:calendar_new", "desk:calendar_withdraw"),
        *("law:rules", "law:rule", "law:sign", "law:withdraw", "tokens:list", "tokens:revoke"),
        *("account_login", "account_logout", "account_change_password", "mfa_authenticate"),
        *("factor", "factor_set_up", "factor_codes", "factor_remove", "factor_confirm"),
        *("dialogue_desk:list", "dialogue_desk:new", "dialogue_desk:one", "dialogue_desk:step"),
        *("dialogue_desk:moderate", "dialogue_desk:moderate_now", "dialogue_desk:chair"),
        *("dialogue_desk:chair_now", "dialogue_desk:type", "dialogue_desk:promise", "dialogue_desk:voters"),
        *("dialogue_desk:question", "dialogue_desk:keep"),
        *("directive_desk:list", "directive_desk:new", "directive_desk:one", "directive_desk:open"),
        *("directive_desk:file", "directive_desk:mine", "directive_desk:late", "directive_desk:task"),
        *(
            "directive_desk:step",
            "directive_desk:drop",
            "directive_desk:edit",
            "directive_desk:task_file",
            "directive_desk:new_plan",
        ),
        *(
            "directive_desk:plan",
            "directive_desk:board",
            "directive_desk:timeline",
            "directive_desk:new_task",
        ),
        *("directive_desk:give_out", "directive_desk:table", "directive_desk:briefing"),
        *("directive_desk:new_briefing",),
        *("inspection_desk:list", "inspection_desk:remedies", "inspection_desk:relations"),
        *("inspection_desk:programme", "inspection_desk:add", "inspection_desk:approve"),
        *("inspection_desk:entry", "inspection_desk:new", "inspection_desk:one", "inspection_desk:step"),
        *("inspection_desk:publish", "inspection_desk:present", "inspection_desk:find"),
        *("inspection_desk:finding", "inspection_desk:reviews", "inspection_desk:review_new"),
        *("inspection_desk:review", "inspection_desk:file", "inspection_desk:finding_file"),
        *("report_desk:accounts", "report_desk:new", "report_desk:account", "report_desk:sign"),
        "report_desk:pdf",
        *("report_desk:step", "report_desk:question", "report_desk:supervision"),
        *("report_desk:programme_new", "report_desk:programme", "report_desk:recommendation"),
    },
    "what somebody sent, before it is a case": {
        *("desk:import", "desk:import_one", "desk:import_columns", "desk:import_decide"),
        *("desk:import_report", "desk:mail_one", "desk:mail_addresses", "desk:mail_take_in"),
        *("desk:mail_dismiss", "desk:mail_hand_on"),
    },
    "an entry of the log, by its number, for the inspection, on record; it names no case": {"audit:open"},
}
PUBLIC = ("cases:", "dialogues:", "directives:", "inspections:", "reports:", "public:", "log:", "visits:")
"""The same for everybody, whoever is signed in: tried as nobody and as them."""


@pytest.fixture
def case(cast):
    """In work with its handler, who is also clerk here and, once named, head: nobody could see more."""
    acts_as(cast, Role.CLERK)
    people.accepted(cast, title="Một việc khác của cùng người xử lý")
    return people.accepted(cast, title=TITLE, body=BODY)


def number(case):
    return f"{case.received_on.year}-{case.pk:06d}"


def acts_as(cast, role):
    RoleRow.objects.create(person=cast.handler, unit=cast.ward, role=role.value, from_on=people.FIRST_DAY)


def named(cast, case):
    """The handler is complained of; the case is put back on their desk, as if nothing took it from there."""
    said = {"case_id": case.pk, "version": case.version, "whom": f"person:{cast.handler.pk}", "reason": ""}
    actions.name(**said, by=people.actor(cast.head), at=timezone.now())
    acts_as(cast, Role.HEAD)
    Case.objects.filter(pk=case.pk).update(handler=cast.handler)
    case.refresh_from_db()


def listed(cast, case, **changes):
    """A list of cases answered with one text, this one among them."""
    text = Text(decision="accepted", ground="x", next_step="x")
    said = {"case_ids": [case.pk], "by": people.actor(cast.head), **changes}
    return bulk.begin(unit_id=cast.ward.pk, text=text, form_key="l" * 40, at=timezone.now(), **said)


def facts(cast, case):
    return {
        "id": case.pk,
        "number": number(case),
        "code": ways.code_of(case),
        "unit": cast.ward.pk,
        "me": cast.handler.pk,
        "second": cast.second_handler.pk,
        "today": f"{timezone.localdate():%d/%m/%Y}",
    }


def tells(case, answer, *, asked=""):
    """Whether an answer shows that there is such a case: by its words, its number or its address."""
    said = "\n".join(needles.readings(answer.getvalue())) + json.dumps(dict(answer.headers))
    signs = (*(word for word in WORDS if word not in asked), f"/desk/cases/{case.pk}/")
    return any(sign in said for sign in signs) or (number(case) in said and number(case) not in asked)


def test_every_address_is_in_one_of_the_lists():
    """Pages of the case itself are tried one by one in tests/desk/test_firewall.py."""
    known = {*LISTS, *POSTED} | {name for group in ELSEWHERE.values() for name in group}
    for route in routes.every():
        if route.of_a_case:
            assert route.name not in known
            continue
        public = route.name.startswith((*PUBLIC, "admin:"))
        assert (route.name in known) is not public, route
    assert {name for name in known if name not in {route.name for route in routes.every()}} == set()
    tests = set(ELSEWHERE["tried here"].values())
    assert tests <= set(globals())


def visited(client, cast, case, bulk_id, token):
    """Which lists show the case to the handler."""
    said, found = facts(cast, case), set()
    patterns = {route.name: route for route in routes.every()}
    for name, questions in LISTS.items():
        for question in questions:
            address = patterns[name].filled({"bulk_id": bulk_id, "token": token}) + question.format(**said)
            answer = client.get(address)
            assert answer.status_code in {200, 302, 403, 404}, address
            if tells(case, answer, asked=unquote_plus(question.format(**said))):
                found.add(name)
    return found


def test_no_list_shows_it_to_them(cast, case, client):
    bulk_id, token = listed(cast, case), feeds.make(by=people.actor(cast.handler), at=timezone.now())
    client.force_login(cast.handler)
    assert visited(client, cast, case, bulk_id, token) == SHOWN_BEFORE
    named(cast, case)
    assert visited(client, cast, case, bulk_id, token) == set()


def test_minutes_of_a_reception_keep_it_from_them(cast, case, client):
    """What was directed in it at a reception, by whoever received, is on none of the pages of that day."""
    clerk, now = people.actor(cast.clerk), timezone.now()
    session = receptions.note(
        post_id=cast.ward.posts.get(is_head=True).pk,
        day=timezone.localdate(),
        chair=receptions.Chair(),
        by=clerk,
        at=now,
    )
    one = Booking.objects.create(
        session=session,
        number=1,
        channel="walk_in",
        state="with_head",
        code_hash=b"x" * 32,
        submit_key="w",
        made_at=now,
    )
    one.cases.add(case)
    said = minutes.Said(booking_id=one.pk, form_key="m", direction="Kiểm tra lại.", case_id=case.pk)
    minutes.note(said=said, reason="x", by=clerk, at=now)
    patterns = {route.name: route for route in routes.every()}
    minded = [name for name, test in ELSEWHERE["tried here"].items() if test.startswith("test_minutes")]
    blanks = {"session_id": session.pk, "booking_id": one.pk}

    def shown():
        client.force_login(cast.handler)
        answers = {name: client.get(patterns[name].filled(blanks)) for name in minded}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {name for name, answer in answers.items() if tells(case, answer)}

    pages = ("head", "head_now", "person", "conclusion", "notice")
    assert shown() == {f"reception:{name}" for name in pages}
    cache.clear()
    named(cast, case)
    assert shown() == set()


@pytest.mark.parametrize("name", POSTED)
def test_no_form_shows_it_to_them_or_lets_them_change_it(cast, case, client, name):
    mail_id = waiting_mail(cast)
    named(cast, case)
    before = (case.version, case.state, case.handler_id, Step.objects.filter(case=case).count())
    said = {key: value.format(**facts(cast, case)) for key, value in POSTED[name].items()}
    route = next(one for one in routes.every() if one.name == name)
    client.force_login(cast.handler)
    answer = client.post(route.filled({"mail_id": mail_id}), said, follow=True)
    assert answer.status_code in {200, 404, 422}
    assert not tells(case, answer, asked=unquote_plus(" ".join(said.values())))
    case.refresh_from_db()
    assert (case.version, case.state, case.handler_id, Step.objects.filter(case=case).count()) == before
    assert Mail.objects.get().case_id is None
    assert not Opening.objects.filter(identity_id=case.identity_id, by=cast.handler).exists()


def test_what_they_sync_from_the_offline_desk_tells_them_nothing_of_it(cast, case, client):
    """Another entry in the same words, and the very entry that the case was made of, sent once more."""
    clerk, at = people.actor(cast.clerk), timezone.now()
    pad = slip_pads.issue(unit_id=cast.ward.pk, by=clerk, at=at - timedelta(days=30))
    client.force_login(cast.handler)
    said = {"clerk": cast.handler.pk, "title": TITLE, "body": BODY}
    entries = [
        test_offline.entry(cast, pad, **said, submit_key="o" * 40),
        test_offline.entry(cast, pad, **said, submit_key=case.submit_key, stub=f"{pad}/2"),
    ]
    shown = client.post("/desk/offline/", entries[1])
    assert shown.json() == {"code": ways.code_of(case), "url": f"/desk/cases/{case.pk}/", "again": True}
    named(cast, case)
    before = (case.version, case.state, Step.objects.filter(case=case).count())
    codes = []
    for entry in entries:
        answer = client.post("/desk/offline/", entry)
        codes.append(answer.status_code)
        assert not tells(case, answer, asked=TITLE + BODY)
        assert ways.code_of(case) not in answer.content.decode()
    assert codes == [200, 422]
    case.refresh_from_db()
    assert (case.version, case.state, Step.objects.filter(case=case).count()) == before
    assert not Opening.objects.filter(identity_id=case.identity_id, by=cast.handler).exists()


def test_the_counter_gives_them_its_slip_no_more(cast, case, client):
    """The form that the case was made of, sent once more from a page left open."""
    named(cast, case)
    client.force_login(cast.handler)
    said = test_staff_register.typed(cast, title=TITLE, body=BODY, submit_key=case.submit_key)
    answer = client.post("/desk/register", said)
    assert answer.status_code == 422
    assert not tells(case, answer, asked=TITLE + BODY)
    assert ways.code_of(case) not in answer.content.decode()


def test_the_same_forms_would_show_it_to_others(cast, case, client):
    """Nobody is named: what is asked above can be found."""
    client.force_login(cast.handler)
    for name in ("desk:alike_typed", "desk:register"):
        said = {key: value.format(**facts(cast, case)) for key, value in POSTED[name].items()}
        route = next(one for one in routes.every() if one.name == name)
        assert tells(case, client.post(route.filled({}), said), asked=" ".join(said.values())), name


# Files and letters


def test_no_file_written_before_or_after_holds_it(cast, case):
    by, at = people.actor(cast.handler), timezone.now()
    asked = {
        "unit_id": cast.ward.pk,
        "what": "national",
        "kind": "csv",
        "reason": "Báo cáo",
        "by": by,
        "at": at,
    }
    period = {"since": timezone.localdate(), "until": timezone.localdate()}
    written = exporting.ask(**asked, **period)
    exporting.work(at=at)
    assert number(case) in exporting.hand_out(export_id=written, by=by, at=at)[2].decode("utf-8-sig")
    named(cast, case)
    with pytest.raises(Refused, match="export_outdated"):
        exporting.hand_out(export_id=written, by=by, at=at)
    again = exporting.ask(**asked, **period)
    exporting.work(at=timezone.now())
    text = exporting.hand_out(export_id=again, by=by, at=timezone.now())[2].decode("utf-8-sig")
    assert number(case) not in text
    assert "Một việc khác" in text


def test_a_list_of_many_holds_it_no_more(cast, case):
    named(cast, case)
    other = Case.objects.exclude(pk=case.pk).get()
    number_ = listed(cast, case, case_ids=[case.pk, other.pk], by=people.actor(cast.handler))
    assert list(BulkRow.objects.filter(bulk_id=number_).values_list("case_id", flat=True)) == [other.pk]


def test_no_letter_goes_to_them_about_it(cast, case):
    named(cast, case)
    Case.objects.exclude(pk=case.pk).update(handler=None, unit=cast.other)
    Notice.objects.all().delete()
    messages.from_citizen(
        case_id=case.pk, said=messages.Said(text="Bao giờ trả lời?", form_key="m" * 40), at=timezone.now()
    )
    actions.sweep(at=timezone.now() + timedelta(days=200))
    digest.send(at=ways.NOW)
    assert {one.person for one in Notice.objects.all()} & {f"person:{cast.handler.pk}"} == set()
    assert Notice.objects.filter(person=f"person:{cast.head.pk}").exists()


def test_no_letter_of_a_recounted_date_names_it_to_them(cast):
    """Days off announced late: whoever handles it, and heads the unit, would be told of its dates."""
    case = people.received(cast, at=calendar_story.moment(date(2026, 11, 12)), title=TITLE, body=BODY)
    other = people.received(cast, at=calendar_story.moment(date(2026, 11, 12)), submit_key="b" * 40)
    Case.objects.filter(pk__in=(case.pk, other.pk)).update(handler=cast.handler)
    said = {"case_id": case.pk, "version": case.version, "whom": f"person:{cast.handler.pk}", "reason": ""}
    actions.name(**said, by=people.actor(cast.head), at=calendar_story.moment(date(2026, 11, 13)))
    Case.objects.filter(pk=case.pk).update(handler=cast.handler)
    calendar_story.announce(cast)
    told = {one.person: one.context["rows"] for one in Notice.objects.filter(template="cases/recounted")}
    theirs = {row["case"] for row in told[f"person:{cast.handler.pk}"]}
    assert theirs == {number(other)}
    assert {row["case"] for row in told[f"person:{cast.head.pk}"]} == {number(case), number(other)}
    letters = Notice.objects.exclude(template="cases/recounted").filter(person=f"person:{cast.handler.pk}")
    assert not any(number(case) in json.dumps(one.context) for one in letters)


def test_in_nobodys_place_do_they_get_it_or_hear_of_it(cast, case):
    """The colleague who has it goes on leave, and they stand in."""
    named(cast, case)
    Case.objects.filter(pk=case.pk).update(handler=None)
    actions.assign(
        case_id=case.pk,
        version=case.version,
        to=cast.second_handler.pk,
        by=people.actor(cast.head),
        at=timezone.now(),
    )
    Notice.objects.all().delete()
    staffing.name_substitute(
        unit_id=cast.ward.pk,
        person=cast.second_handler.pk,
        substitute=cast.handler.pk,
        from_on=timezone.localdate(),
        until_on=timezone.localdate(),
        reason="Nghỉ phép",
        with_cases=True,
        by=people.actor(cast.head),
        at=timezone.now(),
    )
    staffing.keep_up(at=timezone.now())
    said = messages.Said(text="Bao giờ trả lời?", form_key="m" * 40)
    messages.from_citizen(case_id=case.pk, said=said, at=timezone.now())
    case.refresh_from_db()
    assert Substitution.objects.get().begun_at is not None
    assert case.handler_id == cast.second_handler.pk
    assert not Notice.objects.filter(person=f"person:{cast.handler.pk}").exists()


# Programs


CALLED = {"code": "{code}", "number": "{number}"}
"""What stands in the paths of the document; another word there fails."""


@pytest.fixture
def told_of(cast, client):
    """Sent by the ward's own program, about somebody of the ward: settled as the whole ward, it is the province's."""
    ways.staffed(cast)
    sent = api.send(client, api.token(cast), title=TITLE, body=BODY, about_whom="cả phường")
    case = Case.objects.get()
    firewall.name(cast, case, f"unit:{cast.ward.pk}")
    assert (sent.status_code, case.unit_id) == (201, cast.province.pk)
    return case


def programs(cast):
    """A token of the unit complained of, of another, and of the one above; and none."""
    RoleRow.objects.create(
        person=cast.operator, unit=cast.province, role=Role.OPERATOR.value, from_on=people.FIRST_DAY
    )
    return {
        "complained of": api.token(cast),
        "another": api.token(cast, unit=cast.other, by=cast.other_head),
        "above": api.token(cast, unit=cast.province, by=cast.operator),
        "": "",
    }


def callers(cast):
    """Each program, with and without the browser of whoever is complained of."""
    for secret in programs(cast).values():
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        for person in (None, cast.head, cast.handler):
            client = Client(headers=headers)
            if person is not None:
                client.force_login(person)
            yield client


def answers(cast, address, **more):
    """What an address says to each of them, apart from whom it was said to."""
    found = set()
    for client in more.get("callers") or callers(cast):
        cache.clear()
        answer = client.get(address)
        found.add((answer.status_code, answer.getvalue()))
    return found


def test_every_call_of_the_api_says_the_same_to_them_as_to_anybody(cast, told_of, client):
    document = client.get("/api/v1/openapi.json").json()["paths"]
    known, everybody = facts(cast, told_of), list(callers(cast))
    calls = [(path, verb) for path, verbs in document.items() for verb in verbs]
    assert {call for call in calls if call[1] != "get"} == {(f"/api/v1/{name}", "post") for name in WRITES}
    for path in (path for path, verb in calls if verb == "get"):
        address = path.format(**{name: known[blank.strip("{}")] for name, blank in CALLED.items()})
        said = answers(cast, address, callers=everybody)
        assert len(said) == 1, path
        [(status, body)] = said
        assert status == 200, path
        text = body.decode()
        assert not any(word in text for word in WORDS)
        assert cast.handler.name not in text
        assert "conflict" not in text


WRITES = {"cases": api.send, "press": api.publish}
"""Calls that send something."""


@pytest.mark.parametrize("name", WRITES)
def test_what_the_program_of_the_unit_sends_is_another_case_and_opens_nothing(cast, told_of, client, name):
    """Nor does it learn anything by sending the same words once more."""
    again = WRITES[name](client, api.token(cast), title=TITLE, body=BODY, key="khoa-khac-0001")
    assert again.status_code == 201
    assert Case.objects.exclude(pk=told_of.pk).get().unit_id == cast.ward.pk
    assert not set(again.json()) & {"alike", "similar", "duplicates"}
    assert number(told_of) not in again.content.decode()


OPEN311 = {
    "api:discovery": "discovery.{form}",
    "api:services": "services.{form}",
    "api:definition": "services/land.{form}",
    "api:requests": "requests.{form}",
    "api:request": "requests/{number}.{form}",
    "api:token": "tokens/{code}.{form}",
}


def test_every_call_of_open311_says_the_same_to_them_as_to_anybody(cast, told_of):
    assert set(OPEN311) == {one.name for one in routes.every() if one.name.startswith("api:")} - {"api:v1"}
    everybody = list(callers(cast))
    for path in OPEN311.values():
        for form in ("json", "xml"):
            address = "/open311/v2/" + path.format(form=form, **facts(cast, told_of))
            [(status, body)] = answers(cast, address, callers=everybody)
            assert status == 200, address
            assert not any(word in body.decode() for word in WORDS)


def test_public_pages_say_the_same_to_them_as_to_anybody(cast, case, client):
    """Signed in or not; the citizen's pages open for whoever has the code, and for nobody else."""
    named(cast, case)
    said = facts(cast, case)
    signed_in = Client()
    signed_in.force_login(cast.handler)
    for page in ("/", "/register", f"/register/{case.pk}", "/scores", "/scores/05977", "/log/", "/log/board"):
        cache.clear()
        own, anybodys = (bare(one.get(page)) for one in (signed_in, client))
        assert own == anybodys, page
        assert not any(word in own for word in WORDS)
    assert client.get(f"/cases/{said['code']}").status_code == 200
    assert "không được tiếp cận" not in client.get(f"/cases/{said['code']}").content.decode()


def bare(answer):
    """Without what is made anew for every answer."""
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|<time.*?</time>', "", answer.content.decode())


# Actions

OF_A_CASE = {"case_id", "document_id", "copy_id"}
GIVEN = (
    *("case_id", "version", "by", "at", "to", "to_unit", "on", "points", "whom", "purpose", "field"),
    *("kind", "ground", "reason", "title", "text", "form", "token", "body"),
)
OF_NO_CASE = {
    "calendar.preview": "days off",
    "calendar.preview_withdrawal": "days off",
    "calendar.announce": "days off",
    "calendar.withdraw": "days off",
    "bulk.begin": "test_a_list_of_many_holds_it_no_more",
    "bulk.decide": "the head's word on a list; each case is answered by itself, and refused to whoever keeps out",
    "drafts.save": "what a clerk types, before it is a case",
    "drafts.drop": "what a clerk types, before it is a case",
    "erasing.erase": "the operator's, by the citizen's code",
    "erasing.erase_signer": "the operator's, by the citizen's code",
    "exporting.ask": "test_no_file_written_before_or_after_holds_it",
    "exporting.hand_out": "test_no_file_written_before_or_after_holds_it",
    "filters.save": "a view of the queue",
    "filters.drop": "a view of the queue",
    "importing.upload": "a file",
    "importing.name_columns": "a file",
    "importing.run": "a file",
    "importing.drop": "a file",
    "intake.register": "a new case",
    "mail_held.open_address": "an address",
    "mail_held.close_address": "an address",
    "mail_held.take_in": "a mail",
    "mail_held.dismiss": "a mail",
    "mail_held.hand_on": "a mail",
    "turning_away.turn_away": "somebody who came without a case",
    "turning_away.issue": "somebody who came without a case",
    "turning_away.receive_after_all": "somebody who came without a case",
    "turning_away.notice": "somebody who came without a case",
    "numbers.close_day": "the book",
    "slip_pads.issue": "a pad",
    "slip_pads.sheet": "a pad",
    "slip_pads.void": "a pad",
    "on_paper.scan": "test_no_scan_of_theirs_goes_into_it",
    "reception_book.rows": "test_no_form_shows_it_to_them_or_lets_them_change_it",
    "staffing.assign_many": "test_no_form_shows_it_to_them_or_lets_them_change_it",
    "staffing.hand_over": "test_no_form_shows_it_to_them_or_lets_them_change_it",
    "staffing.name_substitute": "test_in_nobodys_place_do_they_get_it_or_hear_of_it",
    "staffing.end_substitution": "an absence",
    "staffing.choose_digest": "one's own letter",
    "staffing.choose_sms": "the unit's text messages",
}
"""Actions of somebody that name no case, or are tried above; anything new stands here or is tried below."""
INSIDE = {
    *("record.decide", "record.keep_out", "procedure.step_of", "procedure.facts", "privacy.works_on"),
    *(
        "signing.signer",
        "signing.expected",
        "numbers.take",
        "record.note",
        "complaint_file.write",
        "mail_cases.add",
        "mail_cases.submit",
    ),
    *("intake.take_in_again", "intake.take_in_part"),
    *("group_intake.appoint", "group_intake.put_appointment", "group_intake.carried"),
}
"""They work on a case that an action has loaded, and refused, before."""


def every_action():
    """Public functions of the counter's actions that somebody of the office calls, as `module.name`."""
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = importlib.import_module(f"{actions.__name__}.{module.name}")
        for name, made in vars(loaded).items():
            if inspect.isfunction(made) and made.__module__ == loaded.__name__ and not name.startswith("_"):
                asked = inspect.signature(made).parameters
                if "by" in asked:
                    yield f"{module.name}.{name}", made, set(asked)


TRIED = {name: made for name, made, asked in every_action() if asked & OF_A_CASE and name not in INSIDE}


def test_every_action_is_in_one_of_the_lists():
    lists = (TRIED, OF_NO_CASE, INSIDE)
    assert [name for name, *_ in every_action() if sum(name in one for one in lists) != 1] == []
    names = {name for name, _made, _asked in every_action()}
    assert (set(OF_NO_CASE) | INSIDE) - names == set()
    assert {said for said in OF_NO_CASE.values() if said.startswith("test_")} <= set(globals())


def answered(made, said):
    """The code with which it refuses; `done` when it does not."""
    try:
        made(**{one: said.get(one, "x") for one in inspect.signature(made).parameters})
    except Refused as refused:
        return refused.code
    return "done"


def test_every_action_on_it_is_refused_to_them(cast, case):
    left = things_of(cast, case)
    named(cast, case)
    before = (case.version, case.state, Step.objects.filter(case=case).count())
    said = {**firewall_said(cast, case), **left}
    codes = {name: answered(made, said) for name, made in TRIED.items()}
    assert {name: code for name, code in codes.items() if code not in {"no_such_case", "not_yours"}} == {}
    case.refresh_from_db()
    assert (case.version, case.state, Step.objects.filter(case=case).count()) == before
    assert len(codes) > 40


def test_no_scan_of_theirs_goes_into_it(cast, case):
    """Found by its number, as on the cover sheet."""
    named(cast, case)
    at = timezone.now()
    token = files.stage(upload=SimpleUploadedFile("quet.txt", b"Quet"), at=at).token
    with pytest.raises(Refused, match="no_such_case"):
        on_paper.scan(number=number(case), token=token, by=people.actor(cast.handler), at=at)
    assert not Step.objects.filter(case=case, event="scan").exists()


def things_of(cast, case):
    """A draft, a flattened copy and a mail that waits: whatever an action reaches the case by."""
    clerk, at = people.actor(cast.clerk), timezone.now()
    said = {
        "data": b"x",
        "name": "a.pdf",
        "media_type": "application/pdf",
        "owner": "case",
        "owner_id": case.pk,
    }
    kept = files.store(**said, purpose="redacted", at=at)
    copy = RedactedCopy.objects.create(
        case=case, source_id=kept.id, copy_id=kept.id, boxes=[], pages=1, made_by=cast.clerk, made_at=at
    )
    return {
        "document_id": documents.start(case_id=case.pk, form="don.guidance_mixed", by=clerk, at=at),
        "file_id": kept.id,
        "copy_id": copy.pk,
        "mail_id": waiting_mail(cast),
    }


def waiting_mail(cast):
    by, at = people.actor(cast.head), timezone.now()
    test_mail_in.mail_held.open_address(unit_id=cast.ward.pk, address=test_mail_in.WARD, by=by, at=at)
    return test_mail_in.take(test_mail_in.LOCKED).mail_id


def firewall_said(cast, case):
    """Something of the right type for each argument."""
    known = {name: firewall.given(name, case, people.actor(cast.handler), cast) for name in GIVEN}
    return {
        **known,
        "event": "accept",
        "said": messages.Said(text="x", form_key="k" * 40, kind="question"),
        "parts": [],
        "values": {},
        "recipients": (),
        "boxes": [],
        "number": 1,
        "signature": b"x",
        "other_id": Case.objects.exclude(pk=case.pk).get().pk,
        "relation": "again",
        "person": cast.second_handler.pk,
        "entry": 1,
        "case": case,
        "signer": None,
    }
