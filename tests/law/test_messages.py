"""Messages inside a case: who may write, when, and by when an answer may be hoped for."""

from datetime import date, timedelta

import pytest

from hoiam.law import messages
from hoiam.law.messages import Facts, Kind
from hoiam.law.refusal import Refused

TODAY = date(2026, 11, 30)


def facts(**changes):
    plain = {"on": TODAY, "state": "accepted", "open": True, "text": "Xin cho biết số nhà.", "works_on": True}
    return Facts(**{**plain, **changes})


def refused(decide, **changes):
    with pytest.raises(Refused) as caught:
        decide(facts(**changes))
    return caught.value


@pytest.mark.parametrize(
    ("kind", "event"), [(Kind.QUESTION, "ask"), (Kind.DOCUMENT, "ask"), (Kind.REMARK, "tell")]
)
def test_what_the_office_writes_asks_or_tells_and_moves_no_clock(kind, event):
    step = messages.from_office(facts(kind=kind))
    assert (step.event, step.before, step.after) == (event, "accepted", "accepted")
    assert (step.opens, step.closes, step.stops, step.moves) == ((), (), (), ())


def test_what_the_citizen_writes_moves_no_clock_either():
    step = messages.from_citizen(facts(works_on=False))
    assert (step.event, step.opens, step.closes, step.resumes) == ("say", (), (), ())


def test_who_does_not_work_on_it_cannot_write():
    assert refused(messages.from_office, works_on=False).code == "not_yours"


@pytest.mark.parametrize("decide", [messages.from_office, messages.from_citizen])
def test_nothing_is_added_to_a_case_that_is_not_open(decide):
    one = refused(decide, open=False, state="closed")
    assert (one.code, one.facts) == ("wrong_state", {"state": "closed"})


@pytest.mark.parametrize("decide", [messages.from_office, messages.from_citizen])
@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_message_is_none(decide, text):
    assert refused(decide, text=text).code == "message_empty"


def test_the_citizen_may_send_documents_without_a_word_and_the_office_may_not():
    assert messages.from_citizen(facts(text="", files=1)).event == "say"
    assert refused(messages.from_office, text="", files=1).code == "message_empty"


@pytest.mark.parametrize("decide", [messages.from_office, messages.from_citizen])
def test_a_message_has_a_longest_length(decide):
    assert decide(facts(text="a" * messages.MOST_TEXT))
    assert refused(decide, text="a" * (messages.MOST_TEXT + 1)).facts == {"limit": messages.MOST_TEXT}


def test_a_citizen_writes_so_often_a_day():
    assert messages.from_citizen(facts(sent_today=messages.MOST_A_DAY - 1))
    assert refused(messages.from_citizen, sent_today=messages.MOST_A_DAY).code == "too_many_messages"


def test_a_day_may_be_hoped_for_from_tomorrow_on():
    for days in (1, messages.FURTHEST_DAYS):
        assert messages.from_office(facts(kind=Kind.QUESTION, hoped_on=TODAY + timedelta(days=days)))


@pytest.mark.parametrize(
    ("days", "kind", "code"),
    [
        (0, Kind.QUESTION, "hoped_in_past"),
        (-1, Kind.DOCUMENT, "hoped_in_past"),
        (messages.FURTHEST_DAYS + 1, Kind.QUESTION, "hoped_too_far"),
        (3, Kind.REMARK, "hoped_needs_question"),
    ],
)
def test_other_days_are_refused(days, kind, code):
    assert refused(messages.from_office, kind=kind, hoped_on=TODAY + timedelta(days=days)).code == code
