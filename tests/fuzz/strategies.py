"""What a stranger may hand in: good things bent a little, grammar-like text, and plain noise."""

from hypothesis import strategies as st

from hoiam.ledger import keys, promise, transport
from tests.ledger.stores import ORIGIN, SIGNER
from tests.ledger.test_note import W1, W2
from tests.ledger.test_receipt import SALT, SEALED, made

RECEIPTS = [made(index=3, size=9), made(signers=[W1, W2]), made(SEALED, index=0, size=1)]
NOTES = [one.checkpoint.encode() for one in RECEIPTS] + [promise.build(ORIGIN, SALT, 9, [SIGNER]).encode()]
FILES = [one.text().encode() for one in RECEIPTS]
CODES = [transport.encode(one) for one in RECEIPTS]
URLS = [transport.to_url(one, "h.example").encode() for one in CODES]
POLICY = (
    f"log {SIGNER.verifier.vkey}\nwitness a {W1.verifier.vkey} https://a.example\n"
    f"witness b {W2.verifier.vkey}\ngroup g 2 a b\nquorum g\n"
).encode()
KEY = keys.SeedSigner(ORIGIN, bytes(32)).secret().encode()
VKEYS = [one.verifier.vkey for one in (SIGNER, W1)]
DASH = "— ".encode()
WORDS = [b"\n", b"\n\n", b"", b" ", b"\0", b"\r\n", b"=", b"A" * 43 + b"=", DASH, b"index 0\n", b"extra "]
WORDS += [
    b"9" * 19,
    b"9" * 4400,
    b"-1",
    b"00",
    b"\xff",
    "\u0661".encode(),
    b"+",
    b"quorum none\n",
    b"group x 1 ",
]
HASHES = st.binary(min_size=31, max_size=33)


@st.composite
def bent(draw, *originals):
    """One of them cut, doubled, reordered, spliced or with bytes replaced, up to four times."""
    data = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 4))):
        low, high = sorted(draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
        part = data[low:high]
        data = draw(
            st.sampled_from(
                [
                    data[:low] + data[high:],
                    data[:high],
                    data[:low] + part * 2 + data[high:],
                    data[high:] + data[:high],
                    data[:low] + draw(st.sampled_from(WORDS)) + data[high:],
                    data[:low] + draw(st.binary(max_size=5)) + data[high:],
                    b"\n".join(draw(st.permutations(data.split(b"\n")))) if data.count(b"\n") < 30 else part,
                ]
            )
        )
    return data


def anything(*originals):
    """Bent originals most of the time; words of the grammars in any order; noise."""
    grammar = st.lists(st.sampled_from(WORDS), max_size=30).map(b"".join)
    return bent(*originals) | bent(*originals) | grammar | st.binary(max_size=400)
