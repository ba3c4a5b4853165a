"""The kind of a matter picks its procedure, when that may change, and who acts on what is held."""

from datetime import date

import pytest

from hoiam.law import packs
from hoiam.law.procedures import complaint_first, kinds, petition
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

VN = packs.load("vn")
ON = date(2026, 12, 1)
ALL_ROLES = frozenset(Role)


def test_every_kind_has_a_procedure_that_begins_with_its_events():
    for kind, one in kinds.BY_KIND.items():
        first = {move.event for move in one.procedure.moves if None in move.paths}
        assert {one.registered, one.submitted} <= first, kind


def test_a_kind_nobody_knows_is_refused():
    with pytest.raises(Refused, match="unknown_kind"):
        kinds.ruled("letter")


def test_a_pack_has_the_kinds_it_has_words_for():
    assert set(kinds.of(VN)) == set(kinds.BY_KIND)
    assert set(kinds.of(packs.load("demo_en"))) == {"petition", "report", "press"}


@pytest.mark.parametrize(
    ("before", "after", "anew"),
    [("petition", "report", False), ("petition", "complaint", True), ("complaint", "complaint_again", True)],
)
def test_another_procedure_begins_anew(before, after, anew):
    assert kinds.may_become(before, after, state="received") is anew


def test_only_what_was_just_received_gets_another_procedure():
    assert kinds.may_become("petition", "report", state="accepted") is False
    with pytest.raises(Refused, match="wrong_state"):
        kinds.may_become("petition", "complaint", state="accepted")


def test_facts_of_another_procedure_decide_nothing():
    with pytest.raises(Refused, match="unknown_event"):
        kinds.ruled("complaint").decide(
            "accept", state="received", roles=ALL_ROLES, facts=petition.Facts(on=ON), pack=VN
        )
    step = kinds.ruled("complaint").decide(
        "accept", state="received", roles=ALL_ROLES, facts=complaint_first.Facts(on=ON), pack=VN
    )
    assert step.after == "accepted"


def test_a_denunciation_is_received_and_classified_and_nothing_else_so_far():
    ruled = kinds.ruled("denunciation")
    assert ruled.available("received", ALL_ROLES, is_assignee=False) == ("classify",)
    with pytest.raises(Refused, match="unknown_event"):
        ruled.decide("accept", state="received", roles=ALL_ROLES, facts=ruled.facts(on=ON), pack=VN)


def test_of_a_complaint_the_whole_table_is_in_use():
    ruled = kinds.ruled("complaint")
    events = ruled.available("received", ALL_ROLES, is_assignee=True)
    assert events == complaint_first.PROCEDURE.available("received", ALL_ROLES, is_assignee=True)


def test_a_channel_without_a_recipient_takes_in_no_complaint():
    facts = complaint_first.Facts(on=ON, recipient=False)
    with pytest.raises(Refused, match="no_recipient"):
        kinds.ruled("complaint").decide(
            "receive", state=None, roles=frozenset({Role.CITIZEN}), facts=facts, pack=VN
        )


def test_what_is_held_only_its_keeper_touches():
    desk = frozenset({Role.CLERK, Role.HEAD, Role.HANDLER})
    assert kinds.acting("denunciation", desk) == frozenset()
    assert kinds.acting("denunciation", frozenset({Role.KEEPER, Role.HEAD})) == frozenset({Role.CLERK})
    assert kinds.acting("complaint", desk | {Role.KEEPER}) == desk


@pytest.mark.parametrize(
    ("rule", "passes"),
    [
        ("kn.settle1", False),
        ("kn.dialogue_notice", False),
        ("kn.second_window", True),
        ("kn.effect1", True),
        ("kn.publish2_posting", True),
        ("kn.limitation", True),
    ],
)
def test_rights_and_shortest_periods_pass_without_anybody_being_late(rule, passes):
    assert kinds.lapses(VN.rules[rule]) is passes
