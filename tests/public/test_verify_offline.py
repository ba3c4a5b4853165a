"""The page to keep: opened from a file, with the network cut, it says of every receipt what the verifier says."""

import json
import re
from base64 import b32encode
from hashlib import sha256
from pathlib import Path

import pytest

from hoiam.journal import queries as log
from hoiam.ledger import note, receipt, transport
from hoiam.ledger.keys import SeedSigner
from hoiam.ledger.wire import b64
from tests.ledger.test_vectors import ABSENT, TRUST

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
V = json.loads((Path(__file__).parents[1] / "ledger" / "vectors.json").read_text("utf-8"))
QUORUMS = ["quorum none\n", "quorum w\n", "group g 2 w absent\nquorum g\n"]
GOOD = {"witnessed", "included", "promised"}
NO_ED25519 = """
const known = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = async function (...told) {
  if (told[2]?.name === "Ed25519") throw new DOMException("none", "NotSupportedError");
  return known.apply(this, told);
};
"""


class Kept:
    """The saved page in a browser that reaches nothing."""

    def __init__(self, page):
        self.page = page

    def says(self, given, trust=TRUST + QUORUMS[0]):
        self.page.evaluate("trust => { document.getElementById('trust').value = trust }", trust)
        if isinstance(given, bytes):
            self.page.set_input_files(
                "#file", {"name": "x.tlog-proof", "mimeType": "text/plain", "buffer": given}
            )
        else:
            # not typed: Chromium itself takes minutes to type five thousand lines
            self.page.set_input_files("#file", [])
            self.page.evaluate("given => { document.getElementById('text').value = given }", given)
        self.page.evaluate("document.getElementById('verdict').removeAttribute('data-verdict')")
        self.page.click("button[type=submit]")
        self.page.wait_for_selector("#verdict[data-verdict]", timeout=5000)
        return self.page.get_attribute("#verdict", "data-verdict")

    @property
    def told(self):
        return self.page.inner_text("#verdict")


@pytest.fixture
def saved(client, tmp_path):
    """The page as a file, in Vietnamese."""
    (tmp_path / "verify.html").write_bytes(client.get("/verify.html?save").content)
    return (tmp_path / "verify.html").as_uri()


@pytest.fixture
def opened(saved, chromium):
    """kept(script) opens it; in the end nothing was asked for and nothing complained."""
    contexts, asked, heard = [], [], []

    def kept(script=""):
        context = chromium.new_context(offline=True)
        contexts.append(context)
        context.add_init_script(script or "0")
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(saved)
        return Kept(page)

    yield kept
    for context in contexts:
        context.close()
    assert set(asked) <= {saved, "data:,"}
    assert heard == []


@pytest.mark.parametrize("script", ["", NO_ED25519], ids=["as it is", "without Ed25519"])
def test_all_fifteen_receipts_get_the_right_answer(opened, script):
    kept = opened(script)
    found = [
        (one["Name"], kept.says(one["Text"], TRUST + QUORUMS[one["Quorum"]]) in GOOD) for one in V["Receipts"]
    ]
    assert len(found) == 15
    assert found == [(one["Name"], one["OK"]) for one in V["Receipts"]]
    assert kept.page.evaluate("'nobleEd25519' in globalThis") is bool(script)


def test_promise_and_qr_code_in_every_form_hold(opened):
    kept, packed = opened(), bytes.fromhex(V["hr1"]["hex"])
    address = transport.to_url(packed, "ledger.example")
    for given in (packed, address, address.lower(), f"\n {address} ", V["Receipts"][2]["Text"].encode()):
        assert kept.says(given, TRUST + QUORUMS[1]) == "witnessed"
    assert kept.says(V["promise"]) == "promised"
    assert "25/11/2026" in kept.told


def test_too_few_witnesses_are_told_and_the_rest_still_holds(opened):
    kept = opened()
    assert kept.says(V["Receipts"][2]["Text"], TRUST + QUORUMS[2]) == "unwitnessed"
    assert "press.example/w1" in kept.told


def test_a_second_key_that_no_browser_knows_is_left_aside(opened):
    """ML-DSA-44 beside Ed25519, as the log and a witness may have it."""
    wide = [
        note.Verifier(name, note.ML_DSA_44, bytes([n]) * 1312)
        for n, name in enumerate((V["origin"], "press.example/w1"))
    ]
    trust = f"log {wide[0].vkey}\n{TRUST}witness wide {wide[1].vkey}\nquorum w\n"
    line = note.Signature(wide[0].name, wide[0].key_id, bytes(2428))
    text = V["Receipts"][2]["Text"] + f"— {line.name} {b64(line.key_id + line.value)}\n"
    kept = opened()
    assert kept.says(text, trust) == "witnessed"
    assert kept.says(text, wide[0].vkey) == "invalid"


def test_each_changed_byte_of_what_the_qr_code_holds_is_noticed(opened):
    kept, packed = opened(), bytes.fromhex(V["hr1"]["hex"])
    addresses = []
    for at in range(0, len(packed), 7):
        changed = bytearray(packed)
        changed[at] ^= 1
        addresses.append(transport.to_url(bytes(changed), "x"))
    verdicts = kept.page.evaluate(
        """async ([addresses, believed]) => {
          const trust = await receipts.policy(believed), said = [];
          for (const one of addresses) {
            const checked = receipts.check(new TextEncoder().encode(one), trust);
            said.push(await checked.then((held) => held.state, (error) => error.code));
          }
          return said;
        }""",
        [addresses, TRUST + QUORUMS[1]],
    )
    assert len(verdicts) == len(addresses)
    assert GOOD.isdisjoint(verdicts)
    assert all(re.fullmatch(r"[a-z0-9_]+", one) for one in verdicts)


