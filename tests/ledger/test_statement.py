from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings, strategies as st

from hoiam.ledger import commit, statement
from hoiam.ledger.errors import LedgerError, Malformed
from tests.every import each
from tests.ledger.stores import ORIGIN

AT = datetime(2026, 11, 24, 1, 15, 7, tzinfo=UTC)
CASE = "00112233445566778899aabbccddeeff"
HASH = bytes(range(32))
GOOD = statement.build(
    log=ORIGIN,
    kind="case.promised",
    at=AT,
    unit="H17.01.05",
    case=CASE,
    seq=3,
    prev=HASH,
    facts={"until": date(2026, 12, 26), "score": 4, "rule": "tcd.petition_idle_discipline", "root": HASH},
    docs={"reply": HASH, "content": HASH},
)


def build(**changes):
    return statement.build(**{"log": ORIGIN, "kind": "session.held", "at": AT, "unit": "H17"} | changes)


def test_a_statement_is_one_canonical_text():
    lines = GOOD.splitlines()
    assert lines[:4] == [statement.MAGIC, f"log {ORIGIN}", "kind case.promised", "at 2026-11-24T01:15:07Z"]
    assert [line.split()[0] for line in lines[8:]] == ["root", "rule", "score", "until", "doc", "doc"]
    assert statement.render(statement.parse(GOOD)) == GOOD


def test_moments_are_written_in_utc_and_whole_seconds():
    hanoi = AT.astimezone(timezone(timedelta(hours=7))).replace(microsecond=9)
    assert build(at=hanoi, facts={"held-at": hanoi}) == build(facts={"held-at": "2026-11-24T01:15:07Z"})


def test_an_event_without_a_case_stands_alone():
    one = statement.parse(build())
    assert (one.case, one.seq, one.prev) == (None, 0, None)


def test_families_of_kinds_are_known_by_their_first_word():
    assert statement.known("dialogue.opened")
    assert statement.known("log.cover")
    assert not statement.known("dialogue.Opened")
    assert not statement.known("case.invented")


def test_an_unknown_kind_is_not_written_but_can_be_read():
    with pytest.raises(Malformed, match="kind"):
        build(kind="case.invented")
    assert statement.parse(GOOD.replace("case.promised", "case.invented")).kind == "case.invented"


@each(
    [
        "Nguyễn Văn A",
        "Nguyen Van A",
        "nguyen van a",
        "a@b.example",
        "0912345678",
        "042090001234",
        "code-042090001234",
        "x" * 65,
        "",
        " ",
        "a\nb",
        "a\tb",
        "-",
        "a--b",
        "2026-02-30",
        "2026-11-24T25:00:00Z",
        "ổ",
        "A" * 43 + "B=",
    ]
)
def test_free_text_and_personal_numbers_are_refused(value):
    with pytest.raises(Malformed):
        build(facts={"note": value})


@each(
    [
        "other_unit",
        "H17.01.05",
        "tcd.result_notice",
        "2026-12-26",
        "7",
        "1234/UBND-VP",
        CASE,
        "ab" * 32,
        AT,
        HASH,
    ]
)
def test_codes_dates_numbers_and_hashes_are_accepted(value):
    assert statement.parse(build(facts={"key": value})).facts


@each(
    [
        {"log": "two words"},
        {"at": AT.replace(tzinfo=None)},
        {"unit": "UBND phường"},
        {"unit": "042090001234"},
        {"case": "xyz"},
        {"case": CASE, "seq": 1},
        {"case": CASE, "prev": HASH},
        {"seq": 1, "prev": HASH},
        {"case": CASE, "seq": 2**32, "prev": HASH},
        {"case": CASE, "seq": 1, "prev": bytes(31)},
        {"facts": {"Key": "a"}},
        {"facts": {"": "a"}},
        {"facts": {"log": "a"}},
        {"facts": {"root": bytes(31)}},
        {"docs": {"Reply": HASH}},
        {"docs": {"reply": bytes(31)}},
        {"docs": {f"reply-{n}": HASH for n in range(100)}},
    ]
)
def test_statements_that_break_the_grammar_are_refused(changes):
    with pytest.raises(Malformed):
        build(**changes)


@each(
    [
        lambda t: t[:-1],
        lambda t: t + "\n",
        lambda t: t.replace("/v1", "/v2"),
        lambda t: t.replace("kind ", "kin "),
        lambda t: t.replace("seq 3", "seq 03"),
        lambda t: t.replace("01:15:07", "24:15:07"),
        lambda t: t.replace("score 4\n", "score 4\nscore 4\n"),
        lambda t: t.replace("score 4\n", "score 4\nalpha 4\n"),
        lambda t: t.replace("doc content", "doc zcontent"),
        lambda t: t + "zz 1\n",
        lambda t: "\n".join(t.split("\n")[:6]) + "\n",
        lambda t: t.replace("\n", "\r\n"),
    ]
)
def test_texts_that_are_not_canonical_are_refused(change):
    with pytest.raises(Malformed):
        statement.parse(change(GOOD))


CODES = st.from_regex(r"[A-Za-z]{1,8}([._/-][A-Za-z0-9]{1,6}){0,3}", fullmatch=True)
LABELS = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True).filter(lambda key: key not in statement._RESERVED)


@given(
    st.dictionaries(
        LABELS,
        CODES | st.dates() | st.integers(0, 10**8 - 1) | st.binary(min_size=32, max_size=32),
        max_size=5,
    ),
    st.dictionaries(LABELS, st.binary(min_size=32, max_size=32), max_size=3),
    st.integers(1, 2**32 - 1),
)
@settings(max_examples=25, deadline=None)
def test_what_is_built_reads_back_the_same(facts, docs, seq):
    text = build(kind="case.replied", case=CASE, seq=seq, prev=HASH, facts=facts, docs=docs)
    one = statement.parse(text)
    assert statement.render(one) == text
    assert (one.seq, dict(one.docs), set(one.facts)) == (seq, docs, set(facts))


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_no_text_does_worse_than_a_typed_error(tail):
    try:
        statement.parse(GOOD + tail)
    except LedgerError:
        return
    assert not tail


def test_salts_keys_and_digests_have_32_bytes():
    for call in (
        lambda: commit.statement_salt(bytes(31), 0),
        lambda: commit.statement_salt(bytes(32), -1),
        lambda: commit.statement_salt(bytes(32), 2**32),
        lambda: commit.document(bytes(32), bytes(20)),
        lambda: commit.commitment(bytes(33), GOOD),
        lambda: commit.entry(bytes(31)),
    ):
        with pytest.raises(Malformed):
            call()
