"""Note type 6: ML-DSA-44 as a second line under a checkpoint."""

import pytest

from hoiam.ledger import checkpoint, keys, mldsa, note, policy, receipt, transport
from hoiam.ledger.errors import Malformed, Unproven
from hoiam.ledger.wire import b64
from tests.every import each
from tests.ledger.stores import ORIGIN, SIGNER
from tests.ledger.test_note import POINT
from tests.ledger.test_receipt import made

WIDE = keys.WideSigner(ORIGIN, bytes(range(32)))
VKEY = WIDE.verifier.vkey
BOTH = checkpoint.sign(POINT, [SIGNER, WIDE])


def test_a_public_key_of_1312_bytes_is_read():
    seen = note.parse_vkey(VKEY)
    assert (seen, seen.vkey) == (WIDE.verifier, VKEY)
    assert (seen.kind, len(seen.key)) == (6, 1312)


@each([b"", b"\x06", b"\x06" + bytes(32), b"\x01" + bytes(1312), b"\x02" + bytes(32), b"\x06" + bytes(1313)])
def test_a_key_of_another_length_or_kind_is_refused(data):
    with pytest.raises(Malformed, match="key_type"):
        note.parse_vkey(f"{ORIGIN}+00000000+{b64(data)}")


def test_either_line_is_enough_for_who_trusts_that_key():
    for vkeys in ([VKEY], [SIGNER.verifier.vkey], [VKEY, SIGNER.verifier.vkey]):
        assert policy.of(*vkeys).admit(BOTH).checkpoint == POINT
    seen = note.parse(BOTH).signed([SIGNER.verifier, WIDE.verifier])
    assert [(one.by.kind, one.time) for one in seen] == [(1, None), (6, None)]


def test_what_is_signed_is_name_origin_size_and_root():
    said = mldsa.message("w", 7, POINT.text().encode())
    origin = ORIGIN.encode()
    head = b"subtree/v1\n\0" + b"\1w" + (7).to_bytes(8, "big") + bytes([len(origin)]) + origin
    assert said == head + bytes(8) + POINT.size.to_bytes(8, "big") + POINT.root


def test_a_witness_of_this_kind_states_its_time():
    other = keys.WideSigner("w.example/wide", bytes(32))
    time = (1795485000).to_bytes(8, "big")
    message = mldsa.message("w.example/wide", 1795485000, POINT.text().encode())
    value = time + mldsa.private(bytes(32)).sign(message)
    line = note.Signature("w.example/wide", other.verifier.key_id, value)
    signed = note.Note(POINT.text(), (*note.parse(BOTH).signatures, line)).render()
    lines = f"log {SIGNER.verifier.vkey}\nwitness w {other.verifier.vkey}\nquorum w\n"
    admitted = policy.parse(lines).admit(signed)
    assert admitted.witnessed
    assert [one.time for one in admitted.cosigned] == [1795485000]


@each(range(0, 8 + 2420, 97))
def test_no_byte_of_the_second_line_can_be_changed(at):
    first, wide = note.parse(BOTH).signatures
    value = wide.value[:at] + bytes([wide.value[at] ^ 1]) + wide.value[at + 1 :]
    bent = note.Note(POINT.text(), (first, wide._replace(value=value)))
    with pytest.raises(Unproven, match="signature"):
        policy.of(VKEY).admit(bent.render())


@each([b"", bytes(8), bytes(8 + 2419), bytes(8 + 2421)])
def test_a_second_line_of_another_length_is_refused(value):
    line = note.Signature(ORIGIN, WIDE.verifier.key_id, value)
    with pytest.raises(Unproven, match="signature"):
        note.Note(POINT.text(), (line,)).signed([WIDE.verifier])


def test_it_signs_checkpoints_only():
    with pytest.raises(Malformed, match="checkpoint"):
        WIDE.sign(b"a promise\n")
    with pytest.raises(Malformed, match="number"):
        WIDE.sign(b"hoiam.promise/v1\norigin\nAAAA\ntime 1\nmmd 1\n")
    for name in ("", "x" * 256):
        with pytest.raises(Malformed, match="key_name"):
            mldsa.message(name, 0, POINT.text().encode())
    with pytest.raises(Malformed, match="seed"):
        keys.WideSigner(ORIGIN, bytes(31))


def test_it_stands_in_the_file_and_not_in_the_code():
    file = made(signers=[WIDE])
    packed = transport.encode(file)
    assert (len(file.text()) > 3000, len(packed) < 700) == (True, True)
    narrow = transport.decode(packed)
    assert narrow == made()
    assert (
        receipt.check(file, policy.of(VKEY)).index
        == receipt.check(narrow, policy.of(SIGNER.verifier.vkey)).index
    )


def test_where_it_is_not_offered_the_line_is_a_stranger_s(monkeypatch):
    monkeypatch.setattr(mldsa, "OFFERED", False)
    assert policy.of(VKEY, SIGNER.verifier.vkey).admit(BOTH).log == SIGNER.verifier
    with pytest.raises(Unproven, match="log_signature"):
        policy.of(VKEY).admit(BOTH)
    with pytest.raises(Malformed, match="key_type"):
        keys.WideSigner(ORIGIN, bytes(32))
