"""Every date that a citizen is told opens into the days it was counted from, as the law counts them."""

from datetime import date, timedelta

import pytest

from hoiam.law import citation, clocks, packs
from hoiam.law.clocks import DayRole

pytestmark = pytest.mark.browser
PACK = packs.load("vn")
NOTICE, ANSWER, PROMISE = "tcd.result_notice", "tcd.petition_idle_discipline", "tcd.head_promised_reply"
CONTESTED_AFTER = timedelta(days=2)
DATED = ("holiday", "swapped_off", "make_up")
READ = """
details => ({
  rule: details.querySelector("code.rule").textContent,
  basis: details.querySelector("code.rule").parentElement.textContent,
  due: details.querySelector(".due-day time").getAttribute("datetime"),
  days: [...details.querySelectorAll("td.day")].map(cell => ({
    role: [...cell.classList].find(name => name.startsWith("day--") && name !== "day--due").slice(5),
    due: cell.classList.contains("day--due"),
    on: cell.querySelector(".day-on").textContent,
    number: cell.querySelector(".day-no").textContent.trim(),
    reason: cell.querySelector(".ds-sr-only").textContent,
  })),
  notes: [...details.querySelectorAll(".weeks-notes li")].map(note => note.textContent),
  shown: details.querySelector(".due-body").getClientRects().length > 0,
})
"""


def name_of(day, language):
    return day.name_vi if language == "vi" else day.name_en


def short(day):
    """24/11, as in a square of a calendar."""
    return f"{day.day}/{day.month}"


def event_of(one):
    """The day that a date on the page says it counts from."""
    return next(day["on"] for day in one["days"] if day["role"] == "event")


def expected(due):
    """What the page must list, from the law alone."""
    return [
        {
            "role": str(row.role),
            "due": row.on == due.legal_due,
            "on": short(row.on),
            "number": str(row.number) if row.role == DayRole.COUNTED else "",
        }
        for row in sorted(due.days, key=lambda row: row.on)
    ]


def clocks_of(case, facts):
    """The clocks that the story of a case starts, as the law counts each of them."""
    start = date.fromisoformat(facts["cases"][case]["received_on"])
    told = [clocks.compute(PACK.rules[rule], start, PACK.calendar) for rule in (NOTICE, ANSWER)]
    if case == "promised":
        day = date.fromisoformat(facts["promised_on"])
        told.append(clocks.promised(PACK.rules[PROMISE], start, day, PACK.calendar))
    if case == "contested":
        told.append(clocks.compute(PACK.rules[ANSWER], start + CONTESTED_AFTER, PACK.calendar))
    return {(due.rule.id, short(due.event)): due for due in told}


def opened(page):
    """Every date of the page, opened as a person does, without a script; those of the past lie one fold deeper."""
    for fold in page.locator("details:not([open]):has(details.due)").all():
        fold.locator("> summary").click()
    dates = page.locator("details.due").all()
    for one in dates:
        one.locator("summary").click()
    return [one.evaluate(READ) for one in dates]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", ["received", "late", "promised", "contested", "closed"])
def test_each_date_lists_every_day_with_its_reason_and_article(visitors, walked, case, language):
    page = visitors.visit(language=language, scripts=False).page
    page.goto(walked.path(f"/cases/{{{case}[code]}}"))
    told = opened(page)
    law = clocks_of(case, walked.facts)
    assert {(one["rule"], event_of(one)) for one in told} == set(law)
    for one in told:
        due = law[one["rule"], event_of(one)]
        assert one["shown"]
        assert one["due"] == due.legal_due.isoformat()
        assert citation.cite(due.rule, language) in one["basis"]
        assert [
            {key: day[key] for key in ("role", "due", "on", "number")} for day in one["days"]
        ] == expected(due)
        reasons(one, due, language)


def reasons(one, due, language):
    """Every day off says which, and every day that a document moved says which document."""
    rows = sorted(due.days, key=lambda row: row.on)
    for row, cell in zip(rows, one["days"], strict=True):
        if str(row.day.kind) != "working":
            assert name_of(row.day, language) in cell["reason"], cell
    dated = [row.day for row in rows if str(row.day.kind) in DATED]
    assert len(one["notes"]) == len(dated)
    for day, note in zip(dated, one["notes"], strict=True):
        assert name_of(day, language) in note
        assert day.source in note


def test_the_holidays_are_among_them(visitors, walked):
    page = visitors.visit(scripts=False).page
    page.goto(walked.path("/cases/{late[code]}"))
    notice = next(one for one in opened(page) if one["rule"] == NOTICE)
    start = date.fromisoformat(walked.facts["cases"]["late"]["received_on"])
    assert [day["role"] for day in notice["days"] if day["on"] == "2/9"] == ["skipped"]
    assert len(notice["days"]) > 10 + 2 * 2
    assert date.fromisoformat(notice["due"]) > start + timedelta(days=14)
