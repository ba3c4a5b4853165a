"""Sets the stage in a demonstration: a case in every state, whose codes and dates the tests know.

`python -m tests.walks.stage` works on the installation the environment names and prints a JSON object.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django first
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from hoiam.desk.cases import actions as cases, queries  # noqa: E402
from hoiam.desk.cases.actions import (  # noqa: E402
    bulk,
    documents,
    drafts,
    exporting,
    groups,
    importing,
    mail_held,
    mail_in,
    messages,
    on_paper,
    redacting,
    remote,
    slip_pads,
    staffing,
    turning_away,
)
from hoiam.desk.cases.actions.group_intake import Fellow, Together  # noqa: E402
from hoiam.desk.cases.models import Case, CounterDraft, Import, Signer  # noqa: E402
from hoiam.desk.dialogues import actions as dialogues, queries as queries_of_dialogues  # noqa: E402
from hoiam.desk.dialogues.models import Conference, Question  # noqa: E402
from hoiam.desk.directives.models import Directive, Plan  # noqa: E402
from hoiam.desk.inspections.models import Entry, Inspection  # noqa: E402
from hoiam.desk.reception import actions as reception  # noqa: E402
from hoiam.desk.reception.actions import bookings, day as visits, minutes, missing, online  # noqa: E402
from hoiam.desk.reception.models import Session  # noqa: E402
from hoiam.desk.reception.queries import places  # noqa: E402
from hoiam.desk.reports.models import (  # noqa: E402
    Account,
    Programme,
    Question as AccountQuestion,
)
from hoiam.duties.models import Occurrence  # noqa: E402
from hoiam.files import actions as files, queries as file_queries  # noqa: E402
from hoiam.files.models import File  # noqa: E402
from hoiam.journal import actions as journal, queries as log, store, trust  # noqa: E402
from hoiam.journal.models import Event  # noqa: E402
from hoiam.law import packs  # noqa: E402
from hoiam.law.bulk import Text  # noqa: E402
from hoiam.law.document_templates import Recipient  # noqa: E402
from hoiam.law.refusal import Refused  # noqa: E402
from hoiam.law.sheet import Capacity  # noqa: E402
from hoiam.ledger import cosigning, note  # noqa: E402
from hoiam.ledger.cosigner import Cosigner  # noqa: E402
from hoiam.notices.inbound.boxes import Raw  # noqa: E402
from hoiam.office import announcing, calendars, declaring, factor, feeds, signoff  # noqa: E402
from hoiam.office.models import Holder, Person, Post, Unit  # noqa: E402
from hoiam.office.queries import Actor  # noqa: E402
from hoiam.public import score_files  # noqa: E402
from hoiam.public.data import editions, making, store as files_of_all  # noqa: E402
from hoiam.sealed import actions as sealed  # noqa: E402
from tests import cast, factors  # noqa: E402
from tests.desk import account_story, dialogue_story, directive_story, inspection_story  # noqa: E402
from tests.public import open_data_story  # noqa: E402
from tests.walks.photo import photo  # noqa: E402

PAST_HOLIDAYS = date(2026, 8, 25)  # so that the notice runs past the National Day
CONTESTED_AFTER = timedelta(days=2)
WITNESS = Cosigner("nhan-chung.example/w1", bytes(32))
"""Made up, and asked by nobody: it signs when the stage says so."""
TEXTS = (
    "Đèn đường ngõ 7 đã hỏng hai tháng",
    "Rác ở đầu ngõ không có ai thu gom",
    "Cho biết khi nào sửa xong",
)
COMPLAINT = "Khiếu nại quyết định thu hồi đất số 45 (trình diễn)"
GROUP = "Kiến nghị làm rãnh thoát nước ở ngõ 12 (trình diễn)"
TITLE = "Phản ánh đèn đường hỏng và rác tồn đọng ở ngõ 7, đường Trần Đăng Ninh"


def company() -> cast.Cast:
    """The demonstration's people in the parts of the tests' cast."""
    units = {
        name: Unit.objects.get(code=code)
        for name, code in (("province", "20"), ("ward", "05977"), ("other", "06040"))
    }
    people = {
        "clerk": "tiepdan.dongkinh",
        "handler": "xuly1.dongkinh",
        "second_handler": "xuly2.dongkinh",
        "head": "chutich.dongkinh",
        "operator": "vanhanh.langson",
        "inspector": "thanhtra.langson",
        "overseer": "giamsat.langson",
        "stranger": "tiepdan.thatkhe",
        "other_head": "chutich.thatkhe",
    }
    found = {part: Person.objects.get(username=username) for part, username in people.items()}
    return cast.Cast(**units, **found)


class Stage:
    """Every case is brought on by real actions, at the hour named."""

    def __init__(self) -> None:
        self.cast = company()
        self.today = timezone.localdate()
        self.clerk = cast.actor(self.cast.clerk)
        self.head = cast.actor(self.cast.head)
        self.handler = cast.actor(self.cast.handler)

    def before(self, days: int) -> datetime:
        """Ten o'clock, some days ago."""
        return self.morning(self.today - timedelta(days=days))

    def morning(self, day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(10)))

    def received(self, at: datetime) -> Case:
        """With a photo and a note."""
        tokens = [
            files.stage(upload=SimpleUploadedFile(name, data), at=at).token
            for name, data in (("ngo-7.jpg", photo()), ("ghi-chep.txt", "Đèn hỏng từ tháng Chín.".encode()))
        ]
        return cast.received(self.cast, at=at, title=TITLE, files=tokens)

    def accepted(self, at: datetime) -> Case:
        case = self.received(at)
        version, later = case.version, at + timedelta(minutes=5)
        cases.classify(
            case_id=case.pk, version=version, kind="report", field="utility", by=self.clerk, at=later
        )
        cases.accept(case_id=case.pk, version=self.version(case), by=self.clerk, at=later)
        cases.assign(
            case_id=case.pk, version=self.version(case), to=self.cast.handler.pk, by=self.clerk, at=later
        )
        return case

    def version(self, case: Case) -> int:
        case.refresh_from_db()
        return case.version

    def asked(self, at: datetime) -> Case:
        """One question answered with a photo, another one open."""
        case = self.accepted(at)
        self.ask(case, "question", "Đèn ở đầu ngõ hay cuối ngõ?", at)
        token = files.stage(upload=SimpleUploadedFile("dau-ngo.jpg", photo()), at=at).token
        said = messages.Said(text="Đầu ngõ, xem ảnh.", form_key=f"stage-{case.pk}-said", files=[token])
        messages.from_citizen(case_id=case.pk, said=said, at=at + timedelta(hours=1))
        self.ask(case, "document", "Xin gửi biên bản họp tổ dân phố.", at + timedelta(hours=2))
        return case

    def ask(self, case: Case, kind: str, text: str, at: datetime) -> None:
        hoped = self.today + timedelta(days=6)
        key = f"stage-{case.pk}-{kind}"
        said = messages.Said(text=text, form_key=key, kind=kind, hoped_on=hoped)
        messages.from_office(case_id=case.pk, said=said, by=self.handler, at=at)

    def drafted(self, at: datetime, **said: str) -> Case:
        case = self.accepted(at)
        cases.save_points(
            case_id=case.pk,
            version=self.version(case),
            points=cast.points(*TEXTS, **said),
            by=self.handler,
            at=at + timedelta(hours=1),
        )
        return case

    def proposed(self, at: datetime) -> Case:
        case = self.drafted(at)
        cases.propose(
            case_id=case.pk, version=self.version(case), by=self.handler, at=at + timedelta(hours=2)
        )
        return case

    def answered(self, at: datetime) -> Case:
        case = self.proposed(at)
        cases.approve(case_id=case.pk, version=self.version(case), by=self.head, at=at + timedelta(hours=3))
        return case

    def rated(self, at: datetime) -> Case:
        case = self.answered(at)
        title, text = "Đèn đường hỏng và rác tồn đọng", "Đèn đường trong một ngõ đã hỏng hai tháng nay."
        cases.rate(case_id=case.pk, score=4, comment="Trả lời rõ ràng.", at=at + timedelta(hours=4))
        cases.clear_for_public(
            case_id=case.pk,
            version=self.version(case),
            title=title,
            text=text,
            by=self.clerk,
            at=timezone.now(),
        )
        return case

    def contested(self, at: datetime) -> Case:
        case = self.answered(at)
        cases.contest(
            case_id=case.pk, numbers=(2,), reason="Chưa nêu ai thu gom rác.", at=at + CONTESTED_AFTER
        )
        return case

    def answered_again(self, at: datetime) -> Case:
        case, later = self.contested(at), at + CONTESTED_AFTER + timedelta(days=1)
        cases.save_points(
            case_id=case.pk,
            version=self.version(case),
            points=cast.points(*TEXTS, next_step="Đội vệ sinh môi trường thu gom hằng ngày từ 01/12/2026."),
            by=self.handler,
            at=later,
        )
        cases.propose(case_id=case.pk, version=self.version(case), by=self.handler, at=later)
        cases.approve(case_id=case.pk, version=self.version(case), by=self.head, at=later)
        return case

    def closed(self, at: datetime) -> Case:
        case = self.answered(at)
        cases.close(case_id=case.pk, version=self.version(case), by=self.clerk, at=timezone.now())
        return case

    def promised(self, at: datetime) -> Case:
        case = self.accepted(at)
        day = self.promised_on()
        cases.promise(
            case_id=case.pk,
            version=self.version(case),
            on=day,
            reason="Phải kiểm tra hiện trường.",
            by=self.head,
            at=at + timedelta(hours=1),
        )
        return case

    def promised_on(self) -> date:
        return packs.load("vn").calendar.next_working(self.today + timedelta(days=9))

    def refused(self, at: datetime) -> Case:
        return self.declined(at, "court_ruling", "Tòa án đã giải quyết bằng bản án có hiệu lực pháp luật.")

    def refusing(self, at: datetime) -> Case:
        return self.declined(at, "already_answered", "Nội dung này đã được trả lời bằng văn bản.")

    def declined(self, at: datetime, ground: str, reason: str) -> Case:
        case = self.received(at)
        cases.refuse(
            case_id=case.pk, version=self.version(case), ground=ground, reason=reason, by=self.head, at=at
        )
        return case

    def transferred(self, at: datetime) -> Case:
        case = self.received(at)
        body = "Sở Xây dựng tỉnh Lạng Sơn"
        cases.transfer_out(
            case_id=case.pk,
            version=self.version(case),
            body=body,
            reason="Đường tỉnh quản lý.",
            by=self.clerk,
            at=at,
        )
        cases.rate_reception(case_id=case.pk, score=4, at=at + timedelta(hours=3))
        return case

    def passed_on(self, at: datetime) -> Case:
        case = self.received(at)
        cases.transfer(
            case_id=case.pk,
            version=self.version(case),
            to_unit=self.cast.other.pk,
            reason="Ngõ này thuộc địa bàn xã Thất Khê.",
            by=self.clerk,
            at=at + timedelta(hours=1),
        )
        return case

    def withdrawn(self, at: datetime) -> Case:
        case = self.received(at)
        cases.withdraw(case_id=case.pk, reason="Đèn đã sáng.", at=at + timedelta(days=1))
        return case

    def to_and_fro(self, at: datetime) -> Case:
        """The other office calls it not theirs, too."""
        case = self.passed_on(at)
        cases.send_back(
            case_id=case.pk,
            version=self.version(case),
            reason="Ngõ này thuộc địa bàn phường Đông Kinh.",
            by=cast.actor(self.cast.stranger),
            at=at + timedelta(hours=5),
        )
        return case

    def withdrawn_on_paper(self, at: datetime) -> Case:
        """Originals given back, then a letter of withdrawal with its scan."""
        case, later = self.received(at), at + timedelta(hours=3)
        back = on_paper.Return(
            papers="Giấy chứng nhận (trình diễn) | 2 | Bản chính", on=self.today, receiver="sender"
        )
        on_paper.give_back(
            case_id=case.pk, version=self.version(case), said=back, by=self.clerk, at=timezone.now()
        )
        token = files.stage(upload=SimpleUploadedFile("don-rut.jpg", photo()), at=timezone.now()).token
        day = timezone.localtime(later).date()
        letter = on_paper.Withdrawal(paper="letter", on=day, reason="Đèn đã sáng.", scans=[token])
        on_paper.withdraw(
            case_id=case.pk,
            version=self.version(case),
            event="withdraw",
            said=letter,
            by=self.clerk,
            at=timezone.now(),
        )
        return case

    def under_way(self) -> int:
        """A form of the counter that the clerk has under way."""
        said = {
            "unit": [str(self.cast.ward.pk)],
            "channel": ["phone"],
            "kind": ["report"],
            "name": ["Nông Thị Giả Định"],
            "title": ["Phản ánh cống thoát nước (trình diễn)"],
            "body": ["Cống đầu ngõ tắc từ"],
        }
        drafts.save(form_key="stage-draft".ljust(40, "0"), said=said, by=self.clerk, at=timezone.now())
        return CounterDraft.objects.get().pk

    def act(self, event: str, case: Case, at: datetime, by: Any = None, **said: Any) -> None:
        """One step of a complaint, by the head unless somebody else is named."""
        cases.take(event, case_id=case.pk, said=cases.Said(**said), by=by or self.head, at=at)

    def against(self, at: datetime, *, known: int) -> cases.Against:
        """A decision that was known so many days before it is complained of."""
        day = timezone.localtime(at).date() - timedelta(days=known)
        issuer = "Ủy ban nhân dân phường Đông Kinh"
        return cases.Against(
            number="45/QĐ-UBND", issuer=issuer, issued_on=day - timedelta(days=2), learned_on=day
        )

    def complained(self, at: datetime) -> Case:
        """Accepted, verified, with a dialogue ahead."""
        against = self.against(at, known=120)
        case = cast.received(
            self.cast, at=at, title=COMPLAINT, kind="complaint", consent=False, against=against
        )
        self.act("accept", case, at + timedelta(days=1), number="21/TB-UBND")
        self.act(
            "verify",
            case,
            at + timedelta(days=2),
            number="22/QĐ-UBND",
            verifier="Phòng Kinh tế",
            content="Đo lại.",
        )
        self.act("report", case, at + timedelta(days=4), content="Diện tích nhỏ hơn.", differs=True)
        day = self.today + timedelta(days=9)
        at = at + timedelta(days=5)
        self.act("plan_dialogue", case, at, self.clerk, day=day, time="08:30", place="Trụ sở phường")
        self.act("announce_dialogue", case, at, self.clerk, number="23/TB-UBND")
        return case

    def suspended(self, at: datetime) -> Case:
        """The clock stands still."""
        case = cast.received(self.cast, at=at, title=COMPLAINT, kind="complaint", consent=False)
        self.act("accept", case, at + timedelta(days=1), number="24/TB-UBND")
        self.act(
            "suspend", case, at + timedelta(days=4), number="25/QĐ-UBND", reason="Người khiếu nại nằm viện."
        )
        return case

    def settled(self, at: datetime) -> Case:
        """Decided and delivered: it can be complained of again."""
        case = cast.received(self.cast, at=at, title=COMPLAINT, kind="complaint", consent=False)
        self.act("accept", case, at + timedelta(days=1), number="26/TB-UBND")
        self.act("decide", case, at + timedelta(days=9), number="27/QĐ-UBND", content="Bác khiếu nại.")
        self.act("send", case, at + timedelta(days=10), self.clerk)
        delivered = timezone.localtime(at + timedelta(days=11)).date()
        self.act("delivered", case, at + timedelta(days=11), self.clerk, day=delivered)
        return case

    def together(self, at: datetime) -> Case:
        """Brought by six people, two of them representatives: nothing is on file yet."""
        return cast.received(self.cast, at=at, title=GROUP, kind="petition", together=self.signers())

    def together_answered(self, at: datetime) -> Case:
        """The same with everything on file, answered; half of them have the letter, one left."""
        case = cast.received(
            self.cast, at=at, title=GROUP, kind="petition", together=self.signers(signed=True)
        )
        later = at + timedelta(hours=1)
        cases.accept(case_id=case.pk, version=self.version(case), by=self.clerk, at=later)
        cases.assign(
            case_id=case.pk, version=self.version(case), to=self.cast.handler.pk, by=self.clerk, at=later
        )
        version = cases.save_points(
            case_id=case.pk,
            version=self.version(case),
            points=cast.points(*TEXTS),
            by=self.handler,
            at=later,
        )
        cases.propose(case_id=case.pk, version=version, by=self.handler, at=later)
        cases.approve(case_id=case.pk, version=self.version(case), by=self.head, at=later)
        on = timezone.localtime(later).date()
        said = {"case_id": case.pk, "on": on, "by": self.clerk, "at": later}
        groups.serve(version=self.version(case), numbers=(1, 2, 3), **said)
        groups.leave(version=self.version(case), number=6, paper="Đơn rút tên", **said)
        return case

    def signers(self, *, signed: bool = False) -> Together:
        """Five people beside the sender."""
        people = [
            sealed.Personal(name=f"Người Ký Ví Dụ {number}", id_number=f"02019000{number:04d}")
            for number in range(2, 7)
        ]
        fellows = [Fellow(person=one, representative=not at, signed=signed) for at, one in enumerate(people)]
        return Together(fellows=fellows, signed=signed, appointed_on=self.today if signed else None)

    def denounced(self, at: datetime) -> Case:
        """Held: its keeper alone opens it."""
        return cast.received(
            self.cast, at=at, title="Tố cáo (trình diễn)", kind="denunciation", consent=False
        )

    def play(self) -> dict[str, Any]:
        """Everything the tests need to know, by the name of the case."""
        plan: dict[str, tuple[Callable[[datetime], Case], datetime]] = {
            "late": (self.received, self.morning(PAST_HOLIDAYS)),
            "closed": (self.closed, self.before(70)),
            "rated": (self.rated, self.before(20)),
            "withdrawn": (self.withdrawn, self.before(16)),
            "refused": (self.refused, self.before(15)),
            "refusing": (self.refusing, self.before(2)),
            "transferred": (self.transferred, self.before(14)),
            "answered_again": (self.answered_again, self.before(19)),
            "contested": (self.contested, self.before(13)),
            "answered": (self.answered, self.before(12)),
            "promised": (self.promised, self.before(11)),
            "passed_on": (self.passed_on, self.before(10)),
            "to_and_fro": (self.to_and_fro, self.before(6)),
            "withdrawn_on_paper": (self.withdrawn_on_paper, self.before(5)),
            "proposed": (self.proposed, self.before(9)),
            "drafted": (lambda at: self.drafted(at, ground=""), self.before(8)),
            "asked": (self.asked, self.before(4)),
            "accepted": (self.accepted, self.before(3)),
            "denounced": (self.denounced, self.before(4)),
            "complained": (self.complained, self.before(7)),
            "suspended": (self.suspended, self.before(9)),
            "settled": (self.settled, self.before(18)),
            "together": (self.together, self.before(2)),
            "together_answered": (self.together_answered, self.before(6)),
            "received": (self.received, self.before(1)),
        }
        self.name_witness()
        made = {}
        for name, (act, at) in plan.items():
            if name == "received":  # its receipt is included; those of all others are witnessed
                self.witnessed()
            made[name] = (act(at), at)
        self.remote()
        self.doubled()
        cases.sweep(at=timezone.now())
        journal.run(at=timezone.now())
        told = {name: self.tell(case, at) for name, (case, at) in made.items()}
        return {
            "cases": told,
            "today": self.today.isoformat(),
            "promised_on": self.promised_on().isoformat(),
            "handler": self.cast.handler.name,
            "witnessed": trust.archive().witnessed_size(),
            "signed": self.signed(),
            "announced": self.announced(),
            **self.dialogues(),
            **self.directives(),
            **self.inspections(),
            **self.accounts(),
            "ended": self.ended(),
            **self.pads(),
            **self.mail(),
            **self.registers(),
            "held": self.held(),
            **self.receptions(),
            **self.turned_away(),
            "ward": self.cast.ward.pk,
            "other_ward": self.cast.other.pk,
            "draft": self.under_way(),
            "away": self.away(),
            "papers": self.papers(made["received"][0]) | {"decides": self.decides(made["complained"][0])},
            "bulk": self.bulk(),
            "feed": feeds.make(by=cast.actor(self.cast.clerk), at=timezone.now()),
            "figures": self.figures(),
        }

    def figures(self) -> str:
        """The files of the day, after everything else."""
        score_files.publish(at=timezone.now())
        return self.today.isoformat()

    def papers(self, case: Case) -> dict[str, int]:
        """A draft of a form, and one that was issued."""
        at = timezone.now()
        made = {name: self.filled_in(case, "don.guidance", self.clerk) for name in ("draft", "issued")}
        held = file_queries.of_owner(owner="case", owner_id=case.pk)
        made["photo"] = next(one.id for one in held if one.media_type == "image/jpeg")
        made["copy"] = redacting.redact(
            case_id=case.pk, file_id=made["photo"], boxes=[(1, 0, 0, 500, 500)], by=self.clerk, at=at
        )
        redacting.publish(copy_id=made["copy"], by=self.clerk, at=at)
        self.issue(made["issued"], self.clerk)
        return made

    def filled_in(self, case: Case, form: str, by: Actor) -> int:
        """Filled in, and saved."""
        at, template = timezone.now(), documents.template_of(form)
        made = documents.start(case_id=case.pk, form=form, by=by, at=at)
        documents.save(
            document_id=made,
            version=1,
            values={slot.name: (*slot.options, "Nội dung thử")[0] for slot in template.slots},
            recipients=(Recipient(kind=template.to, name="Ông (bà) Nông Thị Giả Định"),),
            by=by,
            at=at,
        )
        return made

    def issue(self, document_id: int, by: Actor) -> None:
        signing = documents.Signing(capacity=Capacity.HEAD, name=self.cast.head.name, on=self.today)
        documents.issue(document_id=document_id, version=2, signing=signing, by=by, at=timezone.now())

    def decides(self, case: Case) -> int:
        """A decision to suspend, issued and not yet recorded as a step."""
        head = cast.actor(self.cast.head)
        made = self.filled_in(case, "kn.14a", head)
        self.issue(made, head)
        return made

    def name_witness(self) -> None:
        """A policy that asks for one witness, which has seen the log before the first of these cases."""
        lines = (f"log {log.vkey()}", f"witness nhan-chung {WITNESS.verifier.vkey}", "quorum nhan-chung")
        (Path(settings.HOIAM_DATA) / "policy").write_text("".join(f"{one}\n" for one in lines), "ascii")
        trust.publish()
        self.witnessed()

    def witnessed(self) -> None:
        """The witness cosigns the log as it stands now."""
        journal.run(at=timezone.now())
        signed = store.publisher().signed()
        line = WITNESS.sign(note.parse(signed).text, int(timezone.now().timestamp()))
        trust.archive().keep(cosigning.add(signed, [line]), trust.believed())

    def signed(self) -> str:
        """A rule that the operator answers for."""
        rule = next(one for one in packs.load("vn").rules.values() if one.confidence != "VERIFIED-2")
        signoff.sign_off(
            rule_id=rule.id,
            seen=signoff.digest(rule),
            document="Công văn 12/STP-VP ngày 20/11/2026 của Sở Tư pháp",
            by=cast.actor(self.cast.operator),
            at=timezone.now(),
        )
        return rule.id

    def pads(self) -> dict[str, int]:
        """A pad of paper slips, some of them void, and where the log has it."""
        by = cast.actor(self.cast.clerk)
        pad_id = slip_pads.issue(unit_id=self.cast.ward.pk, by=by, at=timezone.now())
        slip_pads.void(pad_id=pad_id, numbers=(3, *range(41, 101)), by=by, at=timezone.now())
        journal.run(at=timezone.now())
        index = Event.objects.filter(kind="pad.issued").values_list("index", flat=True).get()
        return {"pad": pad_id, "beside": index}

    def registers(self) -> dict[str, int]:
        """Older registers: one with a wrong row, one taken in, the same once more, one without the headings needed."""
        clerk = cast.actor(self.cast.clerk)
        head = "Ngày tiếp nhận;Họ và tên;Nội dung;Ngày giải quyết\n"
        right = f"{head}05/03/2024;Nông Thị Giả Định;Đường ngõ 7 hỏng;20/03/2024\n"
        wrong = f"{right}31/02/2024;Nông Thị Giả Định;Đường ngõ 9 hỏng;\n"
        files = {
            "wrong": wrong,
            "done": right,
            "again": right,
            "bare": "Ngày;Cột lạ\n05/03/2024;Đường hỏng\n",
        }
        kept = {}
        for name, text in files.items():
            said = {"unit_id": self.cast.ward.pk, "by": clerk, "at": timezone.now()}
            kept[name] = importing.upload(file=io.BytesIO(text.encode()), name=f"so-{name}.csv", **said)
            columns = Import.objects.get(pk=kept[name]).columns
            if name != "bare":
                importing.name_columns(import_id=kept[name], columns=columns, kind="petition", by=clerk)
                importing.work(at=timezone.now())
        importing.run(import_id=kept["done"], by=clerk)
        importing.work(at=timezone.now())
        period = {"since": self.today - timedelta(days=30), "until": self.today}
        exporting.ask(
            unit_id=self.cast.ward.pk,
            what="register",
            kind="xlsx",
            reason="Trình diễn",
            by=clerk,
            at=timezone.now(),
            **period,
        )
        exporting.work(at=timezone.now())
        exporting.work(at=timezone.now() + exporting.KEPT * 2)  # forgotten meanwhile
        imported = Case.objects.get(channel="import").pk
        return {"imported": imported} | {f"import_{name}": import_id for name, import_id in kept.items()}

    def mail(self) -> dict[str, int]:
        """An address of the ward, and mail that waits: one to look at, one sent to nobody."""
        head = cast.actor(self.cast.head)
        mail_held.open_address(
            unit_id=self.cast.ward.pk, address="dongkinh@langson.example", by=head, at=timezone.now()
        )
        kept = {}
        for name, to, kind in (
            ("mail", "dongkinh", "application/pkcs7-mime"),
            ("mail_nobodys", "khong-ai", "text/plain"),
        ):
            head_lines = f"From: Nông Thị Giả Định <{name}@example.invalid>\r\nTo: {to}@langson.example\r\n"
            data = f"{head_lines}Subject: Kien nghi\r\nContent-Type: {kind}\r\n\r\nNoi dung\r\n".encode()
            kept[name] = mail_in.take(raw=Raw(data, len(data)), at=timezone.now()).mail_id or 0
        return kept

    def held(self) -> int:
        """A reception day noted as the deputy's by mistake, taken back, and noted as it was."""
        post = Post.objects.get(unit=self.cast.ward, is_head=True).pk
        said = {"post_id": post, "day": self.today, "by": cast.actor(self.cast.clerk)}
        reception.note(**said, chair=reception.Chair(deputy=True), at=timezone.now())
        wrong = Occurrence.objects.latest("pk").pk
        reason = "Ghi nhầm người chủ trì (trình diễn)."
        head = cast.actor(self.cast.head)
        reception.take_back(post_id=post, note_id=wrong, reason=reason, by=head, at=timezone.now())
        reception.note(**said, chair=reception.Chair(), at=timezone.now())
        return Occurrence.objects.latest("pk").pk

    def receptions(self) -> dict[str, int]:
        """Of the schedule that the ward has: one session moved, one online; of the secretary one open, one missed."""
        at = timezone.now()
        chair = Post.objects.get(unit=self.cast.ward, is_head=True)
        until = self.today + timedelta(days=70)
        with contextlib.suppress(Refused):  # some days of it may be posted already
            reception.post(post_id=chair.pk, until=until, by=self.clerk, at=at)
        moved, afterwards = Session.objects.filter(post=chair, on__gt=self.today).order_by("on")[:2]
        to = calendars.of(self.cast.ward.path).next_working(moved.on + timedelta(days=2))
        done = {"version": None, "by": self.head, "at": at}
        reception.postpone(session_id=moved.pk, to=to, reason="Họp đột xuất (trình diễn).", **done)
        online.choose(session_id=afterwards.pk, link="https://hop.example.invalid/1", **done)
        secretary = Post.objects.get(unit=self.cast.ward, kind="party_secretary_commune")
        yesterday = self.today - timedelta(days=1)
        missed, opened = (self.unscheduled(secretary, day) for day in (yesterday, self.today))
        reception.begin(session_id=opened, version=None, chair=reception.Chair(), by=self.clerk, at=at)
        missing.note(at=at)
        return {
            "year": self.today.year,
            "last_year": self.today.year - 1,
            "year_before": self.today.year - 2,
            "year_after": self.today.year + 1,
            "chair": chair.pk,
            "secretary": secretary.pk,
            "session": afterwards.pk,
            "session_moved": moved.pk,
            "session_open": opened,
            "session_missed": missed,
            **self.visits(afterwards, opened),
        }

    def turned_away(self) -> dict[str, int]:
        """Refused reception: one whose notice is owed, one whose notice went out, one who was told why on the spot."""
        at, kept = timezone.now(), {}
        for name, ground, matter in (
            ("owed", "settled_reviewed", "Đòi xem lại hồ sơ đất đã rà soát (trình diễn)"),
            ("issued", "already_answered", "Hỏi lại việc đã trả lời ở Thông báo 7 (trình diễn)"),
            ("told", "recording", "Phát trực tiếp buổi tiếp (trình diễn)"),
        ):
            said = turning_away.Turned(
                unit_id=self.cast.ward.pk,
                ground=ground,
                kind="petition",
                matter=matter,
                reason="Đã giải quyết, thông báo bằng văn bản; không có tình tiết mới.",
                person=sealed.Personal(name="Nông Thị Giả Định", id_number="020190000001", address="Khối 4"),
                form_key=f"stage-{name}",
            )
            kept[f"turned_{name}"] = turning_away.turn_away(said=said, by=self.clerk, at=at)
        turning_away.issue(
            turned_id=kept["turned_issued"],
            version=None,
            number="12/TB-UBND",
            on=self.today,
            by=self.head,
            at=at,
        )
        return kept

    def visits(self, ahead: Session, opened: int) -> dict[str, Any]:
        """A place booked ahead; of today one with the head who brought something up, one called, two waiting."""
        at, by = timezone.now(), self.clerk
        wanted = bookings.Wanted(
            session_id=ahead.pk,
            slot_at=places.free(ahead, at=at)[0].slot.starts,
            person=sealed.Personal(name="Nông Thị Giả Định", phone="0900 000 021"),
            matter="Đề nghị lắp đèn đường tổ 3",
            channel="phone",
            submit_key="stage-visit",
            secret=b"stage-visit",
            needs=("wheelchair",),
        )
        booked = bookings.book(wanted=wanted, by=by, at=at)
        one, other, *_rest = [
            visits.walk_in(
                session_id=opened, matter=matter, people=1, submit_key=f"stage-{matter}", by=by, at=at
            )
            for matter in ("Đường thôn bị sạt lở", "Nước sạch", "", "Chế độ chính sách")
        ]
        said = {"version": None, "by": by, "at": at}
        for row in (one, other):
            visits.call(booking_id=row.pk, **said)
        visits.begin(booking_id=one.pk, **said)
        visits.identify(booking_id=one.pk, person=sealed.Personal(name="Vi Thị Ướm"), by=by, at=at)
        content = minutes.Said(
            booking_id=one.pk,
            form_key="stage-content",
            title="Đường thôn bị sạt lở",
            body="Đoạn 20 m bị sạt từ tháng trước, đề nghị kè lại.",
            direction="Phòng Kinh tế, Hạ tầng và Đô thị kiểm tra, báo cáo.",
            promised_on=self.today + timedelta(days=14),
        )
        minutes.note(said=content, reason="Biên bản (trình diễn)", by=by, at=at)
        return {"booking": one.pk, "booking_waiting": other.pk, "booked": booked.code}

    def unscheduled(self, post: Post, day: date) -> int:
        """Called by the holder two days ahead, unless the schedule has that day."""
        there = Session.objects.filter(post=post, on=day, taken_back_at=None).first()
        if there is not None:
            return there.pk
        holder = Holder.objects.select_related("person").get(post=post).person
        row = reception.call_unscheduled(
            post_id=post.pk,
            day=day,
            where=reception.Where(sittings="07:30-11:30", place="Trụ sở Đảng ủy phường"),
            ground="many",
            reason="Trình diễn.",
            by=cast.actor(holder, day),
            at=self.before(2),
        )
        return row.pk

    def bulk(self) -> int:
        """One text for two cases, laid before the head; one was answered meanwhile."""
        listed = [self.accepted(self.before(2)), self.answered(self.before(2))]
        text = Text(decision="accepted", ground="Biên bản (trình diễn).", next_step="Sửa trong tuần.")
        said = {"unit_id": self.cast.ward.pk, "case_ids": [case.pk for case in listed], "text": text}
        number = bulk.begin(**said, form_key="stage-bulk".ljust(40, "0"), by=self.handler, at=timezone.now())
        while bulk.work(at=timezone.now()):
            pass
        return number

    def away(self) -> int:
        """A handler on leave today, and again each month: who walks the pages ends some of them."""
        clerk = cast.actor(self.cast.clerk)
        said = {"unit_id": self.cast.ward.pk, "reason": "Nghỉ phép (trình diễn).", "with_cases": False}
        people = {"person": self.cast.second_handler.pk, "substitute": self.cast.handler.pk}
        for first in range(0, 240, 30):
            days = {
                "from_on": self.today + timedelta(days=first),
                "until_on": self.today + timedelta(days=first + 2),
            }
            number = staffing.name_substitute(**said, **people, **days, by=clerk, at=timezone.now())
        lent = {"capacity": "deputy", "title": "Phó Chủ tịch", "document": "Thông báo 9/TB-UBND (trình diễn)"}
        head = {"person": self.cast.head.pk, "substitute": self.cast.handler.pk}
        days = {"from_on": self.today + timedelta(days=300), "until_on": self.today + timedelta(days=304)}
        staffing.name_substitute(**said, **head, **days, **lent, by=self.head, at=timezone.now())
        return number

    def remote(self) -> None:
        """Declared when complaints of the ward already ran."""
        document = "Quyết định số 15/QĐ-UBND (trình diễn)"
        said = declaring.Saying(self.cast.ward.code, date(2026, 7, 1), remote=True, document=document)
        at = timezone.now()
        declaring.declare(said=[said], by=cast.actor(self.cast.operator), at=at)
        remote.recount(at=at)

    def ended(self) -> str:
        """The code of a commune that was merged into the ward; and all files of open data but one, one not renewed."""
        code = open_data_story.ended(self.cast).code
        at = timezone.now()
        for outcome in making.make([name for name in making.names() if name != "rules"], at=at):
            assert not outcome.error, outcome
        editions.tell(at=at)
        files_of_all.failed("promises", error="OSError", at=at)
        return code

    def dialogues(self) -> dict[str, Any]:
        """A conference on its day with a question in each state; beside it what the demonstration has."""
        day = dialogue_story.today(self.cast, title="Đường và rác của phường (trình diễn)")
        texts = ("Bao giờ sửa đường ngõ 9?", "Đường ngõ 9 bao giờ sửa?", "Gọi tôi 0900 000 009", "Chợ có rác")
        shown, alike, aside, answered = (dialogue_story.ask(day, text) for text in texts)
        for one in (shown, answered):
            dialogue_story.move(self.cast, one, "show")
        dialogue_story.move(self.cast, aside, "set_aside", ground="personal")
        dialogue_story.answer(self.cast, answered)
        dialogues.put_on_screen(conference_id=day.pk, question_id=shown.pk, by=self.clerk)
        code = dialogue_story.asked(day, "Đèn đường khối 4 hỏng?")
        owed = queries_of_dialogues.followed(code).own.id
        dialogue_story.move(self.cast, Question.objects.get(pk=owed), "show")
        promise = dialogue_story.promise(self.cast, day, question_id=owed)
        kept = dialogue_story.promise(self.cast, day, question_id=owed, text="Thay bóng đèn khối 4.")
        dialogues.keep(
            promise_id=kept, evidence="Biên bản (trình diễn)", link="", by=self.clerk, at=timezone.now()
        )
        wanted = Conference.objects.get(state="demanded")
        dialogues.name_keeper(
            conference_id=wanted.pk, person_id=self.cast.clerk.pk, by=self.head, at=timezone.now()
        )
        empty = dialogue_story.today(self.cast, title="Chưa ai hỏi (trình diễn)")
        return {
            "dialogue": {
                "empty": empty.pk,
                "empty_room": empty.room,
                "day": day.pk,
                "room": day.room,
                "question": shown.pk,
                "alike": alike.pk,
                "answered": answered.pk,
                "promise": promise,
                "code": code,
                "held": Conference.objects.get(state="published", unit=self.cast.ward).pk,
                "ahead": Conference.objects.filter(kind="thematic").latest("pk").pk,
                "called": dialogue_story.called(self.cast, title="Chưa thông báo (trình diễn)").pk,
                "wanted": wanted.pk,
            }
        }

    def directives(self) -> dict[str, Any]:
        """What the demonstration has; beside it an empty plan, one being drawn up, and a task that waits."""
        top = Plan.objects.get(number="83-KH/UBND")
        chair = Person.objects.get(username="chutich.langson")
        registry = Person.objects.get(username="tiepdan.langson")
        empty, draft = (
            directive_story.drawn(self.cast, by=chair, number=number, title="Kế hoạch mới (trình diễn)")
            for number in ("90-KH/UBND", "91-KH/UBND")
        )
        waiting = directive_story.written(self.cast, draft, by=registry)
        asking = directive_story.written(
            self.cast, top, by=registry, title="Trồng cây đầu nguồn (trình diễn)"
        )
        directive_story.give_out(self.cast, top, by=chair)
        directive_story.take(self.cast, asking, "take_up")
        directive_story.asked(self.cast, asking, until=asking.due_on + timedelta(days=20))
        shown = Directive.objects.get(number="21-CT/TU")
        session = directive_story.briefed(self.cast, shown, by=registry)
        tasks = {row.number: row.pk for row in top.tasks.all()}
        return {
            "plan": {
                "directive": shown.pk,
                "top": top.pk,
                "empty": empty.pk,
                "draft": draft.pk,
                "part": Plan.objects.get(task_id=tasks[9]).pk,
                "waiting": waiting.pk,
                "asking": asking.pk,
                "done": tasks[4],
                "running": tasks[9],
                "reported": tasks[11],
                "given": tasks[12],
                "late": tasks[5],
                "session": session.pk,
            }
        }

    def inspections(self) -> dict[str, Any]:
        """One in each state that has a page of its own; beside it what the demonstration has."""
        told = {"number": "15/QĐ-UBND (trình diễn)", "because": "Bổ sung (trình diễn)."}
        free = Unit.objects.filter(parent=self.cast.province, served=True).exclude(
            pk__in=Entry.objects.values("target_id")
        )
        entry = inspection_story.planned(self.cast, target=free.order_by("path")[0], **told)
        running = inspection_story.running(self.cast)
        found = inspection_story.find(self.cast, running)
        drafted = inspection_story.drafted(self.cast)
        concluded = inspection_story.running(self.cast)
        owed, waiting = (inspection_story.find(self.cast, concluded) for _ in range(2))
        inspection_story.concluded(self.cast, concluded)
        inspection_story.reported(self.cast, waiting)
        return {
            "inspection": {
                "entry": entry.pk,
                "decided": inspection_story.decided(self.cast).pk,
                "running": running.pk,
                "found": found.pk,
                "drafted": drafted.pk,
                "concluded": concluded.pk,
                "owed": owed.pk,
                "waiting": waiting.pk,
                "published": Inspection.objects.filter(published_on__isnull=False, target=self.cast.ward)
                .earliest("pk")
                .pk,
                "review": inspection_story.declared(self.cast).pk,
            }
        }

    def accounts(self) -> dict[str, Any]:
        """What the demonstration has, and beside it one signed and one of a year that runs."""
        public = Account.objects.filter(state="published", unit=self.cast.ward).latest("pk")
        programme = Programme.objects.get(unit=self.cast.ward)
        signed = account_story.signed(self.cast, account_story.begun(self.cast))
        last = self.today - timedelta(days=1)
        draft = account_story.begun(self.cast, first=self.today - timedelta(days=50), last=last)
        return {
            "account": {
                "public": public.pk,
                "signed": signed.pk,
                "draft": draft.pk,
                "yearly": Account.objects.filter(kind="yearly", unit=self.cast.ward).latest("pk").pk,
                "question": AccountQuestion.objects.get(account=public, state="open").pk,
                "answered": AccountQuestion.objects.get(account=public, state="answered").pk,
                "programme": programme.pk,
                "running": programme.recommendations.get(state="open").pk,
                "promised": programme.recommendations.get(state="answered").pk,
                "done": programme.recommendations.get(state="done").pk,
            }
        }

    def announced(self) -> int:
        """A day off so far away that no date hangs on it."""
        day = announcing.day_off(date(2027, 6, 15), name_vi="Nghỉ tránh bão", name_en="Storm closure")
        said = announcing.NewAnnouncement(
            path=self.cast.ward.path,
            days=(day,),
            document="Công điện 13/CĐ-UBND (trình diễn)",
            reason="Trình diễn.",
        )
        return announcing.announce(said=said, by=cast.actor(self.cast.operator), at=timezone.now())

    def doubled(self) -> None:
        """Two with the password of everyone: one has no second factor, one had it reset and set it up again."""
        same = self.cast.clerk.password
        Person.objects.create(username="motlop", name="Một Lớp Ví Dụ", password=same)
        person = Person.objects.create(username="hailop", name="Hai Lớp Ví Dụ", password=same)
        factor.set_up(person.pk, secret=factors.SECRET, counter=0)
        reason, by = "Báo mất điện thoại (trình diễn)", cast.actor(self.cast.operator)
        factor.reset(username=person.username, by=by, reason=reason, at=timezone.now())
        factor.set_up(person.pk, secret=factors.SECRET, counter=0)

    def tell(self, case: Case, at: datetime) -> dict[str, Any]:
        contact = sealed.contact_of(identity_id=case.identity_id, at=timezone.now())
        stored = File.objects.filter(owner="case", owner_id=case.pk)
        kept = {"said" if file.purpose.startswith("msg-") else file.purpose: file.pk for file in stored}
        number = queries.status(code=contact.code, on=self.today).number
        day = timezone.localtime(at).date().isoformat()
        told = {"id": case.pk, "code": contact.code, "number": number, "received_on": day, "files": kept}
        return told | {"signers": self.codes(case)}

    def codes(self, case: Case) -> list[str]:
        """Of everybody on its list, by their places; none of a matter of one."""
        rows = Signer.objects.filter(case=case).order_by("number")
        at = timezone.now()
        return [sealed.contact_of(identity_id=row.identity_id or 0, at=at).code for row in rows]


if __name__ == "__main__":
    json.dump(Stage().play(), sys.stdout, ensure_ascii=False, indent=1)
