"""A case of an older register gets a fresh code, for the person who comes and shows who they are."""

import secrets
from datetime import datetime

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.queries import codes
from hoiam.journal import actions as journal
from hoiam.law.procedures import bringing_over, kinds
from hoiam.law.refusal import Refused
from hoiam.ledger import shortcode
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed


def give_code(*, case_id: int, version: int, seen: str, by: office.Actor, at: datetime) -> str:
    """The code that opens the case from now on; one given before opens it no more. `seen`: what paper was looked at.

    Refused: no_such_case, not_yours, not_imported, reason_needed, identity_erased.
    """
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        roles = kinds.acting(case.kind, by.roles_in(case.unit_id))
        bringing_over.give_code(roles=roles, channel=case.channel, seen=seen)
        if case.identity_id is None:
            raise Refused("identity_erased")
        code = shortcode.code_from(secrets.token_bytes(8))
        sealed.give_code(identity_id=case.identity_id, code=code, by=by.person_id, reason=seen, at=at)
        case.code_hash = codes.code_hash(code)
        case.version += 1
        case.save(update_fields=("code_hash", "version"))
        entry = journal.append(ref=case.ref, kind="case.code-given", unit=case.unit.code, at=at)
        record.note(case, "give_code", by=by.person_id, at=at, entry=entry.event_id)
        return code
