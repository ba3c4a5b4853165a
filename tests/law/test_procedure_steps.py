"""Every event of every procedure passes if done rightly; by others, elsewhere or lacking something it is refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hoiam.law import packs
from hoiam.law.procedures import (
    accountability_report,
    complaint,
    consultation,
    denunciation,
    dialogue_conference,
    directive_task,
    inspection,
    reception_refusal,
    reception_session,
    registry,
)
from hoiam.law.procedures.checks import Facts
from hoiam.law.procedures.moves import Running
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Outcome, Step
from tests.every import each, each_row

VN = packs.load("vn")
TODAY = date(2026, 8, 3)  # a Monday
DAY = timedelta(days=1)
FACTS: Mapping[str, type[Facts]] = {
    "complaint_first": complaint.Facts,
    "complaint_second": complaint.Facts,
    "denunciation": denunciation.Facts,
    "reception_session": reception_session.Facts,
    "reception_refusal": reception_refusal.Facts,
    "dialogue_conference": dialogue_conference.Facts,
    "consultation": consultation.Facts,
    "directive_task": directive_task.Facts,
    "accountability_report": accountability_report.Facts,
}
RAN_OUT = {
    "take_effect", "go_on_unsettled", "end_posting", "close", "complain_of_delay", "end_broadcast", "take_down",
    "note_silence",
}  # fmt: skip
NONE_RUNS = {"papers": {"ask_papers"}, "explanation": {"conclude"}}
"""Events for which this clock must not be running."""
ON_THE_DAY = {"hold_dialogue", "open", "open_by_deputy", "hold", "miss", "note", "note_by_deputy"}
NEEDS: Mapping[str, Mapping[str, object]] = {
    "denunciation accept": {"named": True},
    "denunciation use_as_information": {"verifiable": True},
    "denunciation file": {"transferred_before": True},
    "denunciation withdraw_in_vain": {"signs_of_violation": True},
    "denunciation publish": {"redacted": True},
    "reception_session open_by_deputy": {"chaired_by_deputy": True},
    "reception_session note_by_deputy": {"chaired_by_deputy": True},
    "reception_session call_unscheduled": {"ground": "danger"},
    "reception_refusal establish": {"ground": "settled_reviewed"},
    "reception_refusal explain": {"ground": "weapons"},
    "complaint_second decide": {"dialogue_held": True},
    "accountability_report accept": {"affected": True},
    "dialogue_conference decline": {"asking": 99, "voters": 1000},
    "dialogue_conference fall_short": {"asking": 99, "voters": 1000},
    "dialogue_conference reach": {"asking": 100, "voters": 1000},
    "publication post_always": {"posted_always": True},
    "directive_task ask_for_time": {"until": TODAY + 30 * DAY},
    "directive_task grant_time": {"until": TODAY + 30 * DAY},
    "directive_task report": {"evidence": 1},
    "directive_task approve": {"by": 2, "reported_by": 1},
}
OTHERS = {name: procedure for name, procedure in registry.ALL.items() if name != "petition"}

each_procedure = each(OTHERS)


def rows(what: str) -> list[Any]:
    name, event = what.split()
    return [move for move in registry.ALL[name].moves if move.event == event]


def running(what: str) -> dict[str, Running]:
    """All clocks of the procedure, in a condition in which this event may happen."""
    name, event = what.split()
    move = rows(what)[0]
    due = TODAY - DAY if event in RAN_OUT else TODAY + 20 * DAY
    specs = {
        VN.clock(name, clock) for clock in registry.ALL[name].clocks if event not in NONE_RUNS.get(clock, ())
    }
    return {spec.key: Running(spec.rule_id, due, stopped=spec.key in move.resumes) for spec in specs}


def facts(what: str, **changed: object) -> Facts:
    name, event = what.split()
    fine: dict[str, object] = {
        "on": TODAY,
        "is_assignee": True,
        "reason": "written down",
        "number": "12/QĐ-UBND",
        "attributes": frozenset({"complex", "special", "several_places"}),
        "held_on": TODAY if event in ON_THE_DAY else TODAY + 30 * DAY,
        "announced_on": TODAY - 10 * DAY,
        "until": TODAY + 10 * DAY,
        "clocks": running(what),
    }
    return FACTS.get(name, Facts)(**{**fine, **NEEDS.get(what, {}), **changed})


def decide(what: str, state: str | None = None, role: Role | None = None, **changed: object) -> Step:
    name, event = what.split()
    return registry.ALL[name].decide(
        event,
        state=state or next(iter(rows(what)[0].paths)),
        roles=frozenset({role or min(rows(what)[0].who)}),
        facts=facts(what, **changed),
        pack=VN,
    )


def refused(what: str, state: str | None = None, **changed: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        decide(what, state, **changed)
    return caught.value.code, caught.value.facts


def clock_with(what: str, key: str, **changed: Any) -> dict[str, Running]:
    clocks = running(what)
    return {**clocks, key: replace(clocks[key], **changed)}


@each_procedure
def test_each_event_passes_from_each_of_its_states_and_does_what_its_row_says(name):
    for move in OTHERS[name].moves:
        for before, after in move.paths.items():
            step = decide(f"{name} {move.event}", before)
            assert (step.before, step.after) == (before, after)
            assert step.opens == tuple(VN.clock(name, clock) for clock in move.opens)
            assert (step.closes, step.moves) == (move.closes, move.moves)
            assert (step.stops, step.resumes, step.extends) == (move.stops, move.resumes, move.extends)
            assert step.source


@each_procedure
def test_each_event_is_refused_in_every_other_state(name):
    for event in OTHERS[name].events:
        known = tuple(state for move in rows(f"{name} {event}") for state in move.paths)
        fine = facts(f"{name} {event}")
        for state in {None, *OTHERS[name].states} - set(known):
            with pytest.raises(Refused, match="wrong_state") as caught:
                OTHERS[name].decide(event, state=state, roles=frozenset(Role), facts=fine, pack=VN)
            assert caught.value.facts == {"state": state, "allowed": known}


@each_procedure
def test_each_event_is_for_its_people_alone(name):
    for event in OTHERS[name].events:
        what = f"{name} {event}"
        who = rows(what)[0].who
        assert all(decide(what, role=role) for role in who)
        for role in set(Role) - who:
            assert refused(what, role=role) == ("not_yours", {"allowed": tuple(sorted(who))})


@each_procedure
def test_an_event_nobody_knows_is_refused(name):
    with pytest.raises(Refused, match="unknown_event"):
        registry.ALL[name].decide("burn", state=None, roles=frozenset(Role), facts=Facts(on=TODAY), pack=VN)


@each_procedure
def test_a_page_offers_just_what_the_table_allows(name):
    procedure = registry.ALL[name]
    for state in procedure.states:
        offered = procedure.available(state, frozenset(Role), is_assignee=True)
        assert list(offered) == [move.event for move in procedure.moves if state in move.paths]
        assert procedure.available(state, frozenset(), is_assignee=True) == ()


def test_a_handler_reports_only_what_is_assigned_to_them():
    assert refused("denunciation report", role=Role.HANDLER, is_assignee=False)[0] == "not_yours"


@each(["complaint_first", "complaint_second"])
def test_papers_are_asked_for_one_request_at_a_time_and_owed_to_the_end(name):
    """Law 02/2011/QH13, article 12.1.đ: within 7 days of the request."""
    papers = VN.clock(name, "papers")
    assert decide(f"{name} ask_papers").opens == (papers,)
    asked = {"papers": Running(papers.rule_id, TODAY + 2 * DAY)}
    assert refused(f"{name} ask_papers", clocks=asked) == ("papers_asked", {"until": TODAY + 2 * DAY})
    for state in registry.ALL[name].states:
        step = decide(f"{name} give_papers", state)
        assert [(one.key, one.outcome) for one in step.closes] == [("papers", Outcome.MET)]


SIGNED = [
    "complaint_first refuse",
    "complaint_first verify", "complaint_first halt_contested", "complaint_first suspend", "complaint_second resume",
    "complaint_second terminate", "complaint_first decide", "complaint_first order_execution", "denunciation accept",
    "denunciation extend", "denunciation suspend", "denunciation resume", "denunciation terminate",
    "denunciation conclude", "denunciation begin_appraisal", "reception_session conclude", "reception_refusal issue",
    "consultation decide", "publication sign", "directive_task assign", "inspection conclude", "inspection extend",
    "accountability_report suspend", "accountability_report resume", "accountability_report terminate",
    "accountability_report extend", "accountability_report explain",
]  # fmt: skip
REASONED = [
    "complaint_first ask_papers", "complaint_second give_papers",
    "complaint_first refuse", "complaint_first guide", "complaint_first find_complex", "complaint_first suspend",
    "complaint_second terminate", "denunciation refuse", "denunciation extend", "denunciation withdraw_in_vain",
    "denunciation check_elsewhere", "denunciation explain_delay", "reception_session postpone",
    "reception_session call_unscheduled", "reception_session miss", "reception_session change",
    "reception_refusal receive_after_all",
    "dialogue_conference postpone", "dialogue_conference decline", "consultation drop", "publication withhold",
    "publication post_again", "directive_task return", "directive_task cancel", "inspection break_off",
    "accountability_report refuse", "accountability_report terminate",
]  # fmt: skip


@each(SIGNED)
def test_a_decision_has_a_number(what):
    assert refused(what, number=" ") == ("decision_needed", {"on": TODAY})


@each(REASONED)
def test_a_reason_is_written_down(what):
    assert refused(what, reason=" \n") == ("reason_needed", {})


STOPS = [
    ("complaint_first suspend", "settle", "suspended"),
    ("complaint_second suspend", "settle", "suspended"),
    ("denunciation suspend", "settle", "suspended"),
    ("denunciation begin_appraisal", "settle", "accepted"),
    ("accountability_report suspend", "explain", "suspended"),
]
RESUMES = [
    ("complaint_first resume", "settle", "accepted"),
    ("complaint_second resume", "settle", "accepted"),
    ("denunciation resume", "settle", "accepted"),
    ("denunciation end_appraisal", "settle", "accepted"),
    ("accountability_report resume", "explain", "accepted"),
]


class TestStopping:
    @pytest.mark.parametrize(("what", "key", "standing"), STOPS)
    def test_a_clock_that_stands_still_is_not_stopped_again(self, what, key, standing):
        stopped = clock_with(what, key, stopped=True)
        assert refused(what, standing, clocks=stopped) == ("already_stopped", {"clock": key})

    @pytest.mark.parametrize(("what", "key", "moving"), RESUMES)
    def test_a_clock_that_runs_is_not_resumed(self, what, key, moving):
        clocks = clock_with(what, key, stopped=False)
        assert refused(what, moving, clocks=clocks) == ("resume_without_stop", {"clock": key, "on": TODAY})
        assert refused(what, moving, clocks={})[0] == "resume_without_stop"

    @pytest.mark.parametrize(("what", "key", "_"), STOPS)
    def test_a_clock_that_does_not_run_is_not_stopped(self, what, key, _):
        assert refused(what, clocks={}) == ("clock_not_running", {"clock": key})

    def test_a_complaint_is_not_suspended_before_the_text_that_allows_it(self):
        told = {"rule": "kn.settle1", "on": date(2026, 6, 30)}
        assert refused("complaint_first suspend", on=date(2026, 6, 30)) == ("clock_cannot_stop", told)
        assert decide("complaint_first suspend", on=date(2026, 7, 1)).stops == ("settle",)

    def test_a_clock_that_no_text_lets_stop_is_not_stopped(self):
        clocks = clock_with("denunciation suspend", "settle", rule_id="tc.initial")
        told = {"rule": "tc.initial", "on": TODAY}
        assert refused("denunciation suspend", clocks=clocks) == ("clock_cannot_stop", told)

    def test_a_denunciation_is_not_concluded_while_an_expert_is_waited_for(self):
        clocks = clock_with("denunciation conclude", "settle", stopped=True)
        assert refused("denunciation conclude", clocks=clocks) == ("clock_stopped", {"clock": "settle"})


class TestLongerLimits:
    @pytest.mark.parametrize("instance", ["complaint_first", "complaint_second"])
    def test_that_a_complaint_is_complex_is_found_before_the_limit_passes(self, instance):
        what = f"{instance} find_complex"
        clocks = clock_with(what, "settle", due=TODAY - DAY)
        told = {"clock": "settle", "on": TODAY, "limit": TODAY - DAY}
        assert refused(what, clocks=clocks) == ("finding_too_late", told)
        assert decide(what, clocks=clock_with(what, "settle", due=TODAY)).extends == ("settle",)

    def test_and_it_is_found_in_writing(self):
        told = {"attribute": "complex"}
        assert refused("complaint_first find_complex", attributes=frozenset()) == ("finding_needed", told)

    def test_so_is_that_a_denunciation_must_be_checked_in_several_places(self):
        what = "denunciation check_elsewhere"
        assert refused(what, attributes=frozenset()) == ("finding_needed", {"attribute": "several_places"})
        assert refused(what, clocks=clock_with(what, "initial", due=TODAY - DAY))[0] == "finding_too_late"

    def test_a_denunciation_is_extended_twice_and_no_more(self):
        what = "denunciation extend"
        assert decide(what, clocks=clock_with(what, "settle", extended=1))
        told = {"rule": "tc.settle", "allowed": 2}
        assert refused(what, clocks=clock_with(what, "settle", extended=2)) == ("no_more_extensions", told)

    def test_the_second_time_only_if_it_is_specially_complex(self):
        what = "denunciation extend"
        once = clock_with(what, "settle", extended=1)
        is_complex = frozenset({"complex"})
        assert decide(what, attributes=is_complex)
        assert refused(what, attributes=is_complex, clocks=once) == (
            "finding_needed",
            {"attribute": "special"},
        )

    @pytest.mark.parametrize(
        ("what", "key"),
        [
            ("denunciation extend", "settle"),
            ("accountability_report extend", "explain"),
            ("inspection extend", "duration"),
        ],
    )
    def test_after_the_limit_nothing_is_extended(self, what, key):
        told = {"clock": key, "on": TODAY, "limit": TODAY - DAY}
        assert refused(what, clocks=clock_with(what, key, due=TODAY - DAY)) == ("extension_too_late", told)

    def test_where_no_limit_was_found_none_has_passed(self):
        assert decide("inspection extend", clocks=clock_with("inspection extend", "duration", due=None))

    def test_a_clock_that_does_not_run_has_no_limit(self):
        assert refused("denunciation extend", clocks={}) == ("clock_not_running", {"clock": "settle"})

    def test_more_time_for_a_task_is_asked_for_before_its_day(self):
        what = "directive_task ask_for_time"
        assert refused(what, clocks=clock_with(what, "task", due=TODAY - DAY))[0] == "asked_too_late"


TOO_SOON = [
    ("complaint_first take_effect", "effect", "window_open"),
    ("complaint_first go_on_unsettled", "settle", "limit_not_passed"),
    ("complaint_second end_posting", "posting", "posting_too_short"),
    ("denunciation end_posting", "posting", "posting_too_short"),
    ("denunciation complain_of_delay", "settle", "limit_not_passed"),
    ("consultation close", "period", "period_too_short"),
    ("publication end_broadcast", "broadcast", "broadcast_too_short"),
    ("publication take_down", "posting", "posting_too_short"),
    ("publication take_down", "broadcast", "broadcast_too_short"),
    ("inspection note_silence", "superior_opinion", "limit_not_passed"),
]


@each_row(TOO_SOON)
def test_nothing_ends_before_its_period_has_passed(what, key, code):
    told = {"clock": key, "on": TODAY, "until": TODAY}
    assert refused(what, clocks=clock_with(what, key, due=TODAY)) == (code, told)


def test_a_notice_never_broadcast_is_taken_down_all_the_same():
    what = "publication take_down"
    clocks = {key: clock for key, clock in running(what).items() if key != "broadcast"}
    assert decide(what, clocks=clocks).after == "taken_down"


@pytest.mark.parametrize(
    ("what", "key"),
    [("complaint_first complain_again", "second_window"), ("complaint_second continue", "continue_window")],
)
class TestARightOfTheComplainant:
    def test_ends_with_its_window(self, what, key):
        told = {"clock": key, "on": TODAY, "limit": TODAY - DAY}
        assert refused(what, clocks=clock_with(what, key, due=TODAY - DAY)) == ("window_over", told)

    def test_is_not_lost_because_nobody_recorded_when_it_began(self, what, key):
        others = {name: clock for name, clock in running(what).items() if name != key}
        assert decide(what, clocks=others)


NOTICES = [  # the day announced, the last day to announce it
    ("complaint_first announce_dialogue", "dialogue_notice", date(2026, 8, 31), date(2026, 8, 26)),
    ("complaint_second announce_dialogue", "dialogue_notice", date(2026, 8, 31), date(2026, 8, 26)),
    ("dialogue_conference announce", "announce", date(2026, 12, 10), date(2026, 12, 3)),
    ("reception_session announce_online", "online_notice", date(2026, 8, 17), date(2026, 8, 10)),
    ("reception_session test_online", "online_test", date(2026, 8, 17), date(2026, 8, 14)),
]


@pytest.mark.parametrize(("what", "clock", "held", "latest"), NOTICES)
class TestNotice:
    def test_on_the_last_day_is_in_time(self, what, clock, held, latest):
        assert decide(what, held_on=held, on=latest).closes[0].key == clock

    def test_a_day_later_is_too_late(self, what, clock, held, latest):
        told = {"clock": clock, "on": latest + DAY, "latest": latest, "held": held}
        assert refused(what, held_on=held, on=latest + DAY) == ("notice_too_short", told)

    def test_of_no_day_is_refused(self, what, clock, held, latest):
        assert refused(what, held_on=None) == ("day_missing", {})


class TestDays:
    @pytest.mark.parametrize(
        "what", ["complaint_first plan_dialogue", "reception_session plan", "dialogue_conference call"]
    )
    def test_what_is_planned_lies_ahead(self, what):
        assert refused(what, held_on=None) == ("day_missing", {})
        assert refused(what, held_on=TODAY) == ("day_in_past", {"named": TODAY, "on": TODAY})

    @pytest.mark.parametrize("what", ["reception_session open", "complaint_second hold_dialogue"])
    def test_nothing_is_held_before_its_day(self, what):
        assert refused(what, held_on=None) == ("day_missing", {})
        told = {"named": TODAY + DAY, "on": TODAY}
        assert refused(what, held_on=TODAY + DAY) == ("day_not_come", told)

    @pytest.mark.parametrize(
        "what", ["directive_task assign", "complaint_first order_execution", "reception_session conclude"]
    )
    def test_a_day_that_is_set_lies_ahead(self, what):
        assert refused(what, until=None) == ("day_missing", {})
        assert refused(what, until=TODAY) == ("day_in_past", {"named": TODAY, "on": TODAY})


class TestComplaint:
    def test_of_a_group_is_accepted_with_all_signatures_and_its_representatives_appointed(self):
        assert refused("complaint_first accept", group=True) == ("group_papers_missing", {})
        assert decide("complaint_first accept", group=True, group_papers=True)

    def test_of_a_group_names_what_its_file_lacks(self):
        lacks = ("signatures", "appointment")
        facts = {"missing": lacks}
        assert refused("complaint_first accept", group=True, group_missing=lacks) == (
            "group_papers_missing",
            facts,
        )

    def test_is_delivered_once_the_last_of_a_group_has_it(self):
        assert refused("complaint_first delivered", group=True, unserved=2) == (
            "group_not_served",
            {"count": 2},
        )
        assert decide("complaint_first delivered", group=True)

    def test_is_decided_without_a_dialogue_only_if_claim_and_findings_agree(self):
        assert decide("complaint_first decide", findings_differ=False)
        assert refused("complaint_first decide", findings_differ=True) == ("dialogue_needed", {})
        assert decide("complaint_first decide", findings_differ=True, dialogue_held=True)

    def test_of_second_instance_is_never_decided_without_a_dialogue(self):
        assert refused("complaint_second decide", dialogue_held=False) == ("dialogue_needed", {})

    def test_a_dialogue_nobody_announced_is_not_held(self):
        assert refused("complaint_first hold_dialogue", announced_on=None) == ("not_announced", {})


class TestDenunciation:
    def test_without_a_true_name_is_not_accepted(self):
        assert refused("denunciation accept", named=False) == ("nameless", {})

    def test_without_a_name_is_used_as_information_if_it_can_be_checked(self):
        assert refused("denunciation use_as_information", verifiable=False) == ("not_verifiable", {})
        assert refused("denunciation use_as_information", named=True) == ("not_nameless", {})

    def test_is_transferred_once_and_not_to_whom_it_was_sent_anyway(self):
        assert refused("denunciation transfer", transferred_before=True) == ("transferred_before", {})
        assert refused("denunciation transfer", competent_addressed=True) == ("competent_addressed", {})

    def test_is_filed_only_if_it_need_not_be_transferred(self):
        assert refused("denunciation file", transferred_before=False) == ("transfer_needed", {})
        assert decide("denunciation file", transferred_before=False, competent_addressed=True)

    @pytest.mark.parametrize("state", ["received", "accepted", "suspended"])
    def test_goes_on_though_withdrawn_if_there_are_signs_of_violation(self, state):
        assert refused("denunciation withdraw", state, signs_of_violation=True) == ("must_go_on", {})

    def test_withdrawn_whole_is_not_terminated_if_it_must_go_on(self):
        assert refused("denunciation terminate", "withdrawing", signs_of_violation=True) == ("must_go_on", {})
        assert decide("denunciation withdraw_in_vain", "withdrawing").after == "accepted"

    def test_withdrawn_without_such_signs_does_not_go_on(self):
        assert refused("denunciation withdraw_in_vain", signs_of_violation=False) == ("may_end", {})

    def test_is_published_so_that_nobody_knows_who_denounced(self):
        assert refused("denunciation publish", redacted=False) == ("denouncer_recognisable", {})

    def test_has_nothing_to_publish_before_a_conclusion(self):
        assert refused("denunciation publish", "accepted")[0] == "wrong_state"


class TestSession:
    def test_chaired_by_a_deputy_is_not_opened_as_the_heads(self):
        assert refused("reception_session open", chaired_by_deputy=True) == ("chaired_by_deputy", {})

    @pytest.mark.parametrize("ground", ["", "we have time"])
    def test_that_was_not_planned_needs_a_ground_of_the_law(self, ground):
        code, told = refused("reception_session call_unscheduled", ground=ground)
        assert (code, told) == ("unknown_ground", {"known": ("tense", "many", "agencies", "danger")})

    @pytest.mark.parametrize("event", ["postpone", "change"])
    def test_that_has_passed_is_not_moved_any_more(self, event):
        what = f"reception_session {event}"
        assert refused(what, planned_on=TODAY - DAY) == ("day_over", {"day": TODAY - DAY})
        assert decide(what, planned_on=TODAY).event == event

    def test_that_was_never_posted_is_held_all_the_same_and_its_posting_late(self):
        step = decide("reception_session open", "planned")
        assert (step.after, step.closes[0].key, step.closes[0].outcome) == ("open", "posting", "late")

    @pytest.mark.parametrize(("event", "deputy"), [("note", True), ("note_by_deputy", False)])
    def test_noted_afterwards_says_who_was_in_the_chair(self, event, deputy):
        assert refused(f"reception_session {event}", chaired_by_deputy=deputy)[0].startswith("chaired_by")

    def test_chaired_by_the_head_is_not_opened_as_a_deputys(self):
        what = "reception_session open_by_deputy"
        assert refused(what, chaired_by_deputy=False) == ("chaired_by_head", {})

    def test_chaired_by_a_deputy_never_counts_for_the_head(self):
        counting, todo = set(), ["open_deputy"]
        while todo:
            for move in reception_session.MOVES:
                if (after := move.paths.get(todo[0])) and after != todo[0]:
                    todo.append(after)
            counting.add(todo.pop(0))
        assert counting == {"open_deputy", "held_deputy", "concluded_deputy", "done_deputy"}
        assert not counting & reception_session.COUNTS_FOR_HEAD


class TestRefusingAPerson:
    @pytest.mark.parametrize("event", ["establish", "explain"])
    def test_needs_a_ground_of_the_law(self, event):
        code, told = refused(f"reception_refusal {event}", ground="we are tired")
        assert (code, told) == ("unknown_ground", {"known": tuple(one.code for one in VN.refusal_grounds)})

    def test_on_some_grounds_needs_a_written_notice(self):
        told = {"ground": "settled_reviewed"}
        assert refused("reception_refusal explain", ground="settled_reviewed") == ("written_ground", told)

    def test_on_others_is_said_on_the_spot(self):
        assert refused("reception_refusal establish", ground="weapons") == (
            "spoken_ground",
            {"ground": "weapons"},
        )


class TestConference:
    def test_asked_for_by_a_tenth_of_the_voters_is_not_declined(self):
        told = {"asking": 100, "voters": 1000}
        assert refused("dialogue_conference decline", asking=100) == ("enough_asked", told)
        assert refused("dialogue_conference fall_short", asking=100) == ("enough_asked", told)

    @pytest.mark.parametrize(("asking", "voters", "is_enough"), [
        (99, 1000, False), (100, 1000, True), (99, 991, False), (100, 991, True), (1, 10, True), (1, 11, False),
        (0, 0, False), (5, 0, False),
    ])  # fmt: skip
    def test_a_tenth_is_reached_never_rounded_down_and_of_known_voters_only(self, asking, voters, is_enough):
        told = {"asking": asking, "voters": voters}
        assert dialogue_conference.enough(**told, pack=VN) is is_enough
        if not is_enough:
            assert refused("dialogue_conference reach", **told) == ("too_few_asked", told)


class TestConsultation:
    def test_leaves_no_opinion_without_an_answer(self):
        assert refused("consultation publish_synthesis", unanswered=3) == (
            "opinions_unanswered",
            {"count": 3},
        )

    def test_a_decision_against_the_majority_is_explained(self):
        told = refused("consultation decide", against_majority=True, reason="")
        assert told == ("explanation_needed", {})
        assert decide("consultation decide", against_majority=True)


def test_an_explanation_is_owed_to_whom_the_decision_touches():
    assert refused("accountability_report accept", affected=False) == ("not_affected", {})


class TestPublication:
    def test_what_is_posted_without_end_is_not_posted_for_a_while(self):
        assert refused("publication post", posted_always=True) == ("posted_always", {})
        assert refused("publication post_always", posted_always=False) == ("not_posted_always", {})


def test_an_inspection_has_no_step_that_stops_its_clock():
    assert not [move.event for move in inspection.MOVES if move.stops]


class TestTask:
    def test_more_time_is_a_later_day_than_the_one_that_runs(self):
        for what in ("directive_task ask_for_time", "directive_task grant_time"):
            due = TODAY + 20 * DAY
            assert refused(what, until=due) == ("day_not_later", {"named": due, "due": due})
            assert decide(what, clocks=clock_with(what, "task", due=None), until=TODAY + DAY)

    def test_lies_within_the_task_above(self):
        for what in ("directive_task assign", "directive_task grant_time"):
            until = TODAY + 30 * DAY
            told = {"named": until, "limit": until - DAY}
            assert refused(what, until=until, limit=until - DAY) == ("after_task_above", told)
            assert decide(what, until=until, limit=until)

    def test_is_reported_with_evidence_once_its_parts_have_ended(self):
        assert refused("directive_task report", evidence=0) == ("evidence_needed", {})
        assert refused("directive_task report", parts_open=2) == ("parts_open", {"count": 2})

    def test_is_closed_by_somebody_else(self):
        assert refused("directive_task approve", by=1, reported_by=1) == ("doer_may_not_close", {})
        assert refused("directive_task approve", by=None, reported_by=1) == ("doer_may_not_close", {})
