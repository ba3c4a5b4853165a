"""A ward with something in every dataset, and everything that none of them may hold."""

import json
from datetime import date, timedelta

from django.utils import timezone

from hoiam.desk.cases.actions import privacy
from hoiam.journal import actions as journal, openings
from hoiam.law.roles import Role
from hoiam.office import calendars
from hoiam.office.models import Holder, Post, Succession, Unit
from hoiam.public.data import datasets, making, store
from tests import cast as people
from tests.desk import dialogue_story, reception_story
from tests.public import oversight_story

CLEARED = "Đèn đường ngõ 7 (đã duyệt)"
DENOUNCED = "Tố cáo ông Mỗ ở phường"


def happened(cast):
    """Cases in several states, a denunciation, a day of reception, a dialogue with a promise."""
    answered = people.answered(cast)
    privacy.clear_for_public(
        case_id=answered.pk,
        version=answered.version,
        title=CLEARED,
        text="Đèn đường hỏng.",
        by=people.actor(cast.clerk),
        at=timezone.now(),
    )
    accepted = people.accepted(cast)
    complaint = people.received(cast, kind="complaint", consent=False)
    people._person("keeper", cast.ward, Role.KEEPER)
    denounced = people.received(cast, kind="denunciation", title=DENOUNCED, consent=False)
    today = timezone.localdate()
    ahead = calendars.of(cast.ward.path).next_working(today + timedelta(days=14))
    session = reception_story.posted(cast, ahead, today)
    conference = dialogue_story.today(cast)
    question = dialogue_story.ask(conference, who=people.CITIZEN)
    dialogue_story.move(cast, question, "show")
    promise = dialogue_story.promise(cast, conference, question_id=question.pk)
    overseen = oversight_story.happened(cast)
    journal.run(at=timezone.now())
    openings.publish()
    return {
        **overseen,
        "answered": answered,
        "accepted": accepted,
        "complaint": complaint,
        "denounced": denounced,
        "session": session,
        "conference": conference,
        "promise": promise,
    }


def ended(cast):
    """A commune that was merged into the ward half a year ago."""
    unit = Unit.objects.create(
        code="06999",
        name="Cũ",
        name_en="Old",
        kind="commune",
        parent=cast.province,
        path="/20/06999/",
        legal_basis="1/NQ-UBTVQH15",
        valid_from=date(2025, 7, 1),
        valid_until=date(2026, 6, 1),
    )
    post = Post.objects.create(unit=unit, title="Chủ tịch xã Cũ", title_en="Chairman of Old", is_head=True)
    Holder.objects.create(
        post=post, person=cast.stranger, from_on=date(2025, 7, 1), until_on=date(2026, 5, 31)
    )
    Succession.objects.create(
        predecessor=unit, successor=cast.ward, on=date(2026, 6, 1), legal_basis="1/NQ-UBTVQH15"
    )
    return unit


def made(at=None):
    """Every file anew; what became of each, by name."""
    return {one.name: one for one in making.make(making.names(), at=at or timezone.now())}


def rows(name):
    """Of a dataset, as JSON says them."""
    found = store.made(name)
    lines = (found.folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def columns(name):
    return [one.name for one in datasets.BY_NAME[name].columns]


def files():
    """Every finished file."""
    sets = (store.made(name) for name in making.names())
    return [made.folder / one.name for made in sets if made for one in made.files]
