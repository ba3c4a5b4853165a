"""HOIAM_ML_DSA=1: a second line under every checkpoint, in files and not in codes."""

import pytest
from click.testing import CliRunner

from hoiam.config.commands import ledger
from hoiam.journal import actions as journal, queries, wide
from hoiam.ledger import audit, note, policy, receipt, transport
from tests.journal import builders


def lines(log):
    return len(note.parse((log / "checkpoint").read_bytes()).signatures)


@pytest.mark.django_db
def test_by_default_there_is_one_line(log):
    builders.recorded()
    assert (lines(log), wide.vkeys()) == (1, [])


@pytest.mark.django_db
def test_asked_for_checkpoints_carry_both_and_either_is_enough(log, settings):
    settings.HOIAM_ML_DSA = True
    one = builders.recorded()
    assert lines(log) == 2
    told = CliRunner().invoke(ledger.command, ["vkey"]).output.split()
    assert told == [queries.vkey(), *wide.vkeys()]
    for vkey in told:
        assert audit.audit(log, policy.of(vkey)).clean
        assert receipt.check(queries.receipt_of(event_id=one.event_id).text, policy.of(vkey)).index == 1


@pytest.mark.django_db
def test_a_code_holds_the_short_line_only_and_verifies(log, settings):
    settings.HOIAM_ML_DSA = True
    one = queries.receipt_of(event_id=builders.recorded().event_id)
    small = transport.decode(transport.from_url(one.url))
    assert len(note.parse(small.checkpoint).signatures) == 1
    assert receipt.check(small, policy.of(queries.vkey())).index == one.index


@pytest.mark.django_db
def test_it_can_be_begun_and_ended_in_the_life_of_a_log(log, settings):
    for asked, count in ((True, 2), (False, 1), (True, 2)):
        settings.HOIAM_ML_DSA = asked
        builders.recorded()
        assert lines(log) == count
    journal.recover()
    assert audit.audit(log, queries.trust()).clean
