"""Whoever a case complains of, and those under them: every page and every action, tried as that person."""

import inspect
import re
from datetime import timedelta
from functools import reduce

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import overdue
from hoiam.desk.cases.models import Case, Document, Party, Step
from hoiam.desk.cases.queries import firewall
from hoiam.desk.cases.views.staff_deeds import DEEDS
from hoiam.duties.models import Duty
from hoiam.files import actions as files
from hoiam.journal.models import Event
from hoiam.law import conflict
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.office.models import Holder, Person, Post, Role as RoleRow
from hoiam.sealed.models import Opening
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


@pytest.fixture
def above(cast):
    """The province has a clerk, a head and a post: somebody to go to."""
    staff = {}
    for job, role in (("above_clerk", Role.CLERK), ("above_head", Role.HEAD)):
        staff[job] = Person.objects.create_user(job, f"{job} Ví Dụ", people.PASSWORD)
        RoleRow.objects.create(
            person=staff[job], unit=cast.province, role=role.value, from_on=people.FIRST_DAY
        )
    title = "Chủ tịch Ủy ban nhân dân tỉnh"
    post = Post.objects.create(unit=cast.province, title=title, title_en="Chairman", is_head=True)
    Holder.objects.create(post=post, person=staff["above_head"], from_on=people.FIRST_DAY)
    return staff


def name(cast, case, whom, by=None):
    case.refresh_from_db()
    cases.name(
        case_id=case.pk,
        version=case.version,
        whom=whom,
        reason="",
        by=people.actor(by or cast.clerk),
        at=NOW,
    )
    case.refresh_from_db()


def handled(cast):
    """A case in work, with its handler complained of."""
    case = people.accepted(cast)
    name(cast, case, f"person:{cast.handler.pk}")
    return case


