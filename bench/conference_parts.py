"""What the office does during the measurement of a conference, each in a process of its own."""

SETUP = """
import json
from datetime import time, timedelta
import django
django.setup()
from django.utils import timezone
from hoiam.desk.dialogues import actions as dialogues
from hoiam.desk.dialogues.models import Conference
from hoiam.office import queries as office
from hoiam.office.models import Role, Unit
unit = Unit.objects.get(code="05977", valid_until=None)
people = {row.role: row.person for row in Role.objects.filter(unit=unit).select_related("person")}
at = timezone.now() - timedelta(days=10)
on = timezone.localdate(at)
head, clerk = (office.actor(person=people[role], on=on) for role in ("head", "clerk"))
said = dialogues.Called(title="Đường, rác, nước", held_on=timezone.localdate(), begins=time(8), place="Hội trường")
number = dialogues.call(said=said, by=head, at=at, unit_id=unit.pk)
dialogues.announce(conference_id=number, by=clerk, at=at)
room = Conference.objects.get(pk=number).room
print(json.dumps({"id": number, "room": room, "clerk": people["clerk"].pk}))
"""
SHOW = """
import sys, time
import django
django.setup()
from django.utils import timezone
from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.office import queries as office
from hoiam.office.models import Person
conference, clerk, seconds = map(int, sys.argv[1:])
actor = office.actor(person=Person.objects.get(pk=clerk), on=timezone.localdate())
until = time.monotonic() + seconds - 4
while time.monotonic() < until:
    for one in queries.waiting(conference, limit=1):
        dialogues.move(question_id=one.id, version=one.version, event="show", by=actor, at=timezone.now())
        dialogues.put_on_screen(conference_id=conference, question_id=one.id, by=actor)
        print(one.id, time.time(), one.text, flush=True)
    time.sleep(2.5)
"""
