"""How large a note or a key may be, and by what name each is refused."""

import dataclasses

import pytest

from hoiam.ledger import note, receipt, transport
from hoiam.ledger.errors import Malformed, Unproven
from hoiam.ledger.wire import b64
from tests.every import each_row
from tests.ledger.stores import SIGNER
from tests.ledger.test_receipt import made

LINE = note.Signature("k", b"1234", b"5")
KEY = SIGNER.verifier.key


def spelled(length):
    """A valid public key of so many characters."""
    name = "n" * (length - len(note.Verifier("", note.ED25519, KEY).vkey))
    return note.Verifier(name, note.ED25519, KEY).vkey


def with_text(length):
    tail = note.Note("", (LINE,)).render()
    return "x" * (length - len(tail.encode()) - 1) + "\n" + tail


def code_of(call, *values):
    with pytest.raises((Malformed, Unproven)) as refused:
        call(*values)
    return refused.value.code


def test_a_note_may_have_128_kilobytes_and_64_signatures():
    assert len(note.parse(with_text(131072)).text) > 131000
    assert code_of(note.parse, with_text(131073)) == "too_large"
    assert len(note.parse(note.Note("x\n", (LINE,) * 64).render()).signatures) == 64
    assert code_of(note.parse, note.Note("x\n", (LINE,) * 65).render()) == "too_many_signatures"


def test_a_public_key_may_have_8_kilobytes():
    assert len(note.parse_vkey(spelled(8192)).vkey) == 8192
    assert code_of(note.parse_vkey, spelled(8193)) == "vkey"


@each_row(
    [
        ("note", note.parse, "no signature"),
        ("signature_line", note.parse, "x\n\n- k MTIzNDU=\n"),
        ("signature_line", note.parse, "x\n\n— k MTIzNA==\n"),
        ("key_name", note.parse, "x\n\n— k+k MTIzNDU=\n"),
        ("vkey", note.parse_vkey, "k+00000000"),
        ("key_type", note.parse_vkey, "k+00000000+" + b64(b"\2" + KEY)),
        ("key_id", note.parse_vkey, "k+00000000+" + b64(b"\1" + KEY)),
    ]
)
def test_each_refusal_has_its_name(code, call, text):
    assert code_of(call, text) == code


def test_a_signature_that_does_not_hold_is_named_so():
    assert code_of(SIGNER.verifier.opens, b"text", bytes(64)) == "signature"


def test_a_note_cannot_be_changed():
    one = note.Note("x\n", (LINE,))
    assert not hasattr(one, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.text = "y\n"


@each_row([(64, True), (72, True), (73, False), (2428, False)])
def test_a_code_carries_signatures_and_cosignatures_and_nothing_longer(length, carried):
    seen = note.parse(made().checkpoint)
    longer = note.Note(seen.text, (*seen.signatures, note.Signature("w", b"1234", bytes(length))))
    one = receipt.Receipt(made().opening, made().index, made().proof, longer.render())
    assert (transport.decode(transport.encode(one)) == one) is carried
