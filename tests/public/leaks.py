"""Who the people of a story are, in every spelling in which it could get out."""

import json
from urllib.parse import quote

from hoiam.kit import fold
from tests import cast as people

CITIZEN = people.CITIZEN
STAFF = ("clerk", "handler", "head", "inspector", "overseer", "stranger", "operator")


def spellings(text):
    """In small letters: as written, without marks, and escaped as JSON and addresses do."""
    escaped = text.encode("ascii", "backslashreplace").decode()
    return {one.casefold() for one in (text, fold.fold(text), escaped, json.dumps(text)[1:-1], quote(text))}


IDENTITY = {
    spelled
    for text in (CITIZEN.name, CITIZEN.phone, CITIZEN.id_number, CITIZEN.email, CITIZEN.address)
    for spelled in spellings(text)
}
WORDS = {spelled for text in (people.TITLE, people.BODY[:60]) for spelled in spellings(text)}


def staff(cast):
    """Names of who works there."""
    return {spelled for job in STAFF for spelled in spellings(getattr(cast, job).name)}


def found(data, secrets):
    """Which of them stand in these bytes, in whatever letters."""
    text = data.decode("utf-8", "replace").casefold()
    return sorted(one for one in secrets if one in text)
