"""The document templates of a jurisdiction, read from its data; what does not fit together is refused on reading."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from hoiam.law.document_templates import Addressee, DocumentTemplate, Layout, Slot, SlotKind
from hoiam.law.refusal import Refused

KNOWN = frozenset({"issuer", "head", "HEAD", "case", "received", "kind", "blank", "period"})
"""What the office says of itself and the case on every template."""
_SLOT = re.compile(r"\{(\w+)\}")
_WHEN = re.compile(r"[a-z_]+\.(?:[a-z_]+|\*)")
_TESTED = re.compile(r"^[?]\s*(\w+)\s*\|")
_TABLE = re.compile(r"^(?:[?]\s*\w+\s*\|\s*)?\|\s*(\w+)\s*\|")


def read(table: Mapping[str, Any]) -> Mapping[str, DocumentTemplate]:
    """By form, in the order they stand.

    Refused: template_twice(form), template_incomplete(form, missing), template_unknown_word(form, word),
    template_unknown_slot(form, slot), template_unused_slot(form, slot).
    """
    slots = {name: _slot(name, row) for name, row in table.get("slot", {}).items()}
    found: dict[str, DocumentTemplate] = {}
    for row in table.get("template", ()):
        one = _template(row, slots)
        if one.form in found:
            raise Refused("template_twice", form=one.form)
        found[one.form] = one
    return MappingProxyType(found)


def _slot(name: str, row: Mapping[str, str]) -> Slot:
    return Slot(name=name, vi=row["vi"], en=row["en"], kind=_word(SlotKind, row["kind"], name))


def _template(row: Mapping[str, Any], slots: Mapping[str, Slot]) -> DocumentTemplate:
    form = str(row.get("form", ""))
    needed = {"form", "layout", "series", "heading", "subject", "to", "when", "slots", "body"}
    if missing := sorted(needed - row.keys()):
        raise Refused("template_incomplete", form=form, missing=missing)
    made = DocumentTemplate(
        form=form,
        layout=_word(Layout, row["layout"], form),
        series=row["series"],
        heading=row["heading"],
        subject=row["subject"],
        to=_word(Addressee, row["to"], form),
        copies=tuple(_word(Addressee, one, form) for one in row.get("copies", ())),
        when=frozenset(row["when"]),
        slots=tuple(_chosen(row, slots, form)),
        body=tuple(row["body"].strip().split("\n")),
        signers=tuple(row.get("signers", ())),
        greets=row.get("greets", False),
        personal=row.get("personal", False),
    )
    _fits(made)
    return made


def _chosen(row: Mapping[str, Any], slots: Mapping[str, Slot], form: str) -> Iterable[Slot]:
    optional = frozenset(row.get("optional", ()))
    for name in row["slots"]:
        if name not in slots:
            raise Refused("template_unknown_slot", form=form, slot=name)
        known = slots[name]
        yield Slot(name=name, vi=known.vi, en=known.en, kind=known.kind, required=name not in optional)


def _word(kind: Any, word: str, form: str) -> Any:
    try:
        return kind(word)
    except ValueError as error:
        raise Refused("template_unknown_word", form=form, word=word) from error


def _fits(template: DocumentTemplate) -> None:
    """What is asked for is printed, and what is printed is asked for or known."""
    names = {slot.name for slot in template.slots}
    printed = set(_SLOT.findall(template.subject))
    for line in template.body:
        printed |= {*_SLOT.findall(line), *_TESTED.findall(line), *_TABLE.findall(line)}
    if unknown := sorted(printed - names - KNOWN):
        raise Refused("template_unknown_slot", form=template.form, slot=unknown[0])
    if unused := sorted(names - printed):
        raise Refused("template_unused_slot", form=template.form, slot=unused[0])
    if wrong := sorted(one for one in template.when if _WHEN.fullmatch(one) is None):
        raise Refused("template_unknown_word", form=template.form, word=wrong[0])
