"""What an inspection needs, what a programme holds, and what is left out of a conclusion."""

from datetime import date, timedelta

import pytest

from hoiam.law import clearing, inspecting, packs, programmes, remedies
from hoiam.law.inspecting import Bound, Part, Tie
from hoiam.law.procedures import inspection
from hoiam.law.procedures.moves import Running
from hoiam.law.programmes import Load, Reason, Seen
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
VN = packs.load("vn")


def refused(act, *args, **said):
    with pytest.raises(Refused) as caught:
        act(*args, **said)
    return caught.value.code, caught.value.facts


class TestWhatNobodyDecidedOn:
    def test_marked_passages_are_left_out_also_where_a_mark_is_open(self):
        assert clearing.left_out("Đơn của [[bà ấy]] bị quên. [[Và") == "Đơn của […] bị quên. "


class TestProgramme:
    def test_never_inspected_goes_first_then_the_one_of_longest_ago(self):
        units = (
            Seen(1, date(2025, 7, 1), date(2026, 3, 1)),
            Seen(2, date(2025, 7, 1)),
            Seen(3, date(2025, 7, 1), date(2025, 9, 1)),
            Seen(4, date(2020, 1, 1)),
        )
        order = programmes.proposed(units, on=TODAY)
        assert [(one.unit_id, one.reason) for one in order] == [
            (4, Reason.NEVER),
            (2, Reason.NEVER),
            (3, Reason.LONGEST_AGO),
            (1, Reason.LONGEST_AGO),
        ]
        assert order[0].years == 6.9
        assert order[2].years == 1.2

    def test_a_unit_that_begins_later_has_no_years_yet(self):
        (one,) = programmes.proposed([Seen(1, TODAY + DAY)], on=TODAY)
        assert one.years == 0

    def test_loads_count_inspections_and_days(self):
        assert programmes.loads([(7, 20), (8, 30), (7, 15)]) == (Load(7, 2, 35), Load(8, 1, 30))

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"theme": " "}, "theme_needed"),
            ({"reason": "x"}, "unknown_reason"),
            ({"begins_on": date(2027, 1, 1)}, "other_year"),
            ({"days": 0}, "days_wrong"),
            ({"days": 121}, "days_wrong"),
        ],
    )
    def test_an_entry_is_whole(self, changes, code):
        said = {"theme": "x", "reason": "never", "begins_on": TODAY, "days": 20, "year": 2026}
        assert programmes.require_entry(**said) is None
        assert refused(programmes.require_entry, **{**said, **changes})[0] == code

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"state": "approved"}, "programme_approved"),
            ({"entries": 0}, "programme_empty"),
            ({"number": " "}, "decision_needed"),
        ],
    )
    def test_it_is_approved_once_by_a_number(self, changes, code):
        said = {"state": "draft", "entries": 1, "number": "1/QĐ"}
        assert programmes.require_approval(**said) is None
        assert refused(programmes.require_approval, **{**said, **changes})[0] == code

    def test_what_is_approved_changes_by_a_document_and_for_a_reason(self):
        assert programmes.require_change(state="draft", reason="", number="") is None
        assert programmes.require_change(state="approved", reason="x", number="1") is None
        change = programmes.require_change
        assert refused(change, state="approved", reason=" ", number="1")[0] == "reason_needed"
        assert refused(change, state="approved", reason="x", number=" ")[0] == "decision_needed"

    def test_a_unit_is_there_once_and_stays_when_it_is_begun(self):
        assert programmes.require_once(1, [2]) is None
        assert refused(programmes.require_once, 1, [1])[0] == "in_programme"
        assert programmes.require_not_begun(begun=False) is None
        assert refused(programmes.require_not_begun, begun=True)[0] == "entry_begun"


