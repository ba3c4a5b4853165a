"""A last day that passed is noted once; no page waits for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import overdue
from hoiam.desk.cases.models import Step
from hoiam.ledger import errors
from hoiam.notices.models import Notice
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


def test_it_is_noted_once_and_citizen_head_and_handler_are_told(cast):
    case = people.accepted(cast, at=NOW - timedelta(days=60))
    assert cases.sweep(at=NOW) == 1
    assert cases.sweep(at=NOW) == 0
    step = Step.objects.get(case=case, event="overdue")
    assert step.facts["clock"] == "answer"
    told = set(Notice.objects.filter(template="cases/overdue-answer").values_list("person", flat=True))
    assert told == {f"identity:{case.identity_id}", f"person:{cast.head.pk}", f"person:{cast.handler.pk}"}


def test_a_page_knows_that_a_case_is_late_without_it(cast):
    case = people.received(cast, at=NOW - timedelta(days=60))
    assert queries.case(case_id=case.pk, by=people.actor(cast.clerk), on=TODAY).late
    assert not Step.objects.filter(case=case, event="overdue").exists()


def test_one_that_cannot_be_recorded_keeps_no_other_waiting(cast, monkeypatch, caplog):
    cases_ = [people.accepted(cast, at=NOW - timedelta(days=60 + n)) for n in range(3)]
    broken, append = cases_[1], overdue.journal.append

    def fails(*, ref, **event):
        if ref == broken.ref:
            raise errors.Malformed("chain")
        return append(ref=ref, **event)

    with monkeypatch.context() as patched:
        patched.setattr(overdue.journal, "append", fails)
        assert cases.sweep(at=NOW) == 2
        assert cases.sweep(at=NOW) == 0
    assert "cannot be recorded: Malformed" in caplog.text
    noted = Step.objects.filter(event="overdue").values_list("case", flat=True)
    assert set(noted) == {cases_[0].pk, cases_[2].pk}
    assert cases.sweep(at=NOW) == 1
    assert set(noted.all()) == {case.pk for case in cases_}
