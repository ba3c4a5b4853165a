import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings, strategies as st

from hoiam.ledger import checkpoint, keys, note, policy
from hoiam.ledger.errors import LedgerError, Malformed, Unproven
from hoiam.ledger.wire import b64, clean, decode, field, number, unb64
from tests.every import each, each_row
from tests.ledger.stores import ORIGIN, SIGNER

TEXT = "one\n\ntwo\n"
NOTE = note.sign(TEXT, [SIGNER])


class Witness:
    """Signs checkpoints with a time, as C2SP tlog-cosignature has it."""

    def __init__(self, name, seed, time=1795485000):
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self._time = time
        self.verifier = note.Verifier(name, note.COSIGNATURE, self._key.public_key().public_bytes_raw())

    def sign(self, text):
        return self._time.to_bytes(8, "big") + self._key.sign(note.cosigned(text, self._time))


W1, W2, W3 = (Witness(f"w{n}.example", n) for n in (1, 2, 3))
POINT = checkpoint.Checkpoint(ORIGIN, 1, bytes(32))


def test_a_note_opens_with_the_key_that_signed_it():
    seen = note.parse(NOTE.encode())
    assert seen.text == TEXT
    assert seen.render() == NOTE
    assert seen.signed([SIGNER.verifier]) == ((SIGNER.verifier, None),)


def test_a_key_that_signed_twice_counts_once():
    seen = note.parse(note.sign(TEXT, [SIGNER, SIGNER]))
    assert len(seen.signed([SIGNER.verifier])) == 1


def test_a_bad_signature_under_a_known_key_spoils_the_note():
    with pytest.raises(Unproven, match="signature"):
        note.parse(NOTE.replace("two", "six")).signed([SIGNER.verifier])


