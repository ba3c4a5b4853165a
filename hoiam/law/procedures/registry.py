"""All procedures by name. Which of them a jurisdiction has is said by its pack."""

from collections.abc import Mapping
from types import MappingProxyType

from hoiam.law.pack import Pack
from hoiam.law.procedures import (
    accountability_report,
    complaint_first,
    complaint_second,
    consultation,
    denunciation,
    dialogue_conference,
    directive_task,
    inspection,
    petition,
    publication,
    reception_refusal,
    reception_session,
)
from hoiam.law.procedures.moves import Procedure
from hoiam.law.refusal import Refused

ALL: Mapping[str, Procedure] = MappingProxyType(
    {
        procedure.name: procedure
        for procedure in (
            petition.PROCEDURE,
            complaint_first.PROCEDURE,
            complaint_second.PROCEDURE,
            denunciation.PROCEDURE,
            reception_session.PROCEDURE,
            reception_refusal.PROCEDURE,
            dialogue_conference.PROCEDURE,
            consultation.PROCEDURE,
            publication.PROCEDURE,
            directive_task.PROCEDURE,
            inspection.PROCEDURE,
            accountability_report.PROCEDURE,
        )
    }
)


def named(name: str) -> Procedure:
    """Refused: unknown_procedure."""
    if name not in ALL:
        raise Refused("unknown_procedure", name=name, known=tuple(ALL))
    return ALL[name]


def of(pack: Pack) -> tuple[Procedure, ...]:
    """Those the pack has words for, in the order a reader meets them."""
    return tuple(procedure for name, procedure in ALL.items() if name in pack.words)
