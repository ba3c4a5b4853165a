"""Open data: what is in each dataset, and what is in none."""

import pytest
from django.utils import timezone

from hoiam.desk.cases.models import Case
from hoiam.duties.models import Duty, Tally
from hoiam.kit import keyset, opaque
from hoiam.office.models import Person
from hoiam.public.data import datasets, making, store
from tests import cast as people
from tests.desk import dialogue_story, directive_story
from tests.public import leaks, open_data_story as story

pytestmark = pytest.mark.django_db


@pytest.fixture
def happened(cast):
    story.ended(cast)
    return story.happened(cast)


def test_every_dataset_is_made_in_every_form(happened):
    outcomes = story.made()
    assert {name for name, one in outcomes.items() if one.error} == set()
    for name in datasets.BY_NAME:
        found = store.made(name)
        assert [one.name for one in found.files] == [f"{name}.csv", f"{name}.jsonl", f"{name}.parquet"]
        assert found.rows == len(story.rows(name)) > 0, name
        for one in found.files:
            assert (found.folder / one.name).stat().st_size == one.size


def test_every_row_has_every_column_in_its_order(happened):
    story.made()
    for name in datasets.BY_NAME:
        assert all(list(row) == story.columns(name) for row in story.rows(name)), name
        head = (store.made(name).folder / f"{name}.csv").read_text("utf-8-sig").splitlines()[0]
        assert head == ",".join(story.columns(name))


def test_a_key_names_one_row(happened):
    story.made()
    for name, dataset in datasets.BY_NAME.items():
        keys = [tuple(row[column] for column in dataset.key) for row in story.rows(name)]
        assert len(set(keys)) == len(keys), name


def test_a_case_is_as_the_register_shows_it(happened):
    story.made()
    found = {row["id"]: row for row in story.rows("cases")}
    answered, accepted = found[happened["answered"].pk], found[happened["accepted"].pk]
    assert (answered["unit"], answered["state"], answered["title"]) == ("05977", "answered", story.CLEARED)
    assert answered["answered_on"] == timezone.localdate().isoformat()
    assert (accepted["title"], accepted["answered_on"], accepted["late"]) == ("", None, False)


def test_a_denunciation_is_in_no_file(happened):
    story.made()
    held = set(Duty.objects.filter(subject="held").values_list("pk", flat=True))
    assert held
    assert happened["denounced"].pk not in {row["id"] for row in story.rows("cases")}
    told = {row["id"] for row in story.rows("duties")}
    assert told == {
        opaque.name("duty", pk) for pk in Duty.objects.exclude(subject="held").values_list("pk", flat=True)
    }
    assert not told & {opaque.name("duty", pk) for pk in held}
    assert [path.name for path in story.files() if b'"held"' in path.read_bytes()] == ["receptions.parquet"][
        :0
    ]


def test_figures_are_those_of_the_tallies_without_what_is_held(cast, happened):
    story.made()
    told = sum(row["received"] for row in story.rows("scores"))
    counted = sum(Tally.objects.filter(measure="received").values_list("n", flat=True))
    held = Duty.objects.filter(subject="held", received_on__isnull=False).count()
    assert told == counted - held > 0


def test_nothing_says_who_a_citizen_is_or_what_was_not_cleared(cast, happened):
    story.made()
    secrets = leaks.IDENTITY | leaks.WORDS | leaks.spellings(story.DENOUNCED)
    found = story.files()
    assert len(found) > 30
    assert [(path.name, hit) for path in found if (hit := leaks.found(path.read_bytes(), secrets))] == []


def test_a_leak_would_be_found(cast, happened):
    Case.objects.filter(pk=happened["answered"].pk).update(public_title=people.TITLE)
    story.made()
    secrets = leaks.IDENTITY | leaks.WORDS
    hit = {path.name for path in story.files() if leaks.found(path.read_bytes(), secrets)}
    assert hit == {"cases.csv", "cases.jsonl", "cases.parquet"}


def test_only_those_who_hold_or_held_a_post_are_named(cast, happened):
    story.made()
    named = {row["name"] for row in story.rows("holders")}
    chair = directive_story.chair(cast).name
    assert named == {cast.head.name, cast.other_head.name, cast.stranger.name, chair}
    others = set(Person.objects.values_list("name", flat=True)) - named
    assert others
    secrets = {spelled for name in others for spelled in leaks.spellings(name)}
    assert [path.name for path in story.files() if leaks.found(path.read_bytes(), secrets)] == []


def test_a_unit_that_ended_names_who_followed_it(happened):
    story.made()
    old = next(row for row in story.rows("units") if row["code"] == "06999")
    assert (old["until"], old["followed_by"]) == ("2026-06-01", "05977")


def test_a_promise_is_told_without_its_words_and_verdicts_from_five_on(cast, happened):
    story.made()
    (row,) = story.rows("promises")
    assert (row["dialogue"], row["state"], row["said_kept"]) == (happened["conference"].pk, "open", None)


def test_a_conference_that_is_not_announced_is_in_no_file(cast, happened):
    planned = dialogue_story.called(cast, title="Chưa thông báo gì")
    story.made()
    assert planned.pk not in {row["id"] for row in story.rows("dialogues")}


def test_a_session_that_is_only_planned_is_in_no_file(happened):
    happened["session"].refresh_from_db()
    story.made()
    (row,) = story.rows("receptions")
    assert (row["id"], row["unit"]) == (happened["session"].pk, "05977")


def test_rules_cite_document_and_article(happened):
    story.made()
    rows = story.rows("rules")
    written = [row for row in rows if row["read_in"] != "HOUSE"]
    assert len(written) > 100
    assert all(row["document"] and row["article"] for row in written)
    assert {row["rule"] for row in story.rows("duties")} <= {row["id"] for row in rows}


def test_a_public_entry_of_the_log_has_its_opening(client, happened):
    story.made()
    for row in story.rows("publications"):
        assert f"kind {row['kind']}" in client.get(f"/log/openings/{row['index']}").content.decode().replace(
            ":", ""
        )


def test_batches_give_every_row_once(happened):
    all_of_them = list(keyset.rows(Duty.objects.all(), "id", batch=3))
    assert [row[0] for row in all_of_them] == list(Duty.objects.order_by("pk").values_list("pk", flat=True))
    assert [row.pk for row in keyset.objects(Duty.objects.all(), batch=2)] == [row[0] for row in all_of_them]


def test_names_of_rows_tell_nothing_and_stay(db):
    assert opaque.name("duty", 7) == opaque.name("duty", 7)
    assert len({opaque.name(what, n) for what in ("duty", "person") for n in range(50)}) == 100


def test_a_reader_in_two_languages_finds_every_column_explained():
    for dataset in datasets.ALL:
        assert len({column.name for column in dataset.columns}) == len(dataset.columns)
        assert set(dataset.key) <= {column.name for column in dataset.columns}
        assert set(dataset.refers) <= {column.name for column in dataset.columns}
        for other, column in dataset.refers.values():
            assert column in {one.name for one in datasets.BY_NAME[other].columns}
    assert making.POPOLO in making.names()