@each(
    [
        "",
        "text",
        "text\n",
        "\n\n— a AAAAAAA=\n",
        TEXT + "\n",
        NOTE[:-1],
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—"),
        NOTE.replace(ORIGIN, ""),
        NOTE.replace(ORIGIN, "a+b"),
        NOTE.replace(ORIGIN, "a\u00a0b"),
        NOTE + "\n",
        TEXT + "\n— name AAAAAA==\n",
        TEXT + "\n— name\n",
        TEXT + "\n— name AAAAAAB=\n",
        TEXT + "\n— name A*AAAAA=\n",
        TEXT + "\n— name ééé\n",
        NOTE.replace("one", "o\tne"),
        NOTE.replace("one", "o\x00ne"),
        NOTE.replace("one", "o\ud800ne"),
        "x" * note.MAX_NOTE + NOTE,
        "é" * (note.MAX_NOTE // 2) + NOTE,
        TEXT + "\n" + "— name AAAAAAA=\n" * 65,
        b"\xff\n\n",
        b"x" * (note.MAX_NOTE + 1),
    ]
)
def test_broken_notes_are_refused(broken):
    with pytest.raises(Malformed):
        note.parse(broken)


@given(st.text(max_size=200) | st.binary(max_size=200))
@settings(max_examples=25, deadline=None)
def test_no_input_does_worse_than_a_typed_error(data):
    text = data if isinstance(data, str) else data.decode("latin-1")
    for read in (
        note.parse,
        policy.parse,
        lambda one: note.parse_vkey(text),
        lambda one: keys.SeedSigner.parse(text.encode("utf-8", "replace")),
        lambda one: checkpoint.parse(text),
    ):
        try:
            read(data)
        except LedgerError:
            continue


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_signed_and_read_back(text):
    signed = note.sign(text + "\n", [SIGNER, W1])
    seen = note.parse(signed)
    assert (seen.text, seen.render()) == (text + "\n", signed)
    assert len(seen.signed([SIGNER.verifier, W1.verifier])) == 2


@each(
    [
        "",
        "name",
        "name+00000000",
        "name+00000000+AAAA",
        SIGNER.verifier.vkey.replace("ledger", "lodger"),
        SIGNER.verifier.vkey.replace(ORIGIN, ""),
        f"name+00000000+{b64(bytes([6]) + bytes(32))}",
        "x" * (note.MAX_VKEY + 1),
    ]
)
def test_broken_vkeys_are_refused(vkey):
    with pytest.raises(Malformed):
        note.parse_vkey(vkey)


@each(
    [
        "",
        "origin\n1\n",
        "origin\n1\nAAAA\n",
        f"origin\n01\n{b64(bytes(32))}\n",
        f"origin\n-1\n{b64(bytes(32))}\n",
        f"origin\n٣\n{b64(bytes(32))}\n",
        f"origin\n9223372036854775808\n{b64(bytes(32))}\n",
        f"origin\n0\n{b64(bytes(32))}\n",
        f"origin\n1\n{b64(bytes(32))}",
        f"origin\n1\n{b64(bytes(32))}\n\nmore\n",
        f"or igin\n1\n{b64(bytes(32))}\n",
        f"or+igin\n1\n{b64(bytes(32))}\n",
        f"ổ\n1\n{b64(bytes(32))}\n",
        f"{'x' * 256}\n1\n{b64(bytes(32))}\n",
    ]
)
def test_broken_checkpoints_are_refused(text):
    with pytest.raises(Malformed):
        checkpoint.parse(text)


def test_a_checkpoint_keeps_its_extension_lines():
    point = checkpoint.Checkpoint(ORIGIN, 3, bytes(32), ("more", "and more"))
    assert checkpoint.parse(point.text()) == point


def trust(*lines):
    named = [f"witness w{n} {w.verifier.vkey}" for n, w in enumerate((W1, W2, W3), 1)]
    return policy.parse(
        "\n".join([f"log {SIGNER.verifier.vkey} https://x", "# note", "", *named, *lines, ""])
    )


@each_row(
    [
        (["quorum none"], [], True),
        (["quorum w1"], [W1], True),
        (["quorum w1"], [W2], False),
        (["group g any w1 w2", "quorum g"], [W2], True),
        (["group g all w1 w2", "quorum g"], [W2], False),
        (["group g 2 w1 w2 w3", "quorum g"], [W1, W3], True),
        (["group g 2 w1 w2 w3", "quorum g"], [W1, W1], False),
        (["group a any w1 w2", "group g all a w3", "quorum g"], [W2, W3], True),
        (["group\ta  any w1 w2 ", "group g all a w3", "quorum g"], [W1, W2], False),
    ]
)
def test_a_quorum_is_met_by_distinct_witnesses(lines, signers, met):
    signed = checkpoint.sign(POINT, [SIGNER, *signers])
    if met:
        admitted = trust(*lines).admit(signed)
        assert admitted.witnessed == (lines != ["quorum none"])
        assert {one.by.name for one in admitted.cosigned} == {one.verifier.name for one in signers}
    else:
        with pytest.raises(Unproven, match="quorum"):
            trust(*lines).admit(signed)
        assert not trust(*lines).without_quorum().admit(signed).witnessed


def test_a_witness_alone_does_not_make_a_checkpoint():
    with pytest.raises(Unproven, match="log_signature"):
        trust("quorum w1").admit(checkpoint.sign(POINT, [W1]))


def test_a_log_may_not_sign_for_another_origin():
    other = checkpoint.Checkpoint("other.example/hoiam/1", 1, bytes(32))
    with pytest.raises(Unproven, match="log_signature"):
        policy.of(SIGNER.verifier.vkey).admit(checkpoint.sign(other, [SIGNER]))


@each(
    [
        [],
        ["quorum"],
        ["quorum nobody"],
        ["quorum none", "quorum none"],
        ["group g 0 w1", "quorum g"],
        ["group g 2 w1", "quorum g"],
        ["group g x w1", "quorum g"],
        ["group g any", "quorum g"],
        ["group g any w1 w1", "quorum g"],
        ["group g any nobody", "quorum g"],
        ["group g any none", "quorum g"],
        ["group none any w1", "quorum none"],
        ["group w1 any w2", "quorum w1"],
        ["group a any w1", "group b any w1", "quorum b"],
        [f"witness x {W1.verifier.vkey}", "quorum none"],
        [f"witness x {SIGNER.verifier.vkey}", "quorum none"],
        [f"log {SIGNER.verifier.vkey}", "quorum none"],
        [f"log {W1.verifier.vkey}", "quorum none"],
        ["log", "quorum none"],
        ["trust everyone", "quorum none"],
        ["quorum none"] + ["group g any w1"] * 256,
    ]
)
def test_broken_policies_are_refused(lines):
    with pytest.raises(Malformed):
        trust(*lines)


def test_a_key_file_round_trips_and_is_never_overwritten(tmp_path):
    path = tmp_path / "log.key"
    made = keys.SeedSigner.generate(path, ORIGIN, bytes(range(32)))
    assert keys.SeedSigner.read(path).verifier == made.verifier
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keys.SeedSigner.generate(path, ORIGIN, bytes(32))


@each(
    [
        lambda one: b"",
        lambda one: one.replace(b"PRIVATE", b"PUBLIC"),
        lambda one: one.replace(b"ledger", b"lodger"),
        lambda one: one.rpartition(b"+")[0],
        lambda one: one + b"A",
        lambda one: one * 40,
    ]
)
def test_broken_key_files_are_refused(change):
    with pytest.raises(Malformed):
        keys.SeedSigner.parse(change(SIGNER.secret().encode()))


def test_a_seed_is_32_bytes():
    with pytest.raises(Malformed):
        keys.SeedSigner(ORIGIN, bytes(31))


@each(["AAA", "AAAB=", "AB==", "AA==\n", "AA=", "é", "AAAA"])
def test_only_canonical_base64_of_the_right_length_is_read(text):
    with pytest.raises(Malformed):
        unb64(text, 1)


@each(["", "+1", "00", "1 ", "9" * 19, "9" * 5000, "²"])
def test_only_canonical_numbers_are_read(text):
    with pytest.raises(Malformed):
        number(text)


def test_text_is_bounded_in_bytes():
    assert decode(b"ab\n", 3) == "ab\n"
    assert clean("éa", 3) == "éa"
    with pytest.raises(Malformed):
        clean("éé", 3)
    with pytest.raises(Malformed):
        field("keyvalue", "key")
    with pytest.raises(Malformed):
        field("key", "key")
