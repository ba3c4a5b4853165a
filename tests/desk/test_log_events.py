"""What the law cares about is in the log: once, with what it said, and open to all where it is public."""

import hashlib
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import logbook, snapshots
from hoiam.duties import recurring
from hoiam.duties.models import Duty
from hoiam.journal import actions as journal
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt, statement
from hoiam.ledger.statement import KINDS
from hoiam.office import announcing, rulebook, signoff
from tests import cast as people
from tests.desk import calendar_story as story, reception_story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
PAGE = Path("docs/howto/events.md")
ROOMS = ("desk", "journal", "config", "office", "duties")


def only(kind):
    return statement.parse(Event.objects.get(kind=kind).statement)


def opened(settings, index):
    """What a stranger with a copy of the log reads."""
    file = Path(settings.HOIAM_LOG_DIR) / "openings" / str(index)
    return statement.parse(receipt.parse_opening(file.read_bytes()).statement)


def beside(settings, kind):
    """The JSON beside a public event, once its SHA-256 is found to be the one in the statement."""
    one = Event.objects.get(kind=kind)
    text = (Path(settings.HOIAM_LOG_DIR) / "openings" / f"{one.index}.json").read_bytes()
    assert opened(settings, one.index).facts["sha256"] == hashlib.sha256(text).hexdigest()
    return json.loads(text)


def test_a_receipt_says_every_deadline_and_its_rule(cast):
    people.received(cast)
    facts = only("case.received").facts
    assert set(facts) == {"channel", "matter", "due", "rule", "notice-due", "notice-rule"}
    duties = {duty.key: duty for duty in Duty.objects.all()}
    assert facts["due"] == duties["answer"].due_on.isoformat()
    assert (facts["notice-due"], facts["notice-rule"]) == (
        duties["notice"].due_on.isoformat(),
        duties["notice"].rule_id,
    )


def promise(cast, case, days, **changes):
    on = TODAY + timedelta(days=days)
    cases.promise(
        case_id=case.pk, version=case.version, on=on, by=people.actor(cast.head), at=NOW, reason="Chờ vật tư"
    )
    case.refresh_from_db()
    return on


def test_a_later_day_is_an_extension_and_an_earlier_one_a_promise(cast):
    case = people.accepted(cast)
    before = case.answer_due_on
    promise(cast, case, 2)
    promised = only("case.promised").facts
    later = promise(cast, case, 9)
    extended = only("case.deadline-extended").facts
    assert promised["due"] < before.isoformat()
    assert (extended["was"], extended["due"]) == (promised["due"], later.isoformat())
    assert extended["why"] == "promise"


def sign(cast):
    rule_id = next(iter(signoff.doubtful("vn")))
    by = people.actor(cast.operator)
    seen = rulebook.shown(rule_id).digest
    signoff.sign_off(rule_id=rule_id, seen=seen, document="Công văn số 1/CV-VD", by=by, at=NOW)
    return rule_id, by


def test_who_answers_for_a_rule_is_logged_with_what_the_rule_was(cast, settings):
    rule_id, by = sign(cast)
    assert logbook.keep_up(at=NOW) == 1
    facts = opened(settings, Event.objects.get(kind="rule.signed-off").index).facts
    assert (facts["rule"], facts["digest"]) == (rule_id, rulebook.shown(rule_id).digest)
    assert facts["document"] == hashlib.sha256("Công văn số 1/CV-VD".encode()).hexdigest()
    signoff.withdraw(rule_id=rule_id, by=by, at=NOW)
    assert [logbook.keep_up(at=NOW) for _ in range(2)] == [1, 0]
    assert only("rule.withdrawn").facts["rule"] == rule_id
    assert Event.objects.filter(kind__startswith="rule.").count() == 2


def test_days_off_are_logged_as_announced(cast, settings):
    story.announce(cast)
    said = beside(settings, "calendar.announced")
    assert said["document"] == story.DOCUMENT
    assert [set(day) for day in said["days"]] == [{"on", "kind"}] * len(said["days"])
    assert logbook.keep_up(at=NOW) == 0


def test_an_announcement_that_no_page_entered_is_found(cast):
    announcing.announce(said=story.swap(), by=people.actor(cast.operator), at=NOW)
    assert logbook.keep_up(at=NOW) == 1


