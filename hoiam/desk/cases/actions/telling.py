"""Who of the people behind a case is told, and the letters to them: one each, however often they are put."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import cards, choices, signers
from hoiam.notices import actions as notices

TO_SENDER = frozenset({"mail-received", "mail-added"})
"""What answers a mail goes to who wrote it."""
TO_ACTING = frozenset({"asked", "told"})
"""Messages, which the representatives of a group read and answer."""
Context = str | Sequence[Mapping[str, str]]


def tell(
    identities: Sequence[int], case: Case, template: str, *, at: datetime, key: str = "", **context: Context
) -> None:
    """One e-mail to each of these, and a text message where the unit sends them."""
    if not identities:
        return
    known, language = event(case, template, key), case.language
    letters = [("email", f"cases/{template}", {"case": cards.number(case), **context})]
    if choices.sends_sms(case.unit_id):
        letters.append((notices.SMS, "cases/sms", {"case": cards.number(case), "what": template}))
    put = [
        notices.NewNotice(
            person=f"identity:{pk}",
            event=known,
            channel=channel,
            template=wording,
            context=told,
            language=language,
        )
        for channel, wording, told in letters
        for pk in identities
    ]
    notices.put_many(notices=put, at=at)


def people(case: Case, template: str = "") -> list[int]:
    """Whose identities: of a group everybody's, or of those who speak for it; what answers a mail, the sender's."""
    if case.representatives and template not in TO_SENDER:
        return signers.identities(case, acting=template in TO_ACTING)
    return [] if case.identity_id is None else [case.identity_id]


def event(case: Case, template: str, key: str) -> str:
    """What a notice tells of: put twice, it is there once."""
    return f"case:{case.pk}:{template}:{key or case.version}"
