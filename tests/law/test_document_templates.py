"""The templates of documents: to whom each may go, when it may be made, what typed text can and cannot do in one."""

from dataclasses import replace
from datetime import date

import pytest

from hoiam.law import document_templates, packs, sheet, template_book
from hoiam.law.document_templates import (
    Addressee,
    Block,
    Decides,
    DocumentTemplate,
    Layout,
    Recipient,
    Slot,
    SlotKind,
)
from hoiam.law.procedures import complaint_first, complaint_second, denunciation, kinds, petition
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity

TEMPLATES = packs.load("vn").document_templates
PROCEDURES = {
    "petition": petition.State,
    "complaint_first": complaint_first.State,
    "complaint_second": complaint_second.State,
    "denunciation": denunciation.State,
}
NAMES = {"complaint_first": "complaint", "complaint_second": "complaint_again"}
OFFICE = sheet.Office(
    issuer="Ủy ban nhân dân phường Đông Kinh",
    parent="Ủy ban nhân dân tỉnh Lạng Sơn",
    place="Đông Kinh",
    head_title="Chủ tịch Ủy ban nhân dân phường Đông Kinh",
)
TABLE = {
    "slot": {
        "person": {"vi": "Họ tên", "en": "Name", "kind": "line"},
        "things": {"vi": "Việc", "en": "Things", "kind": "rows"},
        "secret": {"vi": "Tên", "en": "Name", "kind": "line", "identity": True},
        "which": {"vi": "Loại", "en": "Kind", "kind": "choice", "options": ["tạm", "hẳn"]},
    },
    "template": [
        {
            "form": "a.1",
            "layout": "document",
            "series": "TB",
            "heading": "THÔNG BÁO",
            "subject": "Về {person}",
            "to": "complainant",
            "when": ["petition.received", "complaint_first.*"],
            "slots": ["person"],
            "indexed": ["person"],
            "body": "Kính gửi {person}.",
        }
    ],
}


def template(*body, **changes):
    slots = tuple(
        Slot(name=name, vi=name, en=name, kind=kind, required=name != "extra")
        for name, kind in (
            ("text", SlotKind.TEXT),
            ("day", SlotKind.DAY),
            ("rows", SlotKind.ROWS),
            ("extra", SlotKind.LINE),
        )
    )
    made = DocumentTemplate(
        form="x.1",
        layout=Layout.DOCUMENT,
        series="TB",
        heading="THÔNG BÁO",
        subject="Về việc {text}",
        to=Addressee.COMPLAINANT,
        copies=(Addressee.BODY,),
        when=frozenset({"petition.received"}),
        slots=slots,
        body=body,
    )
    return replace(made, **changes)


def composed(*body, **values):
    one = template(*body)
    return document_templates.blocks(one, document_templates.said(one, values, {}))


def to(kind, name="Ai đó"):
    return Recipient(kind=Addressee(kind), name=name)


# What the pack brings


def test_every_form_of_reception_petitions_and_complaints_has_its_paper():
    wanted = [name for name in packs.load("vn").forms if name.split(".")[0] in {"tcd", "don", "kn"}]
    assert sorted(TEMPLATES) == sorted(wanted)
    assert len(wanted) == 28


def test_a_paper_is_made_in_states_that_there_are():
    for one in TEMPLATES.values():
        for when in one.when:
            procedure, state = when.split(".")
            assert state == "*" or state in set(PROCEDURES[procedure]), (one.form, when)


def test_every_state_of_a_received_matter_offers_papers():
    assert {
        one.form for one in document_templates.allowed(TEMPLATES, procedure="petition", state="received")
    } >= {
        "don.01",
        "don.guidance",
        "don.transfer_petition",
    }
    assert "kn.15" in {
        one.form
        for one in document_templates.allowed(TEMPLATES, procedure="complaint_first", state="accepted")
    }
    assert "kn.16" not in {
        one.form
        for one in document_templates.allowed(TEMPLATES, procedure="complaint_first", state="accepted")
    }
    assert document_templates.allowed(TEMPLATES, procedure="nothing", state="received") == ()


def test_a_denunciation_goes_to_the_competent_body_and_to_nobody_else():
    assert TEMPLATES["don.transfer_denunciation"].may_go_to == {Addressee.BODY, Addressee.ARCHIVE}


