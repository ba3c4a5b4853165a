"""How large a receipt may be, and by what name each is refused."""

import dataclasses

import pytest

from hoiam.ledger import policy, receipt, statement
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.wire import b64
from tests.every import each_row
from tests.ledger.stores import SIGNER
from tests.ledger.test_receipt import ONE, OPENING, SALT, SEALED, made
from tests.ledger.test_statement import build

TRUST = policy.of(SIGNER.verifier.vkey)
HEAD = "c2sp.org/tlog-proof@v1\n"
EXTRA = f"extra {b64(SEALED.text().encode())}\n"
HASH = b64(bytes(32)) + "\n"


def code_of(call, *values):
    with pytest.raises(LedgerError) as refused:
        call(*values)
    return refused.value.code


def long(length):
    text = f"{HEAD}{EXTRA}index 0\n\n"
    return text + "x" * (length - len(text))


def test_a_receipt_may_have_256_kilobytes_and_64_hashes():
    assert receipt.SUFFIX == ".tlog-proof"
    for whole in (long(262144), long(262144).encode()):
        assert receipt.parse(whole).index == 0
    for whole in (long(262145), long(262145).encode()):
        assert code_of(receipt.parse, whole) == "too_large"
    assert len(receipt.parse(f"{HEAD}{EXTRA}index 0\n{HASH * 64}\n").proof) == 64
    assert code_of(receipt.parse, f"{HEAD}{EXTRA}index 0\n{HASH * 65}\n") == "proof_too_long"


def test_an_opening_may_have_twice_the_bytes_of_a_statement():
    head = receipt.Open(SALT, "").text().encode()
    most = 2 * statement.MAX_STATEMENT
    assert len(receipt.parse_opening(head + b"x" * (most - len(head))).statement) == most - len(head)
    assert code_of(receipt.parse_opening, head + b"x" * (most - len(head) + 1)) == "too_large"


@each_row(
    [
        ("receipt", receipt.parse, f"{HEAD}{EXTRA}index 0\n"),
        ("receipt", receipt.parse, f"{HEAD}{EXTRA}\nindex 0\n"),
        ("receipt", receipt.parse, f"X{HEAD}{EXTRA}index 0\n\nx"),
        ("field", receipt.parse, f"{HEAD}index 0\n{EXTRA}\nx"),
        ("field", receipt.parse, f"{HEAD}{EXTRA}extra 0\n\nx"),
        ("base64", receipt.parse, f"{HEAD}{EXTRA}index 0\n{b64(bytes(31))}\n\nx"),
        ("opening", receipt.parse_opening, b"X" + SEALED.text().encode()),
        ("opening", receipt.parse_opening, SEALED.text().encode() + b"more\n"),
        ("opening", receipt.parse_opening, SEALED.text().encode()[:-1]),
        ("opening", receipt.parse_opening, OPENING.text().encode().replace(b"\n\n", b"\n")),
        ("field", receipt.parse_opening, OPENING.text().encode().replace(b"salt", b"sold")),
        ("base64", receipt.parse_opening, OPENING.text().encode().replace(b"salt ", b"salt AAAA")),
    ]
)
def test_each_refusal_has_its_name(code, call, text):
    assert code_of(call, text) == code


def test_what_is_not_proved_is_named():
    foreign = receipt.Open(SALT, build(log="other.example/hoiam/1"))
    assert code_of(receipt.check, made(foreign), TRUST) == "other_log"
    assert code_of(receipt.document_label, receipt.check(ONE, TRUST), SALT, SALT) == "document"
    assert code_of(receipt.check, dataclasses.replace(ONE, index=4), TRUST) == "inclusion"


def test_what_was_proved_cannot_be_changed():
    for one, name in ((ONE, "index"), (receipt.check(ONE, TRUST), "state")):
        assert not hasattr(one, "__dict__")
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, 0)


def test_states_have_the_names_that_files_and_pages_use():
    assert {"pending", "promised", "included", "witnessed"} == {str(one) for one in receipt.State}


def test_no_receipt_is_made_for_an_entry_that_the_tree_does_not_hold(log):
    log.grow(3)
    signed = log.publisher.reader.checkpoint()
    assert code_of(receipt.build, log.publisher.reader, signed, 1, OPENING) == "proof"
