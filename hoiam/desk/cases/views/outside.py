"""A matter that another program sends for a person: read by the same forms as the page, refused alike."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.http import QueryDict

from hoiam.desk.cases.actions import outside
from hoiam.desk.cases.actions.intake import Taken
from hoiam.desk.cases.views.citizen_draft import Draft
from hoiam.law.refusal import Refused

Said = Mapping[str, str | bool]


def send(*, said: Said, language: str, token_id: int, key: str, at: datetime) -> Taken:
    """Field names are those of the page; `unit` is an id.

    Refused: not_valid(errors: messages by field, in the reader's language), key_used_for_another, and as submit.
    """
    draft = Draft(_query(said))
    draft.data["key"] = outside.key_of(token_id=token_id, key=key)
    if draft.gap:
        raise Refused("not_valid", errors=_errors(draft))
    content = json.dumps([dict(said), language], ensure_ascii=False, sort_keys=True).encode()
    intake = draft.intake(language=language)
    return outside.submit_once(intake=intake, said=content, token_id=token_id, at=at)


def _query(said: Said) -> QueryDict:
    """As a browser sends it: a box that is not ticked is not there."""
    data = QueryDict(mutable=True)
    for name, value in said.items():
        if value is not False:
            data[name] = "on" if value is True else value
    return data


def _errors(draft: Draft) -> dict[str, list[str]]:
    return {
        name: [str(message) for message in messages]
        for form in draft.forms.values()
        for name, messages in form.errors.items()
    }
