"""Many cases at once, and one with a long history: bulk reply, and the page of a case.

    python -m bench.cases [--bulk 1000] [--events 1000] [--rounds 20]

The worker's own actions on SQLite, each case in a transaction that waits for the disk, each letter made by typst.
Prints one JSON object; seconds, milliseconds where it says so.
"""

import argparse
import importlib
import json
import secrets
import time
from datetime import timedelta
from typing import Any

from bench.scratch import django_in


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bulk", type=int, default=1000, help="cases in the list")
    parser.add_argument("--events", type=int, default=1000, help="lines of history of the one case")
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    with django_in("hoiam-cases-"):
        hall = Hall()
        found = {"bulk": hall.bulk(asked.bulk), "history": hall.history(asked.events, asked.rounds)}
        print(json.dumps(found, ensure_ascii=False, indent=1))


class Hall:
    """One office of its own; modules are looked up once Django is set up."""

    def __init__(self) -> None:
        self.now = importlib.import_module("django.utils.timezone").now
        management = importlib.import_module("django.core.management")
        management.call_command("migrate", verbosity=0)
        importlib.import_module("hoiam.journal.actions").open_log(at=self.now())
        self.people = importlib.import_module("tests.cast")
        self.cast = self.people.gather()

    def accepted(self, count: int) -> list[int]:
        """Cases in work, entered in one transaction."""
        db = importlib.import_module("hoiam.kit.db")
        at = self.now() - timedelta(hours=1)
        with db.writing(durable=False):
            return [self.people.accepted(self.cast, at=at).pk for _ in range(count)]

    def bulk(self, count: int) -> dict[str, Any]:
        """Drafted and sent by the worker; every case has a letter with a number of its own."""
        bulk = importlib.import_module("hoiam.desk.cases.actions.bulk")
        text = importlib.import_module("hoiam.law.bulk").Text(
            decision="accepted", ground="Biên bản.", next_step="Sửa trong tuần."
        )
        handler, head = (self.people.actor(person) for person in (self.cast.handler, self.cast.head))
        said = {"unit_id": self.cast.ward.pk, "text": text, "form_key": secrets.token_hex(20)}
        number = bulk.begin(**said, case_ids=self.accepted(count), by=handler, at=self.now())
        drafting = self._timed(bulk)
        bulk.decide(bulk_id=number, event="approve", by=head, at=self.now())
        sending = self._timed(bulk)
        replies = importlib.import_module("hoiam.desk.cases.models").Reply.objects
        numbers = replies.values("number").distinct().count()
        return {
            "cases": count,
            "drafted s": round(drafting, 1),
            "sent s": round(sending, 1),
            "ms each": round((drafting + sending) / count * 1000, 1),
            "letters with numbers of their own": numbers,
        }

    def _timed(self, bulk: Any) -> float:
        began = time.perf_counter()
        while bulk.work(at=self.now()):
            pass
        return time.perf_counter() - began

    def history(self, events: int, rounds: int) -> dict[str, Any]:
        """The page of a case with so many lines of history, signed in as its handler."""
        models = importlib.import_module("hoiam.desk.cases.models")
        (case_id,) = self.accepted(1)
        last = models.Step.objects.filter(case_id=case_id).latest("pk")
        more = events - models.Step.objects.filter(case_id=case_id).count()
        fields = {"case_id": case_id, "event": "ask", "before": last.after, "after": last.after}
        fields |= {"unit_id": last.unit_id, "by_id": last.by_id, "at": last.at, "note": "Đã hỏi lại."}
        models.Step.objects.bulk_create(models.Step(**fields) for _ in range(more))
        client = importlib.import_module("django.test").Client()
        client.force_login(self.cast.handler, backend="hoiam.office.backend.PersonBackend")
        took = sorted(self._opened(client, case_id) for _ in range(rounds))
        return {
            "events": events,
            "median ms": round(took[len(took) // 2], 1),
            "p95 ms": round(took[max(0, int(len(took) * 0.95) - 1)], 1),
        }

    def _opened(self, client: Any, case_id: int) -> float:
        began = time.perf_counter()
        answer = client.get(f"/desk/cases/{case_id}/", headers={"host": "localhost"})
        assert answer.status_code == 200, answer.status_code
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
