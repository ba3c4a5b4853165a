"""A denunciation (tố cáo), from the first look at it to a conclusion acted on and published.

Nothing here ever tells who denounced: what is published must be redacted first. A further denunciation of the same
matter and a complaint about delay go to the superior, who owes *review*, *demand*; the settler owes *explain_delay*.
"""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import (
    ANYONE,
    AUTHORS,
    CITIZEN,
    HEAD,
    OFFICE,
    Move,
    Procedure,
    closing,
    stay,
    to,
)
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    RECEIVED = "received"
    NOT_OURS = "not_ours"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    WITHDRAWING = "withdrawing"  # withdrawn whole; the decision that ends it is still to be signed
    CONCLUDED = "concluded"
    ACTED = "acted"  # the settler acted on the conclusion; others carry it out
    REACHED = "reached"  # there is a result, not yet reported
    SETTLED = "settled"
    TERMINATED = "terminated"
    TRANSFERRED = "transferred"
    FILED = "filed"  # sent before, or the competent body has it already
    REFUSED = "refused"
    INFORMATION = "information"  # nameless, yet worth a check: no denouncer's rights, no clocks
    WITHDRAWN = "withdrawn"  # before it was accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    named: bool = False  # the denouncer gave a name and it is theirs
    verifiable: bool = False  # clear about the person, with evidence, and can be checked
    transferred_before: bool = False  # the same content, once already
    competent_addressed: bool = False  # the competent body is among the addressees
    signs_of_violation: bool = False  # also: withdrawn under coercion, or denounced in bad faith


def _named(facts: Facts, _pack: Pack) -> None:
    if not facts.named:
        raise Refused("nameless")


def _worth_a_check(facts: Facts, _pack: Pack) -> None:
    if facts.named:
        raise Refused("not_nameless")
    if not facts.verifiable:
        raise Refused("not_verifiable")


def _to_be_transferred(facts: Facts, _pack: Pack) -> None:
    if facts.transferred_before:
        raise Refused("transferred_before")
    if facts.competent_addressed:
        raise Refused("competent_addressed")


def _need_not_be_transferred(facts: Facts, _pack: Pack) -> None:
    if not (facts.transferred_before or facts.competent_addressed):
        raise Refused("transfer_needed")


def _may_end(facts: Facts, _pack: Pack) -> None:
    if facts.signs_of_violation:
        raise Refused("must_go_on")


def _must_go_on(facts: Facts, _pack: Pack) -> None:
    if not facts.signs_of_violation:
        raise Refused("may_end")


RECEIVED, ACCEPTED, SUSPENDED = State.RECEIVED, State.ACCEPTED, State.SUSPENDED
CONCLUDED, ACTED, REACHED, SETTLED = State.CONCLUDED, State.ACTED, State.REACHED, State.SETTLED
AFTER = (CONCLUDED, ACTED, REACHED, SETTLED)
WORKED_ON = (ACCEPTED, SUSPENDED, State.WITHDRAWING, State.TERMINATED, *AFTER)
SIGNED = (checks.number, checks.reason)


