"""Duplicates: what is suggested, what is told apart, and that nothing is linked but by a clerk."""

import pytest
from django.utils import timezone
from hypothesis import given, settings, strategies as st

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.models import CaseLink
from hoiam.desk.cases.queries import firewall, tokens
from hoiam.desk.cases.queries.alike import COMPARED, MOST, MOST_PAIRS, MOST_WIDE, candidates, weighed
from hoiam.journal.models import Event
from hoiam.kit import fold, likeness
from hoiam.kit.apart import of_read, take_apart
from hoiam.kit.likeness import Verdict
from hoiam.law.refusal import Refused
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
TITLE = "Đề nghị cấp giấy chứng nhận quyền sử dụng đất"
TELLING = (
    "Gia đình tôi đã nộp hồ sơ đề nghị cấp giấy chứng nhận quyền sử dụng đất từ ngày {day} nhưng đến nay chưa nhận "
    "được văn bản trả lời. Thửa đất số {plot}, tờ bản đồ số {sheet}, diện tích {area} m2 ở xã {place}, cán bộ địa "
    "chính đã nhiều lần hẹn nhưng không có biên nhận và cũng không nêu rõ lý do chậm trễ."
)
ONE = {"day": "12/03/2026", "plot": "87", "sheet": "14", "area": "350", "place": "An Phú"}
TWO = {"day": "01/09/2025", "plot": "212", "sheet": "9", "area": "120", "place": "Tân Thạnh"}
BODY = TELLING.format(**ONE)
AGAIN = (
    "Tôi gửi đơn này lần thứ hai. Hồ sơ đề nghị cấp giấy chứng nhận quyền sử dụng đất nộp từ ngày 12/03/2026 đến nay "
    "vẫn chưa nhận được văn bản trả lời. Thửa đất số 87, tờ bản đồ số 14, diện tích 350 m2 ở xã An Phú. Cán bộ địa "
    "chính nhiều lần hẹn nhưng không nêu rõ lý do."
)


def received(cast, body, **changes):
    return people.received(cast, title=changes.pop("title", TITLE), body=body, **changes)


def found(cast, body, who="clerk", **asked):
    return queries.alike(
        unit_id=cast.ward.pk, text=f"{TITLE}\n{body}", by=people.actor(getattr(cast, who)), on=TODAY, **asked
    )


def verdict(one, other):
    return likeness.compare(likeness.take_apart(one), likeness.take_apart(other)).verdict


@pytest.mark.parametrize("wide", [False, True])
def test_the_same_again_another_plot_and_another_matter_are_told_apart(cast, wide):
    same = received(cast, BODY)
    other = received(cast, TELLING.format(**TWO))
    people.received(cast)
    verdicts = {one.id: one.likeness.verdict for one in found(cast, AGAIN, wide=wide)}
    assert verdicts[same.pk] is Verdict.SAME
    assert verdicts.get(other.pk) in {Verdict.TEMPLATE, None}
    assert set(verdicts) <= {same.pk, other.pk}


def test_verdicts_without_accents_and_in_capitals():
    assert verdict(BODY, BODY.upper()) in {Verdict.SAME, Verdict.OTHER}
    assert verdict(BODY, AGAIN) is Verdict.SAME
    assert verdict(BODY, TELLING.format(**TWO)) is Verdict.TEMPLATE
    assert verdict(BODY, people.BODY) is Verdict.OTHER


def test_it_is_found_under_more_cases_of_the_same_form_than_are_looked_at(cast):
    same = received(cast, BODY)
    for number in range(MOST + 2):
        received(cast, TELLING.format(**{**TWO, "plot": 300 + number, "area": 400 + number}))
    assert next(one.id for one in found(cast, AGAIN)) == same.pk


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(
    "body", [AGAIN, "Hồ sơ đề nghị cấp giấy chứng nhận quyền sử dụng đất chưa có trả lời."]
)
def test_either_database_finds_what_the_marks_alone_say(cast, body, wide):
    """Worked out here from the tokens of each case, so that both databases are held to the same candidates."""
    held = {}
    for number in range(MOST + 4):
        said = {**(ONE if number % 7 == 0 else TWO), "plot": 300 + number % 9, "area": 400 + number % 5}
        text = TELLING.format(**said)
        held[received(cast, text).pk] = {
            token.split(":")[0].strip("'") for token in tokens.of_case(f"{TITLE}\n{text}").split()
        }
    text = f"{TITLE}\n{body}"
    read = fold.read(text)
    marks = tokens.asked(of_read(read), wide=wide)
    if wide:
        marks += sorted(tokens.blind(list(dict.fromkeys(fold.pairs(read.words)))))[:MOST_PAIRS]
    most = MOST_WIDE if wide else MOST
    newest = sorted(held, reverse=True)
    expected = [[pk for pk in newest if mark in held[pk]][:most] for mark in marks]
    found = candidates(unit_id=cast.ward.pk, text=text, wide=wide)
    assert found == weighed([one for one in expected if one])[: COMPARED + 1]
    assert found or body != AGAIN


