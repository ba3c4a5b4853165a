"""The queue: whose cases, in which order, how they are found, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import desk, tiles
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
QUEUE = "/desk/"


@pytest.fixture
def visit(client):
    def visit(who, query="", **options):
        client.force_login(who)
        return client.get(f"{QUEUE}{query}", **options)

    return visit


def text(response):
    return response.content.decode()


def numbers(response):
    return [row["facts"].split(" ")[0] for row in response.context["rows"]]


def number(case):
    return f"{case.received_on.year}-{case.pk:06d}"


def test_signing_in_comes_first(client, cast):
    answer = client.get(QUEUE)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next={QUEUE}"


def test_cases_stand_by_their_nearest_date(cast, visit):
    late = people.received(cast, at=NOW - timedelta(days=30))
    fresh = people.received(cast)
    middle = people.received(cast, at=NOW - timedelta(days=5))
    people.answered(cast)
    assert numbers(visit(cast.clerk)) == [number(case) for case in (late, middle, fresh)]


def test_late_and_soon_are_said_in_words_too(cast, visit):
    people.received(cast, at=NOW - timedelta(days=30))
    case = people.received(cast)
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + timedelta(days=2))
    page = text(visit(cast.clerk))
    assert 'class="row-late"' in page
    assert "quá hạn" in page
    assert 'class="row-soon"' in page
    assert "còn 2 ngày" in page


def test_a_handler_sees_what_is_assigned_and_nothing_else(cast, visit):
    mine = people.accepted(cast)
    people.received(cast)
    assert numbers(visit(cast.handler)) == [number(mine)]
    assert numbers(visit(cast.second_handler)) == []
    assert "Chưa có việc giao cho bạn" in text(visit(cast.second_handler))


@pytest.mark.parametrize("who", ["inspector", "overseer", "operator"])
def test_who_only_watches_is_led_to_the_public_register(cast, visit, who):
    case = people.received(cast)
    page = text(visit(getattr(cast, who)))
    assert f'href="{reverse("public:register")}"' in page
    assert case.title not in page


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("head", True),
        ("overseer", True),
        ("operator", True),
        ("inspector", False),
        ("clerk", False),
        ("handler", False),
    ],
)
def test_who_answers_for_much_is_asked_for_a_second_factor_until_it_was_shown(
    cast, visit, client, who, asked
):
    notice = "Bạn đang đăng nhập chỉ bằng mật khẩu."
    person = getattr(cast, who)
    assert (notice in text(visit(person))) is asked
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": NOW.timestamp(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    assert notice not in text(client.get(QUEUE))


def test_another_unit_sees_none_of_it(cast, visit):
    people.received(cast)
    assert numbers(visit(cast.stranger)) == []


def test_filters_by_state_mine_and_late(cast, visit):
    people.received(cast)
    late = people.received(cast, at=NOW - timedelta(days=30))
    work = people.accepted(cast)
    RoleRow.objects.create(
        person=cast.handler, unit=cast.ward, role=Role.CLERK.value, from_on=people.FIRST_DAY
    )
    assert numbers(visit(cast.clerk, "?state=accepted")) == [number(work)]
    assert numbers(visit(cast.clerk, "?late=on")) == [number(late)]
    assert numbers(visit(cast.handler, "?mine=on")) == [number(work)]
    assert numbers(visit(cast.clerk, "?state=proposed")) == []


@pytest.mark.parametrize(
    "query",
    [
        "?state=nonsense",
        "?after=x",
        "?after=2026-99-99.1",
        "?after=2026-01-01.99999999999999999999",
        "?unit=abc",
        "?unit=99999999999999999999999",
        "?q=%00",
        "?q=" + "x" * 500,
        "?mine=maybe&late=maybe",
        "?after=.",
        "?q=%20",
    ],
)
def test_no_address_makes_it_fail(cast, visit, query):
    people.received(cast)
    assert visit(cast.clerk, query).status_code == 200


def test_the_head_sees_first_what_waits_for_a_decision(cast, visit):
    case = people.proposed(cast)
    people.received(cast, at=NOW - timedelta(days=30))
    answer = visit(cast.head)
    tiles = [(tile["value"], tile["color"]) for tile in answer.context["tiles"]]
    assert tiles == [("1 vụ việc", "warning"), ("0 vụ việc", "neutral"), ("1 vụ việc", "danger")]
    assert reverse("desk:reply", args=(case.pk,)) in text(answer)
    assert reverse("desk:reply", args=(case.pk,)) not in text(visit(cast.clerk))


def test_counts_stop_where_counting_would_cost(cast, visit, monkeypatch):
    monkeypatch.setattr(tiles, "COUNT_LIMIT", 2)
    monkeypatch.setattr("hoiam.desk.cases.queries.COUNT_LIMIT", 2)
    for _ in range(3):
        people.received(cast)
    assert visit(cast.clerk).context["tiles"][0]["value"] == "1+ vụ việc"


def test_pages_follow_one_another_without_gap_or_repetition(cast, visit, monkeypatch):
    monkeypatch.setattr(desk, "PAGE", 2)
    made = [number(people.received(cast, at=NOW - timedelta(days=day // 2))) for day in range(5)]
    seen, query = [], ""
    for _ in range(3):
        answer = visit(cast.clerk, query)
        seen += numbers(answer)
        query = answer.context["next_url"]
    assert query == ""
    assert sorted(seen) == sorted(made)
    assert answer.context["first_url"]


def test_a_number_or_a_code_leads_to_the_case(cast, visit):
    taken = cases.register(intake=people.intake(cast.ward), by=people.actor(cast.clerk), at=NOW)
    case = Case.objects.get(pk=taken.case_id)
    for typed in (number(case), taken.code, taken.code.lower().replace("-", " ")):
        answer = visit(cast.clerk, "", data={"q": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.pk}/")
        answer = visit(cast.stranger, "", data={"q": typed})
        assert answer.status_code == 200
        assert "Không tìm thấy" in text(answer)


def test_words_are_found_with_and_without_accents_and_closed_cases_too(cast, visit):
    done = people.answered(cast)
    open_ = people.received(cast)
    for typed in ("đèn đường", "den duong"):
        answer = visit(cast.clerk, "", data={"q": typed})
        assert numbers(answer) == [number(open_), number(done)]
    assert answer.context["rows"][1]["due_on"] is None
    assert not visit(cast.clerk, "", data={"q": "cầu treo"}).context["rows"]
    assert visit(cast.clerk, "", data={"q": "thu gom đèn"}).context["loose"]


def test_a_person_of_two_units_switches_and_is_remembered(cast, visit):
    RoleRow.objects.create(
        person=cast.clerk, unit=cast.other, role=Role.CLERK.value, from_on=people.FIRST_DAY
    )
    case = people.received(cast)
    first = visit(cast.clerk)
    assert 'name="unit"' in text(first)
    assert numbers(first) == [number(case)]
    assert numbers(visit(cast.clerk, f"?unit={cast.other.pk}")) == []
    assert numbers(visit(cast.clerk)) == []
    assert visit(cast.stranger, f"?unit={cast.ward.pk}").context["unit"] == cast.other.pk


def test_a_role_that_ended_opens_nothing(cast, visit):
    people.received(cast)
    RoleRow.objects.filter(person=cast.clerk).update(until_on=timezone.localdate() - timedelta(days=1))
    assert "rows" not in visit(cast.clerk).context


@pytest.mark.parametrize("query", ["", "?state=received", "?late=on", "?q=den+duong", "?q=xyz+khong+co"])
def test_it_costs_at_most_eight_statements(cast, client, django_assert_max_num_queries, query):
    for _ in range(4):
        people.accepted(cast)
    client.force_login(cast.head)
    with django_assert_max_num_queries(8):
        client.get(f"{QUEUE}{query}")


def test_a_full_page_is_light(cast, visit):
    one = people.accepted(cast)
    rows = [Case(**_columns(one, at)) for at in range(30)]
    Case.objects.bulk_create(rows)
    answer = visit(cast.clerk)
    assert len(answer.context["rows"]) == 25
    assert len(answer.content) <= 40_000


def _columns(case, at):
    names = [field.attname for field in Case._meta.concrete_fields if field.attname != "id"]
    unique = {"ref": f"{at:032x}", "code_hash": bytes([at]) * 32, "submit_key": f"k{at}"}
    return {**{name: getattr(case, name) for name in names}, **unique, "title": "Kiến nghị " * 18}


def test_what_people_wrote_is_shown_as_text(cast, visit):
    people.received(cast, title="<script>alert(1)</script>")
    page = text(visit(cast.clerk))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
