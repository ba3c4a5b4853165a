"""Public questions about a published account: shown at once, answered in time, hidden only on a ground shown."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from hoiam.desk.reports.actions import accounting, record
from hoiam.desk.reports.models import Account, Question
from hoiam.duties.models import Outcome
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import accounts, dialogue
from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed
from hoiam.sealed.actions import Personal

SUBJECT, KEY = "account_question", "account_answer"
NOBODY = Personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks. `form_key`: sent twice under one key, it is there once. `who`: empty for nobody named."""

    text: str
    form_key: str
    language: str = "vi"
    who: Personal = NOBODY


def ask(*, account_id: int, asked: Asked, at: datetime) -> int:
    """Anybody asks; gives the number under which everybody finds it.

    Refused: no_such_account, question_empty, question_too_long, personal_in_text.
    """
    pack = record.pack()
    accounts.require_asked(asked.text, dialogue.pointed_out(asked.text, pack.rude))
    rule = accounts.require_rule(pack, KEY)
    with record.opened(account_id) as row:
        if row.state != accounts.State.PUBLISHED:
            raise Refused("no_such_account")
        known = Question.objects.filter(form_key=asked.form_key, account=row).first()
        if known is not None:
            return known.number
        made = _insert(row, asked, at)
        due = record.start(
            subject=SUBJECT,
            subject_id=made.pk,
            key=KEY,
            rule=rule,
            post_id=row.owner_id,
            event=local_day(at),
            at=at,
        )
        told = {"question": str(made.number), "answer-due": due.isoformat(), "answer-rule": rule.id}
        made.entry = record.log(row, "account.asked", told, at=at)
        made.save(update_fields=("entry",))
    return made.number


def answer(*, question_id: int, version: int, text: str, by: office.Actor, at: datetime) -> None:
    """In public, in the name of the post. Refused: no_such_question, not_yours, changed_meanwhile, words_needed,
    question_decided.
    """
    dialogue.require_words(text)
    with journal.recording():
        row = _decided("answer", question_id, version, by)
        row.answer, row.answered_at, row.answered_by_id = text.strip(), at, row.account.owner_id
        docs = {"answer": hashlib.sha256(row.answer.encode()).digest()}
        told = {"question": str(row.number), "on": local_day(at).isoformat()}
        row.entry = record.log(row.account, "account.answered", told, at=at, docs=docs)
        row.save()
        record.end(subject=SUBJECT, subject_id=row.pk, key=KEY, at=at)
        _tell(row, at)


def hide(*, question_id: int, version: int, ground: str, by: office.Actor, at: datetime) -> None:
    """Its words are shown no more; that it is hidden, and why, is. Refused: as answer; unknown_ground."""
    with journal.recording():
        row = _decided("hide", question_id, version, by, ground=ground)
        row.ground = ground
        told = {"question": str(row.number), "ground": ground}
        row.entry = record.log(row.account, "account.hidden", told, at=at)
        row.save()
        record.end(subject=SUBJECT, subject_id=row.pk, key=KEY, at=at, outcome=Outcome.VOID)


def _insert(row: Account, asked: Asked, at: datetime) -> Question:
    most = row.questions.aggregate(most=Max("number"))["most"] or 0
    named = bool(asked.who.email)
    return Question.objects.create(
        account=row,
        number=most + 1,
        text=asked.text.strip(),
        asked_at=at,
        form_key=asked.form_key,
        language=asked.language,
        identity_id=sealed.keep(data=asked.who, at=at) if named else None,
    )


def _tell(row: Question, at: datetime) -> None:
    """Whoever left an address: the answer stands in public."""
    if row.identity_id is not None:
        notices.put(
            person=f"asker:{row.identity_id}",
            event=f"account-question:{row.pk}:answered",
            channel="email",
            template="reports/answered",
            context={"account": str(row.account_id), "number": str(row.number)},
            language=row.language,
            at=at,
        )


def _decided(event: str, question_id: int, version: int, by: office.Actor, ground: str = "") -> Question:
    """The row, locked with its account, in its state after."""
    seen = Question.objects.filter(pk=question_id).values_list("account_id", flat=True).first()
    if seen is None:
        raise Refused("no_such_question")
    account = Account.objects.select_for_update().get(pk=seen)
    accounting.require(by, account.unit_id)
    row = Question.objects.select_for_update().get(pk=question_id)
    row.account = account
    if row.version != version:
        raise Refused("changed_meanwhile")
    row.state = accounts.decide(event, state=row.state, ground=ground)
    row.version += 1
    return row
