"""An address for each thing, and the feeds and calendars of one office or of all."""

import pytest

from hoiam.office.models import Holder, Post
from tests import cast as people
from tests.desk import dialogue_story
from tests.public import leaks, open_data_story as story

pytestmark = pytest.mark.django_db
FEEDS = ("publications", "conclusions", "replies")


@pytest.fixture
def happened(cast):
    story.ended(cast)
    return story.happened(cast)


def page(client, address, language="en"):
    answer = client.get(address, {"lang": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_unit_has_a_page_with_posts_holders_and_ways_on(cast, client):
    said = page(client, "/units/05977")
    chair = Post.objects.get(unit=cast.ward, is_head=True)
    for part in (
        *(
            "Head Ví Dụ",
            f"/posts/{chair.pk}",
            "/scores/05977",
            "/register?unit=05977",
            "/reception/?unit=05977",
        ),
        *("/units/05977/replies.atom", "/units/05977/calendar.ics"),
    ):
        assert part in said, part
    assert "Clerk Ví Dụ" not in said


def test_a_unit_that_ended_has_its_page_and_names_its_successor(cast, client):
    story.ended(cast)
    said = page(client, "/units/06999")
    assert "This unit ended on Mon 1 Jun 2026." in said
    assert 'href="/units/05977"' in said
    assert "/scores/06999" not in said
    assert 'href="/units/06999"' in page(client, "/units/05977")


def test_the_latest_of_a_code_is_shown(cast, client):
    assert client.get("/units/99999").status_code == 404
    assert client.get("/posts/99999").status_code == 404
    assert client.get("/rules/no.such").status_code == 404


def test_a_vacant_post_is_called_vacant_and_keeps_its_history(cast, client):
    chair = Post.objects.get(unit=cast.ward, is_head=True)
    holder = Holder.objects.get(post=chair)
    Holder.objects.filter(pk=holder.pk).update(until_on="2026-03-01")
    said = page(client, f"/posts/{chair.pk}")
    assert "post vacant" in said
    assert f'id="holder-{holder.pk}"' in said
    assert "post vacant" in page(client, "/units/05977")


def test_a_rule_has_a_page_with_document_and_article(cast, client):
    said = page(client, "/rules/kn.accept.v2", "vi")
    assert "Luật Khiếu nại" in said
    assert "kn.accept.v2" in said
    assert "/rules/" in page(client, "/rules/house.dialogue_promise")


def test_pages_take_as_many_statements_however_much_there_is(
    cast, happened, client, django_assert_max_num_queries
):
    chair = Post.objects.get(unit=cast.ward, is_head=True)
    for address, most in (("/units/05977", 6), (f"/posts/{chair.pk}", 8), ("/rules/kn.accept.v2", 1)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)


def test_feeds_take_as_many_statements_as_they_have_sources(
    cast, happened, client, django_assert_max_num_queries
):
    client.get("/data/calendar.ics")
    for address, most in (
        *(
            ("/data/feeds/replies.atom", 2),
            ("/units/05977/conclusions.atom", 4),
            ("/data/feeds/publications.atom", 1),
        ),
        *(("/data/calendar.ics", 9), ("/units/05977/calendar.ics", 9)),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_an_answer_is_news_and_leads_to_its_page(cast, happened, client):
    said = client.get("/data/feeds/replies.atom").content.decode()
    case = happened["answered"]
    assert f"/register/{case.pk}" in said
    assert story.CLEARED in said
    assert f"/register/{case.pk}" in client.get("/units/05977/replies.atom").content.decode()
    assert "<entry>" not in client.get("/units/06040/replies.atom").content.decode()


def test_what_was_published_is_news_with_its_entry_of_the_log(happened, client):
    said = client.get("/data/feeds/publications.atom").content.decode()
    assert "/log/openings/" in said
    assert "publication.made" in said


def test_results_of_a_dialogue_are_conclusions(cast, client):
    conference = dialogue_story.held(cast, dialogue_story.today(cast))
    dialogue_story.published(cast, conference)
    said = client.get("/units/05977/conclusions.atom").content.decode()
    assert f"/dialogues/{conference.pk}/" in said


def test_the_calendar_holds_everything_dated(cast, happened, client):
    said = client.get("/units/05977/calendar.ics").content.decode()
    kinds = {line.removeprefix("UID:").partition("-")[0] for line in said.split("\r\n") if "UID:" in line}
    assert {"dialogue", "task", "inspection", "finding", "self", "recommendation"} <= kinds
    assert client.get("/units/06040/calendar.ics").content.decode().count("BEGIN:VEVENT") == 0
    assert client.get("/data/calendar.ics").content.decode().count("BEGIN:VEVENT") >= len(kinds)


def test_no_feed_and_no_calendar_tells_who_anybody_is(cast, happened, client):
    people.received(cast, kind="complaint", consent=False)
    secrets = leaks.IDENTITY | leaks.WORDS | leaks.spellings(story.DENOUNCED)
    addresses = [f"/data/feeds/{name}.atom" for name in FEEDS] + [
        f"/units/05977/{name}.atom" for name in FEEDS
    ]
    story.made()
    for address in (
        *(*addresses, "/data/calendar.ics", "/units/05977/calendar.ics"),
        *("/data/catalog.ttl", "/data/catalog.jsonld", "/data/datapackage.json", "/data/", "/units/05977"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert leaks.found(answer.content, secrets) == [], address


def test_a_denunciation_is_no_news(cast, happened, client):
    number = f"{happened['denounced'].received_on.year}-{happened['denounced'].pk:06d}"
    for name in FEEDS:
        assert number not in client.get(f"/data/feeds/{name}.atom").content.decode()