def test_the_duty_to_name_the_sender_is_kept_out_of_a_denunciation_that_is_passed_on():
    assert not {"person", "address", "id_number"} & {
        slot.name for slot in TEMPLATES["don.transfer_denunciation"].slots
    }


@pytest.mark.parametrize("form", sorted(TEMPLATES))
def test_no_form_is_ever_issued_to_another_kind_of_addressee(form):
    one = TEMPLATES[form]
    values = {slot.name: (*slot.options, "2026-12-01")[0] for slot in one.slots}
    for kind in one.may_go_to:
        document_templates.decide_issue(one, values, (to(one.to), to(kind)))
    for kind in set(Addressee) - set(one.may_go_to):
        with pytest.raises(Refused) as refused:
            document_templates.decide_issue(one, values, (to(one.to), to(kind)))
        assert refused.value.code == "wrong_addressee"
        assert refused.value.facts["kind"] == kind.value
        assert kind.value not in refused.value.facts["allowed"]


@pytest.mark.parametrize("form", sorted(TEMPLATES))
def test_what_is_required_is_asked_for_before_a_number_is_given(form):
    one = TEMPLATES[form]
    required = tuple(slot.name for slot in one.slots if slot.required)
    if not required:
        assert one.layout is Layout.REGISTER
        return
    with pytest.raises(Refused) as refused:
        document_templates.decide_issue(one, {}, (to(one.to),))
    assert (refused.value.code, refused.value.facts["missing"]) == ("document_incomplete", required)


def test_a_paper_needs_the_name_of_its_addressee():
    values = {"text": "a", "day": "2026-12-01", "rows": "b"}
    document_templates.decide_issue(template(), values, (to("complainant"), to("body")))
    for wrong in ((), (to("body"),), (to("complainant", " "),)):
        with pytest.raises(Refused, match="no_addressee"):
            document_templates.decide_issue(template(), values, wrong)
    document_templates.decide_issue(template(to=Addressee.ARCHIVE), values, ())


def test_a_paper_is_made_only_where_the_case_stands():
    document_templates.decide_start(template(), procedure="petition", state="received")
    with pytest.raises(Refused, match="form_not_now"):
        document_templates.decide_start(template(), procedure="petition", state="closed")
    anywhere = template(when=frozenset({"petition.*"}))
    document_templates.decide_start(anywhere, procedure="petition", state="closed")


# How a body is composed


def test_every_mark_gives_its_kind_of_block():
    assert composed(
        "~ Căn cứ;", "# QUYẾT ĐỊNH:", "# I. KẾT", "@ Điều 1. Giao.", "@ 1. Ai.", "- Một", "Và."
    ) == (
        Block("basis", "Căn cứ."),
        Block("heading", "QUYẾT ĐỊNH:"),
        Block("section", "I. KẾT"),
        Block("article", "Giao.", "Điều 1."),
        Block("article", "1. Ai."),
        Block("item", "Một"),
        Block("paragraph", "Và."),
    )


def test_each_basis_ends_with_a_semicolon_and_the_last_with_a_full_stop():
    found = composed("~ Căn cứ A.", "~ Căn cứ B", "? extra | ~ Theo đề nghị của {extra};", extra="C")
    assert [one.text for one in found] == ["Căn cứ A;", "Căn cứ B;", "Theo đề nghị của C."]
    assert [one.text for one in composed("~ Căn cứ A;", "~ Theo D, như sau:")] == [
        "Căn cứ A;",
        "Theo D, như sau:",
    ]


def test_a_slot_alone_gives_a_paragraph_for_each_line_and_dots_when_empty():
    assert composed("{text}", text="a\n\nb") == (Block("paragraph", "a"), Block("paragraph", "b"))
    assert composed("{text}", "x {text}") == (
        Block("paragraph", document_templates.BLANK),
        Block("paragraph", f"x {document_templates.BLANK}"),
    )


def test_a_line_about_nothing_is_left_out():
    assert composed("? extra | Do {extra}.", extra="ai") == (Block("paragraph", "Do ai."),)
    assert composed("? extra | Do {extra}.") == ()
    assert composed("? rows | | rows | A | B", rows="1 | 2") == (
        Block("table", rows=(("A", "B"), ("1", "2"))),
    )