def test_a_letter_that_others_sent_as_well_is_still_told(cast):
    """Six facts and more, none of them shared: its wording is looked up by two marks."""
    letter = (
        "Hộ {a} ở thôn {b}, xã {c}, số {d}, thửa {e}, tờ {f}, phản đối việc thu phí vệ sinh cao gấp đôi mà không "
        "họp dân."
    )
    first = letter.format(a="Nông Văn Thử", b="Bản Cháu", c="An Phú", d=12, e=87, f=14)
    other = letter.format(a="Lý Thị Ví Dụ", b="Nà Mèo", c="Tân Thạnh", d=35, e=212, f=9)
    case = received(cast, first)
    assert len(take_apart(other).values) >= 6
    assert [one.id for one in found(cast, other)] == [case.pk]


def test_what_names_nothing_is_found_by_its_wording(cast):
    body = "Đèn đường trong ngõ đã hỏng hai tháng nay, buổi tối rất tối, đề nghị phường cho biết khi nào sửa."
    same = received(cast, body)
    assert [one.id for one in found(cast, f"{body} Xin cảm ơn.")] == [same.pk]


def test_what_both_name_is_shown_with_its_kind(cast):
    received(cast, BODY)
    assert ("An Phú", "place") in found(cast, AGAIN)[0].likeness.shared


def test_a_short_text_suggests_nothing(cast):
    received(cast, BODY)
    assert queries.alike(unit_id=cast.ward.pk, text="Đất đai", by=people.actor(cast.clerk), on=TODAY) == ()


def test_only_the_desk_of_the_unit_is_told(cast):
    received(cast, BODY)
    for who in ("stranger", "handler", "inspector"):
        with pytest.raises(Refused, match="not_yours"):
            found(cast, BODY, who)


def test_a_name_ends_with_its_line_and_a_sentence_names_nobody_by_beginning():
    text = likeness.take_apart("Đèn hỏng ở đường Trần Đăng Ninh\nKính gửi phường. Đèn đường hỏng.")
    assert text.kinds == (("Trần Đăng Ninh", "place"),)


def test_a_telling_is_measured_by_what_both_say_in_the_same_order():
    one, other, none = map(likeness.take_apart, ("a b c b d a b", "b d c a b a", ""))
    assert likeness.compare(one, other).telling == 2 * 4 / 13
    assert likeness.compare(none, other).telling == likeness.compare(none, none).telling == 0


@settings(deadline=None)
@given(st.text("ab c1A.", max_size=40), st.text("ab c1A.", max_size=40))
def test_differences_lose_no_letter(one, other):
    left, right = likeness.differences(one, other)
    assert "".join(text for text, _ in left) == one
    assert "".join(text for text, _ in right) == other


def test_differences_are_marked():
    left, right = likeness.differences("Đèn đường hỏng ở ngõ 7", "đèn đường đã hỏng ở ngõ 9")
    assert [text for text, lacks in left if lacks] == ["7"]
    assert [text for text, lacks in right if lacks] == ["đã", "9"]


# The clerk's word


def link(cast, one, two, relation="again", who="clerk"):
    cases.link(
        case_id=one.pk, other_id=two.pk, relation=relation, by=people.actor(getattr(cast, who)), at=NOW
    )


def test_a_link_stands_both_ways_in_history_and_log(cast):
    one, two = received(cast, BODY), received(cast, AGAIN)
    assert not CaseLink.objects.exists()
    link(cast, one, two)
    assert [(a.id, a.relation) for a in queries.links(case_id=one.pk)] == [(two.pk, "again")]
    assert [(a.id, a.relation) for a in queries.links(case_id=two.pk)] == [(one.pk, "again")]
    assert [case.steps.last().event for case in (one, two)] == ["link", "link"]
    said = [event.statement for event in Event.objects.filter(kind="case.linked")]
    assert len(said) == 2
    assert all(one.ref not in said[1] or two.ref not in said[1] for _ in said)


def test_said_again_the_later_word_stands_and_not_the_same_links_nothing(cast):
    one, two = received(cast, BODY), received(cast, AGAIN)
    link(cast, one, two)
    link(cast, two, one, "different")
    assert queries.links(case_id=one.pk) == queries.links(case_id=two.pk) == ()
    assert found(cast, BODY, case_id=one.pk)[0].decided == "different"


