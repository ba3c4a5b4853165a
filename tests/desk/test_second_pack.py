"""A petition under two jurisdictions: the same counter, other rules, clocks, days off, lists and words."""

from dataclasses import dataclass
from datetime import date, datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case
from hoiam.duties import queries as duties
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.notices import render as notices
from hoiam.notices.models import Notice
from hoiam.sealed import actions as sealed
from tests import cast as people

pytestmark = pytest.mark.django_db
VIETNAMESE = ("tcd.", "kn.", "Luật", "Nghị định", "Điều", "Decree", "42/2013", "154/2026", "QH13", "Tết")


def noon(day: int, month: int = 11) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, 12))  # noqa: DTZ001 - made aware here


@dataclass(frozen=True)
class Land:
    """What must come out where: rule and last day of each clock of a petition sent on 18 November 2026."""

    pack: str
    field: str
    notice: tuple[str, date]
    answer: tuple[str, date]
    promise: str
    again: date  # the answer, counted from the contest on 2 December


# 24 November is a holiday in the one, 26 November in the other.
LANDS = [
    Land(
        "vn",
        "utility",
        ("tcd.result_notice", date(2026, 12, 3)),
        ("tcd.petition_idle_discipline", date(2027, 1, 4)),
        "tcd.head_promised_reply",
        date(2027, 1, 18),
    ),
    Land(
        "demo_en",
        "lighting",
        ("smc.petition.acknowledge", date(2026, 11, 25)),
        ("smc.petition.answer", date(2026, 12, 17)),
        "smc.petition.promised",
        date(2026, 12, 30),
    ),
]
every_land = pytest.mark.parametrize("land", LANDS, ids=lambda land: land.pack)


@pytest.fixture
def second(settings):
    settings.HOIAM_PACK = "demo_en"
    cache.clear()


def submitted(cast) -> Case:
    taken = cases.submit(intake=people.intake(cast.ward, channel="web", language="en"), at=noon(18))
    return Case.objects.get(pk=taken.case_id)


def act(event, case, by, at, **said):
    case.refresh_from_db()
    actor = people.actor(by, timezone.localtime(at).date())
    return getattr(cases, event)(case_id=case.pk, version=case.version, by=actor, at=at, **said)


def running(case) -> dict[str, tuple[str, date]]:
    return {duty.key: (duty.rule_id, duty.due_on) for duty in duties.of_subject("case", case.pk) if duty.open}


def handled(cast, land) -> Case:
    """From the citizen to the citizen and back: sent, taken up, promised, answered, contested."""
    case = submitted(cast)
    assert running(case) == {"notice": land.notice, "answer": land.answer}
    act("classify", case, cast.clerk, noon(19), kind="petition", field=land.field)
    act("accept", case, cast.clerk, noon(19))
    act("assign", case, cast.clerk, noon(19), to=cast.handler.pk)
    assert running(case) == {"answer": land.answer}
    act("promise", case, cast.head, noon(20), on=date(2026, 12, 4), reason="")
    assert running(case) == {"answer": (land.promise, date(2026, 12, 4))}
    act("save_points", case, cast.handler, noon(27), points=people.points("Lamp", "Rubbish"))
    act("propose", case, cast.handler, noon(27))
    act("approve", case, cast.head, noon(30))
    assert running(case) == {}
    cases.contest(case_id=case.pk, numbers=(2,), reason="No day is named.", at=noon(2, 12))
    case.refresh_from_db()
    return case


@every_land
def test_a_petition_is_sent_taken_up_promised_answered_and_contested_under_both(cast, settings, land):
    settings.HOIAM_PACK = land.pack
    case = handled(cast, land)
    assert case.state == "contested"
    assert running(case) == {"answer": (land.answer[0], land.again)}
    outcomes = [duty.outcome for duty in duties.of_subject("case", case.pk) if not duty.open]
    assert sorted(outcomes) == ["handed_over", "met", "met"]


def page(client, case, language="en") -> str:
    code = sealed.open(identity_id=case.identity_id, by=None, purpose="print", at=timezone.now()).code
    client.cookies["lang"] = language
    return unescape(client.get(f"/cases/{code}").content.decode())


def test_the_english_page_cites_the_ordinance_and_nothing_of_another_country(client, cast, second):
    case = submitted(cast)
    shown = page(client, case)
    assert "Saltmarsh Petitions Ordinance 12/2019, article 3.1" in shown
    assert "Saltmarsh Petitions Ordinance 12/2019, article 4.1" in shown
    assert "Harvest Day" in shown
    assert [word for word in VIETNAMESE if word in shown] == []


def test_so_does_the_page_of_a_contested_answer(client, cast, second):
    shown = page(client, handled(cast, LANDS[1]))
    assert "Saltmarsh Petitions Ordinance 12/2019, article 4.2" in shown
    assert "Street lighting" in shown
    assert [word for word in VIETNAMESE if word in shown] == []


def test_the_citizen_of_the_first_country_reads_its_own_law(client, cast):
    shown = page(client, submitted(cast))
    assert "Law 42/2013/QH13, article 28.1" in shown
    assert "Saltmarsh" not in shown


def test_grounds_and_windows_are_those_of_the_county(cast, second):
    case = submitted(cast)
    with pytest.raises(Refused) as refused:
        act("refuse", case, cast.head, noon(19), ground="outside_scope", reason="")
    assert refused.value.facts["known"] == ("answered_before", "not_county")
    assert packs.load("demo_en").policy("contest_window_days") == 21


@every_land
def test_the_receipt_by_mail_names_the_day_of_that_country(cast, settings, land):
    settings.HOIAM_PACK = land.pack
    case = submitted(cast)
    [notice] = Notice.objects.filter(person=f"identity:{case.identity_id}", template="cases/received")
    assert notice.context["due"] == land.notice[1].isoformat()
    for language in ("vi", "en"):
        said = notices.render(template=notice.template, language=language, context=notice.context)
        assert f"{land.notice[1]:%d/%m/%Y}" in said.body


def staff_page(client, who, path) -> str:
    client.force_login(who, backend="hoiam.office.backend.PersonBackend")
    client.cookies["lang"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_staff_work_on_it_with_the_county_s_lists_and_clocks(client, cast, second):
    case = submitted(cast)
    shown = staff_page(client, cast.clerk, f"/desk/cases/{case.pk}/")
    assert "Footpaths and stiles" in shown
    assert "Saltmarsh Petitions Ordinance 12/2019, article 3.1" in shown
    assert [word for word in VIETNAMESE if word in shown] == []


def test_staff_read_the_county_s_rules(client, cast, second):
    for path, words in (
        ("", "town_meeting"),
        ("?area=petition", "smc.petition.answer"),
        ("smc.meeting.announce/", "Saltmarsh Town Meetings Ordinance 5/2021, article 7.1"),
    ):
        shown = staff_page(client, cast.clerk, f"/desk/law/{path}")
        assert words in shown
        assert [word for word in VIETNAMESE if word in shown] == []
