"""One duty of each kind there is: on the holder's board, in the reminders, in the account, on the scoreboard."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone, translation

from hoiam.desk.cases.actions import digest
from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.duties import actions as duties, recurring
from hoiam.law import accounts, packs
from hoiam.law.procedures import kinds
from hoiam.notices.models import Notice
from hoiam.office import signoff
from tests.desk import account_story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
OVERDUE = TODAY - timedelta(days=3)
NOT_YET = {"consultation", "denunciation", "publication"}
"""Procedures in which nobody works here: a denunciation only waits, its keeper alone sees it."""
BY_SUBJECT = {
    **dict.fromkeys(("call", "announce", "results"), "conference"),
    **dict.fromkeys(("promise", "promised_answer"), "promise"),
    **dict.fromkeys(
        (
            *("duration", "explanation", "conclusion", "superior_opinion", "publish_conclusion"),
            "implement_order",
        ),
        "inspection",
    ),
    "task": "task",
    "remedy": "finding",
    "mend": "self_review",
    "account": "report",
    "account_answer": "account_question",
    "recommendation": "recommendation",
    "recommendation_done": "recommendation",
    "promised": "content",
    "replies": "session",
}


@pytest.fixture(autouse=True)
def fresh():
    signoff.forget()
    yield
    signoff.forget()


@pytest.fixture
def one_of_each(cast):
    """Of the head of the ward: each past its day by three days, so that every list has it."""
    post = account_story.head_post(cast)
    duties.open_many(
        specs=[
            duties.NewDuty(
                unit_id=post.unit_id,
                post_id=post.pk,
                subject=BY_SUBJECT.get(key, "session" if key in recurring_keys() else "case"),
                subject_id=9000 + number,
                key=key,
                rule_id="tcd.petition_idle_discipline",
                event_on=OVERDUE - timedelta(days=20),
                due_on=OVERDUE,
                safe_on=OVERDUE,
            )
            for number, key in enumerate(KINDS)
        ],
        at=NOW - timedelta(days=20),
    )
    return post


def recurring_keys():
    return {recurring.key_of(one) for one in packs.load("vn").frequencies.values()}


def words(language):
    with translation.override(language):
        return {key: str(name) for key, name in KINDS.items()}


def page(client, who, path):
    if who is not None:
        client.force_login(who, backend="hoiam.office.backend.PersonBackend")
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_every_clock_that_a_post_can_owe_has_a_name():
    pack = packs.load("vn")
    owed = {
        clock.key
        for name, clock in pack.clocks.items()
        if name.partition(".")[0] not in NOT_YET and not kinds.lapses(pack.rules[clock.rule_id])
    }
    assert len(owed) > 20
    assert owed - KINDS.keys() == set()


def test_every_kind_stands_on_the_board_of_its_holder(client, cast, one_of_each):
    shown = page(client, cast.head, f"/desk/board/print?post={one_of_each.pk}")
    assert [key for key, name in words("vi").items() if name not in shown] == []


def test_every_kind_is_in_the_daily_letter_to_the_office(cast, one_of_each):
    digest.send(at=NOW)
    letter = Notice.objects.get(template="cases/digest", person=f"person:{cast.head.pk}").context
    told = {one["what"] for one in letter["owed"]}
    assert [key for key, name in words("vi").items() if name not in told] == []


def test_every_kind_is_a_line_of_the_account(cast, one_of_each):
    account = account_story.begun(cast)
    lines = {line.key for period in accounts.read(account.figures) for line in period.lines}
    assert KINDS.keys() - lines == set()


def test_every_kind_is_counted_on_the_scoreboard(client, cast, one_of_each):
    shown = page(client, None, f"/scores/{cast.ward.code}/{one_of_each.pk}")
    assert [key for key, name in words("vi").items() if name not in shown] == []
