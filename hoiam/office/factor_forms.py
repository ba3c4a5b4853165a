"""Codes of a second factor, as they are typed."""

from datetime import datetime
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoiam.kit import db
from hoiam.office import factor
from hoiam.office.models import Person


def code_field(help_text: Any) -> forms.CharField:
    """Telephones offer the digits to type, and the code of an app that fills in."""
    return forms.CharField(
        label=_("Code"),
        max_length=24,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}),
        error_messages={"required": _("Type the code.")},
    )


class CodeForm(forms.Form):
    """Proof of a second factor: at sign-in, and where it is asked for once more. A code that fits is used up."""

    code = code_field(_("The six digits of the app, or one of your recovery codes."))

    def __init__(self, *args: Any, user: Person, at: datetime | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user, self.at = user, at or timezone.now()

    def clean_code(self) -> str:
        """Five wrong ones in five minutes, and none is looked at for a while."""
        release = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        self.authenticator = factor.accepted(self.user.pk, code, at=self.at)
        if self.authenticator is None:
            raise get_adapter().validation_error("incorrect_code")
        release()
        return code

    def save(self) -> None:
        """The session remembers that it was shown."""
        with db.writing():
            post_authentication(context.request, self.authenticator)


class SetUpForm(forms.Form):
    """That the app shows the right codes, and that it is the owner of the account who sets it up."""

    code = code_field(_("The six digits that the app shows now."))
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )

    def __init__(self, *args: Any, user: Person, secret: str, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user, self.secret, self.at = user, secret, at
        self.counter = -1

    def clean(self) -> dict[str, Any]:
        """Both together: guessing either is slowed down."""
        said: dict[str, Any] = self.cleaned_data
        if "code" not in said or "password" not in said:
            return said
        release = check_rate_limit(self.user)
        counter = factor.window(self.secret, said["code"], at=self.at)
        if counter is None:
            self.add_error("code", get_adapter().validation_error("incorrect_code"))
        elif not self.user.check_password(said["password"]):
            self.add_error("password", _("This is not your current password."))
        else:
            self.counter = counter
            release()
        return said
