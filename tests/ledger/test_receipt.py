import zlib
from hashlib import sha256

import pytest
from hypothesis import given, settings, strategies as st

from hoiam.ledger import checkpoint, commit, merkle, note, policy, promise, receipt, shortcode, transport
from hoiam.ledger.errors import LedgerError, Malformed, Unproven
from tests.every import each, each_row
from tests.ledger.stores import ORIGIN, SIGNER, entry
from tests.ledger.test_note import W1, W2, W3
from tests.ledger.test_statement import CASE, build

TRUST = policy.of(SIGNER.verifier.vkey)
SALT = sha256(b"salt").digest()
FILE = sha256(b"file").digest()
DOC = commit.document(SALT, FILE)
OPENING = receipt.Open(SALT, build(kind="case.received", case=CASE, docs={"content": DOC}))
SEALED = receipt.Sealed(OPENING.commitment)


def made(opening=OPENING, index=5, size=9, signers=(), origin=ORIGIN):
    entries = [commit.entry(opening.commitment) if n == index else entry(n) for n in range(size)]
    leaves = [merkle.leaf_hash(one) for one in entries]
    point = checkpoint.Checkpoint(origin, size, merkle.root_of(leaves))
    proof = merkle.inclusion_proof(index, size, merkle.nodes_of(leaves))
    return receipt.Receipt(opening, index, proof, checkpoint.sign(point, [SIGNER, *signers]))


ONE = made()


def test_an_open_receipt_proves_its_statement():
    proven = receipt.check(ONE.text(), TRUST)
    assert (proven.state, proven.index, proven.checkpoint.size) == (receipt.State.INCLUDED, 5, 9)
    assert proven.statement.kind == "case.received"
    assert receipt.document_label(proven, SALT, FILE) == "content"


def test_a_sealed_receipt_proves_the_entry_and_tells_nothing():
    proven = receipt.check(made(SEALED), TRUST)
    assert (proven.statement, proven.commitment) == (None, OPENING.commitment)
    assert OPENING.statement not in made(SEALED).text()
    with pytest.raises(Unproven, match="document"):
        receipt.document_label(proven, SALT, FILE)


def test_another_file_is_not_the_document_committed_to():
    with pytest.raises(Unproven, match="document"):
        receipt.document_label(receipt.check(ONE, TRUST), SALT, SALT)


@each([OPENING, SEALED])
def test_no_single_byte_of_a_receipt_can_be_changed(opening):
    data = made(opening, index=1, size=2).text().encode()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(LedgerError):
            receipt.check(changed, TRUST)


def test_no_byte_of_statement_salt_proof_or_signature_can_be_changed():
    signed = note.parse(ONE.checkpoint)
    line = signed.signatures[0]

    def tampered():
        for at in range(32):
            yield receipt.Receipt(
                receipt.Open(flip(SALT, at), OPENING.statement), 5, ONE.proof, ONE.checkpoint
            )
            for n, one in enumerate(ONE.proof):
                proof = (*ONE.proof[:n], flip(one, at), *ONE.proof[n + 1 :])
                yield receipt.Receipt(OPENING, 5, proof, ONE.checkpoint)
        for at in range(len(OPENING.statement)):
            text = flip(OPENING.statement.encode(), at).decode("latin-1")
            yield receipt.Receipt(receipt.Open(SALT, text), 5, ONE.proof, ONE.checkpoint)
        for at in range(64):
            other = note.Note(signed.text, (line._replace(value=flip(line.value, at)),))
            yield receipt.Receipt(OPENING, 5, ONE.proof, other.render())

    count = 0
    for one in tampered():
        with pytest.raises(Unproven):
            receipt.check(one, TRUST)
        count += 1
    assert count == 32 * (1 + len(ONE.proof)) + len(OPENING.statement) + 64


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


def test_a_statement_of_another_log_is_not_proved():
    foreign = receipt.Open(SALT, build(log="other.example/hoiam/1"))
    with pytest.raises(Unproven, match="other_log"):
        receipt.check(made(foreign), TRUST)


def test_a_commitment_to_nonsense_is_not_a_receipt():
    with pytest.raises(Malformed):
        receipt.check(made(receipt.Open(SALT, "I say so\n")), TRUST)