class TestOccasion:
    @pytest.mark.parametrize(
        ("kind", "changes", "code"),
        [
            ("x", {}, "unknown_kind"),
            ("planned", {"planned": False}, "not_in_programme"),
            ("taking_office", {"new_until": None}, "head_not_new"),
            ("taking_office", {"new_until": TODAY - DAY}, "head_not_new"),
            ("unscheduled", {"ground": " "}, "occasion_needed"),
        ],
    )
    def test_each_kind_needs_its_own(self, kind, changes, code):
        said = {"ground": "x", "planned": True, "new_until": TODAY, "on": TODAY}
        for known in inspecting.Kind:
            assert inspecting.require_occasion(known, **said) is None
        assert refused(inspecting.require_occasion, kind, **{**said, **changes})[0] == code

    def test_a_team_has_a_head_of_its_own_and_no_ties(self):
        assert inspecting.require_team([1, 2], 1, [Bound(3, Tie.HELD)]) is None
        assert refused(inspecting.require_team, [], None, [])[0] == "team_missing"
        assert refused(inspecting.require_team, [1], 2, [])[0] == "leader_not_in_team"
        told = {"person": 1, "tie": "declared"}
        assert refused(inspecting.require_team, [1], 1, [Bound(1, Tie.DECLARED)]) == (
            "inspector_related",
            told,
        )

    def test_only_inspectors_and_only_units_below(self):
        assert inspecting.require_known([1], {1}) is None
        assert refused(inspecting.require_known, [2], {1}) == ("not_an_inspector", {"person": 2})
        assert inspecting.require_below(1, {1}) is None
        assert refused(inspecting.require_below, 2, {1})[0] == "unit_not_below"

    def test_a_unit_that_is_no_more_is_not_inspected(self):
        for ended in (None, TODAY + DAY):
            assert inspecting.require_there(ended, on=TODAY) is None
        assert refused(inspecting.require_there, TODAY, on=TODAY) == ("unit_ended", {"since": TODAY})

    def test_days_are_named(self):
        assert inspecting.require_named(TODAY, on=TODAY) is None
        assert refused(inspecting.require_named, None, on=TODAY)[0] == "day_missing"
        assert refused(inspecting.require_named, TODAY - DAY, on=TODAY)[0] == "day_in_past"
        assert inspecting.require_later(TODAY, than=TODAY - DAY) is None
        assert refused(inspecting.require_later, None, than=TODAY)[0] == "day_missing"
        assert refused(inspecting.require_later, TODAY, than=TODAY)[0] == "day_not_later"

    def test_what_must_be_written_is_written(self):
        for act, code in (
            (inspecting.require_theme, "theme_needed"),
            (inspecting.require_draft, "draft_empty"),
            (inspecting.require_evidence, "evidence_needed"),
            (inspecting.require_reason, "reason_needed"),
        ):
            assert act("x") is None
            assert refused(act, " ")[0] == code

    def test_the_unit_explains_itself_once(self):
        assert inspecting.require_explanation("x", before=None) is None
        assert refused(inspecting.require_explanation, "x", before=TODAY)[0] == "explained_already"
        assert refused(inspecting.require_explanation, " ", before=None)[0] == "explanation_empty"


FINDING = {"what": "x", "evidence": "x", "ground": "x", "severity": "minor", "remedy": "x", "post_id": 1}


