"""What the accounts package asks of us about second factors: how secrets are kept, and our words for a wrong code."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from hoiam.kit import cipher

KEY = "factors"
_CONTEXT = b"mfa_authenticator.data"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc] # the package is not typed
    """Secrets of apps and seeds of recovery codes lie encrypted under a key of their own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is wrong, or it was used already. Wait for the next code of the app; if that is refused too, "
            "set the phone's clock to automatic."
        ),
    }

    def encrypt(self, text: str) -> str:
        """As base64, since it lies in a column of JSON."""
        return base64.b64encode(cipher.named(KEY).seal(text.encode(), _CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises SealBrokenError."""
        return cipher.named(KEY).open(base64.b64decode(encrypted_text), _CONTEXT).decode()