MET, OVER, VOID = Outcome.MET, Outcome.HANDED_OVER, Outcome.VOID
TERMINATES = (*closing(VOID, "settle"), *closing(OVER, "stop_send"))

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("receive", to(RECEIVED, None), ANYONE, opens=("initial",), checks=(checks.recipient,)),
    Move("classify", stay(RECEIVED), OFFICE),
    Move("check_elsewhere", stay(RECEIVED), OFFICE, checks=(checks.finding("initial", "several_places"),),
         extends=("initial",)),
    Move("accept", to(ACCEPTED, RECEIVED), HEAD, opens=("settle", "accept_notice"), closes=closing(MET, "initial"),
         checks=(checks.number, _named)),
    Move("refuse", to(State.REFUSED, RECEIVED), HEAD, closes=closing(MET, "initial"), checks=(checks.reason,)),
    Move("use_as_information", to(State.INFORMATION, RECEIVED), HEAD, closes=closing(MET, "initial"),
         checks=(_worth_a_check,)),
    Move("find_not_ours", to(State.NOT_OURS, RECEIVED), OFFICE, opens=("transfer",),
         closes=closing(OVER, "initial"), checks=(checks.reason,)),
    Move("transfer", to(State.TRANSFERRED, State.NOT_OURS), OFFICE, closes=closing(MET, "transfer"),
         checks=(_to_be_transferred,)),
    Move("file", to(State.FILED, State.NOT_OURS), OFFICE, closes=closing(VOID, "transfer"),
         checks=(_need_not_be_transferred,)),
    Move("notify_acceptance", stay(*WORKED_ON), OFFICE, closes=closing(MET, "accept_notice")),
    Move("verify", stay(ACCEPTED), HEAD, checks=(checks.number,)),
    Move("report", stay(ACCEPTED), AUTHORS),
    Move("extend", stay(ACCEPTED), HEAD, checks=(checks.extension("settle"),), extends=("settle",)),
    Move("begin_appraisal", stay(ACCEPTED), HEAD, checks=(checks.number,), stops=("settle",)),
    Move("end_appraisal", stay(ACCEPTED), OFFICE, checks=(checks.number,), resumes=("settle",)),
    Move("suspend", to(SUSPENDED, ACCEPTED), HEAD, opens=("stop_send",), closes=closing(OVER, "stop_send"),
         checks=SIGNED, stops=("settle",)),
    Move("resume", to(ACCEPTED, SUSPENDED, ACCEPTED), HEAD, checks=(checks.number,), resumes=("settle",)),
    Move("send_stop", stay(*WORKED_ON), OFFICE, closes=closing(MET, "stop_send")),
    Move("withdraw_part", stay(RECEIVED, ACCEPTED, SUSPENDED), CITIZEN),
    Move("withdraw_in_vain", {ACCEPTED: ACCEPTED, SUSPENDED: SUSPENDED, State.WITHDRAWING: ACCEPTED}, HEAD,
         checks=(_must_go_on, checks.reason)),
    Move("withdraw", to(State.WITHDRAWN, RECEIVED), CITIZEN, closes=closing(VOID, "initial"), checks=(_may_end,)),
    Move("withdraw", to(State.WITHDRAWING, ACCEPTED, SUSPENDED), CITIZEN, checks=(_may_end,)),
    Move("terminate", to(State.TERMINATED, ACCEPTED, SUSPENDED), HEAD, opens=("stop_send",), closes=TERMINATES,
         checks=SIGNED),
    Move("terminate", to(State.TERMINATED, State.WITHDRAWING), HEAD, opens=("stop_send",), closes=TERMINATES,
         checks=(*SIGNED, _may_end)),
    Move("pass_to_police", stay(ACCEPTED, *AFTER), HEAD, checks=(checks.number,)),
    Move("complain_of_delay", stay(ACCEPTED), CITIZEN, opens=("demand",), closes=closing(OVER, "demand"),
         checks=(checks.over("settle", "limit_not_passed"),)),
    Move("demand_report", stay(*WORKED_ON), HEAD, opens=("explain_delay",),
         closes=(*closing(MET, "demand"), *closing(OVER, "explain_delay")),
         checks=(checks.number,)),
    Move("explain_delay", stay(*WORKED_ON), HEAD, closes=closing(MET, "explain_delay"), checks=(checks.reason,)),
    Move("conclude", to(CONCLUDED, ACCEPTED), HEAD, opens=("conclusion_send", "handle", "publish"),
         closes=closing(MET, "settle"), checks=(checks.number, checks.moving("settle"))),
    Move("send_conclusion", stay(*AFTER), OFFICE, closes=closing(MET, "conclusion_send")),
    Move("act", to(ACTED, CONCLUDED), HEAD, closes=closing(MET, "handle"), checks=(checks.number,)),
    Move("reach_result", to(REACHED, ACTED), OFFICE, opens=("handle_report",)),
    Move("report_result", to(SETTLED, REACHED), OFFICE, closes=closing(MET, "handle_report")),
    Move("publish", stay(*AFTER), OFFICE, opens=("posting",),
         closes=(*closing(MET, "publish"), *closing(OVER, "posting")),
         checks=(checks.redacted,)),
    Move("end_posting", stay(*AFTER), OFFICE, closes=closing(MET, "posting"),
         checks=(checks.over("posting", "posting_too_short"),)),
    Move("denounce_again", stay(*AFTER), CITIZEN, opens=("review",), closes=closing(OVER, "review")),
    Move("review", stay(*AFTER), HEAD, closes=closing(MET, "review"), checks=(checks.number,)),
)
# fmt: on

PROCEDURE = Procedure(
    name="denunciation",
    states=State,
    ends=frozenset(
        {
            SETTLED,
            State.TERMINATED,
            State.TRANSFERRED,
            State.FILED,
            State.REFUSED,
            State.INFORMATION,
            State.WITHDRAWN,
        }
    ),
    moves=MOVES,
    carries=frozenset(
        {
            "accept_notice",
            "stop_send",
            "conclusion_send",
            "publish",
            "posting",
            "review",
            "demand",
            "explain_delay",
        }
    ),
)