def test_a_table_is_as_wide_as_its_header():
    assert composed("| rows | A | B", rows="1\n\n1 | 2 | 3")[0].rows == (
        ("A", "B"),
        ("1", ""),
        ("1", "2 | 3"),
    )
    assert composed("| rows | A | B")[0].rows == (("A", "B"), ("", ""))


def test_days_are_written_out_and_no_day_is_dotted():
    assert composed("Từ {day}.", day="2026-12-05") == (Block("paragraph", "Từ ngày 05 tháng 12 năm 2026."),)
    assert composed("Từ {day}.", day="mai") == (Block("paragraph", f"Từ {document_templates.BLANK}."),)


@pytest.mark.parametrize(
    "typed", ["{text}", "{day} {{x}}", "# a", "~ b", "@ Điều 1. c", "| rows | d", "? text | e"]
)
def test_what_was_typed_is_never_read_as_a_body(typed):
    assert composed("{text}", text=typed) == (Block("paragraph", typed),)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c\x1bd", "abcd"),
        ("a\x85b\u2028c\x0bd", "a\nb\nc\nd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb\u00a0c", "a b c"),
        ("\u202eabc\u2066", "abc"),
        ("\ud800a\ufffe\uffff", "a"),
        ("  a  \n  b ", "a\nb"),
        ("Ủy ban – “đúng” 😀", "Ủy ban – “đúng” 😀"),
    ],
)
def test_what_cannot_stand_in_a_document_is_taken_out(typed, kept):
    assert document_templates.plain(typed) == kept


# The sheet


def signed(capacity, one=None, **said):
    return sheet.sign(one or template(), OFFICE, capacity=capacity, name="Ví Dụ", **said)


def test_the_head_signs_on_behalf_of_the_committee_or_in_person():
    assert (signed(Capacity.HEAD).over, signed(Capacity.HEAD).title) == ("TM. Ủy ban nhân dân", "Chủ tịch")
    assert signed(Capacity.HEAD, template(personal=True)).over == ""
    other = replace(OFFICE, head_title="Giám đốc Sở")
    assert sheet.sign(template(), other, capacity=Capacity.HEAD, name="A") == sheet.Signature(
        over="", title="Giám đốc Sở", name="A"
    )


@pytest.mark.parametrize(
    ("capacity", "over"),
    [
        (Capacity.DEPUTY, "KT. Chủ tịch"),
        (Capacity.BY_ORDER, "TL. Chủ tịch"),
        (Capacity.AUTHORISED, "TUQ. Chủ tịch"),
    ],
)
def test_who_signs_for_the_head_says_so_with_an_office_of_their_own(capacity, over):
    made = signed(capacity, title=" Phó Chủ tịch ")
    assert (made.over, made.title) == (over, "Phó Chủ tịch")
    with pytest.raises(Refused, match="title_needed"):
        signed(capacity)


def test_who_reports_to_the_head_signs_in_their_own_office_and_nobody_else_does():
    report = template(reports=True)
    made = signed(Capacity.OWN, report, title="Trưởng phòng")
    assert (made.over, made.title) == ("", "Trưởng phòng")
    with pytest.raises(Refused, match="title_needed"):
        signed(Capacity.OWN, report)
    for wrong, one in ((Capacity.HEAD, report), (Capacity.OWN, template())):
        with pytest.raises(Refused, match="wrong_capacity"):
            signed(wrong, one, title="Trưởng phòng")
    assert {one.form for one in TEMPLATES.values() if one.reports} == {"don.01", "kn.13"}


def test_an_acting_head_signs_as_such_and_nobody_without_a_name():
    assert signed(Capacity.ACTING).title == "Q. Chủ tịch"
    with pytest.raises(Refused, match="signer_needed"):
        sheet.sign(template(), OFFICE, capacity=Capacity.HEAD, name=" ")


