"""The draft of a reply on its page: rearranged without scripts, saved, proposed, decided, never overwritten unseen."""

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.forms import staff_reply
from hoiam.desk.cases.models import Point, Reply, Step
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHOLE = {"decision": "accepted", "ground": "Biên bản", "next_step": "Sửa trong 5 ngày"}


@pytest.fixture
def draft(client):
    """draft(who, case) opens the page; draft(who, case, rows, do="save") presses a button."""

    def draft(who, case, rows=None, /, **more):
        client.force_login(who)
        url = f"/desk/cases/{case.pk}/reply"
        if rows is None and not more:
            return client.get(url)
        return client.post(url, {**fresh(case), **posted(rows or []), **more})

    return draft


def fresh(case):
    return {"version": case.version, "seen": Step.objects.filter(case=case).count()}


def posted(rows):
    data = {"p-TOTAL_FORMS": len(rows), "p-INITIAL_FORMS": 0, "p-MIN_NUM_FORMS": 0, "p-MAX_NUM_FORMS": 1000}
    for at, row in enumerate(rows):
        whole = {"number": "", "text": "", "decision": "", "ground": "", "next_step": "", **row}
        data |= {f"p-{at}-{name}": value for name, value in whole.items()}
    return data


def rows_of(answer):
    return [form["text"].value() for form in answer.context["formset"]]


def text(answer):
    return answer.content.decode()


def kept(case):
    return list(Point.objects.filter(case=case).order_by("number").values_list("text", flat=True))


def test_a_new_draft_begins_with_one_empty_point_beside_the_petition(cast, draft):
    answer = draft(cast.handler, people.accepted(cast))
    assert rows_of(answer) == [""]
    assert "Rác ở đầu ngõ" in text(answer)


def test_each_sentence_can_become_a_point(cast, draft):
    answer = draft(cast.handler, people.accepted(cast), [{}], do="split")
    assert rows_of(answer) == [
        "Đèn đường trong ngõ 7 đã hỏng hai tháng nay.",
        "Rác ở đầu ngõ không có ai thu gom.",
        "Đề nghị phường cho biết khi nào sửa.",
    ]
    assert "chưa được lưu" in text(answer)


def test_what_was_written_stays_before_the_suggestions(cast, draft):
    answer = draft(cast.handler, people.accepted(cast), [{"text": "Của tôi"}], do="split")
    assert rows_of(answer)[0] == "Của tôi"
    assert len(rows_of(answer)) == 4


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("add", ["a", "b", "c", ""]),
        ("up-1", ["b", "a", "c"]),
        ("up-0", ["a", "b", "c"]),
        ("down-1", ["a", "c", "b"]),
        ("down-2", ["a", "b", "c"]),
        ("drop-1", ["a", "c"]),
        ("drop-9", ["a", "b", "c"]),
        ("nonsense", ["a", "b", "c"]),
    ],
)
def test_points_are_rearranged_by_buttons(cast, draft, order, after):
    case = people.accepted(cast)
    answer = draft(cast.handler, case, [{"text": name, **WHOLE} for name in "abc"], do=order)
    assert answer.status_code == 200
    assert rows_of(answer) == after
    assert kept(case) == []


def test_there_are_never_more_rows_than_a_reply_may_have(cast, draft):
    full = [{"text": "x"}] * staff_reply.MOST_POINTS
    assert len(rows_of(draft(cast.handler, people.accepted(cast), full, do="add"))) == staff_reply.MOST_POINTS


def test_a_draft_is_saved_unfinished_and_says_what_is_missing(cast, draft):
    case = people.accepted(cast)
    answer = draft(cast.handler, case, [{"text": "Đèn"}, {"text": "Rác", **WHOLE}], do="save")
    assert answer.status_code == 302
    assert kept(case) == ["Đèn", "Rác"]
    page = draft(cast.handler, case)
    assert [target for target, _words in page.context["missing"]] == [
        "id_p-0-decision",
        "id_p-0-ground",
        "id_p-0-next_step",
    ]
    assert 'href="#id_p-0-ground"' in text(page)
    assert 'id="id_p-0-ground"' in text(page)


