"""What anyone may hand in: a receipt to check."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.ledger import receipt, transport

MOST = max(receipt.MAX_RECEIPT, transport.MAX_URL)


class VerifyForm(forms.Form):
    """A file, or its text."""

    file = forms.FileField(
        label=_("Receipt file"),
        required=False,
        allow_empty_file=True,
        help_text=_("It ends in .tlog-proof"),
        widget=forms.FileInput(attrs={"accept": f"{receipt.SUFFIX},.txt,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or its text, or the address that its QR code holds"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """`receipt`: the bytes to check; the file wins."""
        said: dict[str, Any] = super().clean() or {}
        file, text = said.get("file"), said.get("text", "")
        if file is None and not text.strip():
            raise forms.ValidationError(gettext("Choose a file or paste a text."))
        data = file.read(MOST + 1) if file else text.encode()
        if len(data) > MOST:
            raise forms.ValidationError(gettext("This is too large for a receipt."))
        return {**said, "receipt": data}