@pytest.mark.parametrize(
    ("who", "relation", "code"),
    [
        ("handler", "again", "not_yours"),
        ("stranger", "again", "not_yours"),
        ("clerk", "friend", "unknown_relation"),
    ],
)
def test_who_may_not_or_says_nothing_known_is_refused(cast, who, relation, code):
    one, two = received(cast, BODY), received(cast, AGAIN)
    with pytest.raises(Refused, match=code):
        link(cast, one, two, relation, who)
    assert not CaseLink.objects.exists()


def test_who_keeps_out_of_a_case_is_neither_shown_it_nor_links_it(cast, monkeypatch):
    one, two = received(cast, BODY), received(cast, AGAIN)
    monkeypatch.setattr(firewall, "hidden_ids", lambda **_: frozenset({two.pk}))
    assert [a.id for a in found(cast, AGAIN)] == [one.pk]
    monkeypatch.setattr(firewall, "bars_actor", lambda case, _by: case.pk == two.pk)
    for pair in ((one, two), (two, one)):
        with pytest.raises(Refused, match="no_such_case"):
            link(cast, *pair)


def test_cases_of_another_unit_and_the_case_itself_are_refused(cast):
    one = received(cast, BODY)
    there = cases.register(intake=people.intake(cast.other), by=people.actor(cast.stranger), at=NOW)
    for other, code in ((there.case_id, "no_such_case"), (0, "no_such_case"), (one.pk, "same_case")):
        with pytest.raises(Refused, match=code):
            cases.link(case_id=one.pk, other_id=other, relation="again", by=people.actor(cast.clerk), at=NOW)


# Pages


def form(cast, **changes):
    return {
        "submit_key": "a" * 40,
        "unit": cast.ward.pk,
        "channel": "counter",
        "kind": "petition",
        "name": "Nông Thị Giả Định",
        "title": TITLE,
        "body": AGAIN,
        **changes,
    }


def test_right_after_registration_the_slip_leads_to_the_comparison(cast, client):
    one = received(cast, BODY)
    client.force_login(cast.clerk)
    answer = client.post("/desk/register", form(cast))
    assert answer.headers["Location"].endswith("?desk=1&alike=1")
    slip = client.get(answer.headers["Location"]).content.decode()
    newest = queries.alike(
        unit_id=cast.ward.pk, text=BODY, by=people.actor(cast.clerk), on=TODAY, case_id=one.pk
    )[0].id
    assert f"/desk/cases/{newest}/alike" in slip
    page = client.get(f"/desk/cases/{newest}/alike").content.decode()
    assert "Có vẻ cùng một vụ việc" in page
    assert page.count("<mark>") > 3
    sent = client.post(f"/desk/cases/{newest}/alike", {"other": one.pk, "relation": "again"}, follow=True)
    assert "Đơn trùng" in sent.content.decode()
    for pk in (newest, one.pk):
        assert "Đơn trùng" in client.get(f"/desk/cases/{pk}/").content.decode()


def test_without_anything_alike_the_slip_says_nothing(cast, client):
    client.force_login(cast.clerk)
    assert client.post("/desk/register", form(cast)).headers["Location"].endswith("?desk=1")


def test_while_typing_and_on_the_check_button_the_same_is_shown_and_nothing_is_kept(cast, client):
    one = received(cast, BODY)
    client.force_login(cast.clerk)
    typed = client.post("/desk/alike", {"unit": cast.ward.pk, "title": TITLE, "body": AGAIN}).content.decode()
    checked = client.post("/desk/register", {**form(cast, name=""), "check": "1"}).content.decode()
    for page in (typed, checked):
        assert f"/desk/cases/{one.pk}/" in page
    assert AGAIN[:60] in checked
    assert "Tìm thấy" not in checked
    assert type(one).objects.count() == 1
    assert not client.post("/desk/alike", {"unit": "x", "body": AGAIN}).content.strip()
    client.force_login(cast.stranger)
    assert not client.post("/desk/alike", {"unit": cast.ward.pk, "body": AGAIN}).content.strip()


def test_what_makes_no_sense_is_refused_in_words(cast, client):
    one = received(cast, BODY)
    client.force_login(cast.clerk)
    for said in (
        {"other": "x", "relation": "again"},
        {"other": one.pk, "relation": "?"},
        {"other": "9" * 40},
    ):
        answer = client.post(f"/desk/cases/{one.pk}/alike", said)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    client.force_login(cast.stranger)
    assert client.get(f"/desk/cases/{one.pk}/alike").status_code == 404


def test_comparing_costs_the_same_whatever_is_there(cast, django_assert_max_num_queries):
    for _ in range(12):
        received(cast, BODY)
    clerk = people.actor(cast.clerk)
    with django_assert_max_num_queries(4):
        assert len(queries.alike(unit_id=cast.ward.pk, text=AGAIN, by=clerk, on=TODAY, case_id=1)) == 5
