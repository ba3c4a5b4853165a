"""Sign-in and sign-out are nearly the accounts package's own; a changed password leads back to the desk."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.account.views import LoginView, PasswordChangeView
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignIn(LoginView):  # type: ignore[misc] # the package is not typed
    """Whoever opens it begins anew: counters share machines, and the last one may have left at the code."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:  # noqa: ARG002 - the package's signature
        clear_login(request)


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
