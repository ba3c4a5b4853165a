"""A second factor as somebody's phone holds it; reckoned by another program than ours. Needs no Django."""

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET = base64.b32encode(b"a secret of 20 bytes").decode()
DEMO_PASSWORD = "hoi-am-demo-2026"
HALF_MINUTE = 30


def code(secret: str = SECRET, at: float | None = None) -> str:
    """The six digits that an app shows at that moment, in Unix seconds; now, unless it is given."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), HALF_MINUTE)  # noqa: S303 - the digest of RFC 6238
    return app.generate(int(time.time() if at is None else at)).decode()
