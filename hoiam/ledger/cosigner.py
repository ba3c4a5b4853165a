"""Who cosigns: a witness's key, its file, and from whose log it must be independent."""

from hoiam.ledger.keys import Seeded
from hoiam.ledger.note import COSIGNATURE, STAMP, Signature, Verifier, cosigned

_SHORT = 3
_REGISTRY = 2


class Cosigner(Seeded):
    """A witness key; C2SP tlog-cosignature, format cosignature/v1."""

    KIND = COSIGNATURE

    def sign(self, text: str, time: int) -> Signature:
        """Cosign a checkpoint's text at this Unix second."""
        signature = self.key.sign(cosigned(text.encode(), time))
        return Signature(self.name, self.verifier.key_id, time.to_bytes(STAMP, "big") + signature)


def independent(witness: Verifier, log: Verifier) -> bool:
    """Not the log's own key, and not of the log's own domain: an office is no witness of itself."""
    return witness.key != log.key and domain(witness.name) != domain(log.name)


def domain(name: str) -> str:
    """What one owner registers, of a key name: `hue.gov.vn` of `w.hue.gov.vn/w1`, `press.example` of `a.press.example`.

    Without a list of registries: below two letters of a country, two or three letters are a registry too.
    """
    labels = name.partition("/")[0].partition(":")[0].lower().rstrip(".").split(".")
    country = len(labels) > _REGISTRY and len(labels[-1]) == _REGISTRY and len(labels[-2]) <= _SHORT
    return ".".join(labels[-3 if country else -2 :])
