"""The capacities in which people act; office says who holds which, where and since when."""

from enum import StrEnum


class Role(StrEnum):
    CITIZEN = "citizen"
    CLERK = "clerk"  # citizen-reception clerk: receives, classifies, assigns
    HANDLER = "handler"  # specialist; acts only on what is assigned to them
    HEAD = "head"  # head of office: promises, approves, refuses, answers for all of it
    PROXY = "proxy"  # signs for the head on days that the head named; acts as head, but lends nothing on
    KEEPER = "keeper"  # the post designated to keep denunciations: alone opens and lists them
    INSPECTOR = "inspector"
    OVERSEER = "overseer"  # Fatherland Front, People's Council
    OPERATOR = "operator"  # runs the machine; sees no case