def case_pages(resolver=None, before=""):
    """Every address of the desk that is of one case."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if route.startswith("desk/") and "case_id" in route:
                yield route
        else:
            yield from case_pages(entry, route)


OTHER_NUMBER = re.compile(r"<int:\w+>")


def addresses(case, file_id):
    filled = {
        "<int:case_id>": str(case.pk),
        "<int:file_id>": str(file_id),
        "<slug:which>": "pdf",
        "<slug:what>": "join",
    }
    paper = Document.objects.create(
        case=case,
        form="don.guidance_mixed",
        values={},
        recipients=[],
        made_by_id=case.handler_id,
        made_at=NOW,
    )
    filled |= {"<int:document_id>": str(paper.pk), "<int:copy_id>": "1", "<int:number>": "1"}
    for found in case_pages():
        route = reduce(lambda so_far, part: so_far.replace(*part), filled.items(), found)
        route = OTHER_NUMBER.sub("1", route).replace("<slug:which>", "pdf")
        for event in [*DEEDS, "identity"] if "<slug:event>" in route else [""]:
            yield "/" + route.replace("<slug:event>", event)


TYPED = {
    "kind": "report",
    "field": "land",
    "title": "x",
    "text": "x",
    "body": "x",
    "purpose": "verify",
    "reason": "lời đã gõ",
    "ground": "already_answered",
    "do": "save",
    "on": "31/12/2026",
    "p-TOTAL_FORMS": "1",
    "p-INITIAL_FORMS": "0",
    "p-0-number": "1",
    "p-0-text": "x",
}


def test_every_page_of_the_case_is_tried_as_the_handler_complained_of(cast, client):
    case = people.accepted(cast)
    file = files.store(
        data=b"x",
        name="x.txt",
        media_type="text/plain",
        owner="case",
        owner_id=case.pk,
        purpose="evidence",
        at=NOW,
    )
    tried = list(addresses(case, file.id))
    client.force_login(cast.handler)
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 200
    name(cast, case, f"person:{cast.handler.pk}")
    steps = Step.objects.filter(case=case).count()
    assert len(tried) > len(DEEDS)
    assert not any("<" in url for url in tried)
    for url in tried:
        got, sent = (
            client.get(url),
            client.post(url, {**TYPED, "version": case.version, "to": cast.handler.pk}),
        )
        assert {got.status_code, sent.status_code} <= {404, 405}, url
        assert people.TITLE not in got.content.decode() + sent.content.decode()
    case.refresh_from_db()
    assert Step.objects.filter(case=case).count() == steps
    assert not Opening.objects.exists()


def test_no_list_of_the_desk_shows_it_to_them(cast, client):
    case = people.accepted(cast)
    people.accepted(cast, title="Một việc khác của cùng người xử lý")
    RoleRow.objects.create(
        person=cast.handler, unit=cast.ward, role=Role.CLERK.value, from_on=people.FIRST_DAY
    )
    number = f"{case.received_on.year}-{case.pk:06d}"
    pages = ["/desk/", "/desk/?mine=on", "/desk/?q=den duong ngo 7", "/desk/board/", "/desk/board/print"]
    client.force_login(cast.handler)
    assert [url for url in pages if number not in client.get(url).content.decode()] == []
    name(cast, case, f"person:{cast.handler.pk}")
    for url in pages:
        answer = client.get(url).content.decode()
        assert people.TITLE not in answer, url
        assert number not in answer, url
    assert client.get(f"/desk/?q={number}").status_code == 200
    tiles = client.get("/desk/").context["tiles"]
    assert [tile["value"] for tile in tiles] == ["0 vụ việc"] * len(tiles)
    client.force_login(cast.clerk)
    assert people.TITLE in client.get("/desk/board/").content.decode()


def given(name, case, by, cast):
    """Something of the right type for each argument of an action."""
    known = {
        "case_id": case.pk,
        "version": case.version,
        "by": by,
        "at": NOW,
        "to": cast.handler.pk,
        "to_unit": cast.other.pk,
        "on": TODAY + timedelta(days=3),
        "points": people.points(),
        "whom": f"person:{cast.second_handler.pk}",
        "purpose": "verify",
        "field": "land",
        "kind": "report",
        "ground": "already_answered",
        "signer": None,
    }
    return known.get(name, "x")


def staff_actions():
    for label in cases.__all__:
        action = getattr(cases, label)
        asked = inspect.signature(action).parameters if inspect.isfunction(action) else {}
        if {"case_id", "by"} <= set(asked):
            yield label


@pytest.mark.parametrize("label", list(staff_actions()))
def test_every_action_is_refused_to_them(cast, label):
    case = handled(cast)
    RoleRow.objects.create(
        person=cast.handler, unit=cast.ward, role=Role.HEAD.value, from_on=people.FIRST_DAY
    )
    Case.objects.filter(pk=case.pk).update(handler=cast.handler)
    action, by = getattr(cases, label), people.actor(cast.handler)
    asked = list(inspect.signature(action).parameters)
    with pytest.raises(Refused) as refused:
        action(**{one: given(one, case, by, cast) for one in asked})
    assert refused.value.code == "no_such_case"


def test_the_handler_complained_of_loses_it_and_it_waits_for_another(cast, client):
    case = handled(cast)
    assert (case.handler, case.unit_id, case.state) == (None, cast.ward.pk, "accepted")
    client.force_login(cast.clerk)
    form = next(
        panel["form"]
        for panel in client.get(f"/desk/cases/{case.pk}/").context["deeds"]
        if panel["event"] == "assign"
    )
    assert [pk for pk, _name in form.fields["to"].choices] == ["", cast.second_handler.pk]
    with pytest.raises(Refused, match="in_conflict"):
        cases.assign(
            case_id=case.pk, version=case.version, to=cast.handler.pk, by=people.actor(cast.clerk), at=NOW
        )
    cases.assign(
        case_id=case.pk, version=case.version, to=cast.second_handler.pk, by=people.actor(cast.clerk), at=NOW
    )


@pytest.mark.parametrize("whom", ["person", "post", "unit"])
def test_of_a_head_all_under_them_keep_out_and_the_clerk_above_has_it(cast, above, client, whom):
    case = people.accepted(cast)
    dates = list(Duty.objects.filter(closed_at=None).values_list("key", "due_on"))
    post = Post.objects.get(unit=cast.ward)
    meant = {"person": cast.head.pk, "post": post.pk, "unit": cast.ward.pk}
    name(cast, case, f"{whom}:{meant[whom]}")
    assert (case.unit_id, case.came_from_id, case.handler_id) == (cast.province.pk, cast.ward.pk, None)
    for who in (cast.clerk, cast.head, cast.handler, cast.second_handler):
        client.force_login(who)
        assert client.get(f"/desk/cases/{case.pk}/").status_code == 404
    client.force_login(above["above_clerk"])
    page = client.get(f"/desk/cases/{case.pk}/")
    assert page.status_code == 200
    assert people.TITLE in client.get("/desk/").content.decode()
    running = Duty.objects.filter(closed_at=None)
    assert list(running.values_list("key", "due_on")) == dates
    assert set(running.values_list("post__unit_id", flat=True)) == {cast.province.pk}


def test_it_cannot_go_back_under_them(cast, above, client):
    case = people.received(cast)
    name(cast, case, f"unit:{cast.ward.pk}")
    by = people.actor(above["above_clerk"])
    with pytest.raises(Refused, match="in_conflict"):
        cases.send_back(case_id=case.pk, version=case.version, reason="x", by=by, at=NOW)
    with pytest.raises(Refused, match="in_conflict"):
        cases.transfer(case_id=case.pk, version=case.version, to_unit=cast.ward.pk, reason="x", by=by, at=NOW)
    client.force_login(above["above_clerk"])
    shown = client.get(f"/desk/cases/{case.pk}/").context["deeds"]
    form = next(panel["form"] for panel in shown if panel["event"] == "transfer")
    assert [pk for pk, _name in form.fields["to_unit"].choices] == ["", cast.other.pk]
    cases.transfer(case_id=case.pk, version=case.version, to_unit=cast.other.pk, reason="x", by=by, at=NOW)


def test_routing_offers_the_next_higher_unit_first(cast, above, client):
    case = people.received(cast)
    name(cast, case, f"person:{cast.handler.pk}")
    client.force_login(cast.clerk)
    shown = client.get(f"/desk/cases/{case.pk}/").context["deeds"]
    form = next(panel["form"] for panel in shown if panel["event"] == "transfer")
    assert form.fields["to_unit"].choices[1][0] == cast.province.pk


def test_where_nobody_is_above_it_is_refused_and_nothing_changes(cast):
    case = people.accepted(cast)
    with pytest.raises(Refused, match="nobody_above"):
        name(cast, case, f"person:{cast.head.pk}")
    assert not Party.objects.exists()
    case.refresh_from_db()
    assert (case.guarded, case.handler_id) == (False, cast.handler.pk)


def test_a_handler_keeps_out_with_one_press(cast, client):
    case = people.accepted(cast)
    client.force_login(cast.handler)
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert f'action="/desk/cases/{case.pk}/recuse"' in page
    answer = client.post(f"/desk/cases/{case.pk}/recuse", {"version": case.version})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    case.refresh_from_db()
    assert (case.handler_id, case.unit_id) == (None, cast.ward.pk)
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 404
    assert Step.objects.filter(case=case, event="recuse", by=cast.handler).count() == 1


def test_a_head_keeps_out_and_it_goes_to_the_unit_above(cast, above):
    case = people.proposed(cast)
    cases.recuse(case_id=case.pk, version=case.version, by=people.actor(cast.head), at=NOW)
    case.refresh_from_db()
    assert case.unit_id == cast.province.pk
    with pytest.raises(Refused, match="no_such_case"):
        cases.approve(case_id=case.pk, version=case.version, by=people.actor(cast.head), at=NOW)
    cases.approve(case_id=case.pk, version=case.version, by=people.actor(above["above_head"]), at=NOW)


def test_a_draft_of_whoever_keeps_out_is_not_signed(cast):
    case = people.proposed(cast)
    name(cast, case, f"person:{cast.handler.pk}")
    by = people.actor(cast.head)
    with pytest.raises(Refused, match="drafted_in_conflict"):
        cases.approve(case_id=case.pk, version=case.version, by=by, at=NOW)
    cases.rework(case_id=case.pk, version=case.version, reason="Soạn lại", by=by, at=NOW)


def test_they_are_told_nothing_more(cast):
    case = handled(cast)
    Case.objects.filter(pk=case.pk).update(handler=cast.handler)
    before = Notice.objects.filter(person=f"person:{cast.handler.pk}").count()
    overdue.sweep(at=NOW + timedelta(days=200))
    assert Notice.objects.filter(person=f"person:{cast.head.pk}", event__contains="overdue").exists()
    assert Notice.objects.filter(person=f"person:{cast.handler.pk}").count() == before


def test_what_the_sender_says_is_read_by_the_clerk_alone_until_it_is_settled(cast, client):
    case = people.received(cast, about_conduct=True, about_whom="Ông Ví Dụ ở bộ phận đất đai")
    shown = {}
    for who in ("clerk", "head"):
        client.force_login(getattr(cast, who))
        shown[who] = client.get(f"/desk/cases/{case.pk}/")
    assert shown["head"].status_code == 404
    page = shown["clerk"].content.decode()
    assert "Ông Ví Dụ ở bộ phận đất đai" in page
    assert next(panel for panel in shown["clerk"].context["deeds"] if panel["event"] == "name")["open"]
    name(cast, case, f"person:{cast.second_handler.pk}")
    client.force_login(cast.head)
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert cast.second_handler.name in page
    assert "Ông Ví Dụ ở bộ phận đất đai" not in page


def test_an_entry_that_was_wrong_is_lifted_with_its_reason(cast):
    case = people.received(cast, about_conduct=True)
    entry = Party.objects.get()
    said = {"case_id": case.pk, "entry": entry.pk, "reason": "Người ở cơ quan khác", "at": NOW}
    cases.lift(version=case.version, by=people.actor(cast.clerk), **said)
    case.refresh_from_db()
    assert not case.guarded
    with pytest.raises(Refused, match="no_such_entry"):
        cases.lift(version=case.version, by=people.actor(cast.clerk), **said)


def test_the_log_and_the_public_say_that_it_happened_never_who(cast, client):
    case = handled(cast)
    facts = statement.parse(Event.objects.get(kind="case.conflict").statement).facts
    assert facts == {"why": "named"}
    page = client.get(f"/register/{case.pk}").content.decode()
    assert cast.handler.name not in page
    assert "không được tiếp cận" not in page


@pytest.mark.parametrize(
    "whom", ["", "person:", "person:999999", "unit:999999", "post:999999", "nobody:1", "x"]
)
def test_nobody_is_named_who_is_not_there(cast, client, whom):
    case = people.received(cast)
    client.force_login(cast.clerk)
    answer = client.post(
        f"/desk/cases/{case.pk}/name", {"version": 1, "seen": 1, "whom": whom, "reason": "lời đã gõ"}
    )
    assert answer.status_code == 422
    assert "lời đã gõ" in answer.content.decode()
    assert not Party.objects.exists()
    with pytest.raises(Refused):
        name(cast, case, whom)


def test_the_same_person_is_named_once(cast):
    case = handled(cast)
    with pytest.raises(Refused, match="named_already"):
        name(cast, case, f"person:{cast.handler.pk}")


def test_the_filter_of_rows_and_the_law_agree_on_everybody(cast, above):
    """One rule, told twice: as a condition of SQL, and as a function."""
    entries = {
        "handler": {"why": "named", "person": cast.handler},
        "ward": {"why": "named", "unit": cast.ward},
        "province": {"why": "named", "unit": cast.province},
        "other": {"why": "recused", "person": cast.other_head},
        "said": {"why": "said", "said": "ai đó"},
        "lifted": {"why": "named", "unit": cast.ward, "lifted_at": NOW, "lifted_by": cast.clerk},
    }
    staff = [one for one in vars(cast).values() if isinstance(one, Person)] + list(above.values())
    seen = set()
    for entry in entries.values():
        case = people.received(cast)
        Party.objects.create(case=case, by=cast.clerk, at=NOW, **entry)
        Case.objects.filter(pk=case.pk).update(guarded=True)
        case.refresh_from_db()
        for person in staff:
            actor = people.actor(person)
            decided = conflict.barred(firewall.member(case, actor), firewall.named(case.pk))
            assert firewall.bars(case_id=case.pk, person_id=person.pk, on=TODAY) is decided
            listed = firewall.open_to(Case.objects.filter(pk=case.pk), person_id=person.pk, on=TODAY)
            assert listed.exists() is not decided
            seen.add(decided)
    assert seen == {True, False}
