"""What a jurisdiction brings along: rules, a calendar and the lists its procedures choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from hoiam.law.book import RuleBook
from hoiam.law.calendar import Calendar
from hoiam.law.catalogue import Document, Form, Frequency, Threshold
from hoiam.law.citation import Source
from hoiam.law.competence import Competence
from hoiam.law.document_templates import DocumentTemplate
from hoiam.law.quiet import Quiet
from hoiam.law.step import ClockSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list, in both languages."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Choice):
    """What a petition is about (lĩnh vực); a subject, never an opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Choice):
    """A ground to refuse. `petition` ones can refuse a petition; the others only a person at the counter."""

    source_document: str
    article: str
    confidence: str
    petition: bool
    written: bool  # needs the written refusal, form 01/TCD; otherwise explained on the spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Choice):
    """A number this system sets for itself where the law sets none."""

    value: int
    source: str = "house rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    name: str
    rules: RuleBook
    calendar: Calendar
    fields: tuple[Field, ...]
    refusal_grounds: tuple[Ground, ...]
    unscheduled_grounds: tuple[Choice, ...]
    reply_decisions: tuple[Choice, ...]
    policies: Mapping[str, Policy]
    clocks: Mapping[str, ClockSpec]  # "petition.notice" → the duty's key and the rule it runs by
    sources: Mapping[str, Source]  # "petition.promise" → where it is written
    words: Mapping[
        str, Choice
    ]  # "petition": its title; "petition.state.received", ".event.accept", ".clock.notice"
    frequencies: Mapping[str, Frequency]
    thresholds: Mapping[str, Threshold]
    documents: Mapping[str, Document]  # by number
    forms: Mapping[str, Form]
    lexicon: Mapping[str, tuple[str, ...]]  # of a field, words that usually belong to it
    rude: tuple[str, ...]  # pointed out to whoever moderates what people ask
    document_templates: Mapping[str, DocumentTemplate]  # by form
    competence: tuple[Competence, ...]  # which level answers, where a text says so for every place
    quiet: tuple[Quiet, ...]  # hours in which no notice is sent

    def policy(self, code: str) -> int:
        return self.policies[code].value

    def clock(self, procedure: str, name: str) -> ClockSpec:
        return self.clocks[f"{procedure}.{name}"]

    def source(self, procedure: str, event: str) -> Source:
        return self.sources[f"{procedure}.{event}"]

    @property
    def petition_grounds(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in self.refusal_grounds if ground.petition)