def test_a_point_without_text_is_named_and_the_rest_stays(cast, draft):
    case = people.accepted(cast)
    answer = draft(cast.handler, case, [{"text": " ", **WHOLE}, {"text": "Rác"}], do="save")
    assert answer.status_code == 422
    assert 'href="#id_p-0-text"' in text(answer)
    assert rows_of(answer)[1] == "Rác"
    assert kept(case) == []


def test_blank_rows_are_passed_over_but_not_a_blank_draft(cast, draft):
    case = people.accepted(cast)
    assert draft(cast.handler, case, [{}, {"text": "Đèn"}, {}], do="save").status_code == 302
    assert kept(case) == ["Đèn"]
    case.refresh_from_db()
    assert draft(cast.handler, case, [{}], do="save").status_code == 422
    assert kept(case) == ["Đèn"]


def test_proposing_saves_and_lays_it_before_the_head(cast, draft):
    case = people.accepted(cast)
    answer = draft(cast.handler, case, [{"text": "Đèn", **WHOLE}], do="propose")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.pk}/")
    case.refresh_from_db()
    assert case.state == "proposed"
    assert "Đã trình người đứng đầu duyệt" in answer.client.get(answer.url).content.decode()


def test_proposing_what_is_incomplete_saves_it_and_says_what_is_missing(cast, draft):
    case = people.accepted(cast)
    answer = draft(cast.handler, case, [{"text": "Đèn", "ground": "Biên bản"}], do="propose")
    assert answer.status_code == 422
    assert answer.context["refused"].code == "points_incomplete"
    assert kept(case) == ["Đèn"]
    case.refresh_from_db()
    assert (case.state, case.version) == ("accepted", 5)
    assert answer.context["form"]["version"].value() == 5


def test_a_contested_point_is_marked_and_cannot_be_dropped(cast, draft):
    case = people.contested(cast)
    page = text(draft(cast.handler, case))
    assert "Chưa nêu thời hạn." in page
    assert 'value="drop-0"' in page
    assert 'value="drop-1"' not in page
    rows = [{"number": 1, "text": "Đèn"}, {"number": 2, "text": "Rác"}]
    assert rows_of(draft(cast.handler, case, rows, do="drop-1")) == ["Đèn", "Rác"]
    refused = draft(cast.handler, case, rows[:1], do="save")
    assert (refused.status_code, refused.context["refused"].code) == (422, "contested_point_gone")


def test_a_contested_point_keeps_its_mark_when_it_moves(cast, draft):
    case = people.contested(cast)
    rows = [{"number": 1, "text": "Đèn"}, {"number": 2, "text": "Rác"}]
    moved = draft(cast.handler, case, rows, do="up-1")
    assert [bool(row["before"].contested) for row in moved.context["rows"]] == [True, False]


def test_of_two_who_save_the_second_is_told_and_keeps_the_words(cast, draft):
    case = people.accepted(cast)
    old = fresh(case)
    draft(cast.head, case, [{"text": "Của người đứng đầu"}], do="save")
    answer = draft(cast.handler, case, [{"text": "Của tôi", "ground": "Căn cứ của tôi"}], **old, do="save")
    page = text(answer)
    assert answer.status_code == 409
    assert rows_of(answer) == ["Của tôi"]
    assert "Căn cứ của tôi" in page
    assert cast.head.name in page
    assert "Của người đứng đầu" in page
    assert kept(case) == ["Của người đứng đầu"]
    case.refresh_from_db()
    assert answer.context["form"]["version"].value() == case.version
    assert draft(cast.handler, case, [{"text": "Của tôi"}], do="save").status_code == 302


def test_words_typed_while_the_draft_was_proposed_are_not_lost(cast, draft):
    case = people.accepted(cast)
    old = fresh(case)
    draft(cast.head, case, [{"text": "Đèn", **WHOLE}], do="propose")
    answer = draft(cast.handler, case, [{"text": "Câu chữ của tôi"}], **old, do="save")
    assert answer.status_code == 409
    assert "Câu chữ của tôi" in text(answer)