def test_a_period_without_the_days_owed_is_missed_once(cast):
    recurring.keep_up(at=NOW)
    later = NOW + timedelta(days=62)
    recurring.keep_up(at=later)
    done = logbook.miss(at=later)
    assert done == Event.objects.filter(kind__in=("session.missed", "dialogue.missed")).count() > 0
    facts = statement.parse(Event.objects.filter(kind="session.missed").first().statement).facts
    assert set(facts) == {"frequency", "from", "until"}
    assert logbook.miss(at=later) == 0


def test_the_scoreboard_of_a_month_is_fixed_once_and_can_be_recomputed(cast, settings):
    people.received(cast, at=NOW - timedelta(days=40))
    assert snapshots.take(at=NOW)
    said = beside(settings, "report.snapshot")
    first, until = date.fromisoformat(said["from"]), date.fromisoformat(said["until"])
    text = snapshots.figures(first=first, until=until, on=TODAY)
    assert json.loads(text) == said
    assert hashlib.sha256(text.encode()).hexdigest() == only("report.snapshot").facts["sha256"]
    assert until == TODAY.replace(day=1) - timedelta(days=1)
    assert len(said["months"]) == 12
    [row] = said["offices"]
    assert (row["unit"], row["running"]) == (cast.ward.code, 1)
    assert snapshots.take(at=NOW) is None
    assert snapshots.take(at=NOW + timedelta(days=31))


def test_a_text_for_all_is_a_publication_that_names_no_case(cast):
    case = people.received(cast)
    said = {"title": "Đèn đường ngõ 7", "text": "Đèn hỏng, đã sửa."}
    cases.clear_for_public(case_id=case.pk, version=1, by=people.actor(cast.clerk), at=NOW, **said)
    made = only("publication.made")
    assert made.case != case.ref
    assert made.facts["sha256"] == hashlib.sha256("\n".join(said.values()).encode()).hexdigest()


def test_a_row_recorded_twice_at_once_is_one_event(cast):
    sign(cast)
    row = signoff.RuleSignOff.objects.get()
    event = {**logbook._signed(row), "visibility": "public"}
    assert journal.append_once(what="sign-off", number=row.pk, **event)
    assert journal.append_once(what="sign-off", number=row.pk, **event) is None
    assert Event.objects.filter(kind="rule.signed-off").count() == 1


# The page that lists them


def listed():
    """Kind: visibility and facts, as the page says."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if kinds := re.findall(r"`([a-z]+\.[a-z-]+)`", cells[0]) if line.startswith("| `") else []:
            facts = set(re.findall(r"`([a-z0-9-]+)`", cells[3]))
            found |= dict.fromkeys(kinds, (cells[2], facts))
    return found


def written():
    """Every kind that stands in the code of the rooms that write events."""
    text = "".join(
        path.read_text(encoding="utf-8") for room in ROOMS for path in Path("hoiam", room).rglob("*.py")
    )
    return {kind for kind in re.findall(r'"([a-z]+\.[a-z-]+)"', text) if statement.known(kind)}


def test_the_page_lists_what_the_code_writes_and_what_it_may():
    assert set(listed()) >= written()
    families = {kind for kind in listed() if kind not in KINDS}
    assert set(listed()) - families == KINDS
    assert {kind for kind, (seen, _) in listed().items() if seen != "not yet"} >= written()


def test_what_was_logged_is_as_the_page_says(cast):
    case = people.accepted(cast)
    promise(cast, case, 2)
    promise(cast, case, 9)
    story.announce(cast)
    sign(cast)
    reception_story.life(cast)
    logbook.keep_up(at=NOW)
    logbook.miss(at=NOW + timedelta(days=8))
    snapshots.take(at=NOW)
    page = listed()
    for one in Event.objects.all():
        seen, facts = page[one.kind]
        said = statement.parse(one.statement)
        assert one.visibility == seen, one.kind
        assert set(said.facts) | set(said.docs) <= facts, one.kind


def test_only_what_is_of_an_announcement_can_be_withdrawn(cast):
    with pytest.raises(Refused):
        announcing.withdraw(
            announcement_id=9, document="x", reason="y", by=people.actor(cast.operator), at=NOW
        )
