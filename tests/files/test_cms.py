"""Detached signatures: over this very file, by the certificate inside, by a method that is safe, within its dates."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from hoiam.files import cms
from hoiam.law.refusal import Refused
from hoiam.ledger import der

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
FILE = b"%PDF-1.7 what was issued"
SIGNER = "Ví Dụ Văn Chủ Tịch"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def certificate(key, *, name=SIGNER, days=30, serial=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else [])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, None if isinstance(key, ed448.Ed448PrivateKey) else hashes.SHA256())


def sign(key=RSA, *, content=FILE, algorithm=None, options=(), padding=None, **about):
    made = pkcs7.PKCS7SignatureBuilder().set_data(content)
    made = made.add_signer(certificate(key, **about), key, algorithm or hashes.SHA256(), rsa_padding=padding)
    wanted = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, *options]
    return made.sign(serialization.Encoding.DER, wanted)


def verify(signature, content=FILE, at=NOW):
    return cms.verify(signature, content=content, at=at)


@pytest.mark.parametrize("key", [RSA, CURVE], ids=["RSA", "ECDSA"])
@pytest.mark.parametrize(
    "algorithm", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512()], ids=lambda a: a.name
)
def test_a_signature_over_the_file_names_its_signer(key, algorithm):
    assert verify(sign(key, algorithm=algorithm)).name == SIGNER


def test_a_signature_with_pss_or_without_attributes_holds_too():
    pss = cms.padding.PSS(mgf=cms.padding.MGF1(hashes.SHA256()), salt_length=32)
    assert verify(sign(padding=pss)).name == SIGNER
    bare = sign(options=[pkcs7.PKCS7Options.NoAttributes])
    assert verify(bare).name == SIGNER
    with pytest.raises(Refused, match="signature_of_another_file"):
        verify(bare, FILE + b"x")


def test_a_certificate_may_have_no_name():
    assert verify(sign(name="")).name == ""


def test_a_signature_over_another_file_is_refused():
    with pytest.raises(Refused, match="signature_of_another_file"):
        verify(sign(content=b"another"))


def test_one_changed_byte_of_the_file_is_seen():
    with pytest.raises(Refused, match="signature_of_another_file"):
        verify(sign(), FILE[:-1] + b"X")


def test_a_forged_signature_is_refused():
    made = sign()
    with pytest.raises(Refused, match="signature_wrong"):
        verify(made[:-1] + bytes([made[-1] ^ 1]))


def test_somebody_elses_certificate_under_the_same_number_is_refused():
    theirs = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    made = sign(serial=7)
    [mine] = [one.whole for one in der.elements(made) for one in _certificates(one)]
    other = certificate(theirs, serial=7).public_bytes(serialization.Encoding.DER)
    assert len(other) == len(mine)
    with pytest.raises(Refused, match="signature_wrong"):
        verify(made.replace(mine, other))


def _certificates(info):
    _kind, wrapped = info.inside(der.SEQUENCE)
    [body] = wrapped.inside(0xA0)
    return body.inside(der.SEQUENCE)[3].inside(0xA0)


def test_a_signature_that_carries_a_file_is_not_detached():
    made = pkcs7.PKCS7SignatureBuilder().set_data(FILE).add_signer(certificate(RSA), RSA, hashes.SHA256())
    with pytest.raises(Refused, match="signature_not_detached"):
        verify(made.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary]))


@pytest.mark.parametrize("days", [-60, 60])
def test_a_certificate_out_of_its_dates_is_refused(days):
    with pytest.raises(Refused, match="signature_out_of_date"):
        verify(sign(), at=NOW + timedelta(days=days))


def test_an_old_digest_or_a_short_key_is_refused():
    made = sign(algorithm=hashes.SHA256())
    sha1 = made.replace(bytes.fromhex("0609608648016503040201"), bytes.fromhex("06092b0e03021a00000001"))
    with pytest.raises(Refused, match="signature_weak"):
        verify(sha1)
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - what is refused
    with pytest.raises(Refused, match="signature_weak"):
        verify(sign(short))


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_what_is_cut_off_is_unreadable(cut):
    with pytest.raises(Refused, match="signature_unreadable"):
        verify(sign()[:-cut])


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"0",
        b"%PDF-1.7",
        b"0\x80\x00\x00",
        b"\x30\x85\x00\x00\x00\x00\x00",
        b"\x30\x03\x02\x01\x01",
        b"\x3f\x81\x00",
    ],
)
def test_junk_is_unreadable(junk):
    with pytest.raises(Refused, match="signature_unreadable"):
        verify(junk)


def test_a_file_too_large_for_a_signature_is_not_read():
    with pytest.raises(Refused, match="signature_unreadable"):
        verify(b"0" * (cms.LARGEST + 1))


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_every_byte_may_be_wrong_and_nothing_but_a_refusal_comes_of_it():
    made = sign(CURVE)
    flipped = (made[:one] + bytes([made[one] ^ 0xFF]) + made[one + 1 :] for one in range(0, len(made), 3))
    codes = {_outcome(broken) for broken in flipped}
    assert {"signature_wrong", "signature_unreadable", "signature_of_another_file"} <= codes
    assert all(code.startswith("signature_") for code in codes)


def _outcome(signature):
    try:
        verify(signature)
    except Refused as refused:
        return refused.code
    return "signature_holds"  # a byte of the certificate that nothing here hangs on


def test_a_signature_made_by_another_program_holds(tmp_path):
    """By OpenSSL where it is installed, else by cryptography with the key's identifier in the same place."""
    names = {"key": "k.pem", "cert": "c.pem", "file": "f.pdf", "signature": "s.p7s"}
    paths = {what: tmp_path / name for what, name in names.items()}
    paths["file"].write_bytes(FILE)
    paths["key"].write_bytes(
        RSA.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    paths["cert"].write_bytes(certificate(RSA).public_bytes(serialization.Encoding.PEM))
    if shutil.which("openssl"):
        command = ["openssl", "cms", "-sign", "-binary", "-keyid", "-md", "sha256", "-outform", "DER"]
        files = [
            "-in",
            paths["file"],
            "-signer",
            paths["cert"],
            "-inkey",
            paths["key"],
            "-out",
            paths["signature"],
        ]
        subprocess.run([*command, *files], check=True, capture_output=True)
        made = paths["signature"].read_bytes()
    else:
        made = sign()
    assert verify(made).name == SIGNER