def deflated(statement):
    """HR1 whose statement is this one, under no key at all."""
    one = receipt.Receipt(receipt.Open(bytes(32), statement), 0, (), "")
    head = (
        b"\x01s" + one.opening.salt + b"\0\1" + bytes([len(V["origin"])]) + V["origin"].encode() + b"\0\0\0"
    )
    packer = transport.zlib.compressobj(9, transport.zlib.DEFLATED, -15)
    return head + packer.compress(statement.encode()) + packer.flush()


HOSTILE = {
    "nothing": "",
    "words": "xin chào",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "too large": "A" * 300_000,
    "long number": "c2sp.org/tlog-proof@v1\nextra AAAA\nindex " + "9" * 200_000 + "\n\n",
    "many hashes": "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n" + "A" * 43 + "=\n" * 5000 + "\n\n",
    "many signatures": V["Receipts"][0]["Text"] + "— x AAAAAAA=\n" * 5000,
    "bomb": transport.to_url(deflated("a" * 50_000_000), "x"),
    "zeros": bytes(200_000),
    "endless number": b"\x01s" + bytes(32) + b"\xff" * 100_000,
    "base32 of nothing": f"HTTPS://X/V#{b32encode(b'').decode()}",
    "half a character": b"\xe2\x80",
}


def test_hostile_input_gets_a_message_soon(opened):
    kept = opened()
    for name, given in HOSTILE.items():
        assert (name, kept.says(given)) == (name, "unread")
        assert len(kept.told) > 20
        assert kept.page.locator("#verdict img, #verdict script").count() == 0
    for trust in ("", "rubbish", "log x\n" * 300, f"quorum none\nlog {V['vkey']}0", "group g 0 w\nquorum g"):
        assert (trust, kept.says(V["Receipts"][0]["Text"], trust)) == (trust, "unread")


def test_it_reads_what_the_verifier_reads_and_nothing_else(opened):
    """Statements that break one rule each, under a signature that holds."""
    signer = SeedSigner("log.example/hoiam/1", sha256(b"a key of this test").digest())
    good = (
        "hoiam.statement/v1\nlog log.example/hoiam/1\nkind case.received\nat 2026-11-24T01:15:07Z\nunit H17\n"
    )
    good += "case -\nseq 0\nprev -\n"
    texts = [
        *(good, good + "due 2026-12-26\n", good + "a 1\nb 2\ndoc x " + "A" * 43 + "=\n"),
        *(
            good.replace("seq 0", "seq 00"),
            good.replace("seq 0", "seq 1"),
            good.replace("11-24T01", "02-30T01"),
        ),
        *(
            good.replace("T01", "T24"),
            good.replace("case -", "case x"),
            good.replace("unit H17", "unit 012345678"),
        ),
        *(
            good + "b 2\na 1\n",
            good + "a 1\na 1\n",
            good + "log x\n",
            good + "due 2026-02-30\n",
            good + "x a b\n",
        ),
        *(good + "n 123456789\n", good[:-1], good + "\n", good.replace("kind case", "kind Case")),
        *(
            good.replace("log.example", "other.example"),
            good + "a " + "b" * 65 + "\n",
            good.replace("prev -", "prev x"),
        ),
    ]
    kept, told = opened(), []
    for text in texts:
        opening = receipt.Open(bytes(32), text)
        leaf = receipt.merkle.leaf_hash(receipt.commit.entry(opening.commitment))
        signed = receipt.checkpoint.sign(
            receipt.checkpoint.Checkpoint(signer.verifier.name, 1, leaf), [signer]
        )
        file = receipt.Receipt(opening, 0, (), signed).text()
        told.append((text, holds(file, signer.verifier.vkey), kept.says(file, signer.verifier.vkey) in GOOD))
    assert [(text, python) for text, python, browser in told if python != browser] == []
    assert {python for _, python, _ in told} == {True, False}


def holds(file, vkey):
    try:
        receipt.check(file, receipt.Policy(logs=(note.parse_vkey(vkey),)))
    except (receipt.Malformed, receipt.Unproven):
        return False
    return True


def test_it_speaks_both_languages_and_believes_this_log(opened):
    kept = opened()
    assert kept.page.input_value("#trust").startswith("hoiam.localhost/hoiam/1+")
    assert re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", kept.page.inner_text("#fingerprints"))
    assert kept.page.title() == "Kiểm tra biên nhận khi không có mạng"
    assert kept.says(V["Receipts"][0]["Text"]) == "included"
    assert "Biên nhận hợp lệ" in kept.told
    kept.page.click("[data-language=en]")
    assert kept.page.title() == "Check a receipt without the network"
    assert "The receipt holds" in kept.told
    assert kept.says("ABCD-EFGH-JKMN-PQ") == "unread"
    assert "the code of a case" in kept.told


def test_the_operators_policy_is_what_it_believes(client, settings, tmp_path):
    settings.HOIAM_DATA = tmp_path
    (tmp_path / "policy").write_text(
        f"log {log.vkey()}\nwitness w {ABSENT.vkey}\nquorum w\n", encoding="ascii"
    )
    page = client.get("/verify.html")
    assert ABSENT.vkey.encode() in page.content
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert page["Content-Security-Policy"].count("'sha256-") == 4
    assert b"http://" not in page.content.replace(b"http://www.w3.org", b"").split(b'id="ed25519"')[0]
