"""A task that is not given out yet: what another editor changed is told by field, without what stood there."""

from datetime import date

import pytest

from hoiam.law import task_draft
from hoiam.law.refusal import Refused

DAY = date(2027, 3, 15)


def said(**changes):
    plain = {
        "title": "Lập danh sách",
        "post_id": 7,
        "due_on": DAY,
        "measure": "",
        "evidence": "Danh sách",
        "beside": (3, 2, 3),
        "steps": ((DAY, "Xong"),),
        **changes,
    }
    return task_draft.draft(**plain)


def test_order_and_white_space_make_no_difference():
    assert said() == said(title=" Lập danh sách ", beside=[2, 3], steps=[(DAY, "Xong "), (DAY, "Xong")])
    task_draft.require_unchanged(task_draft.mark(said()), said(beside=[2, 3]))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": "Khác"}, ("title",)),
        ({"beside": ()}, ("beside",)),
        ({"due_on": date(2027, 3, 16), "steps": ()}, ("due_on", "steps")),
    ],
)
def test_what_was_changed_meanwhile_is_named(changes, fields):
    with pytest.raises(Refused) as caught:
        task_draft.require_unchanged(task_draft.mark(said()), said(**changes))
    assert (caught.value.code, caught.value.facts["fields"]) == ("task_changed", fields)


@pytest.mark.parametrize("opened", ["", "abc", "a.b.c.d.e.f.g.h"])
def test_a_mark_that_is_none_matches_nothing(opened):
    assert len(task_draft.changed(opened, said())) == 7


def test_the_mark_holds_nothing_that_can_be_read():
    assert "danh" not in task_draft.mark(said()).lower()


def test_what_is_given_out_is_no_draft():
    task_draft.require_draft("")
    with pytest.raises(Refused) as caught:
        task_draft.require_draft("assigned")
    assert caught.value.code == "task_given"
