"""Several people with one matter, as they are typed or pasted: one a line, columns parted by a tab or a semicolon.

A list copied from a spreadsheet works as it is: a first line of headings says which column is which, running numbers
are passed over. Without headings they are name, identity number, address, phone, e-mail, a mark for a representative.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from hoiam.desk.cases.actions.group_intake import Fellow, Together
from hoiam.desk.cases.forms.against import AgainstForm
from hoiam.desk.cases.forms.citizen import PersonForm
from hoiam.desk.cases.forms.staff_pads import CounterForm
from hoiam.kit import fold
from hoiam.kit.forms import sharing
from hoiam.kit.typed import TextField, visible
from hoiam.law import grouping
from hoiam.sealed.actions import Personal

MOST_LIST = 100_000
COLUMNS = ("name", "id_number", "address", "phone", "email", "mark")
HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(("ho ten", "ho va ten", "ten", "full name", "name", "nguoi ky ten"), "name"),
    **dict.fromkeys(
        (
            *("so can cuoc", "can cuoc", "so can cuoc cong dan", "cccd", "so cccd", "cmnd", "so dinh danh"),
            *("so dinh danh ca nhan", "so giay to", "giay to", "identity number", "id", "id number"),
        ),
        "id_number",
    ),
    **dict.fromkeys(("dia chi", "noi o", "noi cu tru", "address"), "address"),
    **dict.fromkeys(("dien thoai", "so dien thoai", "sdt", "phone"), "phone"),
    **dict.fromkeys(("thu dien tu", "email", "e mail"), "email"),
    **dict.fromkeys(("dai dien", "nguoi dai dien", "representative"), "mark"),
    **dict.fromkeys(("stt", "so thu tu", "tt", "no"), ""),
}
"""Folded headings of a list, and the column each one names; no name for one that is passed over."""
MARKS = frozenset({"x", "dai dien", "nguoi dai dien", "co", "yes", "representative"})
MOST = {"name": 120, "id_number": 20, "address": 300, "phone": 30, "email": 254}
_IDENTITY = re.compile(r"[0-9A-Za-z]{6,20}")
_SPACING = str.maketrans("", "", " .-")
_RUNNING = re.compile(r"\d{1,4}\.?", re.ASCII)
_PARTS = re.compile(r"\t|;")


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One person of a list, with the place of the line; prints as nothing."""

    place: int
    person: Personal
    marked: bool

    def __repr__(self) -> str:
        return "Line(…)"


def lines(text: str) -> list[Line]:
    """Every person of a pasted list. Raises ValidationError, with the line that is not understood."""
    rows = [(at, _cells(row)) for at, row in enumerate(visible(text).split("\n"), start=1) if row.strip()]
    columns: Sequence[str] = COLUMNS
    if rows and (named := _headings(rows[0][1])):
        columns, rows = named, rows[1:]
    elif rows and all(_RUNNING.fullmatch(cells[0]) for _at, cells in rows):
        columns = ("", *COLUMNS)
    if len(rows) > grouping.MOST:
        raise ValidationError(_("At most %(most)s lines.") % {"most": grouping.MOST}, code="too_many")
    return [_line(at, cells, columns) for at, cells in rows]


def _cells(row: str) -> list[str]:
    return [" ".join(cell.split()) for cell in _PARTS.split(row)]


