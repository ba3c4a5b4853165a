from collections import Counter
from datetime import date

import pytest

from hoiam.law import catalogue, packs
from hoiam.law.catalogue import CountUnit, Document, Form, Frequency, Period, Threshold
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence
from tests.every import each_row

VN = packs.load("vn")
FREQUENCY = {
    "id": "freq.mayor.v1",
    "who": "mayor",
    "who_vi": "thị trưởng",
    "level": "county",
    "post_kinds": ["mayor"],
    "min_count": 2,
    "count_unit": "day",
    "per": "month",
    "source_document": "Charter 1/2020",
    "article": "4",
    "in_force_from": "2020-01-01",
    "in_force_until": "2025-12-31",
    "confidence": "VERIFIED-2",
    "sources": "gazette",
}
LATER = {**FREQUENCY, "id": "freq.mayor.v2", "in_force_from": date(2026, 1, 1), "in_force_until": ""}
DOCUMENT = {
    "id": "1/2020",
    "name": "Charter 1/2020",
    "in_force_from": "2020-01-01",
    "confidence": "VERIFIED-2",
}
FORM = {
    "id": "c.1",
    "source_document": "Charter 1/2020",
    "number": "1",
    "title": "Receipt",
    "title_vi": "Giấy biên nhận",
    "in_force_from": "2020-01-01",
    "confidence": "VERIFIED-1",
}

# What a text that the rules cite is not known for: the research names it, but not the days it was in force.
UNDATED = {
    "59/2023/NĐ-CP": "democracy at the grassroots, decree; its rules begin on 2023-08-15",
    "59/2019/NĐ-CP": "explanation on request; whether decree 184/2026 ended it was not checked",
    "356/2025/NĐ-CP": "personal data, decree; its rules begin on 2026-01-01 with the law",
    "20/2008/NĐ-CP": "feedback on administrative rules; its status after 2025 was not checked",
    "215-KL/TW": "amends regulation 11-QĐi/TW on 2025-11-23; a party text without its own row",
    "Thủ tục hành chính quốc gia “Xử lý đơn” (cấp tỉnh, cấp xã)": "a procedure sheet, not a text",
}
# Rows that reach beyond the days of a text they cite.
BEYOND = {
    ("kn.second_window", "136/2025/QH15"): "the number is of 2011, the wording of 2026 kept it",
    ("kn.second_window_remote", "136/2025/QH15"): "the number is of 2011, the wording of 2026 kept it",
    ("thr.many_people", "07/2014/TT-TTCP"): "read in the circular of 2014; not read in circular 05/2021",
}


def refused(call, *args):
    with pytest.raises(Refused) as raised:
        call(*args)
    return raised.value.code, raised.value.facts


def cited():
    """Every dated row of the pack that cites a text."""
    rules = [rule for rule in VN.rules.values() if rule.confidence is not Confidence.HOUSE]
    return [*rules, *VN.frequencies.values(), *VN.thresholds.values(), *VN.forms.values()]


def test_a_row_is_read_with_its_days_words_and_numbers():
    mayor = catalogue.read(Frequency, FREQUENCY)
    assert (mayor.min_count, mayor.count_unit, mayor.per) == (2, CountUnit.DAY, Period.MONTH)
    assert (mayor.in_force_from, mayor.in_force_until) == (date(2020, 1, 1), date(2025, 12, 31))
    assert mayor.post_kinds == ("mayor",)
    assert (mayor.note, mayor.note_vi) == ("", "")
    assert mayor.family == catalogue.read(Frequency, LATER).family == "freq.mayor"


@each_row(
    [
        pytest.param({"article": ""}, "row_incomplete", {"missing": ["article"]}, id="no article"),
        pytest.param({"post_kinds": []}, "row_incomplete", {"missing": ["post_kinds"]}, id="nobody owes it"),
        pytest.param({"colour": "red"}, "row_unknown_field", {"fields": ["colour"]}, id="an unknown field"),
        pytest.param({"per": "decade"}, "row_unknown_word", {"field": "per", "value": "decade"}, id="a word"),
        pytest.param(
            {"in_force_from": "2026-13-01"},
            "row_bad_day",
            {"field": "in_force_from", "value": "2026-13-01"},
            id="a day that is none",
        ),
        pytest.param({"in_force_until": "2019-12-31"}, "row_impossible", {}, id="it ends before it begins"),
        pytest.param({"min_count": 0}, "row_impossible", {}, id="at least nothing"),
        pytest.param({"min_count": "2"}, "row_impossible", {}, id="a number in quotes"),
        pytest.param({"post_kinds": "mayor"}, "row_impossible", {}, id="a word where a list stands"),
        pytest.param({"post_kinds": ["mayor", 3]}, "row_impossible", {}, id="a kind that is no word"),
        pytest.param({"post_kinds": [""]}, "row_impossible", {}, id="a kind without a name"),
    ]
)
def test_a_row_that_is_not_whole_or_says_what_cannot_be_is_refused(change, code, facts):
    row = {**FREQUENCY, **change}
    assert refused(catalogue.read, Frequency, row) == (code, {"row": "freq.mayor.v1", **facts})