class TestFindings:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"what": " "}, "finding_without_words"),
            ({"evidence": " "}, "finding_without_evidence"),
            ({"ground": " "}, "finding_without_ground"),
            ({"severity": "x"}, "unknown_severity"),
            ({"remedy": " "}, "finding_without_remedy"),
            ({"post_id": None}, "finding_without_post"),
            ({"what": "Đơn của 0912 345 678 bị bỏ quên"}, "personal_in_text"),
            ({"remedy": "Trả lời giadinh@example.invalid"}, "personal_in_text"),
        ],
    )
    def test_a_finding_is_whole(self, changes, code):
        assert inspecting.require_finding(**FINDING) is None
        assert refused(inspecting.require_finding, **{**FINDING, **changes})[0] == code

    def test_its_day_lies_ahead_also_when_the_conclusion_is_signed(self):
        assert inspecting.require_ahead(TODAY + DAY, on=TODAY) is None
        assert refused(inspecting.require_ahead, TODAY, on=TODAY)[0] == "day_in_past"
        assert inspecting.require_days_ahead([(1, TODAY + DAY)], on=TODAY) is None
        told = {"number": 1, "named": TODAY}
        assert refused(inspecting.require_days_ahead, [(1, TODAY)], on=TODAY) == ("finding_day_past", told)

    def test_its_post_is_one_of_the_unit(self):
        assert inspecting.require_post(1, {1}) == 1
        for post_id in (None, 2):
            assert refused(inspecting.require_post, post_id, {1})[0] == "post_elsewhere"

    def test_it_is_written_until_the_conclusion(self):
        assert inspecting.require_running("drafted") is None
        for state in ("decided", "concluded"):
            assert refused(inspecting.require_running, state)[0] == "findings_closed"

    def test_a_remedy_is_reported_and_judged_in_turn(self):
        assert inspecting.moved("report", "demanded") == inspecting.moved("report", "sent_back") == "reported"
        assert inspecting.moved("accept", "reported") == "accepted"
        assert inspecting.moved("send_back", "reported") == "sent_back"
        assert refused(inspecting.moved, "accept", "demanded") == ("remedy_decided", {"state": "demanded"})
        assert refused(inspecting.moved, "x", "demanded")[0] == "unknown_event"

    def test_nobody_accepts_what_they_did(self):
        assert inspecting.require_other(1, 2) is None
        assert refused(inspecting.require_other, 1, 1)[0] == "own_deed"

    def test_who_reports_it(self):
        assert inspecting.require_doer(holds=True, roles=(), owed=True) is None
        assert inspecting.require_doer(holds=False, roles=[Role.CLERK], owed=True) is None
        assert (
            refused(inspecting.require_doer, holds=False, roles=[Role.INSPECTOR], owed=True)[0] == "not_yours"
        )
        assert refused(inspecting.require_doer, holds=True, roles=(), owed=False)[0] == "not_owed"

    def test_all_is_carried_out_when_nothing_is_open(self):
        assert inspecting.require_remedied(0) is None
        assert refused(inspecting.require_remedied, 2) == ("remedies_open", {"count": 2})


class TestHead:
    def test_nobody_does_for_the_head_what_they_do_in_person(self):
        assert inspecting.require_in_person(1, 1) is None
        for holder in (2, None):
            assert refused(inspecting.require_in_person, 1, holder)[0] == "not_the_head"

    def test_days_are_those_of_the_inspection(self):
        said = {"since": TODAY - DAY, "on": TODAY}
        assert inspecting.require_days([TODAY - DAY, TODAY], **said) is None
        assert refused(inspecting.require_days, [], **said)[0] == "day_missing"
        for day in (TODAY - 2 * DAY, TODAY + DAY):
            assert refused(inspecting.require_days, [day], **said)[0] == "day_outside"
        assert inspecting.require_announced(TODAY) == TODAY
        assert refused(inspecting.require_announced, None)[0] == "not_announced"

    def test_handed_over_wholesale_is_nowhere_present_and_no_finding_reviewed(self):
        assert Part(inspections=1, findings=3).wholesale
        assert not Part(inspections=1, days=1).wholesale
        assert not Part(inspections=1, findings=3, reviewed=1).wholesale
        assert not Part().wholesale


class TestSelfReview:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"category": "x"}, "unknown_category"),
            ({"what": "Người có số 020190000011 chưa được trả lời"}, "personal_in_text"),
            ({"mends": "Gọi 0912345678"}, "personal_in_text"),
            ({"what": " "}, "fault_without_words"),
            ({"mends": " "}, "fault_without_remedy"),
        ],
    )
    def test_it_is_whole(self, changes, code):
        said = {"category": "late", "what": "x", "mends": "x"}
        assert inspecting.require_fault(**said) is None
        assert refused(inspecting.require_fault, **{**said, **changes})[0] == code

    def test_it_is_mended_once(self):
        assert inspecting.require_not_mended(None) is None
        assert refused(inspecting.require_not_mended, TODAY) == ("mended_already", {"since": TODAY})

    def test_its_rule_is_one_of_this_system(self):
        assert inspecting.house_rule(VN, "self_review_mend") == "house.self_review_mend"
        assert refused(inspecting.house_rule, VN, "no_such") == ("unknown_rule", {"rule": "no_such"})


BLANKS = {ground.value: f"[{ground.value}]" for ground in clearing.Ground}


