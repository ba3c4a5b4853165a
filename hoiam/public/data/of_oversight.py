"""What offices are told to do, how they are looked at, and how their heads give account, as tables.

Words stand here where the office published them on the page of the thing itself, and nowhere else.
"""

from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.queries import press
from hoiam.desk.directives.queries import open_data as directives
from hoiam.desk.inspections.queries import open_data as inspections
from hoiam.desk.reports.queries import open_data as reports
from hoiam.desk.reports.views import words
from hoiam.law.accounts import Section
from hoiam.public.data.of_work import OF_POST, POST, UNIT
from hoiam.public.data.table import Dataset, day, number, text, yes

OWNER = number("owner", _("Number of the post that owes it now"), needed=True)
OF_OWNER = {**OF_POST, "owner": ("posts", "id")}
STANDS = ("running", "overdue", "in_time", "late")

DIRECTIVES = Dataset(
    name="directives",
    title=_("Directives"),
    about=_(
        "Documents that told an office what to do, as far as the office lets everybody read them. The full text "
        "stands on the page of each."
    ),
    columns=(
        number("id", _("Number of the directive"), needed=True),
        text("unit", _("Code of the unit that registered it"), needed=True),
        text("number", _("Number and sign of the document"), needed=True),
        text("issuer", _("Who issued it"), needed=True),
        day("issued_on", _("Day of the document"), needed=True),
        text("subject", _("What it is about"), needed=True),
        day("registered_on", _("Day on which it was registered"), needed=True),
    ),
    rows=lambda _on: directives.directives(),
    key=("id",),
    at="/directives/{id}",
)
PLANS = Dataset(
    name="plans",
    title=_("Plans"),
    about=_("Every plan that was given out: its tasks are duties of named posts."),
    columns=(
        number("id", _("Number of the plan"), needed=True),
        UNIT,
        number("post", _("Number of the post that gave it out"), needed=True),
        number("directive", _("Number of the directive that it follows, where everybody may read that")),
        number("task", _("Number of the task of a plan above that it carries out")),
        text("number", _("Number and sign of the document"), needed=True),
        yes("open", _("Whether the words of its tasks may be read by everybody"), needed=True),
        text("title", _("Title; empty where the words of the plan are for the office")),
        day("signed_on", _("Day on which it was signed"), needed=True),
        day("issued_on", _("Day on which it was given out"), needed=True),
    ),
    rows=lambda _on: directives.plans(),
    key=("id",),
    refers={**OF_POST, "directive": ("directives", "id"), "task": ("tasks", "id")},
    at="/directives/plans/{id}",
)
TASKS = Dataset(
    name="tasks",
    title=_("Tasks of plans"),
    about=_(
        "Every task that was given out: which post has it until when, and what became of it. Its words only where the "
        "office opened the plan; reports and their files never."
    ),
    columns=(
        number("id", _("Number of the task"), needed=True),
        number("plan", _("Number of the plan"), needed=True),
        number("place", _("Place in the plan"), needed=True),
        text("title", _("What is to be done; empty where the words of the plan are for the office")),
        UNIT,
        POST,
        text(
            "state",
            _("Where it stands"),
            needed=True,
            one_of=("assigned", "in_work", "asked", "reported", "done", "cancelled"),
        ),
        day("given_on", _("Day on which it was given out"), needed=True),
        day("first_due_on", _("Last day as it was given"), needed=True),
        day("due_on", _("Last day by the latest decision"), needed=True),
        day("reported_on", _("Day of the latest report")),
        day("done_on", _("Day of the report that was accepted")),
        yes("late", _("Done late, or past its last day, on the day of the file"), needed=True),
    ),
    rows=lambda on: directives.tasks(on=on),
    key=("id",),
    refers={**OF_POST, "plan": ("plans", "id")},
    at="/directives/tasks/{id}",
)
INSPECTIONS = Dataset(
    name="inspections",
    title=_("Inspections"),
    about=_(
        "Every inspection that was announced, with its days and the published conclusion in full; what the law "
        "protects is left out of it, and it is said on which ground."
    ),
    columns=(
        number("id", _("Number of the inspection"), needed=True),
        text("unit", _("Code of the unit that inspects"), needed=True),
        number("post", _("Number of the post that heads it"), needed=True),
        text("inspected", _("Code of the unit that is inspected"), needed=True),
        text(
            "kind",
            _("By the programme, when a new head takes office, or unscheduled"),
            needed=True,
            one_of=("planned", "taking_office", "unscheduled"),
        ),
        text("state", _("Where it stands"), needed=True),
        text("theme", _("What is looked at"), needed=True),
        text("ground", _("Why, of those that are in no programme")),
        text("number", _("Number of the decision"), needed=True),
        day("decided_on", _("Day of the decision"), needed=True),
        day("announced_on", _("Day of the announcement"), needed=True),
        day("until_on", _("Last day on the spot, as the decision says")),
        day("ended_on", _("Day on which it ended on the spot")),
        day("explained_on", _("Day on which the inspected unit explained itself on the draft")),
        text("conclusion_number", _("Number of the conclusion")),
        day("concluded_on", _("Day on which the conclusion was signed")),
        text("order_number", _("Number of the order to carry it out")),
        day("ordered_on", _("Day of the order")),
        day("published_on", _("Day on which the conclusion was published")),
        day("posted_until", _("Day until which it stays published at least")),
        number("findings", _("How many findings; once the conclusion is published")),
        number("remedied", _("Of these, how many remedies were accepted")),
        number("head_days", _("Days on which the head was there in person"), needed=True),
        text("conclusion", _("The published conclusion, in full")),
    ),
    rows=lambda _on: inspections.inspections(),
    key=("id",),
    refers=OF_POST,
    at="/inspections/{id}/",
)
FINDINGS = Dataset(
    name="findings",
    title=_("Findings of inspections"),
    about=_(
        "What published conclusions found, what must be remedied by whom until when, and whether it was."
    ),
    columns=(
        number("id", _("Number of the finding"), needed=True),
        number("inspection", _("Number of the inspection"), needed=True),
        number("place", _("Place among the findings of the inspection"), needed=True),
        text("inspected", _("Code of the unit that was inspected"), needed=True),
        text("severity", _("How grave it is"), needed=True, one_of=("minor", "serious", "grave")),
        text("ground", _("Article that it goes against"), needed=True),
        text("what", _("What was found"), needed=True),
        text("remedy", _("What must be done"), needed=True),
        number("post", _("Number of the post that the conclusion names"), needed=True),
        OWNER,
        day("owed_since", _("Day of the conclusion")),
        day("due_on", _("Last day of the remedy"), needed=True),
        day("done_on", _("Day of the report that was accepted")),
        text(
            "state",
            _("How the remedy stands on the day of the file"),
            needed=True,
            one_of=("found", *STANDS, "waiting", "sent_back"),
        ),
    ),
    rows=lambda on: inspections.findings(on=on),
    key=("id",),
    refers={**OF_OWNER, "inspection": ("inspections", "id")},
    at="/inspections/{inspection}/#f{place}",
)
SELF_REVIEWS = Dataset(
    name="self-reviews",
    title=_("Self-review"),
    about=_("What units found wrong with themselves, what they mend by when, and whether they did."),
    columns=(
        number("id", _("Number of the entry"), needed=True),
        UNIT,
        number("post", _("Number of the post that said it"), needed=True),
        OWNER,
        text(
            "category",
            _("What kind of fault"),
            needed=True,
            one_of=("late", "unanswered", "reception", "procedure", "publicity", "records", "conduct"),
        ),
        text("what", _("What was wrong"), needed=True),
        text("mends", _("What is done about it"), needed=True),
        day("said_on", _("Day on which it was said"), needed=True),
        day("due_on", _("Last day, as the unit named it"), needed=True),
        day("mended_on", _("Day on which it was mended")),
        text("evidence", _("What shows that it was")),
        text("state", _("How it stands on the day of the file"), needed=True, one_of=STANDS),
    ),
    rows=lambda on: inspections.self_reviews(on=on),
    key=("id",),
    refers=OF_OWNER,
    at="/self-review/{id}",
)
ACCOUNTS = Dataset(
    name="accounts",
    title=_("Accounts of heads"),
    about=_(
        "Every account of a head that was signed and published. Its figures are a dataset of their own; what the head "
        "says stands on the page of each."
    ),
    columns=(
        number("id", _("Number of the account"), needed=True),
        UNIT,
        number("post", _("Number of the post whose account it is"), needed=True),
        text("kind", _("Yearly, or on demand"), needed=True, one_of=("yearly", "demand")),
        day("from", _("First day of which it tells"), needed=True),
        day("until", _("Last day of which it tells"), needed=True),
        day("counted_on", _("Day on which the figures were counted"), needed=True),
        text("sha256", _("SHA-256 of the figures, as the log has it"), needed=True),
        yes("two_factors", _("Signed with a second factor"), needed=True),
        day("signed_on", _("Day on which it was signed"), needed=True),
        day("published_on", _("Day on which it was published"), needed=True),
        number("questions", _("How many public questions were asked about it"), needed=True),
        number("answered", _("How many of these were answered"), needed=True),
    ),
    rows=lambda _on: reports.accounts(),
    key=("id",),
    refers=OF_POST,
    at="/accounts/{id}/",
)
ACCOUNT_FIGURES = Dataset(
    name="account-figures",
    title=_("Figures of accounts"),
    about=_(
        "The figures of every published account as they were signed, each holder's days apart; nobody typed them."
    ),
    columns=(
        number("account", _("Number of the account"), needed=True),
        day("from", _("First day of one holder"), needed=True),
        day("until", _("Last day of that holder within the account"), needed=True),
        yes("vacant", _("Nobody held the post on these days"), needed=True),
        text("part", _("Part of the account"), needed=True, one_of=tuple(one.value for one in Section)),
        text("line", _("What was due or counted"), needed=True),
        text("figure", _("Which of its figures"), needed=True, one_of=tuple(words.COUNTS)),
        number("n", _("How many"), needed=True),
    ),
    rows=lambda _on: reports.figures(),
    key=("account", "from", "line", "figure"),
    refers={"account": ("accounts", "id")},
    at="/accounts/{account}/",
)
RECOMMENDATIONS = Dataset(
    name="recommendations",
    title=_("Recommendations of supervision"),
    about=_(
        "What the Front, the Council, mass organisations and inspection boards recommended, what the office answered, "
        "and whether it did what it promised."
    ),
    columns=(
        number("id", _("Number of the recommendation"), needed=True),
        number("programme", _("Number of the programme of supervision"), needed=True),
        number("place", _("Place in the programme"), needed=True),
        text(
            "by",
            _("Who supervises"),
            needed=True,
            one_of=("front", "council", "organisation", "inspection_board", "investment_board"),
        ),
        text("body", _("Name of who supervises"), needed=True),
        text("unit", _("Code of the unit that is supervised"), needed=True),
        number("post", _("Number of the post to which it was made"), needed=True),
        OWNER,
        text("words", _("What is recommended"), needed=True),
        day("received_on", _("Day of receipt"), needed=True),
        text("rule", _("Rule by which the last day was counted"), needed=True),
        day("due_on", _("Last day of the answer"), needed=True),
        day("answered_on", _("Day of the answer")),
        text("answer", _("The answer, in full")),
        day("done_by", _("Day that the answer names")),
        day("done_on", _("Day on which that was done")),
        text("state", _("How the answer stands on the day of the file"), needed=True, one_of=STANDS),
        text("deed", _("How what it promised stands; empty when it named no day"), one_of=STANDS),
    ),
    rows=lambda on: reports.recommendations(on=on),
    key=("id",),
    refers={**OF_OWNER, "rule": ("rules", "id")},
    at="/supervision/{programme}/#r{place}",
)
PRESS = Dataset(
    name="press",
    title=_("Matters raised by the press or the public"),
    about=_(
        "What was published elsewhere and which office owes an answer. Title and answer where nobody is named in the "
        "matter, or the office cleared the title."
    ),
    columns=(
        number("id", _("Number of the case in the addresses of the register"), needed=True),
        UNIT,
        text("source", _("Where it was published"), needed=True),
        day("published_on", _("Day on which it was published there"), needed=True),
        text("address", _("Address of the publication")),
        day("received_on", _("Day of receipt"), needed=True),
        day("due_on", _("Last day of the answer; empty while nothing runs")),
        day("answered_on", _("Day on which it was answered")),
        text(
            "state",
            _("How the answer stands on the day of the file; ended: closed without one"),
            needed=True,
            one_of=(*STANDS, "ended"),
        ),
        text("title", _("Title, where everybody may read it")),
        text("answer", _("The answer, where everybody may read it")),
    ),
    rows=lambda on: press.table(on=on),
    key=("id",),
    at="/register/{id}",
)
ALL = (
    *(DIRECTIVES, PLANS, TASKS, INSPECTIONS, FINDINGS, SELF_REVIEWS),
    *(ACCOUNTS, ACCOUNT_FIGURES, RECOMMENDATIONS, PRESS),
)
