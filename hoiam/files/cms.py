"""A detached signature (CMS SignedData, RFC 5652) held against the file it is to sign.

What holds: the digest is of this very file, the signature is by the certificate inside, the certificate was
within its dates. Whether that certificate is to be trusted is for who knows its issuer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID

from hoiam.law.refusal import Refused
from hoiam.ledger import der
from hoiam.ledger.der import OCTETS, OID, SEQUENCE, SET, DerError, Value

LARGEST = 256 * 1024
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_PSS = bytes.fromhex("2a864886f70d01010a")
_HASHES: dict[bytes, hashes.HashAlgorithm] = {
    bytes.fromhex("608648016503040201"): hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
}
_UNREADABLE = (
    DerError,
    ValueError,
    IndexError,
    StopIteration,
    UnsupportedAlgorithm,
    x509.ExtensionNotFound,
)
_CONTEXT_0, _KEY_ID = 0xA0, 0x80


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose certificate signed."""

    name: str


@dataclass(frozen=True, slots=True)
class _Signer:
    sid: Value
    digest: bytes
    attributes: Value | None
    algorithm: bytes
    signature: bytes


def verify(signature: bytes, *, content: bytes, at: datetime) -> Signed:
    """Refused: signature_unreadable, signature_not_detached, signature_weak, signature_of_another_file,
    signature_wrong, signature_out_of_date.
    """
    try:
        return _verified(signature, content, at)
    except _UNREADABLE as error:
        raise Refused("signature_unreadable") from error


def _verified(signature: bytes, content: bytes, at: datetime) -> Signed:
    signer, certificate = _read(signature)
    algorithm = _HASHES.get(signer.digest)
    if algorithm is None:
        raise Refused("signature_weak")
    _holds(signer, certificate, algorithm, content)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise Refused("signature_out_of_date")
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Signed(str(names[0].value)[:200] if names else "")


def _read(data: bytes) -> tuple[_Signer, x509.Certificate]:
    if len(data) > LARGEST:
        raise DerError("too large")
    kind, wrapped = der.only(data, SEQUENCE).inside(SEQUENCE)
    if kind.content != _SIGNED_DATA:
        raise DerError("not signed data")
    [body] = wrapped.inside(_CONTEXT_0)
    parts = body.inside(SEQUENCE)
    if len(parts[2].inside(SEQUENCE)) != 1:
        raise Refused("signature_not_detached")
    [info] = parts[-1].inside(SET)
    signer = _signer(info)
    inside = [one for part in parts[3:-1] if part.tag == _CONTEXT_0 for one in part.inside(_CONTEXT_0)]
    known = (x509.load_der_x509_certificate(one.whole) for one in inside)
    return signer, next(one for one in known if _is_of(signer.sid, one))


def _signer(info: Value) -> _Signer:
    _version, sid, digest, *rest = info.inside(SEQUENCE)
    attributes = rest.pop(0) if rest[0].tag == _CONTEXT_0 else None
    algorithm, signature = rest[0], rest[1]
    if signature.tag != OCTETS:
        raise DerError("no signature")
    return _Signer(sid, _oid(digest), attributes, _oid(algorithm), signature.content)


def _oid(algorithm: Value) -> bytes:
    first = algorithm.inside(SEQUENCE)[0]
    if first.tag != OID:
        raise DerError("no identifier")
    return first.content


def _is_of(sid: Value, certificate: x509.Certificate) -> bool:
    """By issuer and serial number, or by the key's identifier."""
    if sid.tag == _KEY_ID:
        known = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        return known.value.digest == sid.content
    issuer, serial = sid.inside(SEQUENCE)
    number = int.from_bytes(serial.content, signed=True)
    return certificate.issuer.public_bytes() == issuer.whole and certificate.serial_number == number


def _holds(
    signer: _Signer, certificate: x509.Certificate, algorithm: hashes.HashAlgorithm, content: bytes
) -> None:
    signed = content
    if signer.attributes is not None:
        if _digest_in(signer.attributes) != hashlib.new(algorithm.name, content).digest():
            raise Refused("signature_of_another_file")
        signed = bytes([SET]) + signer.attributes.whole[1:]
    try:
        _verify(certificate.public_key(), signer, algorithm, signed)
    except InvalidSignature as error:
        raise Refused("signature_wrong" if signer.attributes else "signature_of_another_file") from error


def _digest_in(attributes: Value) -> bytes | None:
    for attribute in attributes.inside(_CONTEXT_0):
        kind, values = attribute.inside(SEQUENCE)
        if kind.content == _MESSAGE_DIGEST:
            [digest] = values.inside(SET)
            return digest.content
    return None


def _verify(key: object, signer: _Signer, algorithm: hashes.HashAlgorithm, signed: bytes) -> None:
    """Raises InvalidSignature. Refused: signature_weak for a key of another kind or a short one."""
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:  # noqa: PLR2004 - RSA below is broken or will be
        longest = padding.PSS(mgf=padding.MGF1(algorithm), salt_length=padding.PSS.AUTO)
        key.verify(
            signer.signature, signed, longest if signer.algorithm == _PSS else padding.PKCS1v15(), algorithm
        )
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signer.signature, signed, ec.ECDSA(algorithm))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signer.signature, signed)
    else:
        raise Refused("signature_weak")
