"""Several people with one matter: how many represent them, who stands on a list twice, what acceptance waits for."""

from datetime import date

import pytest

from hoiam.law import grouping, packs
from hoiam.law.grouping import Count, Person
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

VN, DEMO = packs.load("vn"), packs.load("demo_en")
ON = date(2026, 11, 24)
CLERK = frozenset({Role.CLERK})


def people(number):
    return [Person(f"Người Ví Dụ {at}", f"{at:012d}") for at in range(1, number + 1)]


def refused(call, *args, **named):
    with pytest.raises(Refused) as raised:
        call(*args, **named)
    return raised.value.code, raised.value.facts


def allow(number=6, representatives=1, kind="petition", on=ON, pack=VN, listed=None):
    grouping.allow(listed or people(number), representatives, kind=kind, on=on, pack=pack)


@pytest.mark.parametrize(("number", "most"), [(2, 2), (4, 4), (5, 2), (10, 2), (11, 5), (37, 5), (500, 5)])
def test_how_many_represent_so_many_people(number, most):
    limit = grouping.limit(number, on=ON, pack=VN)
    assert limit.most == most
    assert (limit.rule is None) == (number < 5)
    assert limit.rule is None or limit.rule.article == "29"
    allow(number, most)
    if most < number:
        assert refused(allow, number, most + 1)[0] == "too_many_representatives"


def test_before_the_law_and_in_a_pack_without_it_no_number_is_set():
    assert grouping.limit(37, on=date(2014, 6, 30), pack=VN).most == 37
    assert grouping.limit(37, on=ON, pack=DEMO) == grouping.Limit(37)


def test_too_many_are_named_with_their_limit_and_its_rule():
    facts = {"most": 5, "people": 37, "rule": "thr.rep_over_10"}
    assert refused(allow, 37, 6) == ("too_many_representatives", facts)
    assert refused(allow, 3, 4) == ("too_many_representatives", {"most": 3, "people": 3, "rule": None})


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"number": 1}, "too_few_people"),
        ({"number": 501}, "too_many_people"),
        ({"representatives": 0}, "no_representative"),
        ({"kind": "denunciation"}, "group_not_for_kind"),
        ({"kind": "press"}, "group_not_for_kind"),
    ],
)
def test_what_is_no_group(named, code):
    assert refused(allow, **named)[0] == code


SOMEBODY = Person("Nông Thị Giả Định", "020190000001", "Thôn 3")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Person("Nông Thị Giả Định", "020 190 000 001", ""), True),
        (Person("Nông Thị Giả  Định", "", "thôn 3"), True),
        (Person("NÔNG THỊ GIẢ ĐỊNH", "", ""), True),
        (Person("Nông Thị Giả Định", "020190000002", "Thôn 3"), False),
        (Person("Nông Thị Giả Định", "", "Thôn 4"), False),
        (Person("Nông Thị Minh Họa", "", "Thôn 3"), False),
        (Person("Khác Tên", "020190000001", "Thôn 9"), True),
    ],
)
def test_who_is_the_same_person(other, same):
    assert grouping.same(SOMEBODY, other) is same
    listed = [*people(3), SOMEBODY, other]
    assert grouping.twice(listed) == ((4, 5) if same else None)
    if same:
        assert refused(allow, listed=listed) == ("signer_twice", {"first": 4, "second": 5})


def test_a_person_of_a_list_prints_as_nothing():
    assert "Giả Định" not in repr(SOMEBODY)


@pytest.mark.parametrize(
    ("count", "kind", "lacks"),
    [
        (Count(37, 5, 37, True), "complaint", ()),
        (Count(37, 5, 36, True), "complaint", ("signatures",)),
        (Count(37, 5, 37, False), "petition", ("appointment",)),
        (Count(37, 6, 37, True), "petition", ("representatives",)),
        (Count(37, 0, 0, False), "petition", ("signatures", "appointment", "representatives")),
        (Count(4, 1, 4, False), "petition", ()),
        (Count(4, 1, 4, False), "complaint", ("appointment",)),
        (Count(10, 3, 10, True), "report", ("representatives",)),
        (Count(1, 1, 1, False), "complaint", ()),
    ],
)
def test_what_acceptance_waits_for(count, kind, lacks):
    assert grouping.missing(count, kind=kind, on=ON, pack=VN) == lacks


def test_the_clerk_changes_the_list_until_there_is_an_answer():
    grouping.change("received", CLERK)
    grouping.change("answered", CLERK, states=grouping.LEFT)
    assert refused(grouping.change, "answered", CLERK)[0] == "wrong_state"
    assert refused(grouping.change, "closed", CLERK, states=grouping.LEFT)[0] == "wrong_state"
    assert refused(grouping.change, "received", frozenset({Role.HANDLER}))[0] == "not_yours"


def test_who_leaves():
    grouping.leave(Count(37, 5), represents=True, gone=False)
    grouping.leave(Count(2, 1), represents=False, gone=False)
    assert refused(grouping.leave, Count(37, 5), represents=False, gone=True)[0] == "signer_left"
    assert refused(grouping.leave, Count(1, 1), represents=True, gone=False)[0] == "last_signer"
    assert refused(grouping.leave, Count(37, 1), represents=True, gone=False)[0] == "last_representative"


def test_who_acts_for_all():
    grouping.acts(represents=True, gone=False)
    assert refused(grouping.acts, represents=False, gone=False)[0] == "only_representatives"
    assert refused(grouping.acts, represents=True, gone=True)[0] == "signer_left"


def test_who_stands_on_an_open_matter_is_not_forgotten():
    assert refused(grouping.forget, gone=False, over=False)[0] == "signer_stands"
    grouping.forget(gone=True, over=False)
    grouping.forget(gone=False, over=True)