def test_a_handler_who_was_replaced_while_typing_gets_the_words_back(cast, draft):
    case = people.accepted(cast)
    old = fresh(case)
    by = people.actor(cast.clerk)
    cases.assign(case_id=case.pk, version=case.version, to=cast.second_handler.pk, by=by, at=NOW)
    answer = draft(cast.handler, case, [{"text": "Câu chữ", "ground": "Căn cứ"}], **old, do="save")
    assert answer.status_code == 404
    assert "Câu chữ" in text(answer)
    assert "Căn cứ" in text(answer)
    assert people.TITLE not in text(answer)


def test_rearranging_does_not_hide_that_somebody_saved(cast, draft):
    case = people.accepted(cast)
    old = fresh(case)
    draft(cast.head, case, [{"text": "a"}], do="save")
    answer = draft(cast.handler, case, [{"text": "b"}], **old, do="add")
    assert str(answer.context["form"]["version"].value()) == str(old["version"])


def test_the_head_approves_and_goes_on_to_the_next(cast, draft):
    case = people.proposed(cast)
    page = draft(cast.head, case)
    assert 'value="approve"' in text(page)
    assert 'name="p-0-text"' not in text(page)
    sent = fresh(case)
    answer = draft(cast.head, case, **sent, do="approve")
    assert answer.headers["Location"] == f"/desk/?unit={cast.ward.pk}&state=proposed"
    assert draft(cast.head, case, **sent, do="approve").status_code == 409
    assert Reply.objects.count() == 1


def test_the_head_sends_it_back_with_a_reason(cast, draft):
    case = people.proposed(cast)
    assert draft(cast.head, case, do="rework", reason=" ").status_code == 422
    assert draft(cast.head, case, do="rework", reason="Nêu rõ thời hạn").status_code == 302
    case.refresh_from_db()
    assert case.state == "accepted"
    assert "Nêu rõ thời hạn" in text(draft(cast.handler, case))


def test_a_reason_typed_while_things_moved_is_not_lost(cast, draft):
    case = people.proposed(cast)
    old = fresh(case)
    draft(cast.head, case, **old, do="approve")
    answer = draft(cast.head, case, **old, do="rework", reason="Lý do đã gõ")
    assert answer.status_code == 409
    assert "Lý do đã gõ" in text(answer)


@pytest.mark.parametrize("do", ["save", "propose", "approve", "rework"])
def test_a_clerk_reads_but_does_not_write(cast, draft, do):
    case = people.proposed(cast)
    page = text(draft(cast.clerk, case))
    assert 'name="do"' not in page
    answer = draft(cast.clerk, case, [{"text": "x", **WHOLE}], do=do, reason="x")
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.state == "proposed"
    assert Reply.objects.count() == 0


def test_the_handler_waits_while_it_lies_before_the_head(cast, draft):
    page = text(draft(cast.handler, people.proposed(cast)))
    assert "đang chờ người đứng đầu" in page
    assert 'value="approve"' not in page


def test_the_letter_is_a_download_and_leaves_no_trace(cast, client):
    case = people.proposed(cast)
    client.force_login(cast.head)
    answer = client.get(f"/desk/cases/{case.pk}/reply/letter")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Reply.objects.count() == 0


def test_without_a_point_there_is_no_letter_yet(cast, client):
    case = people.accepted(cast)
    client.force_login(cast.handler)
    answer = client.get(f"/desk/cases/{case.pk}/reply/letter")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.pk}/reply")


@pytest.mark.parametrize("count", ["", "x", "-1", "999999999", "31"])
def test_a_forged_count_of_rows_does_no_harm(cast, draft, count):
    case = people.accepted(cast)
    for do in ("save", "add"):
        data = {**posted([{"text": "a"}]), "p-TOTAL_FORMS": count}
        assert draft(cast.handler, case, [], **data, do=do).status_code in {200, 302, 422}


def test_it_costs_at_most_twelve_statements(cast, client, django_assert_max_num_queries):
    case = people.contested(cast)
    client.force_login(cast.handler)
    with django_assert_max_num_queries(12):
        client.get(f"/desk/cases/{case.pk}/reply")


def test_a_start_is_made_of_sentences_not_of_greetings():
    body = "Kính gửi UBND. Tôi tên là A. Đường hỏng nặng! Vâng. - Rác nhiều quá đầu ngõ\nXin cảm ơn."
    assert staff_reply.suggested(body) == ["Đường hỏng nặng!", "Rác nhiều quá đầu ngõ"]
