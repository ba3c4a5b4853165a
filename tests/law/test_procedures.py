"""What holds for every procedure, whatever it is about: walked over all states and all sets of running clocks."""

from functools import cache

import pytest

from hoiam.law import packs
from hoiam.law.citation import cite
from hoiam.law.procedures import registry
from hoiam.law.procedures.moves import Move, Procedure
from hoiam.law.refusal import Refused
from hoiam.law.rules import Kind
from tests.every import each

VN = packs.load("vn")
LAPSES = {Kind.WINDOW, Kind.LIMITATION}  # end by their date, with nothing to do
Node = tuple[str | None, frozenset[str]]

every_procedure = each(registry.ALL.values())


def reached(procedure: Procedure) -> frozenset[Node]:
    """Every state with every set of clocks that can be running in it."""
    return walked(procedure.name)


@cache
def walked(name: str) -> frozenset[Node]:
    procedure = registry.ALL[name]
    rows = [
        (move.paths, keys_closed(move), frozenset(VN.clock(name, clock).key for clock in move.opens))
        for move in procedure.moves
    ]
    seen: set[Node] = set()
    todo: list[Node] = [(None, frozenset())]
    while todo:
        state, running = todo.pop()
        found = {
            (paths[state], running - closed | opened) for paths, closed, opened in rows if state in paths
        }
        todo += found - seen
        seen |= found
    return frozenset(seen)


def keys_closed(move: Move) -> frozenset[str]:
    return frozenset(clock.key for clock in move.closes)


def rule_kinds(procedure: Procedure, key: str) -> set[Kind]:
    specs = [VN.clock(procedure.name, name) for name in procedure.clocks]
    return {VN.rules[spec.rule_id].kind for spec in specs if spec.key == key}


@every_procedure
def test_every_state_is_reached_and_every_state_that_is_no_end_has_a_way_to_one(procedure):
    assert {state for state, _ in reached(procedure)} == set(procedure.states)
    home = set(procedure.ends)
    while more := {a for move in procedure.moves for a, b in move.paths.items() if a and b in home} - home:
        home |= more
    assert home == set(procedure.states)


@every_procedure
def test_a_state_without_a_way_out_is_an_end(procedure):
    left = {a for move in procedure.moves for a, b in move.paths.items() if a and a != b}
    assert set(procedure.states) - left <= procedure.ends


@every_procedure
def test_every_clock_is_closed_on_every_way_to_an_end_but_those_carried(procedure):
    over = {key for state, running in reached(procedure) if state in procedure.ends for key in running}
    assert over == procedure.carries


@every_procedure
def test_what_is_carried_to_an_end_can_be_met_there_or_lapses(procedure):
    for state, running in reached(procedure):
        if state in procedure.ends:
            rows = [move for move in procedure.moves if state in move.paths]
            for key in running.difference(*map(keys_closed, rows)):
                assert rule_kinds(procedure, key) <= LAPSES, (state, key)


@every_procedure
def test_no_clock_is_opened_while_one_of_its_key_runs_unless_the_step_ends_that_one(procedure):
    twice = []
    for move in procedure.moves:
        anew = {VN.clock(procedure.name, name).key for name in move.opens} - keys_closed(move)
        twice += [
            (move.event, state)
            for state, running in reached(procedure)
            if state in move.paths and anew & running
        ]
    assert not twice


@every_procedure
def test_only_clocks_that_some_step_opens_are_closed_stopped_resumed_extended_or_moved(procedure):
    keys = {VN.clock(procedure.name, name).key for name in procedure.clocks}
    for move in procedure.moves:
        assert keys_closed(move) | {*move.stops, *move.resumes, *move.extends, *move.moves} <= keys, (
            move.event
        )


@every_procedure
def test_what_can_be_stopped_can_be_resumed_and_the_rule_says_it_may_be(procedure):
    stopped = {key for move in procedure.moves for key in move.stops}
    assert stopped == {key for move in procedure.moves for key in move.resumes}
    for key in stopped:
        rule = VN.rules[VN.clock(procedure.name, key).rule_id]
        assert all(one.stops for one in (rule, *VN.rules.variants(rule))), rule.id


@every_procedure
def test_one_event_is_open_to_the_same_people_in_every_state(procedure):
    for event in procedure.events:
        assert len({move.who for move in procedure.moves if move.event == event}) == 1


@every_procedure
def test_no_two_rows_of_one_event_begin_in_the_same_state(procedure):
    for event in procedure.events:
        begins = [state for move in procedure.moves if move.event == event for state in move.paths]
        assert len(begins) == len(set(begins)), event


@every_procedure
def test_title_states_events_and_clocks_have_words_in_both_languages(procedure):
    name = procedure.name
    keys = [
        name,
        *(f"{name}.state.{state}" for state in procedure.states),
        *(f"{name}.event.{event}" for event in procedure.events),
        *(f"{name}.clock.{clock}" for clock in procedure.clocks),
    ]
    assert all(VN.words[key].vi and VN.words[key].en for key in keys)
    assert {key for key in VN.words if key == name or key.startswith(f"{name}.")} == set(keys)


@every_procedure
def test_no_two_states_and_no_two_events_are_called_the_same(procedure):
    for kind in ("state", "event"):
        words = [word for key, word in VN.words.items() if key.startswith(f"{procedure.name}.{kind}.")]
        assert len({word.vi for word in words}) == len({word.en for word in words}) == len(words)


@every_procedure
def test_every_event_has_a_source_and_every_clock_a_rule(procedure):
    for event in procedure.events:
        source = VN.source(procedure.name, event)
        assert cite(source) == "Quy tắc của hệ thống" or source.confidence, event
    for name in procedure.clocks:
        assert VN.clock(procedure.name, name).rule_id in VN.rules


def test_a_procedure_is_found_by_its_name():
    assert all(registry.named(name).name == name for name in registry.ALL)


def test_a_procedure_that_is_not_there_is_refused():
    with pytest.raises(Refused) as refused:
        registry.named("duel")
    assert refused.value.code == "unknown_procedure"
    assert refused.value.facts["known"] == tuple(registry.ALL)


def test_viet_nam_has_all_of_them():
    assert registry.of(VN) == tuple(registry.ALL.values())


def test_every_procedure_begins_somewhere_and_says_who_takes_part():
    assert registry.ALL["consultation"].first == ("draft",)
    assert registry.ALL["dialogue_conference"].first == ("demanded", "planned")
    assert registry.ALL["inspection"].roles == {"inspector", "head", "clerk"}
