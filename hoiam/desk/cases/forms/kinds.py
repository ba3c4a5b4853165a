"""What kinds of matter there are, in words: content, purpose and request decide, not the title."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.queries import procedures

Words = str | Promise

KINDS: dict[str, Words] = {
    "petition": _("Petition"),
    "report": _("Report"),
    "complaint": _("Complaint"),
    "complaint_again": _("Second complaint"),
    "explanation": _("Request for explanation"),
    "press": _("Matter raised by the press or the public"),
    "denunciation": _("Denunciation"),
}
MEANINGS: dict[str, Words] = {
    "petition": _("You propose something or ask the office to do something."),
    "report": _("You tell the office of something that is wrong or broken."),
    "complaint": _(
        "You ask for a decision or act of an office, which touches your own rights, to be reviewed. Name the decision."
    ),
    "complaint_again": _(
        "A complaint was settled or left unsettled elsewhere, and the person does not agree: for the unit above."
    ),
    "explanation": _("You ask an office to explain a decision or act that affects you directly."),
    "press": _(
        "Something that was published: it needs an owner, a day and a public answer, and no petitioner."
    ),
    "denunciation": _(
        "You report a breach of law by somebody. Only one designated person reads it; your name stays secret."
    ),
}
FOR_CITIZENS = ("petition", "report", "complaint", "explanation", "denunciation")


def offered() -> list[tuple[str, Words]]:
    """Kinds that this installation has a procedure for."""
    return [(kind, KINDS[kind]) for kind in procedures.known()]


def explained(codes: Iterable[str]) -> list[tuple[str, Words, Words]]:
    """Code, name and meaning of those of them that this installation has a procedure for."""
    known = set(procedures.known())
    return [(code, KINDS[code], MEANINGS[code]) for code in codes if code in known]
