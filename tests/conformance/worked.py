"""Examples worked out by hand from the articles, with the days written down on paper."""

from typing import Any

# number, rule, amount unit kind direction, event, legal, safe, what is to be seen
ROWS = """
1   kn.accept.v1    10 days max after          2026-06-29 2026-07-09 2026-07-09 received under the old text
1b  kn.accept.v2    7 working_days max after   2026-06-29 2026-07-08 2026-07-08 the same day under the new text
3   kn.accept.v2    7 working_days max after   2026-11-17 2026-11-27 2026-11-27 24 November is a holiday
4   kn.settle1      30 days max after          2026-07-01 2026-07-31 2026-07-31 ordinary
5   kn.settle1_complex 45 days max after       2026-07-01 2026-08-17 2026-08-14 day 45 is a Saturday
7   tc.settle       30 days max after          2026-01-19 2026-02-23 2026-02-13 day 30 is in Tết
9   tc.settle_special 90 days max after        2026-01-19 2026-04-20 2026-04-17 day 90 is a Sunday
10  tc.initial      7 working_days max after   2026-02-11 2026-02-27 2026-02-27 Tết among working days
10b tc.initial      10 working_days max after  2026-02-11 2026-03-04 2026-03-04 the same with ten working days
12  tcd.result_notice 10 working_days max after 2026-11-12 2026-11-27 2026-11-27 heard at reception
14  kn.second_window 30 days window after      2026-10-01 2026-11-02 2026-10-30 day 30 is a Saturday
14b kn.second_window_remote 45 days window after      2026-10-01 2026-11-16 2026-11-13 the same in a remote area
15  kn.limitation   90 days limitation after   2026-04-01 2026-06-30 2026-06-30 limitation
17  dt.announce     7 days min before          2026-12-10 2026-12-03 2026-12-02 calendar days counted back
17b dt.results      10 days max after          2026-12-10 2026-12-21 2026-12-18 day 10 is a Sunday
18  dc.consultation_min 20 days min after      2026-11-30 2026-12-20 2026-12-21 a minimum ends on a Sunday
21  tcd.petition_idle_discipline 45 days max after 2026-10-05 2026-11-19 2026-11-19 breach from 20 November
24  pd.breach_authority 72 hours max after     2026-02-14T10:30 2026-02-17 2026-02-17 hours run through Tết
"""


def _row(line: str) -> dict[str, Any]:
    number, rule, amount, unit, kind, direction, event, legal, safe, why = line.split(maxsplit=9)
    facts = {"amount": int(amount), "unit": unit, "kind": kind, "direction": direction}
    return {
        "number": number,
        "rule_id": rule,
        "rule": facts,
        "event": event,
        "legal_due": legal,
        "safe_due": safe,
        "why": why,
    }


def _days(amount: int, kind: str = "max") -> dict[str, Any]:
    return {"amount": amount, "unit": "days", "kind": kind, "direction": "after"}


EXAMPLES: list[dict[str, Any]] = [
    *(_row(line) for line in ROWS.strip().splitlines()),
    {
        "number": "9x",
        "rule_id": "tc.settle",
        "rule": _days(30),
        "event": "2026-01-19",
        "extensions": [{"amount": 30, "unit": "days"}, {"amount": 30, "unit": "days"}],
        "legal_due": "2026-04-20",
        "safe_due": "2026-04-17",
        "why": "extended twice, each on the unrolled limit",
    },
    {
        "number": "12s",
        "rule_id": "tcd.result_notice",
        "rule": {"amount": 10, "unit": "working_days", "kind": "max", "direction": "after"},
        "event": "2026-11-12",
        "changes": [{"date": "2026-11-23", "working": False}, {"date": "2026-11-28", "working": True}],
        "legal_due": "2026-11-28",
        "safe_due": "2026-11-28",
        "why": "had 23 November been swapped with Saturday 28 November",
    },
    {
        "number": "23",
        "rule_id": "kn.settle1",
        "rule": _days(30),
        "event": "2026-08-03",
        "pauses": [{"stopped_on": "2026-08-17", "resumed_on": "2026-09-14"}],
        "legal_due": "2026-09-29",
        "safe_due": "2026-09-29",
        "why": "14 days used when suspended; the day of resumption is counted",
    },
]
