"""The document templates of a jurisdiction, read from its data; what does not fit together is refused on reading."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hoiam.law.document_templates import Addressee, Decides, DocumentTemplate, Layout, Slot, SlotKind
from hoiam.law.refusal import Refused

KNOWN = frozenset({"issuer", "head", "HEAD", "case", "received", "kind", "blank", "period"})
"""What the office says of itself and the case on every document."""
HAND, STAYS = "Ký, ghi rõ họ tên", "VT, hồ sơ"
_SLOT = re.compile(r"\{(\w+)\}")
_WHEN = re.compile(r"[a-z_]+\.(?:[a-z_]+|\*)")
_TESTED = re.compile(r"^[?]\s*(\w+)\s*\|")
_TABLE = re.compile(r"^(?:[?]\s*\w+\s*\|\s*)?\|\s*(\w+)\s*\|")


def read(table: Mapping[str, Any]) -> Mapping[str, DocumentTemplate]:
    """By form, in the order they stand.

    Refused: template_twice(form), template_incomplete(form, missing), template_unknown_word(form, word),
    template_unknown_slot(form, slot), template_unused_slot(form, slot), template_indexes_identity(form, slot).
    """
    slots = {name: _slot(name, row) for name, row in table.get("slot", {}).items()}
    found: dict[str, DocumentTemplate] = {}
    for row in table.get("template", ()):
        one = _template(row, slots)
        if one.form in found:
            raise Refused("template_twice", form=one.form)
        found[one.form] = one
    return MappingProxyType(found)


def _slot(name: str, row: Mapping[str, Any]) -> Slot:
    return Slot(
        name=name,
        vi=row["vi"],
        en=row["en"],
        kind=_word(SlotKind, row["kind"], name),
        identity=row.get("identity", False),
        options=tuple(row.get("options", ())),
    )


def _template(row: Mapping[str, Any], slots: Mapping[str, Slot]) -> DocumentTemplate:
    form = str(row.get("form", ""))
    needed = {"form", "layout", "series", "heading", "subject", "to", "when", "slots", "indexed", "body"}
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
        signers=tuple(map(_signer, row.get("signers", ()))),
        closing=row.get("closing", ""),
        same=row.get("same", ""),
        stays=row.get("stays", STAYS),
        dated=row.get("dated", True),
        greets=row.get("greets", False),
        returns=row.get("returns", ""),
        personal=row.get("personal", False),
        reports=row.get("reports", False),
        decides=tuple(Decides(**one) for one in row.get("decides", ())),
    )
    _fits(made)
    return made


def _signer(caption: str) -> tuple[str, str]:
    who, _bar, how = caption.partition("|")
    return who.strip(), how.strip() or HAND


def _chosen(row: Mapping[str, Any], slots: Mapping[str, Slot], form: str) -> Iterable[Slot]:
    optional, indexed = frozenset(row.get("optional", ())), frozenset(row["indexed"])
    if unknown := sorted({*row["slots"]} - slots.keys() | indexed - {*row["slots"]}):
        raise Refused("template_unknown_slot", form=form, slot=unknown[0])
    if named := sorted(name for name in indexed if slots[name].identity):
        raise Refused("template_indexes_identity", form=form, slot=named[0])
    for name in row["slots"]:
        yield replace(slots[name], required=name not in optional, indexed=name in indexed)


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
    if template.returns and template.returns not in names:
        raise Refused("template_unknown_slot", form=template.form, slot=template.returns)
    if unused := sorted(names - printed):
        raise Refused("template_unused_slot", form=template.form, slot=unused[0])
    if gone := sorted(_unsayable(template)):
        raise Refused("template_unknown_word", form=template.form, word=gone[0])
    if wrong := sorted(one for one in template.when if _WHEN.fullmatch(one) is None):
        raise Refused("template_unknown_word", form=template.form, word=wrong[0])


def _unsayable(template: DocumentTemplate) -> set[str]:
    """What a step hangs on but nobody can choose."""
    said = {(slot.name, option) for slot in template.slots for option in slot.options}
    return {one.says for one in template.decides if one.slot and (one.slot, one.says) not in said}
