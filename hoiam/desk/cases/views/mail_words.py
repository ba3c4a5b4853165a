"""Words for what became of a mail."""

from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.views.words import Words

REASONS: dict[str, Words] = {
    "too_large": _("Larger than what is taken in by itself: the mail itself is still in the mailbox"),
    "too_many_parts": _("Made of too many parts: not opened"),
    "too_deep": _("Parts within parts without end: not opened"),
    "malformed": _("Its structure cannot be read"),
    "encrypted": _("Encrypted: cannot be read here"),
    "empty": _("Says nothing and has no attachment"),
    "no_sender": _("Has no sender"),
    "too_many": _("Too many mails from one sender within an hour"),
    "no_address": _("Sent to no address of a unit"),
    "address_closed": _("Sent to an address that was closed"),
    "no_recipient": _("The unit had no clerk"),
    "no_such_unit": _("The unit does not work with us any more"),
    "case_over": _("Names a case that is over"),
    "files_too_large": _("With these attachments the case would hold too much"),
    "file_gone": _("An attachment was lost while it was checked"),
    "bounce": _("A mail of ours came back"),
    "automatic": _("Written by a machine"),
    "read_receipt": _("Says that a mail of ours was opened"),
    "list": _("From a mailing list"),
    "loop": _("Our own mail came back"),
}


def reason(code: str) -> Words:
    """The code itself for what nobody thought of."""
    return REASONS.get(code, code)
