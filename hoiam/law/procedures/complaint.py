"""What complaints (khiếu nại) of both instances have in common: facts, checks, how settling stands still or ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import ANYONE, AUTHORS, CITIZEN, HEAD, OFFICE, Move, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.step import CloseSpec, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    group: bool = False
    group_papers: bool = False  # all signatures, and the written appointment of representatives
    group_missing: tuple[str, ...] = ()  # what of it is not there (hoiam.law.grouping)
    unserved: int = 0  # how many of the group have not had the decision
    findings_differ: bool = False  # what was found is not what is claimed
    dialogue_held: bool = (
        False  # held also when the complainant stayed away without good reason: that is recorded
    )


def group_papers(facts: Facts, _pack: Pack) -> None:
    if facts.group and not facts.group_papers:
        raise Refused(
            "group_papers_missing", **({"missing": facts.group_missing} if facts.group_missing else {})
        )


def served(facts: Facts, _pack: Pack) -> None:
    """The window counts from the day a complainant had it: of a group, from the last one's."""
    if facts.unserved:
        raise Refused("group_not_served", count=facts.unserved)


def dialogue_if_findings_differ(facts: Facts, _pack: Pack) -> None:
    if facts.findings_differ and not facts.dialogue_held:
        raise Refused("dialogue_needed")


def dialogue_always(facts: Facts, _pack: Pack) -> None:
    if not facts.dialogue_held:
        raise Refused("dialogue_needed")


def none_asked(facts: Facts, _pack: Pack) -> None:
    """One request for papers at a time: the next one once the last is done."""
    if "papers" in facts.clocks:
        raise Refused("papers_asked", until=facts.clocks["papers"].due)


def announced(facts: Facts, _pack: Pack) -> None:
    if facts.announced_on is None:
        raise Refused("not_announced")


ACCEPT_MET, ACCEPT_VOID = CloseSpec("accept", Outcome.MET), CloseSpec("accept", Outcome.VOID)
SETTLE_MET, SETTLE_VOID = CloseSpec("settle", Outcome.MET), CloseSpec("settle", Outcome.VOID)
NOTICE_MET, NOTICE_VOID = (
    CloseSpec("dialogue_notice", Outcome.MET),
    CloseSpec("dialogue_notice", Outcome.VOID),
)
STOP_MET, STOP_OVER = CloseSpec("stop_send", Outcome.MET), CloseSpec("stop_send", Outcome.HANDED_OVER)
SEND_MET, EFFECT_MET = CloseSpec("send", Outcome.MET), CloseSpec("effect", Outcome.MET)
IMPLEMENT_MET = CloseSpec("implement", Outcome.MET)
PAPERS_MET, PAPERS_OVER = CloseSpec("papers", Outcome.MET), CloseSpec("papers", Outcome.HANDED_OVER)
WINDOW_VOID = CloseSpec("continue_window", Outcome.VOID)

SIGNED = (checks.number, checks.reason)


# fmt: off
def beginning(*, received: str, refused: str, guided: str, accepted: str) -> tuple[Move, ...]:
    return (
        Move("receive", to(received, None), OFFICE | CITIZEN, opens=("accept",), checks=(checks.recipient,)),
        Move("classify", stay(received), OFFICE),
        Move("assign", stay(received, accepted), OFFICE),
        Move("accept", to(accepted, received), HEAD, opens=("settle",), closes=(ACCEPT_MET,),
             checks=(group_papers,)),
        Move("refuse", to(refused, received), HEAD, closes=(ACCEPT_MET,), checks=SIGNED),
        Move("guide", to(guided, received), OFFICE, closes=(ACCEPT_MET,), checks=(checks.reason,)),
    )


def settling(accepted: str, procedure: str) -> tuple[Move, ...]:
    """What happens while the complaint is being settled. The clock *settle* is longer for a complex one."""
    return (
        Move("verify", stay(accepted), HEAD, checks=(checks.number,)),
        Move("report", stay(accepted), AUTHORS),
        Move("find_complex", stay(accepted), HEAD, checks=(checks.finding("settle", "complex"),),
             extends=("settle",)),
        Move("halt_contested", stay(accepted), HEAD, checks=SIGNED),
        Move("lift_halt", stay(accepted), HEAD, checks=SIGNED),
        Move("plan_dialogue", stay(accepted), OFFICE, opens=("dialogue_notice",), closes=(NOTICE_VOID,),
             checks=(checks.event_ahead,)),
        Move("announce_dialogue", stay(accepted), OFFICE, closes=(NOTICE_MET,),
             checks=(checks.notice(procedure, "dialogue_notice"),)),
        Move("hold_dialogue", stay(accepted), HEAD, closes=(NOTICE_VOID,), checks=(announced, checks.day_come)),
    )


def papers(states: Iterable[str]) -> tuple[Move, ...]:
    """The complainant asks for papers that the office holds, to lay them before who settles it; owed to the last."""
    every = tuple(states)
    open_in = tuple(state for state in every if state in {"received", "accepted", "suspended"})
    return (
        Move("ask_papers", stay(*open_in), ANYONE, opens=("papers",), closes=(PAPERS_OVER,),
             checks=(checks.reason, none_asked)),
        Move("give_papers", stay(*every), OFFICE, closes=(PAPERS_MET,), checks=(checks.reason,)),
    )


def stopping(states: Mapping[str, str], *, sent_in: tuple[str, ...]) -> tuple[Move, ...]:
    """Suspension, withdrawal, termination; `sent_in` are further states in which a decision may still be unsent."""
    received, accepted, suspended = states["received"], states["accepted"], states["suspended"]
    withdrawing, terminated = states["withdrawing"], states["terminated"]
    return (
        Move("suspend", to(suspended, accepted), HEAD, opens=("stop_send",), closes=(STOP_OVER, NOTICE_VOID),
             checks=SIGNED, stops=("settle",)),
        Move("resume", to(accepted, suspended), HEAD, opens=("stop_send",), closes=(STOP_OVER,),
             checks=(checks.number,), resumes=("settle",)),
        Move("send_stop", stay(accepted, suspended, withdrawing, terminated, *sent_in), OFFICE, closes=(STOP_MET,)),
        Move("withdraw_part", stay(received, accepted, suspended), CITIZEN),
        Move("withdraw", to(states["withdrawn"], received), CITIZEN, closes=(ACCEPT_VOID,)),
        Move("withdraw", to(withdrawing, accepted, suspended), CITIZEN, closes=(NOTICE_VOID,)),
        Move("terminate", to(terminated, accepted, suspended, withdrawing), HEAD,
             opens=("stop_send", "continue_window"), closes=(SETTLE_VOID, STOP_OVER, NOTICE_VOID), checks=SIGNED),
        Move("continue", to(received, terminated), CITIZEN, opens=("accept",), closes=(WINDOW_VOID,),
             checks=(checks.still_open("continue_window", "window_over"),)),
    )
# fmt: on