def test_a_row_without_an_id_is_refused_too():
    assert refused(catalogue.read, Document, {}) == (
        "row_incomplete",
        {"row": "", "missing": ["confidence", "id", "name"]},
    )


def test_a_document_of_which_no_day_was_seen_was_in_force_on_no_day_we_know():
    unseen = catalogue.read(Document, {**DOCUMENT, "in_force_from": ""})
    assert (unseen.in_force_from, unseen.in_force_until) == (None, None)
    assert not catalogue.in_force(unseen, date(2026, 1, 1), date(2026, 1, 1))


def test_a_form_may_lack_its_number_and_have_been_replaced():
    form = catalogue.read(Form, {**FORM, "number": "", "changed_on": date(2026, 7, 1)})
    assert (form.number, form.changed_on) == ("", date(2026, 7, 1))
    assert catalogue.read(Form, FORM).changed_on is None


def test_rows_stand_by_id_in_their_order_and_none_twice():
    other = {**DOCUMENT, "id": "2/2020"}
    assert list(catalogue.table(Document, [other, DOCUMENT])) == ["2/2020", "1/2020"]
    assert refused(catalogue.table, Document, [DOCUMENT, DOCUMENT]) == ("row_twice", {"row": "1/2020"})


def test_one_version_of_a_frequency_follows_another_and_none_overlaps():
    found = catalogue.frequencies([LATER, FREQUENCY])
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [[one.id for one in found.values() if one.governs(day)] for day in days] == [
        [],
        ["freq.mayor.v1"],
        ["freq.mayor.v1"],
        ["freq.mayor.v2"],
    ]
    open_ended = {**FREQUENCY, "in_force_until": ""}
    assert refused(catalogue.frequencies, [open_ended, LATER]) == (
        "versions_overlap",
        {"row": "freq.mayor.v2", "earlier": "freq.mayor.v1", "on": date(2026, 1, 1)},
    )


@each_row(
    [
        ("2020-01-01", "2025-12-31", True),
        ("2019-12-31", "2025-12-31", False),
        ("2020-01-01", "2026-01-01", False),
        ("2020-01-01", None, False),
    ]
)
def test_a_text_holds_for_days_that_all_lie_within_its_own(first, last, held):
    text = catalogue.read(Document, {**DOCUMENT, "in_force_until": "2025-12-31"})
    until = date.fromisoformat(last) if last else None
    assert catalogue.in_force(text, date.fromisoformat(first), until) is held


def test_a_text_still_in_force_holds_to_this_day_and_on():
    assert catalogue.in_force(catalogue.read(Document, DOCUMENT), date(2026, 1, 1), None)


@each_row(
    [
        ("Luật Tiếp công dân 42/2013/QH13; Nghị định 154/2026/NĐ-CP", ["42/2013/QH13", "154/2026/NĐ-CP"]),
        ("Luật 02/2011/QH13 sửa đổi bởi Luật 136/2025/QH15", ["02/2011/QH13", "136/2025/QH15"]),
        ("Quy định 11-QĐi/TW", ["11-QĐi/TW"]),
        (
            "Luật Tiếp cận thông tin (sửa đổi) 2026 (number not seen)",
            ["Luật Tiếp cận thông tin (sửa đổi) 2026"],
        ),
    ]
)
def test_the_texts_that_a_source_names_are_found_by_number_or_by_name(source, numbers):
    found = catalogue.documents_of(source, VN.documents)
    assert [one.id for one in found.values() if one] == list(found) == numbers


def test_a_text_that_is_not_known_is_named_all_the_same():
    assert catalogue.documents_of("Charter 9/2020; an old custom", VN.documents) == {
        "9/2020": None,
        "an old custom": None,
    }


def test_the_pack_has_as_many_rows_as_were_found():
    assert len(VN.frequencies) == 13
    assert len(VN.thresholds) == 11
    assert len(VN.documents) == 26
    assert len(VN.forms) == 40


def test_what_is_shown_is_in_both_languages():
    for frequency in VN.frequencies.values():
        assert bool(frequency.note) <= bool(frequency.note_vi), frequency.id
    for row in (*VN.thresholds.values(), *VN.documents.values(), *VN.forms.values()):
        assert bool(row.note) == bool(row.note_vi), row.id


