"""Suggested fields: from the lexicon, from what was confirmed, with the words that spoke; never by themselves."""

import json
import re
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import erasing, learning
from hoiam.desk.cases.models import Case, FieldTotal, FieldWord, Lesson
from hoiam.desk.cases.queries import routing
from hoiam.kit import db
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PACK = packs.load("vn")
WATER = "Cơ sở xả thải ra kênh làm nước đen và có mùi hôi, ô nhiễm cả xóm."
CROWS = "Đàn quạ kêu inh ỏi trên nóc chợ suốt đêm không ai ngủ được, mong phường đuổi quạ đi."


def confirmed(cast, body, field, **changes):
    case = people.received(cast, title="Phản ánh", body=body, **changes)
    classify(cast, case, field)
    return case


def classify(cast, case, field, kind="report"):
    case.refresh_from_db()
    clerk = people.actor(cast.clerk)
    cases.classify(case_id=case.pk, version=case.version, kind=kind, field=field, by=clerk, at=NOW)


def fields(text):
    return [one.field for one in routing.suggest(text=text, pack=PACK)]


def test_the_lexicon_speaks_first_and_says_by_which_words(cast):
    best = routing.suggest(text=WATER, pack=PACK)[0]
    assert (best.field, best.confirmed) == ("environment", 0)
    assert {"xả thải", "mùi hôi", "ô nhiễm"} <= set(best.words)
    assert routing.suggest(text="Xin chào", pack=PACK) == ()


def test_words_without_accents_speak_as_well():
    assert fields("Co so xa thai ra kenh, mui hoi")[0] == "environment"


def test_what_was_confirmed_is_learned_and_soon_outweighs_the_lexicon(cast):
    assert fields(CROWS) == []
    for _ in range(3):
        confirmed(cast, CROWS, "police")
    confirmed(cast, WATER, "environment")
    best = routing.suggest(text="Quạ kêu inh ỏi trên nóc nhà tôi.", pack=PACK)[0]
    assert (best.field, best.confirmed) == ("police", 3)
    assert any("quạ" in word for word in best.words)


def learned():
    """What is counted now: cases of each field, and the counts of every word."""
    totals = {row.field: row.cases for row in FieldTotal.objects.all() if row.cases}
    return totals, [row.counts for row in FieldWord.objects.all()]


def test_put_right_later_it_is_learned_anew(cast):
    case = confirmed(cast, CROWS, "police")
    classify(cast, case, "environment")
    classify(cast, case, "environment")
    totals, counts = learned()
    assert totals == {"environment": 1}
    assert len(counts) > 20
    assert all(known == {"environment": 1} for known in counts)
    assert fields(CROWS) == ["environment"]


def test_found_to_be_a_denunciation_it_is_learned_no_more(cast):
    case = confirmed(cast, CROWS, "police")
    other = confirmed(cast, WATER, "environment")
    people._person("keeper", cast.ward, Role.KEEPER)
    before = learned()
    classify(cast, case, "police", kind="denunciation")
    totals, counts = learned()
    assert totals == {"environment": 1}
    assert all(known == {"environment": 1} for known in counts)
    assert len(counts) < len(before[1])
    assert [row.case_id for row in Lesson.objects.all()] == [other.pk]


def test_erased_nothing_of_its_words_is_left(cast):
    confirmed(cast, WATER, "environment")
    before = learned()
    case = confirmed(cast, f"{CROWS} Ô nhiễm.", "police")
    assert learned() != before
    case.refresh_from_db()
    cases.refuse(
        case_id=case.pk,
        version=case.version,
        ground="outside_scope",
        reason="x",
        by=people.actor(cast.head),
        at=NOW,
    )
    case.refresh_from_db()
    number = f"{case.received_on:%Y}-{case.pk:06d}"
    erasing.erase(
        code=number,
        documents_only=True,
        ground="court",
        decision="Quyết định 1",
        by=people.actor(cast.operator),
        at=NOW,
    )
    assert learned() == before


def test_a_field_chosen_at_intake_is_not_confirmed(cast):
    people.received(cast, field="police")
    assert not FieldTotal.objects.exists()


def test_what_is_held_is_not_learned_from(cast):
    case = people.received(cast, title="-", body=CROWS)
    with pytest.raises(Refused, match="no_keeper"):
        classify(cast, case, "police", kind="denunciation")
    assert not FieldTotal.objects.filter(cases__gt=0).exists()


