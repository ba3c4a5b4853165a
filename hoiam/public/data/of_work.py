"""What offices do, as tables: cases, duties, days of reception, dialogues, promises, figures."""

from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.queries import open_data as cases
from hoiam.desk.dialogues.queries import open_data as dialogues
from hoiam.desk.reception.queries import open_data as receptions
from hoiam.duties import open_data as duties
from hoiam.public.data.table import Dataset, day, number, text, yes

UNIT = text("unit", _("Code of the unit"), needed=True)
POST = number("post", _("Number of the post that owes it"), needed=True)
OF_POST = {"post": ("posts", "id")}


CASES = Dataset(
    name="cases",
    title=_("Cases of the public register"),
    about=_(
        "Every petition, report, complaint and request that was received, as the public register shows it: without "
        "names, without texts. Denunciations are in no file."
    ),
    columns=(
        number("id", _("Number of the case in the addresses of the register"), needed=True),
        text("number", _("Number that the office speaks of: year and case"), needed=True),
        UNIT,
        text("kind", _("Kind of matter"), needed=True),
        text("field", _("Field, by the list of the office; empty until it is classified")),
        text("state", _("Where it stands"), needed=True),
        day("received_on", _("Day of receipt"), needed=True),
        day("due_on", _("Last day of the answer; empty while nothing runs")),
        day("answered_on", _("Day on which it was answered")),
        day("closed_on", _("Day on which it was closed")),
        yes(
            "late",
            _("Answered after the last day, or past it and still open, on the day of the file"),
            needed=True,
        ),
        text("title", _("Title, where the citizen agreed and the office cleared it; otherwise empty")),
    ),
    rows=lambda on: cases.cases(on=on),
    key=("id",),
    at="/register/{id}",
)
DUTIES = Dataset(
    name="duties",
    title=_("Duties"),
    about=_(
        "Everything that a post owed or owes by a day: which rule, since which event, until when, and how it ended. "
        "Duties of denunciations are in no file."
    ),
    columns=(
        text("id", _("Name of the duty: always the same, and drawn so that it tells nothing"), needed=True),
        UNIT,
        POST,
        text(
            "subject",
            _("What it belongs to: a case, a session of reception, a conference, a promise and so on"),
        ),
        text(
            "kind", _("Which of its clocks: the answer, the acceptance, the posting and so on"), needed=True
        ),
        text("rule", _("Rule by which the last day was counted"), needed=True),
        day("event_on", _("Day of the event from which it was counted"), needed=True),
        day("due_on", _("Last day; empty while a decision has stopped the clock")),
        day("opened_on", _("Day on which it began"), needed=True),
        day("closed_on", _("Day on which it ended")),
        text(
            "outcome",
            _("How it ended: met, late, handed over to another post, void; running while it has not"),
            needed=True,
            one_of=("running", "met", "late", "handed_over", "void"),
        ),
        yes("lapses", _("It is a right or a shortest period that ends: nobody is late"), needed=True),
    ),
    rows=lambda _on: duties.duties(),
    key=("id",),
    refers={**OF_POST, "rule": ("rules", "id")},
)
RECEPTIONS = Dataset(
    name="receptions",
    title=_("Days of citizen reception"),
    about=_(
        "Every session of reception that was announced, held or missed, and whether the head received in person."
    ),
    columns=(
        number("id", _("Number of the session"), needed=True),
        UNIT,
        POST,
        day("on", _("Day"), needed=True),
        day("planned_on", _("Day for which it was first planned, also after it was moved"), needed=True),
        text(
            "kind",
            _("In the schedule, unscheduled, or noted afterwards"),
            one_of=("regular", "unscheduled", "noted"),
        ),
        text(
            "state",
            _("Where it stands on the day of the file; a day that passed unopened is missed"),
            needed=True,
        ),
        text(
            "held_by",
            _("Who received: the head or a deputy; empty: nobody, or not yet"),
            one_of=("head", "deputy"),
        ),
        day("posted_on", _("Day on which it was announced")),
        yes("online", _("People could take part from elsewhere"), needed=True),
    ),
    rows=lambda on: receptions.receptions(on=on),
    key=("id",),
    refers=OF_POST,
)
DIALOGUES = Dataset(
    name="dialogues",
    title=_("Dialogue conferences"),
    about=_(
        "Every conference of an authority with its people that was announced or asked for, and what became of it."
    ),
    columns=(
        number("id", _("Number of the conference"), needed=True),
        UNIT,
        POST,
        text(
            "kind",
            _("Yearly, asked for by voters, or on one subject"),
            one_of=("yearly", "asked", "thematic"),
        ),
        text("state", _("Where it stands"), needed=True),
        text("title", _("Title, once the office announced it")),
        day("held_on", _("Day of the conference")),
        day("announced_on", _("Day of the announcement")),
        day("recorded_on", _("Day on which it was recorded as held")),
        yes("in_person", _("The head chaired it")),
        number("held_by", _("Number of the post that headed the unit on its day")),
        number("present", _("How many came")),
        number("questions", _("How many questions were asked; once its results are out")),
        day("published_on", _("Day on which its results were published")),
    ),
    rows=lambda _on: dialogues.conferences(),
    key=("id",),
    refers=OF_POST,
    at="/dialogues/{id}/",
)
PROMISES = Dataset(
    name="promises",
    title=_("Promises of dialogues"),
    about=_(
        "What was promised at conferences, until when, and whether it was kept; the words of each stand on the page of "
        "its conference."
    ),
    columns=(
        number("id", _("Number of the promise"), needed=True),
        number("dialogue", _("Number of the conference"), needed=True),
        UNIT,
        number("post", _("Number of the post that promised"), needed=True),
        number("owner", _("Number of the post that owes it now"), needed=True),
        text("what", _("An answer that was put off, or something to be done"), one_of=("answer", "deed")),
        day("made_on", _("Day on which it was made"), needed=True),
        day("due_on", _("Day until which it was made"), needed=True),
        day("kept_on", _("Day on which it was kept")),
        text(
            "state",
            _("Kept in time, kept late, past its day, or not due yet, on the day of the file"),
            needed=True,
            one_of=("kept", "kept_late", "late", "open"),
        ),
        number("said_kept", _("How many of those to whom it was made say that it was kept; from five on")),
        number("said_partly", _("How many say: in part")),
        number("said_not_kept", _("How many say: not kept")),
    ),
    rows=lambda on: dialogues.promises(on=on),
    key=("id",),
    refers={**OF_POST, "owner": ("posts", "id"), "dialogue": ("dialogues", "id")},
    at="/dialogues/{dialogue}/promises",
)
SCORES = Dataset(
    name="scores",
    title=_("Figures by unit, post, kind and month"),
    about=_(
        "The sums from which scoreboards are made: duties received, ended in time and late, and days used."
    ),
    columns=(
        UNIT,
        POST,
        text("kind", _("Which clock"), needed=True),
        day("month", _("First day of the month"), needed=True),
        number("received", _("Matters received"), needed=True),
        number("in_time", _("Ended in time"), needed=True),
        number("late", _("Ended late"), needed=True),
        number("used_days", _("Calendar days that those ended took, together"), needed=True),
        number("allowed_days", _("Calendar days that they were allowed, together"), needed=True),
    ),
    rows=lambda _on: duties.tallies(),
    key=("post", "kind", "month"),
    refers=OF_POST,
)