def test_a_commune_chair_receives_on_one_day_a_week_until_june_2026_then_on_two_a_month():
    def owed(on):
        return [
            (one.min_count, one.count_unit, one.per)
            for one in VN.frequencies.values()
            if one.family == "freq.commune_chair" and one.governs(on)
        ]

    assert owed(date(2026, 6, 30)) == [(1, CountUnit.DAY, Period.WEEK)]
    assert owed(date(2026, 7, 1)) == [(2, CountUnit.DAY, Period.MONTH)]


def test_these_kinds_of_post_owe_these_things_today():
    on = date(2026, 11, 24)
    owed = Counter(kind for one in VN.frequencies.values() if one.governs(on) for kind in one.post_kinds)
    assert owed == {
        "inspector_general": 1,
        "government_office_head": 1,
        "province_chair": 1,
        "commune_chair": 2,  # reception days and the dialogue conference
        "agency_head": 1,
        "public_unit_head": 1,
        "party_secretary_province": 2,  # reception days and the monthly report
        "party_secretary_commune": 2,
        "village_head": 1,
    }


def test_what_the_party_asks_of_its_secretaries_is_put_on_nobody_else():
    """Kết luận 215-KL/TW names them, and no chair."""
    asked = {one.id: one.post_kinds for one in VN.frequencies.values() if one.id.startswith("freq.party_")}
    assert asked.pop("freq.party_report") == ("party_secretary_province", "party_secretary_commune")
    assert {kind for kinds in asked.values() for kind in kinds} == {
        f"party_secretary_{level}" for level in ("province", "district", "commune")
    }


def test_nothing_is_owed_by_a_district_any_more():
    districts = [one for one in VN.frequencies.values() if one.level == "district"]
    assert {one.in_force_until for one in districts} == {date(2025, 6, 30)}


def test_the_thresholds_say_which_side_of_the_number_counts():
    values = {name: (one.value, one.unit) for name, one in VN.thresholds.items()}
    assert values["thr.dialogue_request"] == (10, "percent_of_voters")
    assert values["thr.rep_5_10"] == (2, "representatives_max")
    assert values["thr.rep_over_10"] == (5, "representatives_max")
    assert "TRÊN 50%" in VN.thresholds["thr.community_decision_other"].meaning_vi
    assert isinstance(VN.thresholds["thr.many_people"], Threshold)


def test_every_document_stands_under_the_number_in_its_name():
    for number, document in VN.documents.items():
        assert list(catalogue.documents_of(document.name, VN.documents)) == [number]


def test_only_one_document_has_no_first_day():
    assert [one.id for one in VN.documents.values() if one.in_force_from is None] == ["116/2025/UBTVQH15"]


def test_every_text_cited_is_known_but_these_and_each_of_these_is_cited():
    unknown = {
        number
        for row in cited()
        for number, document in catalogue.documents_of(row.source_document, VN.documents).items()
        if document is None
    }
    assert unknown == set(UNDATED)
    assert all(UNDATED.values())


def test_a_row_lies_within_the_days_its_text_was_in_force():
    beyond = {
        (row.id, number)
        for row in cited()
        for number, document in catalogue.documents_of(row.source_document, VN.documents).items()
        if document
        and not catalogue.in_force(document, row.in_force_from, getattr(row, "in_force_until", None))
        and not isinstance(row, Form)
    }
    assert beyond == set(BEYOND)
    assert all(BEYOND.values())


def test_a_form_is_no_older_than_the_text_it_belongs_to():
    for form in VN.forms.values():
        first, *amending = catalogue.documents_of(form.source_document, VN.documents).values()
        assert first.in_force_from <= form.in_force_from, form.id
        later = {one.in_force_from for one in amending}
        assert form.changed_on is None or not later or form.changed_on in later, form.id


def test_no_two_forms_of_one_text_have_one_number():
    numbered = [(form.source_document, form.number) for form in VN.forms.values() if form.number]
    assert max(Counter(numbered).values()) == 1
    assert [form.id for form in VN.forms.values() if not form.number] == [
        "don.not_eligible",
        "don.guidance",
        "don.return",
        "don.transfer_denunciation",
        "don.transfer_petition",
        "don.guidance_mixed",
    ]


def test_the_notices_to_the_denouncer_and_to_the_denounced_are_two_forms():
    assert "người bị tố cáo" in VN.forms["tc.06"].title_vi
    assert "người bị tố cáo" not in VN.forms["tc.05"].title_vi