def _headings(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The columns that a first line names, if it is one of headings."""
    named = [HEADINGS.get(" ".join(fold.syllables(cell))) for cell in cells]
    return tuple(one or "" for one in named) if "name" in named else None


def _line(at: int, cells: Sequence[str], columns: Sequence[str]) -> Line:
    found = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    mark = " ".join(fold.syllables(found.pop("mark", "")))
    wrong = _wrong(found)
    if wrong:
        raise ValidationError(
            _("Line %(line)s: %(what)s") % {"line": at, "what": wrong}, code="line", params={"line": at}
        )
    return Line(at, Personal(**found), mark in MARKS)


def _wrong(found: Mapping[str, str]) -> str:
    """What is missing from a line, or cannot be."""
    if not found.get("name"):
        return _("the name is missing.")
    if not (found.get("id_number") or found.get("address")):
        return _("give the identity number or the address.")
    if found.get("id_number") and not _IDENTITY.fullmatch(found["id_number"].translate(_SPACING)):
        return _("this is not a number of a card or passport.")
    if any(len(found.get(name, "")) > most for name, most in MOST.items()):
        return _("something in it is too long.")
    return ""


def represented(text: str, listed: Sequence[Line]) -> list[Line]:
    """The list with those marked whom the second field names, each with a way to reach them.

    Raises ValidationError, with the line that names nobody or more than one.
    """
    marked = list(listed)
    for at, row in enumerate(visible(text).split("\n"), start=1):
        if row.strip():
            name, *ways = _cells(row)
            place = _place(at, name, ways, marked)
            marked[place] = _reached(marked[place], ways)
    return marked


def _place(at: int, name: str, ways: Iterable[str], listed: Sequence[Line]) -> int:
    """Where on the list somebody stands: by name, by number, and of several of one name by the number beside it."""
    wanted, numbers = grouping.plain(name), {grouping.plain(way) for way in ways}
    called = [
        (place, grouping.plain(one.person.id_number))
        for place, one in enumerate(listed)
        if wanted in {grouping.plain(one.person.name), grouping.plain(one.person.id_number)}
    ]
    meant = called if len(called) == 1 else [one for one in called if one[1] in numbers - {""}]
    if len(meant) == 1:
        return meant[0][0]
    words = _("Line %(line)s: several people on the list are called so; add the identity number.")
    if not called:
        words = _("Line %(line)s: nobody on the list is called so; write the name as it stands there.")
    raise ValidationError(words % {"line": at}, code="line")


def _reached(line: Line, ways: Iterable[str]) -> Line:
    """Marked, with phone and e-mail as far as they are given."""
    person = line.person
    for way in ways:
        if "@" in way:
            person = replace(person, email=way)
        elif way and grouping.plain(way) != grouping.plain(person.id_number):
            person = replace(person, phone=way)
    return Line(line.place, person, marked=True)


def without(sender: Personal, listed: Iterable[Line]) -> tuple[Personal, list[Line]]:
    """The list without the sender, who may stand on it; what it says of them completes what they said."""
    mine = grouping.Person(sender.name, sender.id_number, sender.address)
    others = []
    for one in listed:
        person = one.person
        if sender.name and grouping.same(
            mine, grouping.Person(person.name, person.id_number, person.address)
        ):
            sender = replace(
                sender,
                id_number=sender.id_number or person.id_number,
                address=sender.address or person.address,
            )
        else:
            others.append(one)
    return sender, others


class TogetherForm(forms.Form):
    """Asked of whoever brings a matter with others. `together` of what is cleaned: those others, or None.

    `appointment`: the token of the scanned writing, which the view takes in.
    """

    appointment = ""
    group = forms.BooleanField(label=gettext_lazy("Several people sign it together"), required=False)
    signers = TextField(
        label=gettext_lazy("The others who sign, one a line"),
        required=False,
        most=MOST_LIST,
        rows=8,
        help_text=gettext_lazy(
            "Full name; identity number; address; phone; e-mail. The identity number or the address is needed. A list "
            "copied from a spreadsheet can be pasted as it is."
        ),
    )
    signers.needed_later = True  # type: ignore[attr-defined]  # once there are several
    representatives = TextField(
        label=gettext_lazy("Representatives beside you, one a line"),
        required=False,
        rows=3,
        help_text=gettext_lazy(
            "Name as on the list; phone or e-mail. You are a representative yourself. Five to ten people have one or "
            "two representatives, more than ten at most five (Law on Citizen Reception 42/2013/QH13, article 29)."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Both lists read together; who stands on them twice is found by law (hoiam.law.grouping)."""
        said: dict[str, Any] = super().clean() or {}
        said["together"] = None
        if said.get("group") and "signers" not in self.errors and "representatives" not in self.errors:
            self._read(said)
        return said

    def _read(self, said: dict[str, Any]) -> None:
        try:
            found = lines(said["signers"])
        except ValidationError as error:
            self.add_error("signers", error)
            return
        try:
            found = represented(said["representatives"], found)
        except ValidationError as error:
            self.add_error("representatives", error)
            return
        personal = {one: said.get(one) or "" for one in ("name", "id_number", "address", "phone", "email")}
        sender, others = without(Personal(**personal), found)
        said["id_number"], said["address"] = sender.id_number, sender.address
        all_signed = bool(said.get("all_signed"))
        fellows = [Fellow(person=one.person, representative=one.marked, signed=all_signed) for one in others]
        said["together"] = Together(fellows=fellows, signed=all_signed, appointment=self.appointment)


@sharing
class SenderForm(TogetherForm, PersonForm):
    """Who writes, alone or with others."""


class GroupCounterForm(TogetherForm, AgainstForm, CounterForm):
    """Intake at the counter, of one person or of several."""

    all_signed = forms.BooleanField(
        label=gettext_lazy("Everybody on the list has signed, or put a fingerprint, on the paper"),
        required=False,
    )
