"""Sign-in and sign-out are the accounts package's own; a changed password leads back to the desk."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PasswordForm(ChangePasswordForm):  # type: ignore[misc] # the package is not typed
    """The package's own, with labels written as all others of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, once more")


class PasswordChange(PasswordChangeView):  # type: ignore[misc] # the package is not typed
    """For whoever is signed in; their other sessions end."""

    form_class = PasswordForm
    template_name = "office/password_change.html"

    def get_default_success_url(self) -> str:
        return str(settings.LOGIN_REDIRECT_URL)
