"""What anyone may hand in: a receipt to check."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.files import scanning
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt, transport

MOST = max(receipt.MAX_RECEIPT, transport.MAX_URL)
PICTURES = "image/jpeg,image/png,image/webp"
EVIDENCE = "/V#"


class VerifyForm(forms.Form):
    """A file, a photo of the QR code, or a text."""

    file = forms.FileField(
        label=_("Receipt file, or a photo of the large QR code"),
        required=False,
        allow_empty_file=True,
        help_text=_("The file ends in .tlog-proof"),
        widget=forms.FileInput(attrs={"accept": f"{receipt.SUFFIX},.txt,text/plain,{PICTURES}"}),
    )
    text = forms.CharField(
        label=_("Or its text, the address that its QR code holds, or the code of a case"),
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
        return {**said, "receipt": _read(file) if file else _small(text.encode())}


def _read(file: "UploadedFile[bytes]") -> bytes:
    data = file.read(MOST + 1)
    return _scanned(data + file.read(scanning.LIMIT)) if scanning.is_picture(data) else _small(data)


def _small(data: bytes) -> bytes:
    if len(data) > MOST:
        raise forms.ValidationError(gettext("This is too large for a receipt."))
    return data


def _scanned(data: bytes) -> bytes:
    """What the picture's QR code holds; of two, as on a slip, the one with the receipt."""
    if len(data) > scanning.LIMIT:
        raise forms.ValidationError(gettext("This picture is too large; at most 10 MB."))
    try:
        codes = sorted(scanning.codes_in(data), key=lambda text: EVIDENCE not in text.upper())
    except Refused as refused:
        busy = refused.code == "files_busy"
        said = gettext("Too many pictures at once; try again in a minute.") if busy else ""
        raise forms.ValidationError(said or gettext("This picture cannot be opened.")) from refused
    if not codes:
        raise forms.ValidationError(
            gettext("No QR code was found in the picture. Take it again from above, in good light.")
        )
    return codes[0].encode()