def test_a_sheet_has_everything_in_its_place():
    made = sheet.compose(
        template("{text}", greets=True),
        office=OFFICE,
        values={"text": "a"},
        known={},
        recipients=(to("complainant", "Ông A"), to("body", "Sở B"), to("body", ""), to("archive", "Kho")),
        number="05/TB-UBND",
        on=date(2026, 12, 5),
    )
    assert (made.number, made.place_and_day) == ("05/TB-UBND", "Đông Kinh, ngày 05 tháng 12 năm 2026")
    assert made.greeting == ("Ông A",)
    assert made.recipients == ("Như trên;", "Sở B;", "Lưu: VT, hồ sơ.")
    assert made.title == "THÔNG BÁO – Về việc a"


def test_a_draft_has_neither_number_nor_day_nor_addressee():
    made = sheet.compose(template(greets=True, heading="", subject=""), office=OFFICE, values={}, known={})
    assert made.number.endswith("/TB-UBND")
    assert made.place_and_day.startswith("Đông Kinh, ngày  ")
    assert (made.greeting, made.title, made.signature) == ((document_templates.BLANK,), "x.1", None)


def test_minutes_have_no_number_and_no_list_and_what_greets_nobody_begins_with_its_recipients():
    minutes = template(layout=Layout.MINUTES, series="")
    made = sheet.compose(minutes, office=OFFICE, values={}, known={}, recipients=(to("complainant"),))
    assert (made.number, made.recipients, made.greeting) == ("", (), ())
    ordered = sheet.compose(
        template(), office=OFFICE, values={}, known={}, recipients=(to("complainant", "A"),)
    )
    assert ordered.recipients == ("A;", "Lưu: VT, hồ sơ.")


def test_who_is_named_in_the_last_article_is_not_named_among_the_recipients():
    made = sheet.compose(
        template(same="Như Điều 3", stays="VT"),
        office=OFFICE,
        values={},
        known={},
        recipients=(to("complainant", "A"), to("body", "Sở B")),
    )
    assert made.recipients == ("Như Điều 3;", "Sở B;", "Lưu: VT.")


WORDS = {
    Addressee.COMPLAINANT: "người khiếu nại",
    Addressee.COMPLAINED: "người bị khiếu nại",
    Addressee.EXPERT: "{expert}",
}


def test_a_decision_that_is_for_those_in_its_last_article_names_them_there():
    for one in TEMPLATES.values():
        if not one.same:
            continue
        last = one.body[-1]
        assert last.startswith(f"@ {one.same.removeprefix('Như ')}. "), one.form
        for kind in (one.to, *one.copies):
            assert WORDS.get(kind, "") in last.replace("Người", "người"), (one.form, kind)


def test_a_citizens_letter_and_undated_minutes_bear_no_day_of_the_office():
    letter = sheet.compose(
        template(layout=Layout.CITIZEN), office=OFFICE, values={}, known={}, on=date(2026, 12, 5)
    )
    assert "Đông Kinh" not in letter.place_and_day
    assert letter.place_and_day.startswith(document_templates.BLANK)
    assert sheet.compose(template(dated=False), office=OFFICE, values={}, known={}).place_and_day == ""


# Reading the data


def row(**changes):
    table = {**TABLE, "template": [{**TABLE["template"][0], **changes}]}
    return template_book.read(table)


CAPTIONS = (("A", "Ký, ghi rõ họ tên"), ("B", "Ký"))


def test_papers_are_read_in_their_order_with_their_slots():
    [made] = row(optional=["person"], copies=["body"], greets=True, signers=["A", "B | Ký"]).values()
    assert made.may_go_to == {Addressee.COMPLAINANT, Addressee.BODY, Addressee.ARCHIVE}
    assert [(slot.name, slot.required) for slot in made.slots] == [("person", False)]
    assert (made.greets, made.personal, made.signers, made.numbered) == (True, False, CAPTIONS, True)
    assert template_book.read({}) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"layout": "poster"}, "template_unknown_word"),
        ({"to": "everybody"}, "template_unknown_word"),
        ({"copies": ["press"]}, "template_unknown_word"),
        ({"when": ["anywhere"]}, "template_unknown_word"),
        ({"slots": ["person", "shoe"]}, "template_unknown_slot"),
        ({"body": "{person} {shoe}"}, "template_unknown_slot"),
        ({"body": "{person}\n| shoe | A"}, "template_unknown_slot"),
        ({"body": "{person}\n? shoe | A"}, "template_unknown_slot"),
        ({"returns": "things"}, "template_unknown_slot"),
        ({"slots": ["person", "things"]}, "template_unused_slot"),
        ({"indexed": ["things"]}, "template_unknown_slot"),
        ({"slots": ["secret"], "indexed": ["secret"], "body": "{secret}"}, "template_indexes_identity"),
        ({"decides": [{"event": "a", "slot": "which", "says": "tạm"}]}, "template_unknown_word"),
    ],
)
def test_a_paper_that_does_not_fit_together_is_refused(changes, code):
    with pytest.raises(Refused, match=code):
        row(**changes)