def test_names_and_numbers_are_not_learned(cast):
    said = routing.features(
        "Ông Nông Văn Giả Định ở số 17 đường Quang Trung phản ánh rác tồn đọng ngày 12/03/2026."
    )
    assert {"phan_anh", "rac_ton", "ton_dong"} <= set(said)
    assert not {"gia", "dinh", "quang", "trung", "17", "12", "2026"} & set(said)


def test_the_counts_do_not_reveal_a_word(cast):
    confirmed(cast, CROWS, "police")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_fieldword")
        held = [f"{number:010x}" for (number,) in cursor.fetchall()]
        cursor.execute("SELECT CAST(tokens AS text) FROM cases_search")
        index = set(re.findall(r"[0-9a-f]{10}", cursor.fetchone()[0]))
    assert len(held) > 20
    assert all(re.fullmatch(r"[0-9a-f]{10}", token) for token in held)
    assert not index & set(held)


def test_units_named_in_the_text_are_told_in_its_order(cast):
    text = "Xe rác của xã Thất Khê đổ sang phường Đông Kinh."
    assert [unit.id for unit in routing.named(text)] == [cast.other.pk, cast.ward.pk]
    assert routing.named("thất khê") == ()


def test_a_longer_name_is_not_taken_for_the_shorter_one_it_begins_with(cast):
    longer = people._unit("06041", "Thất Khê Thượng", "That Khe Thuong", "commune", cast.province)
    office.forget_served()
    assert [unit.id for unit in routing.named("Ở xã Thất Khê Thượng.")] == [longer.pk]


def test_it_costs_two_statements(cast, django_assert_max_num_queries):
    for _ in range(3):
        confirmed(cast, WATER, "environment")
    with django_assert_max_num_queries(2):
        assert fields(WATER)[0] == "environment"


@pytest.mark.django_db(transaction=True)
def test_clerks_who_confirm_at_the_same_time_lose_no_count():
    """Two learn of the same words and correct one another's field, in turns that run into each other."""
    start, faults = threading.Barrier(2), []
    texts = [f"{CROWS} {WATER}", f"{WATER} {CROWS}"]

    def confirm(who):
        own, other = ("police", "land")[:: 1 if who else -1]
        try:
            for turn in range(12):
                start.wait(30)
                with db.writing():
                    learning.count({own: 1}, text=texts[(who + turn) % 2])
                    learning.count({own: -1, other: 1}, text=texts[who])
                    learning.count({own: 1}, text=texts[who])
        except Exception as fault:  # noqa: BLE001 - of a thread: told below
            faults.append(fault)
            start.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    totals, counts = learned()
    assert totals == {"police": 24, "land": 24}
    said = routing.numbers(routing.features(texts[0]))
    common = [known for number, known in FieldWord.objects.filter(pk__in=said).values_list("pk", "counts")]
    assert json.dumps(counts).count("-") == 0
    assert {"police": 24, "land": 24} in common


def test_the_clerk_reads_it_beside_the_form_and_nothing_is_chosen(cast, client):
    case = people.received(cast, title="Phản ánh", body=WATER)
    client.force_login(cast.clerk)
    page = client.get(f"/desk/cases/{case.pk}/classify").content.decode()
    assert "Lĩnh vực gợi ý" in page
    assert "mùi hôi" in page.split("Lĩnh vực gợi ý")[1][:600]
    assert "chưa có vụ việc nào được xác nhận" in page
    assert 'value="environment" selected' not in page
    assert Case.objects.get(pk=case.pk).field == ""


# The lexicon of a pack


@pytest.mark.parametrize("name", ["vn", "demo_en"])
def test_every_word_of_a_lexicon_belongs_to_one_known_field(name):
    pack = packs.load(name)
    assert pack.lexicon
    assert set(pack.lexicon) <= {field.code for field in pack.fields}
    words = [word.casefold() for known in pack.lexicon.values() for word in known]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"code": "moon", "words": ["x"]}], "lexicon_unknown"),
        ([{"code": "land", "words": ["x"]}, {"code": "land", "words": ["y"]}], "lexicon_twice"),
        ([{"code": "land", "words": []}], "lexicon_empty"),
        ([{"code": "land", "words": [" "]}], "lexicon_empty"),
    ],
)
def test_a_lexicon_that_is_not_whole_is_refused(rows, code):
    with pytest.raises(Refused, match=code):
        packs.lexicon_of([{"code": "land"}], rows)
