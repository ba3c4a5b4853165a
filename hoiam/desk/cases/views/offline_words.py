"""Everything that the page for the counter without network can say by itself, in the reader's language."""

from django.utils.translation import gettext as _


def spoken() -> dict[str, str]:
    """By the names that its program uses; what stands in braces is filled in there."""
    return {**_passphrase(), **_entries(), **_handing_in()}


def _passphrase() -> dict[str, str]:
    return {
        "too_short": _("The passphrase needs at least ten characters."),
        "not_same": _("The two passphrases are not the same."),
        "preparing": _("The page is being kept in this browser…"),
        "prepared": _("Ready: from now on this page opens without network in this browser."),
        "not_prepared": _(
            "The page could not be kept: is there network, and does this browser allow storage?"
        ),
        "wrong_phrase": _("This is not the passphrase of this queue. Nothing was changed; try again."),
        "locked": _("Entries that wait in this browser: {n}. The passphrase opens them."),
        "forget_sure": _(
            "Remove the queue with every entry that was not taken in yet? This cannot be undone."
        ),
        "forgotten": _("Your queue was removed from this browser."),
    }


def _entries() -> dict[str, str]:
    return {
        "fresh": _("A new entry"),
        "editing": _("Entry with slip {slip}"),
        "mistakes": _("Missing or not written as asked: {fields}. Everything typed is still here."),
        "stored": _("Slip {slip} is stored in this browser. Give the person the right part of the slip."),
        "not_stored": _("The browser could not store it. Keep to paper: write it on the slip."),
        "waits": _("Waits"),
        "refused": _("Not taken in"),
        "taken_in": _("Taken in"),
        "unreadable": _("This entry cannot be read any more: register it from the paper slip."),
        "twice": _("Number {slip} stands on more than one entry: each slip makes one case."),
        "not_left": _("This number was not among the slips left when the page was last kept: check it."),
        "open_case": _("Open the case"),
        "edit": _("Edit"),
        "remove": _("Remove"),
        "remove_sure": _("Remove the entry with slip {slip}, which was not taken in?"),
        "waiting": _("Entries that wait: {n}"),
        "nothing_waits": _("Nothing waits."),
        "others": _(
            "Entries of another person wait in this browser: {n}. Only they can open and hand them in."
        ),
    }


def _handing_in() -> dict[str, str]:
    return {
        "no_network": _("There is no connection to the office's system. Everything stays stored here."),
        "not_now": _("The system cannot take entries just now. Everything stays stored here."),
        "signed_out": _(
            "You are signed out. Everything stays stored here; sign in and come back to this page."
        ),
        "sign_in": _("Sign in"),
        "another": _(
            "{name} is signed in now, but this queue belongs to {mine}. Everything stays stored here."
        ),
        "sending": _("This entry is just being handed in."),
        "handed": _("Handed in: {n} of {of}."),
    }