def test_a_paper_that_lacks_something_or_stands_twice_is_refused():
    short = {key: value for key, value in TABLE["template"][0].items() if key != "to"}
    with pytest.raises(Refused) as refused:
        template_book.read({**TABLE, "template": [short]})
    assert refused.value.facts == {"form": "a.1", "missing": ["to"]}
    with pytest.raises(Refused, match="template_twice"):
        template_book.read({**TABLE, "template": TABLE["template"] * 2})


# What an issued document decides


def stops():
    which = Slot(name="which", vi="", en="", kind=SlotKind.CHOICE, options=("tạm", "hẳn"))
    both = (
        Decides(event="suspend", slot="which", says="tạm"),
        Decides(event="terminate", slot="which", says="hẳn"),
    )
    return template(slots=(which,), decides=both)


def test_a_document_decides_what_was_chosen_in_it_and_nothing_else():
    document_templates.decide_tie(stops(), {"which": "tạm"}, event="suspend")
    for values, event in (({"which": "tạm"}, "terminate"), ({"which": "hẳn"}, "suspend"), ({}, "suspend")):
        with pytest.raises(Refused, match="document_decides_other"):
            document_templates.decide_tie(stops(), values, event=event)
    assert document_templates.decided_by(template(decides=(Decides(event="accept"),)), {}) == ("accept",)


def test_what_is_none_of_the_choices_counts_as_missing():
    assert document_templates.lacking(stops(), {"which": "tạm"}) == ()
    assert document_templates.lacking(stops(), {"which": "khác"}) == ("which",)
    assert document_templates.lacking(stops(), {}) == ("which",)


def test_every_document_decides_steps_that_its_procedures_have():
    for one in TEMPLATES.values():
        for step in one.decides:
            procedures = {when.partition(".")[0] for when in one.when}
            decided = [kinds.BY_KIND[NAMES.get(name, name)].procedure for name in procedures]
            events = {event for procedure in decided for event in procedure.events}
            assert step.event in events, one.form


def test_two_forms_that_decide_the_same_step_are_for_the_same_addressee():
    """Or a notice to one party could stand where that to another belongs."""
    found = {}
    for one in TEMPLATES.values():
        for step in one.decides:
            found.setdefault(step.event, set()).add(one.to)
    assert {event: len(kinds) for event, kinds in found.items()} == dict.fromkeys(found, 1)


# What a search finds


def test_a_search_finds_only_what_the_data_name_and_never_whom_they_name():
    [made] = row(
        slots=["person", "secret", "things"], indexed=["person"], body="{person} {secret}\n| things | A"
    ).values()
    values = {"person": " Đèn\nđường ", "secret": "Ông A", "things": "x | y"}
    assert document_templates.searchable(made, values) == ("Đèn\nđường",)
    assert document_templates.identities(made, values) == ("Ông A",)
    assert document_templates.searchable(made, {}) == document_templates.identities(made, {}) == ()


def test_what_names_somebody_is_indexed_of_no_form_and_a_denunciation_passed_on_not_at_all():
    assert not [
        (one.form, slot.name)
        for one in TEMPLATES.values()
        for slot in one.slots
        if slot.identity and slot.indexed
    ]
    assert not any(slot.indexed for slot in TEMPLATES["don.transfer_denunciation"].slots)
    named = {slot.name for one in TEMPLATES.values() for slot in one.slots if slot.identity}
    assert named >= {
        "person",
        "id_number",
        "address",
        "phone",
        "representative",
        "representative_id",
        "giver",
    }
