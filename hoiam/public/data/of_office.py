"""Who offices are and by which rules they work, as tables: units, posts, holders, rules, entries of the log."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoiam.journal import open_data as log
from hoiam.law import packs
from hoiam.ledger import edition
from hoiam.office import open_data as office
from hoiam.public.data.table import Dataset, Row, day, moment, number, text, yes

_RULE = (
    *("id", "case_type", "actor_vi", "action_vi", "event_from_vi", "amount", "unit", "kind", "direction"),
    *("source_document", "article", "in_force_from", "in_force_until", "confidence"),
)


def _rules() -> Iterator[Row]:
    for rule in packs.load(settings.HOIAM_PACK).rules.values():
        yield tuple(getattr(rule, name) for name in _RULE)


UNITS = Dataset(
    name="units",
    title=_("Units"),
    about=_(
        "Administrative units with their dates: those of today, those that ended, and who followed them."
    ),
    columns=(
        text("code", _("Code of the list of administrative units"), needed=True),
        text("name", _("Name"), needed=True),
        text("name_en", _("Name in English"), needed=True),
        text("kind", _("Kind"), needed=True),
        text("above", _("Code of the unit above; empty for provinces and cities")),
        day("from", _("First day"), needed=True),
        day("until", _("First day on which it was no more")),
        text("basis", _("Legal basis"), needed=True),
        yes("served", _("This system works for it"), needed=True),
        text("followed_by", _("Codes of the units that followed it, with a blank between them")),
    ),
    rows=lambda _on: office.units(),
    key=("code", "from"),
    at="/units/{code}",
)
POSTS = Dataset(
    name="posts",
    title=_("Posts"),
    about=_("Posts that owe duties: heads of units, and others who receive citizens."),
    columns=(
        number("id", _("Number of the post"), needed=True),
        text("unit", _("Code of the unit"), needed=True),
        day("unit_from", _("First day of the unit"), needed=True),
        text("title", _("Title of the post"), needed=True),
        text("title_en", _("Title in English"), needed=True),
        yes("is_head", _("Heads the unit"), needed=True),
        text("kind", _("Kind, of posts that do not head a People's Committee")),
    ),
    rows=lambda _on: office.posts(),
    key=("id",),
    refers={"unit": ("units", "code"), "unit_from": ("units", "from")},
    at="/posts/{id}",
)
HOLDERS = Dataset(
    name="holders",
    title=_("Holders of posts"),
    about=_("Who held which post, and when: office holders are named in public."),
    columns=(
        number("id", _("Number of the entry"), needed=True),
        number("post", _("Number of the post"), needed=True),
        text("unit", _("Code of the unit"), needed=True),
        text("person", _("The same letters for the same person, in all entries"), needed=True),
        text("name", _("Full name"), needed=True),
        day("from", _("First day"), needed=True),
        day("until", _("Last day; empty while it goes on")),
    ),
    rows=lambda _on: office.holders(),
    key=("id",),
    refers={"post": ("posts", "id")},
    at="/posts/{post}#holder-{id}",
)
RULES = Dataset(
    name="rules",
    title=_("Rules of time"),
    about=_("Every rule by which days are counted here, with the document and article where it is written."),
    columns=(
        text("id", _("Name of the rule"), needed=True),
        text("area", _("Field of law"), needed=True),
        text("actor", _("Who must act, in Vietnamese")),
        text("action", _("What must be done, in Vietnamese")),
        text("event", _("From which event it is counted, in Vietnamese")),
        number("amount", _("How many; 0: the law gives no number"), needed=True),
        text(
            "counted_in",
            _("In what it is counted"),
            needed=True,
            one_of=("days", "working_days", "hours", "months"),
        ),
        text(
            "kind",
            _("A deadline, a shortest period, a limitation of claims, or a right that ends"),
            needed=True,
            one_of=("max", "min", "limitation", "window"),
        ),
        text("direction", _("Counted after the event or before it"), needed=True, one_of=("after", "before")),
        text("document", _("Document; empty for rules that this system sets itself")),
        text("article", _("Article")),
        day("from", _("In force from"), needed=True),
        day("until", _("In force until")),
        text(
            "read_in", _("In how many texts the number was read; HOUSE: a rule of this system"), needed=True
        ),
    ),
    rows=lambda _on: _rules(),
    key=("id",),
    at="/rules/{id}",
)
PUBLICATIONS = Dataset(
    name="publications",
    title=_("Public entries of the log"),
    about=_(
        "Every entry of the log that is open to all. What it says stands at its own address, with its proof."
    ),
    columns=(
        number("index", _("Place in the log, from 0"), needed=True),
        moment("at", _("Moment that the office states"), needed=True),
        text("kind", _("Kind of event"), needed=True),
        text("leaf", _("Hash of the leaf (RFC 6962), in base64"), needed=True),
    ),
    rows=lambda _on: log.entries(trailing=edition.KIND),
    key=("index",),
    at="/log/openings/{index}",
)