@each(
    [
        lambda t: "",
        lambda t: t.replace("@v1", "@v2"),
        lambda t: t.partition("\n\n")[0],
        lambda t: t.replace("index 5", "index 05"),
        lambda t: t.replace("index 5", "place 5"),
        lambda t: t.replace("extra ", "extr "),
        lambda t: "\n".join([t.split("\n")[0], *t.split("\n")[2:]]),
        lambda t: t.replace("index 5\n", "index 5\n" + "A" * 43 + "=\n", 1) * 40000,
        lambda t: t.replace("index 5\n", "index 5\n" + ("A" * 43 + "=\n") * 65),
        lambda t: t.replace("\n", "\r\n"),
    ]
)
def test_broken_receipts_are_refused(change):
    with pytest.raises(Malformed):
        receipt.parse(change(ONE.text()))


@each(
    [
        "",
        "hoiam.opening/v2\n",
        "hoiam.opening/v1\n",
        "hoiam.opening/v1\nentry AAAA\n",
        SEALED.text() + "more\n",
        SEALED.text()[:-1],
        OPENING.text().replace("\n\n", "\n"),
        OPENING.text().replace("salt ", "pepper "),
    ]
)
def test_broken_openings_are_refused(text):
    with pytest.raises(Malformed):
        receipt.parse_opening(text.encode())


@given(st.integers(1, 300), st.data())
@settings(max_examples=25, deadline=None)
def test_every_receipt_survives_text_and_qr(size, data):
    index = data.draw(st.integers(0, size - 1))
    opening = data.draw(st.sampled_from([OPENING, SEALED]))
    signers = data.draw(st.lists(st.sampled_from([W1, W2, W3]), max_size=3))
    one = made(opening, index, size, signers)
    assert receipt.parse(one.text()) == one
    packed = transport.encode(one)
    assert transport.decode(packed).text() == one.text()
    url = transport.to_url(packed, "ledger.example")
    assert transport.from_url(url) == packed
    assert transport.from_url(url.partition("#")[2].lower()) == packed


def test_a_tree_of_a_billion_fits_the_transport():
    big = 10**9 + 7
    leaf = merkle.leaf_hash(commit.entry(SEALED.commitment))
    proof = merkle.inclusion_proof(10**9, big, lambda height, index: SALT)
    root = merkle.root_from_inclusion(leaf, 10**9, big, proof)
    signed = checkpoint.sign(checkpoint.Checkpoint(ORIGIN, big, root), [SIGNER])
    one = receipt.Receipt(SEALED, 10**9, proof, signed)
    assert transport.decode(transport.encode(one)) == one


def test_print_sheds_cosignatures_before_anything_else():
    one = made(signers=[W1, W2, W3])
    whole = transport.encode(one)
    assert transport.for_print(one) == whole
    printed = transport.decode(transport.for_print(one, limit=len(whole) - 1))
    names = [line.name for line in note.parse(printed.checkpoint).signatures]
    assert names == [ORIGIN, "w1.example", "w2.example"]
    assert receipt.check(printed, TRUST).index == 5
    with pytest.raises(Malformed):
        transport.for_print(one, limit=100)


def test_what_hr1_cannot_carry_is_refused():
    foreign = receipt.Open(SALT, build(log="other.example/hoiam/1"))
    with pytest.raises(Malformed, match="other_log"):
        transport.encode(made(foreign))
    point = checkpoint.Checkpoint(ORIGIN, 1, merkle.leaf_hash(commit.entry(SEALED.commitment)), ("more",))
    with pytest.raises(Malformed, match="extensions"):
        transport.encode(receipt.Receipt(SEALED, 0, (), checkpoint.sign(point, [SIGNER])))
    with pytest.raises(Unproven):
        transport.encode(receipt.Receipt(OPENING, 4, ONE.proof, ONE.checkpoint))


PACKED = transport.encode(ONE)


def test_no_byte_of_the_transport_can_be_changed_to_mean_anything_else():
    for at in range(len(PACKED)):
        try:
            one = transport.decode(flip(PACKED, at))
        except LedgerError:
            continue
        if one != ONE:  # unused bits at the end of a compressed block mean nothing
            with pytest.raises(LedgerError):
                receipt.check(one, TRUST)


def test_truncated_and_extended_transports_are_refused():
    for at in range(0, len(PACKED), 3):
        with pytest.raises(LedgerError):
            receipt.check(transport.decode(PACKED[:at]), TRUST)
    with pytest.raises(Malformed):
        transport.decode(PACKED + b"x")
    with pytest.raises(Malformed):
        transport.decode(transport.encode(made(SEALED)) + b"x")
    with pytest.raises(Malformed):
        transport.decode(bytes(transport.MAX_BYTES + 1))


