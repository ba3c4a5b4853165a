"""Duties follow a function to another unit."""

from datetime import UTC, date, datetime

from hoiam.duties import audit, queries, succession
from tests.duties import builders


class TestSuccession:
    """The running row goes on with its dates; each unit keeps its own figures."""

    SINCE = date(2026, 3, 10)

    def follow(self, there, at=datetime(2026, 3, 10, 1, tzinfo=UTC)):
        there.unit.valid_from = self.SINCE
        there.unit.save()
        return succession.follow(
            subject="case", subject_id=1, post_id=there.pk, unit_id=there.unit_id, since=self.SINCE, at=at
        )

    def figures(self, post, on=date(2026, 3, 20)):
        found = queries.scoreboard(
            from_month=date(2026, 1, 1), until_month=date(2026, 12, 1), on=on, unit_ids=[post.unit_id]
        )
        return [(row.received, row.met, row.late, row.running, row.running_late) for row in found.rows]

    def test_the_running_duty_is_the_same_row_with_the_same_dates(self, here, there):
        builders.opened(here)
        (before,) = queries.of_subject("case", 1)
        assert self.follow(there) == 1
        after, left = queries.of_subject("case", 1)
        kept = ("id", "key", "rule_id", "event_on", "due_on", "safe_on", "overdue_at", "opened_at", "outcome")
        assert all(getattr(after, name) == getattr(before, name) for name in kept)
        assert (after.unit_id, after.post_id) == (there.unit_id, there.pk)
        assert (left.unit_id, left.outcome) == (here.unit_id, "handed_over")

    def test_the_receipt_stays_with_the_earlier_unit(self, here, there):
        builders.opened(here)
        self.follow(there)
        assert self.figures(here) == [(1, 0, 0, 0, 0)]
        assert self.figures(there) == [(0, 0, 0, 1, 1)]
        assert audit.recount() == ()

    def test_what_was_overdue_before_is_late_for_the_earlier_unit_alone(self, here, there):
        builders.opened(here, due_on=date(2026, 3, 5), safe_on=date(2026, 3, 5))
        self.follow(there)
        assert self.figures(here) == [(1, 0, 1, 0, 0)]
        assert self.figures(there) == [(0, 0, 0, 1, 0)]
        builders.closed(at=datetime(2026, 3, 12, 1, tzinfo=UTC))
        assert self.figures(there) in ([], [(0, 0, 0, 0, 0)])
        assert audit.recount() == ()

    def test_what_the_later_unit_answers_counts_for_it(self, here, there):
        builders.opened(here)
        self.follow(there)
        builders.closed(at=datetime(2026, 3, 12, 1, tzinfo=UTC))
        assert self.figures(there) == [(0, 1, 0, 0, 0)]
        assert audit.recount() == ()

    def test_twice_is_once(self, here, there):
        builders.opened(here)
        assert (self.follow(there), self.follow(there)) == (1, 0)