class TestConclusion:
    def decided(self, **clocks):
        facts = inspection.Facts(on=TODAY, number="9/KL", clocks=clocks)
        said = {"state": "drafted", "roles": frozenset({Role.HEAD}), "facts": facts, "pack": VN}
        return inspection.PROCEDURE.decide("conclude", **said)

    def test_it_waits_for_the_explanation_of_the_unit_or_for_its_last_day(self):
        open_one = Running("house.inspection_explain", TODAY)
        told = {"clock": "explanation", "on": TODAY, "until": TODAY}
        assert refused(self.decided, explanation=open_one) == ("explanation_open", told)
        assert self.decided(explanation=Running("house.inspection_explain", TODAY - DAY)).after == "concluded"
        assert self.decided().after == "concluded"


class TestClearing:
    def test_what_is_protected_is_left_out_and_the_rest_stays(self):
        text = "Một [[hai]] ba [[bốn]] năm"
        assert clearing.passages(text) == ("hai", "bốn")
        assert clearing.cleared(text, ["personal", "shown"], BLANKS) == "Một [personal] ba bốn năm"
        assert clearing.cleared("Không có gì.", [], BLANKS) == "Không có gì."

    @pytest.mark.parametrize("grounds", [[], ["personal"], ["personal", ""], ["x", "shown"]])
    def test_nothing_is_published_while_a_passage_is_open(self, grounds):
        assert refused(clearing.cleared, "[[a]] [[b]]", grounds, BLANKS)[0] == "passage_open"

    @pytest.mark.parametrize("text", ["a [[ b", "a ]] b", "[[a [[b]]"])
    def test_each_mark_is_closed(self, text):
        assert refused(clearing.passages, text)[0] == "passage_not_closed"

    def test_numbers_of_people_stand_within_the_marks(self):
        assert clearing.require_marked("[[0912345678]]") is None
        assert refused(clearing.require_marked, "gọi 0912345678") == ("protected_left", {"kinds": ("phone",)})


def test_the_days_of_this_system():
    days = {
        name: VN.rules[f"house.inspection_{name}"].amount for name in ("explain", "taking_office", "posted")
    }
    assert days == {"explain": 10, "taking_office": 90, "posted": 15}


class TestRemedies:
    def standing(self, *, on=0, done=None, since=TODAY, state="demanded"):
        done = None if done is None else TODAY + done * DAY
        return remedies.of_finding(state=state, since=since, due=TODAY, done=done, on=TODAY + on * DAY)

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"since": None}, "found"),
            ({}, "running"),
            ({"on": 1}, "overdue"),
            ({"state": "sent_back"}, "sent_back"),
            ({"state": "sent_back", "on": 1}, "overdue"),
            ({"state": "reported", "on": 1}, "waiting"),
            ({"done": 0, "on": 9}, "in_time"),
            ({"done": 1, "on": 9}, "late"),
        ],
    )
    def test_a_remedy_stands_by_its_day(self, said, code):
        assert self.standing(**said) == code

    def test_what_was_owed_is_counted_whole(self):
        assert remedies.Owed(1, 2, 3, 4).total == 10

    def test_the_unit_sees_what_was_found_with_the_draft_and_nobody_else_ever(self):
        assert remedies.seen(inspects=True, theirs=False, since=None)
        assert remedies.seen(inspects=False, theirs=True, since=TODAY)
        assert not remedies.seen(inspects=False, theirs=True, since=None)
        assert not remedies.seen(inspects=False, theirs=False, since=TODAY)

    def test_every_ground_of_leaving_out_has_its_words(self):
        assert set(clearing.BLANKS) == set(clearing.Ground) - {clearing.Ground.SHOWN}


class TestRelation:
    def test_it_is_of_a_unit(self):
        assert inspecting.require_relation("family", 3) == 3
        assert refused(inspecting.require_relation, "family", None)[0] == "unit_missing"
        assert refused(inspecting.require_relation, "friend", 3)[0] == "unknown_relation"

    def test_whoever_is_related_to_a_holder_is_tied_like_any(self):
        bound = (Bound(7, Tie.HOLDER),)
        assert refused(inspecting.require_untied, {7}, bound)[1] == {"person": 7, "tie": "holder"}
