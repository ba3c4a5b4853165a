"""What a citizen has typed so far. The page itself carries it from step to step: nothing is kept on the server."""

import re
import secrets
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions.group_intake import Together
from hoiam.desk.cases.forms import citizen as forms
from hoiam.desk.cases.forms.against import NAMES as AGAINST
from hoiam.desk.cases.forms.together import SenderForm
from hoiam.desk.cases.views import words
from hoiam.sealed.actions import Personal

PERSONAL = ("name", "phone", "email", "address", "id_number")
STEPS = ("place", "matter", "files", "you", "check")
FIELDS: dict[str, tuple[str, ...]] = {
    "place": ("unit",),
    "matter": ("kind", *AGAINST, "title", "body", "field", "about_conduct", "about_whom"),
    "files": (),
    "you": (*PERSONAL, "sealed", "group", "signers", "representatives"),
    "check": ("consent",),
}
MOST_FILES = 10
_KEY = re.compile(r"[0-9a-f]{32,64}")
_TOKEN = re.compile(r"[0-9a-f]{32}")


class Draft:
    """The answers of one form, wherever on the way it is."""

    def __init__(self, data: QueryDict) -> None:
        self.data = MultiValueDict({name: list(values) for name, values in data.lists()})
        if not _KEY.fullmatch(self.data.get("key", "")):
            self.renew()

    def renew(self) -> None:
        """From now on it counts as another form."""
        self.data["key"] = secrets.token_hex(16)

    @property
    def key(self) -> str:
        """Sent twice under one key, it is taken in once."""
        return str(self.data["key"])

    @property
    def step(self) -> str:
        """The page it comes from."""
        step = self.data.get("step", "")
        return step if step in STEPS else STEPS[0]

    @property
    def files(self) -> list[str]:
        """Tokens of files that were put aside, each once."""
        return [token for token in dict.fromkeys(self.data.getlist("files")) if _TOKEN.fullmatch(token)]

    @files.setter
    def files(self, tokens: list[str]) -> None:
        self.data.setlist("files", tokens)

    @property
    def appointment(self) -> str:
        """The token of the scanned appointment of representatives, if one was put aside."""
        token = self.data.get("appointment", "")
        return token if _TOKEN.fullmatch(token) else ""

    @property
    def together(self) -> Together | None:
        """Who else brings it, when that page is well answered."""
        form = self.forms["you"]
        found: Together | None = form.cleaned_data["together"] if form.is_valid() else None
        return found

    @property
    def unit(self) -> int:
        """The office chosen; 0 for none."""
        text = self.data.get("unit", "")
        return int(text) if text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004 - more digits than ids have

    def form(self, step: str, *, bound: bool) -> Form | None:
        """The form of a step: bound to say what is wrong, else just filled in. Files have none."""
        made: dict[str, Any] = {"data": self.data} if bound else {"initial": self._initial(step)}
        match step:
            case "place":
                return forms.PlaceForm(**made)
            case "matter":
                return forms.MatterForm(fields=words.options(words.pack().fields), **made)
            case "you":
                sender = SenderForm(**made)
                sender.appointment = self.appointment
                return sender
            case "check":
                return forms.CheckForm(**made)
        return None

    @cached_property
    def forms(self) -> dict[str, Form]:
        """Every step's form, bound."""
        made = {step: self.form(step, bound=True) for step in STEPS}
        return {step: form for step, form in made.items() if form is not None}

    @property
    def gap(self) -> str:
        """The first step with something missing or wrong; empty when all is there."""
        return next((step for step, form in self.forms.items() if not form.is_valid()), "")

    def said(self) -> dict[str, Any]:
        """All answers, when there is no gap."""
        return forms.cleaned(self.forms)

    def intake(self, *, language: str) -> cases.Intake:
        """The matter as it is taken in, when there is no gap: alike from the pages and from other programs."""
        said = self.said()
        return cases.Intake(
            unit_id=said["unit"],
            kind=said["kind"],
            channel="web",
            title=said["title"],
            body=said["body"],
            person=Personal(code="", **{name: said[name] for name in PERSONAL}),
            submit_key=self.key,
            secret=secrets.token_bytes(32),
            field=said["field"],
            consent=said["consent"],
            sealed=said["sealed"],
            about_conduct=said["about_conduct"] or bool(said["about_whom"]),
            about_whom=said["about_whom"],
            language=language,
            files=self.files,
            together=self.together,
            against=said["against"],
        )

    def carried(self, step: str) -> Iterator[tuple[str, str]]:
        """Names and values that the page of a step carries in hidden fields: all that it does not ask for itself."""
        asked = set(FIELDS[step]) - {"unit"}
        for names in FIELDS.values():
            yield from (
                (name, str(self.data[name])) for name in names if name not in asked and self.data.get(name)
            )
        yield from (("files", token) for token in self.files)
        if self.appointment:
            yield "appointment", self.appointment
        yield "key", self.key
        yield "step", step
        if self.data.get("then") == "check":
            yield "then", "check"

    def _initial(self, step: str) -> dict[str, Any]:
        return {name: self.data[name] for name in FIELDS[step] if name in self.data}


def after(step: str) -> str:
    """The next page."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: str) -> str:
    """The page before."""
    return STEPS[max(STEPS.index(step) - 1, 0)]
