"""The table of the petition procedure, written a second time and held against the first."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.law import packs
from hoiam.law.procedures import petition
from hoiam.law.procedures.petition import Facts, PointFacts, Role, State
from hoiam.law.refusal import Refused
from tests.every import each

VN = packs.load("vn")
TODAY = date(2026, 8, 3)
WHOLE = (
    PointFacts(1, "accepted", "seen on the spot", "road mended by May"),
    PointFacts(2, "explained", "g", "n"),
)

NOTICE = ("notice", "tcd.result_notice")
ANSWER = ("answer", "tcd.petition_idle_discipline")
REFUSAL = ("refusal_notice", "tcd.refusal_notice")
PROMISE = ("answer", "tcd.head_promised_reply")
OFFICE, AUTHORS = "clerk head", "handler head"
OPEN, BOTH_MET = "received accepted proposed contested", "notice met, answer met"
SENT = {"came_from": True}

# event: (before, after, who, opens, closes, facts that let it pass)
TABLE = {
    "submit": ("-", "received", "citizen", [NOTICE, ANSWER], "", {}),
    "register": ("-", "received", OFFICE, [NOTICE, ANSWER], "", {}),
    "classify": ("received accepted", "=", OFFICE, [], "", {}),
    "accept": ("received", "accepted", OFFICE, [], "notice met", {}),
    "assign": ("accepted contested", "=", OFFICE, [], "", {}),
    "transfer": ("received", "=", OFFICE, [NOTICE], "notice handed_over", {"reason": "not ours"}),
    "send_back": ("received", "=", OFFICE, [NOTICE], "notice handed_over", {"reason": "not ours", **SENT}),
    "transfer_out": ("received", "transferred", OFFICE, [], BOTH_MET, {"reason": "to the court"}),
    "refuse": ("received", "refused", "head", [], BOTH_MET, {"ground": "court_ruling"}),
    "refuse_in_writing": ("received", "refusing", "head", [REFUSAL], BOTH_MET, {"ground": "already_answered"}),
    "notify_refusal": ("refusing", "refused", "head", [], "refusal_notice met", {"number": "01/TB-UBND"}),
    "promise": (OPEN, "=", "head", [PROMISE], "answer handed_over", {"promised_on": date(2026, 8, 4)}),
    "draft": ("accepted contested", "=", AUTHORS, [], "", {}),
    "propose": ("accepted contested", "proposed", AUTHORS, [], "", {}),
    "rework": ("proposed", "accepted", "head", [], "", {"reason": "point 2 is vague"}),
    "approve": ("proposed", "answered", "head", [], "answer met", {}),
    "rate": ("answered closed", "=", "citizen", [], "", {"score": 4}),
    "contest": ("answered", "contested", "citizen", [ANSWER], "", {"contested": (2,), "reason": "vague"}),
    "close": ("answered", "closed", OFFICE, [], "", {"answered_on": date(2026, 7, 3)}),
    "withdraw": (f"{OPEN} refusing", "withdrawn", "citizen", [], "notice void, answer void, refusal_notice void", {}),
}  # fmt: skip
EVENTS = list(TABLE)
STATES: list[State | None] = [None, *State]


def facts(event: str, **changed: object) -> Facts:
    """Facts that let this event pass, but for what is changed."""
    fine = {"on": TODAY, "points": WHOLE, "is_assignee": True, **TABLE[event][5]}
    return Facts(**{**fine, **changed})


def befores(event: str) -> list[State | None]:
    return [None if word == "-" else State(word) for word in TABLE[event][0].split()]


def allowed(event: str) -> set[Role]:
    return {Role(word) for word in TABLE[event][2].split()}


def decide(
    event: str, state: State | None = None, role: Role | None = None, **changed: object
) -> petition.Step:
    """The event done by the right person to a case in the right state, but for what is changed."""
    who = role or min(allowed(event))
    return petition.decide(
        event,
        state=state or befores(event)[0],
        roles=frozenset({who}),
        facts=facts(event, **changed),
        pack=VN,
    )


def refused(event: str, **changed: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        decide(event, **changed)
    return caught.value.code, caught.value.facts


def test_the_table_has_these_events_and_no_others():
    assert {move.event for move in petition.MOVES} == set(TABLE)


@each(EVENTS)
def test_each_move_leads_where_the_table_says_from_each_of_its_states(event):
    for state in befores(event):
        step = decide(event, state)
        after = state if TABLE[event][1] == "=" else TABLE[event][1]
        assert (step.event, step.before, step.after) == (event, state, after)
        assert [(clock.key, clock.rule_id) for clock in step.opens] == TABLE[event][3]


@each([event for event in EVENTS if event != "promise"])
def test_each_move_closes_the_clocks_the_table_says(event):
    for state in befores(event):
        assert (
            ", ".join(f"{clock.key} {clock.outcome}" for clock in decide(event, state).closes)
            == TABLE[event][4]
        )


def test_of_several_people_it_is_accepted_once_their_file_is_whole():
    assert refused("accept", group_missing=("appointment",)) == (
        "group_papers_missing",
        {"missing": ("appointment",)},
    )


def test_a_promise_meets_the_notice_only_while_the_case_is_new():
    for state in befores("promise"):
        closed = [(clock.key, clock.outcome) for clock in decide("promise", state).closes]
        new = [("notice", "met")] if state is State.RECEIVED else []
        assert closed == [*new, ("answer", "handed_over")]


@each(EVENTS)
def test_each_move_is_refused_from_every_other_state(event):
    for state in set(STATES) - set(befores(event)):
        with pytest.raises(Refused) as caught:
            petition.decide(event, state=state, roles=frozenset(allowed(event)), facts=facts(event), pack=VN)
        assert caught.value.code == "wrong_state"
        assert caught.value.facts["state"] == state
        assert set(caught.value.facts["allowed"]) == set(befores(event))


@each(EVENTS)
def test_each_move_is_open_to_each_of_its_roles_and_refused_to_every_other(event):
    for role in allowed(event):
        assert decide(event, role=role)
    for role in set(Role) - allowed(event):
        with pytest.raises(Refused) as caught:
            decide(event, role=role)
        assert caught.value.code == "not_yours"
        assert set(caught.value.facts["allowed"]) == allowed(event)


@each(EVENTS)
def test_nobody_may_do_anything_without_a_role(event):
    with pytest.raises(Refused, match="not_yours"):
        petition.decide(event, state=befores(event)[0], roles=frozenset(), facts=facts(event), pack=VN)


@each(["draft", "propose"])
def test_a_handler_may_not_touch_what_is_assigned_to_another(event):
    assert refused(event, role=Role.HANDLER, is_assignee=False)[0] == "not_yours"
    assert decide(event, role=Role.HEAD, is_assignee=False)


def test_being_the_assignee_gives_nobody_a_role():
    assert refused("draft", role=Role.CLERK)[0] == "not_yours"


def test_an_event_nobody_knows_is_refused():
    with pytest.raises(Refused) as caught:
        petition.decide("burn", state=State.RECEIVED, roles=frozenset(Role), facts=facts("accept"), pack=VN)
    assert (caught.value.code, caught.value.facts) == ("unknown_event", {"event": "burn"})


@each(["submit", "register"])
def test_a_unit_without_a_clerk_receives_nothing(event):
    assert refused(event, unit_has_clerk=False) == ("no_recipient", {})


@pytest.mark.parametrize("event", ["transfer", "send_back"])
class TestMovingToAnotherUnit:
    def test_the_answer_clock_goes_along_untouched(self, event):
        assert decide(event).moves == ("answer",)

    def test_to_the_same_unit_is_refused(self, event):
        assert refused(event, same_unit=True) == ("same_unit", {})

    def test_to_a_unit_that_receives_nothing_is_refused(self, event):
        assert refused(event, to_unit_open=False) == ("no_recipient", {})

    def test_without_a_reason_is_refused(self, event):
        assert refused(event, reason=" \n ") == ("reason_needed", {})


def test_only_transfers_move_a_clock():
    assert {event for event in EVENTS if decide(event).moves} == {"transfer", "send_back"}


def test_sending_back_what_no_unit_sent_is_refused():
    assert refused("send_back", came_from=False) == ("not_transferred", {})


@each(["transfer_out", "rework", "contest"])
def test_a_reason_is_needed(event):
    assert refused(event, reason="") == ("reason_needed", {})


def test_a_ground_that_needs_writing_is_not_just_explained_and_the_other_way_round():
    for event, ground, code in (
        ("refuse", "already_answered", "written_ground"),
        ("refuse_in_writing", "court_ruling", "spoken_ground"),
    ):
        assert refused(event, ground=ground) == (code, {"ground": ground})


@each(["already_answered", "settled_reviewed"])
def test_only_the_two_grounds_of_decree_154_article_4_3_need_writing(ground):
    written = {known.code for known in VN.petition_grounds if petition.in_writing(known.code, VN)}
    assert ground in written
    assert len(written) == 2


def test_the_written_notice_has_a_number():
    assert refused("notify_refusal", number=" ") == ("decision_needed", {"on": TODAY})


@each(["", "we do not like it", "weapons"])
def test_a_petition_is_refused_only_on_a_ground_the_law_gives_against_petitions(ground):
    for event in ("refuse", "refuse_in_writing"):
        code, told = refused(event, ground=ground)
        assert code == "unknown_ground"
        assert told == {"known": tuple(known.code for known in VN.petition_grounds)}


class TestPromise:
    def test_without_a_day_is_refused(self):
        assert refused("promise", promised_on=None) == ("promise_missing", {})

    @pytest.mark.parametrize("promised", [TODAY, date(2026, 8, 1)])
    def test_for_today_or_earlier_is_refused(self, promised):
        told = {"promised": promised, "earliest": date(2026, 8, 4)}
        assert refused("promise", promised_on=promised) == ("promise_in_past", told)

    @pytest.mark.parametrize("line", ["red_line", "earlier_promise", "answer_due"])
    def test_beyond_what_binds_already_needs_a_reason(self, line):
        late = {"promised_on": date(2026, 9, 2), line: date(2026, 9, 1)}
        told = {"promised": date(2026, 9, 2), "until": date(2026, 9, 1)}
        assert refused("promise", **late) == ("promise_needs_reason", told)
        assert decide("promise", **late, reason="the survey is not back")

    def test_up_to_what_binds_already_needs_none(self):
        assert decide("promise", promised_on=date(2026, 9, 1), red_line=date(2026, 9, 1))

    def test_beyond_the_nearest_of_several_needs_a_reason(self):
        both = {"red_line": date(2026, 9, 17), "earlier_promise": date(2026, 9, 1)}
        assert refused("promise", promised_on=date(2026, 9, 10), **both)[0] == "promise_needs_reason"


class TestPropose:
    def test_a_reply_without_points_is_refused(self):
        assert refused("propose", points=()) == ("no_points", {})

    def test_a_reply_with_gaps_is_refused_and_every_gap_named(self):
        points = (WHOLE[0], PointFacts(2, "", "  ", ""), PointFacts(3, "perhaps", "g", "n"))
        missing = [(2, "decision"), (2, "ground"), (2, "next_step"), (3, "decision")]
        assert refused("propose", points=points) == ("points_incomplete", {"missing": missing})

    @pytest.mark.parametrize("decision", [choice.code for choice in VN.reply_decisions])
    def test_every_decision_of_the_pack_will_do(self, decision):
        assert decide("propose", points=(replace(WHOLE[0], decision=decision),))


class TestRate:
    @pytest.mark.parametrize("score", [None, 0, 6, -1])
    def test_a_score_outside_the_scale_is_refused(self, score):
        told = {"score": score, "lowest": 1, "highest": 5}
        assert refused("rate", score=score) == ("score_out_of_range", told)

    @pytest.mark.parametrize("score", [1, 5])
    def test_both_ends_of_the_scale_are_in_it(self, score):
        assert decide("rate", score=score)

    def test_an_answer_is_rated_once(self):
        assert refused("rate", rated=True) == ("already_rated", {})


class TestContest:
    def test_no_point_named_is_refused(self):
        assert refused("contest", contested=()) == ("no_points", {})

    def test_a_point_that_does_not_exist_is_refused_and_named(self):
        assert refused("contest", contested=(9, 2, 3)) == ("unknown_point", {"numbers": (3, 9)})


class TestClose:
    def test_on_the_last_day_of_the_window_is_refused(self):
        told = {"until": TODAY}
        assert refused("close", answered_on=date(2026, 7, 4)) == ("contest_window_open", told)

    def test_the_day_after_the_window_is_allowed(self):
        assert decide("close", answered_on=date(2026, 7, 3)).after == "closed"

    def test_without_a_known_day_of_answer_is_refused(self):
        assert refused("close", answered_on=None) == ("contest_window_open", {"until": None})


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("is_assignee", [True, False])
def test_a_page_offers_just_what_the_table_allows(state, is_assignee):
    for role in Role:
        acts = role is not Role.HANDLER or is_assignee
        expected = [event for event in EVENTS if acts and state in befores(event) and role in allowed(event)]
        assert list(petition.available(state, frozenset({role}), is_assignee)) == expected


def test_an_ended_case_offers_staff_nothing():
    everyone = frozenset(Role) - {Role.CITIZEN}
    for state in (State.CLOSED, State.REFUSED, State.TRANSFERRED, State.WITHDRAWN):
        assert petition.available(state, everyone, is_assignee=True) == ()


def test_every_open_state_can_still_reach_an_end():
    reached = {State.CLOSED, State.REFUSED, State.TRANSFERRED, State.WITHDRAWN}
    while (
        more := {a for move in petition.MOVES for a, b in move.paths.items() if a and b in reached} - reached
    ):
        reached |= more
    assert reached == set(State)


@each(EVENTS)
def test_every_step_says_where_it_is_written(event):
    source = decide(event).source
    assert source == "Quy tắc của hệ thống" or "Điều" in source


def test_a_step_can_be_cited_in_english_too():
    assert VN.source("petition", "promise").article == "18.4; 25.3"
    assert "Điều 18 khoản 4" in decide("promise").source
