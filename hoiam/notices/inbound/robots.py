"""Whether a machine wrote: nobody answers a machine (RFC 3834, section 2), or two machines talk for ever."""

import re
from collections.abc import Iterable
from email.message import Message

from hoiam.notices.inbound import plain
from hoiam.notices.mail import LOOP

_POSTMEN = re.compile(
    r"^(mailer[-_.]?daemon|post[-_]?master|mail[-_]?delivery|mdaemon|bounces?|bounce[-+_=].*|.*-bounces|"
    r"double-bounce|mailer|mail-daemon)$",
    re.IGNORECASE,
)
_ECHOES = re.compile(r"^(no-?reply|do-?not-?reply|autoreply|auto-?responder|notifications?)$", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|delivery (status|failure|failed|has failed|incomplete|report|delayed)|mail delivery|"
    r"returned (mail|to sender)|failure notice|could not be delivered|delayed mail|non.?remis|unzustellbar|"
    r"không (gửi|chuyển|phát) được|thư (bị )?trả lại|message status|nicht zustellbar|"
    r"warning: message .* delayed|mail system error|user unknown|message not delivered",
    re.IGNORECASE,
)
_SAID = re.compile(r"^(complaint about message from|loop alert:)", re.IGNORECASE)
_AWAY = re.compile(
    r"^(re: *)?(auto(matic)?[- ]?(reply|response|responder)|out of (the )?office|tự động trả lời|"
    r"trả lời tự động|thư trả lời tự động|vắng mặt|auto:|autoreply)",
    re.IGNORECASE,
)
_BODIES = (
    "this is the qmail-send program",
    "a message that you sent could not be delivered",
    "this message was created automatically by mail delivery software",
    "this is the mail system at host",
    "the following addresses had permanent fatal errors",
    "your message did not reach some or all of the intended recipients",
    "your message cannot be delivered to the following recipients",
    "i was unable to deliver your message to the following addresses",
    "your message could not be delivered",
    "delivery to the following recipient failed",
    "delivery to the following recipients failed",
    "wasn't able to deliver your message",
    "the message you sent",
    "unable to deliver message to the following address",
    "this is an automatically generated delivery status notification",
    "reporting-mta:",
)
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_MARKS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponse",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
    "X-AutoReply-From",
)
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status", "message/feedback-report"})
_READ = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_FIRST = 4_000


def reason(message: Message, sender: str, text: str, kinds: Iterable[str]) -> str:
    """`loop`, `bounce`, `read_receipt`, `automatic`, `list`; empty when a person seems to have written."""
    found = (
        ("loop", bool(message.get_all(LOOP))),
        ("read_receipt", _is_read(message, kinds)),
        ("bounce", _is_bounce(message, sender, text, kinds)),
        ("automatic", _is_automatic(message, sender)),
        ("list", any(message.get(name) for name in _LISTS)),
    )
    return next((name for name, holds in found if holds), "")


def _is_read(message: Message, kinds: Iterable[str]) -> bool:
    return _report_type(message) == "disposition-notification" or bool(_READ & set(kinds))


def _is_bounce(message: Message, sender: str, text: str, kinds: Iterable[str]) -> bool:
    """RFC 3464 first; then what the mail servers of thirty years write instead."""
    if _report_type(message) in {"delivery-status", "feedback-report"} or _REPORTS & set(kinds):
        return True
    if message.get("X-Failed-Recipients") or _nobody(message):
        return True
    local = sender.partition("@")[0]
    subject, head = plain.header(message.get("Subject")), text[:_FIRST].lower()
    speaks = any(body in " ".join(head.split()) for body in _BODIES)
    if not sender or _POSTMEN.match(local):
        return True
    return bool(_SAID.search(subject)) or (bool(_RETURNED.search(subject)) and speaks)


def _is_automatic(message: Message, sender: str) -> bool:
    said = str(message.get("Auto-Submitted") or "").strip().lower()
    if (said and not said.startswith("no")) or any(message.get(name) for name in _MARKS):
        return True
    if str(message.get("Precedence") or "").strip().lower() in _PRECEDENCE:
        return True
    away = _AWAY.match(plain.header(message.get("Subject")))
    return bool(away or _ECHOES.match(sender.partition("@")[0]))


def _nobody(message: Message) -> bool:
    """An empty reverse path (RFC 5321, 4.5.5)."""
    return any(str(path).strip() == "<>" for path in message.get_all("Return-Path", []))


def _report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return str(message.get_param("report-type") or "delivery-status").lower()