HEAD = b"\x01e" + SALT
NAMED = HEAD + b"\x00\x01\x06origin"


@each(
    [
        HEAD + b"\x80\x00",
        HEAD + b"\xff" * 20,
        HEAD + b"\x00\x01\x02\xff\xff",
        HEAD + b"\x00\x01\x7f",
        NAMED + b"\x01",
        NAMED + b"\x00\x41",
        NAMED + b"\x00\x00\x41",
        NAMED + b"\x00\x00\x01\x06origin\x44" + bytes(68),
        NAMED + b"\x00\x00\x01\x00\x04" + bytes(4) + b"extra",
        b"\x01x" + NAMED[2:] + b"\x00\x00\x00",
        b"\x01s" + NAMED[2:] + b"\x00\x00\x00" + b"\xff\xff",
        b"\x01s" + NAMED[2:] + b"\x00\x00\x00" + zlib.compress(b"\xff", wbits=-15),
        b"\x01s" + NAMED[2:] + b"\x00\x00\x00" + zlib.compress(bytes(10**6), wbits=-15),
    ]
)
def test_hostile_transports_are_refused(data):
    with pytest.raises(LedgerError):
        transport.decode(data)


@given(st.binary(max_size=300))
@settings(max_examples=25, deadline=None)
def test_no_bytes_do_worse_than_a_typed_error(data):
    for read in (
        transport.decode,
        receipt.parse,
        receipt.parse_opening,
        lambda d: transport.from_url(d.decode("latin-1")),
    ):
        for one in (data, HEAD + data, NAMED + data):
            try:
                read(one)
            except LedgerError:
                continue


@each(["HTTPS://X/V#A", "A1", "AB", "É", "A" * (transport.MAX_URL + 1), "AA=="])
def test_broken_qr_texts_are_refused(text):
    with pytest.raises(Malformed):
        transport.from_url(text)


def test_a_promise_binds_the_log():
    text = promise.build(ORIGIN, SALT, 1795482907, [SIGNER])
    assert promise.check(text, TRUST) == promise.Promise(ORIGIN, SALT, 1795482907)
    for at in range(len(text.encode())):
        with pytest.raises(LedgerError):
            promise.check(flip(text.encode(), at), TRUST)
    foreign = promise.Promise("other.example/1", SALT, 1).text()
    with pytest.raises(Unproven, match="log_signature"):
        promise.check(note.sign(foreign, [SIGNER]), TRUST)


@each([("time", "tide"), ("mmd 86400\n", "mmd 86400\nmore\n"), ("/v1", "/v2"), ("86400", "x")])
def test_broken_promises_are_refused(change):
    text = promise.Promise(ORIGIN, SALT, 1).text()
    with pytest.raises(Malformed):
        promise.parse(text.replace(*change))


def test_codes_are_read_as_people_type_them():
    code = shortcode.code_from(bytes.fromhex("0123456789abcdef"))
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 2]
    spaced = " ".join(code.lower())
    for typed in (code, code.lower(), spaced, f"  {code.replace('-', '–')}\n", code.replace("-", "")):
        assert shortcode.parse_code(typed) == code
    assert shortcode.parse_code(code.replace("0", "o").replace("1", "l")) == code
    assert shortcode.parse_code(code.replace("1", "i")) == code


@given(
    st.binary(min_size=8, max_size=16),
    st.integers(0, 13),
    st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
@settings(max_examples=25, deadline=None)
def test_a_mistyped_symbol_or_a_swapped_pair_is_noticed(random, at, symbol):
    plain = shortcode.code_from(random).replace("-", "")
    slips = {plain[:at] + symbol + plain[at + 1 :], plain[:at] + plain[at : at + 2][::-1] + plain[at + 2 :]}
    for slip in slips - {plain}:
        with pytest.raises(Malformed, match="code_check"):
            shortcode.parse_code(slip)


@each_row(
    [
        ("", "code_length"),
        ("ABCD", "code_length"),
        ("A" * 15, "code_length"),
        ("U" * 14, "code_symbol"),
        ("A" * 65, "code_length"),
    ]
)
def test_what_is_no_code_is_refused(text, code):
    with pytest.raises(Malformed, match=code):
        shortcode.parse_code(text)


def test_a_code_needs_eight_random_bytes():
    with pytest.raises(Malformed):
        shortcode.code_from(bytes(7))
