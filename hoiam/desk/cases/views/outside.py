"""A matter that another program sends for a person: read by the same forms as the page, refused alike."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import QueryDict

from hoiam.desk.cases.actions import outside
from hoiam.desk.cases.actions.intake import Intake, PressSource, Taken
from hoiam.desk.cases.forms.citizen import PublishedForm
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.citizen_draft import Draft
from hoiam.law.refusal import Refused
from hoiam.sealed.actions import Personal

Said = Mapping[str, str | bool]


def send(*, said: Said, language: str, token_id: int, key: str, at: datetime) -> Taken:
    """Field names are those of the page; `unit` is an id.

    Refused: not_valid(errors: messages by field, in the reader's language), key_used_for_another, and as submit.
    """
    draft = Draft(_query(said))
    draft.data["key"] = outside.key_of(token_id=token_id, key=key)
    if draft.gap:
        raise Refused("not_valid", errors=_errors(draft.forms.values()))
    intake = draft.intake(language=language)
    return outside.submit_once(intake=intake, said=_bytes(said, language), token_id=token_id, at=at)


def publish(*, said: Said, unit_id: int, language: str, token_id: int, key: str, at: datetime) -> Taken:
    """What stood in a paper or on a page, for an office that owes the public an answer: nobody is named.

    Refused: as send.
    """
    form = PublishedForm(_query(said), fields=words.options(words.pack().fields))
    if not form.is_valid():
        raise Refused("not_valid", errors=_errors([form]))
    submit_key = outside.key_of(token_id=token_id, key=key)
    intake = _published(form.cleaned_data, unit_id=unit_id, submit_key=submit_key, language=language)
    content = _bytes({**said, "unit": str(unit_id)}, language)
    return outside.submit_once(intake=intake, said=content, token_id=token_id, at=at)


def _published(said: Mapping[str, Any], *, unit_id: int, submit_key: str, language: str) -> Intake:
    """Its code follows from its key: sent again it is found without an identity that would hold it."""
    press = {name: said[name] for name in ("source", "published_on", "address")}
    return Intake(
        unit_id=unit_id,
        kind=said["kind"],
        channel="web",
        title=said["title"],
        body=said["body"],
        person=Personal(code=""),
        submit_key=submit_key,
        secret=outside.secret_of(submit_key),
        field=said["field"],
        language=language,
        about_conduct=said["about_conduct"] or bool(said["about_whom"]),
        about_whom=said["about_whom"],
        press=PressSource(**press),
    )


def _bytes(said: Said, language: str) -> bytes:
    """What must be the same when it is sent again."""
    return json.dumps([dict(said), language], ensure_ascii=False, sort_keys=True).encode()


def _query(said: Said) -> QueryDict:
    """As a browser sends it: a box that is not ticked is not there."""
    data = QueryDict(mutable=True)
    for name, value in said.items():
        if value is not False:
            data[name] = "on" if value is True else value
    return data


def _errors(forms: Iterable[Form]) -> dict[str, list[str]]:
    return {
        name: [str(message) for message in messages]
        for form in forms
        for name, messages in form.errors.items()
    }
